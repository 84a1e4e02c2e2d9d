"""Every check has a decision that it finds at fault: a check that never fires checks nothing."""

import datetime
from typing import Any

import pytest
from routing.application.conformance_judge import PROMISED, Promise, judge
from routing.domain.decision import decide
from routing.domain.directory import Directory
from routing.domain.facts import CaseFacts, CaseKind, Decision, Outcome
from routing.domain.grid import Grids

TODAY = datetime.date(2026, 11, 20)
POINT = {"longitude": -73.85012, "latitude": 45.49034}


def facts(**changes: Any) -> CaseFacts:
    given = {
        "counter_borough": "prevost",
        "kind": CaseKind.REQUEST,
        "activity": "Nid-de-poule",
        "received_on": TODAY,
    }
    return CaseFacts.model_validate(given | changes)


@pytest.fixture
def decided(grids: Grids, territories: Any, directory: Directory) -> Decision:
    made = decide(facts(), grids, territories, directory, TODAY)
    assert made is not None
    return made


def found(
    decision: Decision | None, grids: Grids, directory: Directory, case: CaseFacts
) -> set[Promise]:
    here = grids.on("prevost", TODAY)
    assert here is not None
    findings = list(judge(decision, case, here, grids, directory))
    assert all(fr and en for _, (fr, en) in findings)
    return {promise for promise, _ in findings}


@pytest.mark.parametrize(
    ("changes", "promise"),
    [
        ({"grid_version": None}, Promise.WHOLE),
        ({"reception_person": None}, Promise.WHOLE),
        ({"rule": None}, Promise.WHOLE),
        ({"outcome": Outcome.NO_RULE}, Promise.WHOLE),
        ({"responsible_borough": "atlantide"}, Promise.OWN),
        ({"responsible_borough": "verdun"}, Promise.OWN),
        ({"department": "ailleurs"}, Promise.OWN),
        ({"authority": "nasa"}, Promise.OWN),
        ({"execution_person": "personne-du-tout"}, Promise.OWN),
        ({"reason_fr": " "}, Promise.EXPLAINED),
        ({"reason_en": ""}, Promise.EXPLAINED),
    ],
)
def test_a_decision_at_fault_breaks_its_promise(
    decided: Decision, grids: Grids, directory: Directory, changes: Any, promise: Promise
) -> None:
    assert found(decided, grids, directory, facts()) == set()
    assert promise in found(decided.model_copy(update=changes), grids, directory, facts())


@pytest.mark.parametrize(
    ("case", "changes"),
    [
        (facts(activity="Mon voisin Untel"), {"reason_fr": "Pour mon voisin Untel."}),
        (facts(activity="Mon voisin Untel"), {"reason_en": "For MON VOISIN  UNTEL!"}),
        (facts(activity="Mon voisin Untel"), {"rule": "mon-voisin-untel"}),
        (facts(**POINT), {"reason_fr": "Au point 45.49034."}),
        (facts(**POINT), {"reason_en": "At 73.850 west."}),
    ],
)
def test_a_decision_that_repeats_what_was_typed_or_the_point_is_not_discreet(
    decided: Decision, grids: Grids, directory: Directory, case: CaseFacts, changes: Any
) -> None:
    assert found(decided, grids, directory, case) == set()
    leaking = decided.model_copy(update=changes)
    assert found(leaking, grids, directory, case) == {Promise.DISCREET}


def test_pv_15_only_information_goes_without_a_decision(grids: Grids, directory: Directory) -> None:
    assert found(None, grids, directory, facts(kind=CaseKind.INFORMATION)) == set()
    assert found(None, grids, directory, facts()) == {Promise.WHOLE}


def test_every_promise_is_said_in_both_languages() -> None:
    assert set(PROMISED) == set(Promise)
    assert all(fr and en for fr, en in PROMISED.values())
