"""The life of an assignment: facts in any order, one decision, work done as Annex A asks."""

import datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from routing.adapters.manifests_toml import TomlBoroughs, shipped_folders
from routing.adapters.territories_shapely import island_of_montreal
from routing.domain.assignment import Assignment
from routing.domain.completing import complete_work
from routing.domain.directory import Absence, Directory, Role, seeded_directory
from routing.domain.errors import WorkRefused
from routing.domain.facts import CaseKind, Outcome
from routing.domain.grid import Grids
from routing.domain.held_facts import PlaceFacts, RegisteredFacts
from routing.domain.mending import changed_responsables, may_be_mended
from routing.domain.routed import Assigned, Reassigned, Released, Unrouted, WorkCompleted
from routing.domain.work import WorkReport

NOW = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
TODAY = NOW.date()
GRIDS = Grids(TomlBoroughs(shipped_folders()).load())
TERRITORIES = island_of_montreal()
PEOPLE = seeded_directory(grid.manifest for grid in GRIDS)


def registered(**changes: Any) -> RegisteredFacts:
    facts = {
        "counter_borough": "montreal",
        "kind": CaseKind.REQUEST,
        "activity": "Nid-de-poule",
        "received_on": TODAY,
        "created_on": TODAY,
        "details_version": 1,
    }
    return RegisteredFacts.model_validate(facts | changes)


def in_prevost() -> RegisteredFacts:
    return registered(counter_borough="prevost", details_version=0)


def place(version: int = 1, longitude: float = -73.85, latitude: float = 45.49) -> PlaceFacts:
    return PlaceFacts(details_version=version, longitude=longitude, latitude=latitude)


def decided(state: Assignment, people: Directory = PEOPLE) -> tuple[Assignment, list[Any]]:
    return state.decide_if_ready(GRIDS, TERRITORIES, people, NOW)


def assigned_in_prevost() -> Assignment:
    return decided(Assignment(case_id="case-1").with_registered(in_prevost()))[0]


def report(**changes: Any) -> WorkReport:
    facts = {"code": "238", "done_on": TODAY, "extension": "4202", "completed_by": "post-1"}
    return WorkReport.model_validate(facts | changes)


def test_pv_05_the_decision_is_made_with_the_last_fact_it_needs() -> None:
    state, facts = decided(Assignment(case_id="case-1").with_registered(registered()))
    assert (state.decision, facts, state.awaits_place) == (None, [], True)
    state, facts = decided(state.with_place(place()))
    assert [type(fact) for fact in facts] == [Assigned]
    assert state.decision is not None
    assert state.decision.responsible_borough == "pierrefonds-roxboro"


def test_the_same_facts_twice_decide_nothing_anew() -> None:
    state, _ = decided(Assignment(case_id="case-1").with_registered(in_prevost()))
    assert decided(state.with_registered(in_prevost())) == (state, [])


def test_an_older_place_changes_nothing() -> None:
    state = Assignment(case_id="case-1").with_place(place(2))
    assert state.with_place(place(1, -73.58, 45.525)) == state


def test_a_corrected_place_moves_the_case_and_keeps_both_in_the_history() -> None:
    state = Assignment(case_id="case-1").with_registered(registered()).with_place(place())
    state, _ = decided(state)
    state, facts = decided(state.with_place(place(2, -73.58, 45.525)))
    (moved,) = facts
    assert isinstance(moved, Reassigned)
    assert moved.before.responsible_borough == "pierrefonds-roxboro"
    assert moved.after.responsible_borough == "le-plateau-mont-royal"
    assert len(state.history) == 2


def test_no_rule_is_an_outcome_of_its_own_and_is_told() -> None:
    state, facts = decided(
        Assignment(case_id="case-1").with_registered(registered(activity="x", details_version=0))
    )
    assert [type(fact) for fact in facts] == [Unrouted]
    assert not state.is_assigned


def test_a_case_that_becomes_information_is_released() -> None:
    state = assigned_in_prevost()
    state, facts = decided(
        state.with_registered(in_prevost().model_copy(update={"kind": CaseKind.INFORMATION}))
    )
    assert state.decision is None
    assert [type(fact) for fact in facts] == [Released]


def test_pv_25_a_designation_that_comes_later_mends_the_case() -> None:
    state = Assignment(case_id="case-1").with_registered(in_prevost())
    state, facts = decided(state, Directory())
    assert [fact.decision.outcome for fact in facts] == [Outcome.NO_DESIGNATION]
    assert not may_be_mended(state, Directory(), TODAY)
    assert may_be_mended(state, PEOPLE, TODAY)
    state, facts = state.reconsider(GRIDS, TERRITORIES, PEOPLE, NOW, "designation")
    assert [type(fact) for fact in facts] == [Assigned]
    assert not may_be_mended(state, PEOPLE, TODAY)


def test_mh_10_open_work_moves_to_the_substitute_and_back_with_both_names_kept() -> None:
    state = assigned_in_prevost()
    week = TODAY + datetime.timedelta(days=7)
    away = PEOPLE.with_absence(
        Absence(
            person_id="prevost-surintendant",
            from_on=TODAY,
            until_on=TODAY,
            substitute_id="prevost-ingenieur-en-chef",
        )
    )
    assert changed_responsables(state, PEOPLE, TODAY) == {}
    ((role, substitute),) = changed_responsables(state, away, TODAY).items()
    assert role is Role.EXECUTION
    state, (moved,) = state.reassign(role, substitute, NOW)
    assert isinstance(moved, Reassigned)
    assert "stands in for prevost-surintendant" in moved.reason_en
    assert changed_responsables(state, away, TODAY) == {}
    ((role, back),) = changed_responsables(state, away, week).items()
    state, _ = state.reassign(role, back, NOW)
    held = [entry.decision.execution_person for entry in state.history if entry.decision]
    assert held == ["prevost-surintendant", "prevost-ingenieur-en-chef", "prevost-surintendant"]


def test_mh_10_nobody_to_stand_in_leaves_the_case_where_it_is() -> None:
    away = PEOPLE.with_absence(Absence(person_id="prevost-surintendant", from_on=TODAY))
    assert changed_responsables(assigned_in_prevost(), away, TODAY) == {}


def test_pv_52_to_55_completed_work_is_told_with_code_dates_extension_and_notes() -> None:
    state, (fact,) = complete_work(
        assigned_in_prevost(),
        report(planned_on=TODAY, internal_note="asphalte", public_note="Réparé."),
        GRIDS,
        NOW,
    )
    assert isinstance(fact, WorkCompleted)
    assert (fact.code, fact.done_on, fact.extension) == ("238", TODAY, "4202")
    assert (fact.internal_note, fact.public_note) == ("asphalte", "Réparé.")
    assert state.is_completed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "999"}, "code"),
        ({"done_on": None}, "done_on"),
        ({"done_on": TODAY + datetime.timedelta(days=1)}, "done_on"),
        ({"done_on": TODAY - datetime.timedelta(days=1)}, "done_on"),
        ({"extension": "  "}, "extension"),
    ],
    ids=["pv_52", "pv_53_missing", "pv_53_future", "pv_53_before_creation", "pv_54"],
)
def test_work_that_annex_a_forbids_is_refused_by_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(WorkRefused) as refused:
        complete_work(assigned_in_prevost(), report(**changes), GRIDS, NOW)
    assert refused.value.field == field
    assert refused.value.reason_fr


def test_pv_53_the_future_begins_at_midnight_of_the_borough() -> None:
    late = datetime.datetime(2026, 11, 21, 2, 0, tzinfo=datetime.UTC)  # the 20th in Prévost
    with pytest.raises(WorkRefused):
        complete_work(
            assigned_in_prevost(), report(done_on=datetime.date(2026, 11, 21)), GRIDS, late
        )


def test_completing_twice_is_harmless_and_completing_otherwise_is_refused() -> None:
    state, _ = complete_work(assigned_in_prevost(), report(), GRIDS, NOW)
    assert complete_work(state, report(), GRIDS, NOW) == (state, [])
    with pytest.raises(WorkRefused):
        complete_work(state, report(extension="1"), GRIDS, NOW)


def test_completed_work_is_not_routed_again() -> None:
    state, _ = complete_work(assigned_in_prevost(), report(), GRIDS, NOW)
    late = state.with_registered(in_prevost().model_copy(update={"activity": "Déneigement"}))
    assert decided(late) == (late, [])
    assert changed_responsables(late, Directory(), TODAY) == {}


def test_what_nobody_answers_for_cannot_be_completed() -> None:
    with pytest.raises(WorkRefused):
        complete_work(Assignment(case_id="case-1"), report(), GRIDS, NOW)


POINTS = st.sampled_from([(-73.85, 45.49), (-73.58, 45.525), (-73.5987, 45.4856), (0.0, 0.0)])
WORDS = st.builds(
    registered,
    counter_borough=st.sampled_from(["montreal", "prevost", "nowhere"]),
    kind=st.sampled_from(CaseKind),
    activity=st.sampled_from(["Nid-de-poule", "Éclairage existant - Entretien", "x"]),
    details_version=st.integers(0, 2),
)


def test_a_place_that_was_never_promised_counts_in_every_order() -> None:
    first, second = registered(details_version=0), registered(details_version=2)
    early = decided(Assignment(case_id="case-1").with_place(place()).with_registered(first))[0]
    early = decided(early.with_registered(second))[0]
    late = decided(Assignment(case_id="case-1").with_registered(first))[0]
    late = decided(decided(late.with_registered(second))[0].with_place(place()))[0]
    assert early.decision == late.decision
    assert early.is_assigned


@settings(deadline=None)
@given(
    words=st.lists(WORDS, min_size=1, max_size=3),
    points=st.lists(POINTS, max_size=3),
    data=st.data(),
)
def test_every_interleaving_of_the_two_streams_ends_in_the_same_state(
    words: list[RegisteredFacts], points: list[tuple[float, float]], data: st.DataObject
) -> None:
    """Order is kept within a stream only; the history alone may tell the path."""
    places = [place(number + 1, *point) for number, point in enumerate(points)]
    turns = data.draw(st.permutations(["w"] * len(words) + ["p"] * len(places)))

    def run(order: list[str]) -> Assignment:
        left: dict[str, list[RegisteredFacts | PlaceFacts]]
        left = {"w": list(words), "p": list(places)}
        state, told = Assignment(case_id="case-1"), []
        for turn in order:
            fact = left[turn].pop(0)
            state = (
                state.with_registered(fact)
                if isinstance(fact, RegisteredFacts)
                else state.with_place(fact)
            )
            state, facts = decided(state)
            told.extend(facts)
        _assert_the_facts_tell_the_state(state, told)
        return state.model_copy(update={"history": ()})

    assert run(turns) == run(sorted(turns)) == run(sorted(turns, reverse=True))


def _assert_the_facts_tell_the_state(state: Assignment, told: list[Any]) -> None:
    """A reader who sees only the facts knows who answers now."""
    now = None
    for fact in told:
        now = getattr(fact, "after", None) or getattr(fact, "decision", None)
    assert (now is None) == (state.decision is None)
    assert now is None or now.is_same_assignment(state.decision)
    assert all(not (isinstance(a, Assigned) and isinstance(b, Assigned)) for a, b in pairwise(told))
