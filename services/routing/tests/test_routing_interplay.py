"""People's steps among the streams, in any order: one answers, and nothing is left behind."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from routing.application import pass_on
from routing.application.move_forms import AnswerForm, LevelForm, OfferForm
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.directory import Directory
from routing.domain.errors import Refused
from routing.domain.facts import CaseKind
from routing.domain.grid import Grids
from routing.domain.held_facts import RegisteredFacts
from routing.domain.routed import Reassigned, RoutingFact, TransferMoved
from routing.domain.transfer import TransferState

NOW = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
STAFF = (
    "prevost-secretaire-travaux-publics",
    "prevost-surintendant",
    "prevost-urbanisme-reception",
    "prevost-greffe-reception",
)
Step = Callable[[Assignment, Snapshot, datetime.datetime], Any]


def offered(department: str, person: str = "") -> Step:
    form = OfferForm(department=department, person=person, reason="Voici pourquoi.")
    return lambda state, snapshot, now: pass_on.offer_transfer(
        state, STAFF[0], now, form=form, snapshot=snapshot
    )


def answered(by: str, answer: str) -> Step:
    form = AnswerForm.model_validate({"answer": answer, "reason": "Voilà."})
    return lambda state, snapshot, now: pass_on.answer_transfer(
        state, by, now, form=form, snapshot=snapshot
    )


def at_level(level: int) -> Step:
    form = LevelForm.model_validate({"level": level, "reason": "Voilà."})
    return lambda state, snapshot, now: pass_on.escalate(
        state, STAFF[0], now, form=form, snapshot=snapshot
    )


def asked_for(kind: CaseKind, activity: str = "") -> Step:
    def step(state: Assignment, snapshot: Snapshot, now: datetime.datetime) -> Any:
        moved = state.with_reclassification(kind, activity)
        return moved.decide_if_ready(snapshot.grids, snapshot.territories, snapshot.directory, now)

    return step


STEPS: dict[str, Step] = {
    "offer to planning": offered("urbanisme"),
    "offer to a colleague": offered("travaux-publics", STAFF[1]),
    "offer to the clerk": offered("greffe"),
    **{f"{by} accepts": answered(by, "accept") for by in STAFF},
    **{f"{by} declines": answered(by, "decline") for by in STAFF[1:]},
    "take back": lambda state, snapshot, now: pass_on.withdraw_transfer(
        state, STAFF[0], now, snapshot=snapshot
    ),
    "expire": lambda state, snapshot, now: pass_on.expire_transfer(state, now, snapshot=snapshot),
    "take in charge": lambda state, snapshot, now: pass_on.accept(
        state, STAFF[0], now, snapshot=snapshot
    ),
    "up": at_level(2),
    "down": at_level(1),
    "becomes a claim": asked_for(CaseKind.CLAIM),
    "becomes a pothole": asked_for(CaseKind.REQUEST, "Nid-de-poule"),
    "is information": asked_for(CaseKind.INFORMATION),
    "is withdrawn": lambda state, snapshot, now: state.with_withdrawal(now),
    "is closed": lambda state, snapshot, now: (state.with_closing(), []),
    "is reopened": lambda state, snapshot, now: state.with_reopening(
        now, "mistake"
    ).decide_if_ready(snapshot.grids, snapshot.territories, snapshot.directory, now),
}


@pytest.fixture(scope="module")
def snapshot(grids: Grids, territories: Any, directory: Directory) -> Snapshot:
    return Snapshot(grids, territories, directory)


def opened(snapshot: Snapshot) -> Assignment:
    """A pothole of Prévost, assigned."""
    facts = RegisteredFacts(
        counter_borough="prevost",
        kind=CaseKind.REQUEST,
        activity="Nid-de-poule",
        received_on=NOW.date(),
        created_on=NOW.date(),
    )
    fresh = Assignment(case_id="5f0c1d5e-0000-4000-8000-000000000041").with_registered(facts)
    return fresh.decide_if_ready(snapshot.grids, snapshot.territories, snapshot.directory, NOW)[0]


def taken(
    step: Step, state: Assignment, snapshot: Snapshot, now: datetime.datetime
) -> tuple[Assignment, list[RoutingFact] | None]:
    """The state after a step; of a command the events are not looked at here (None)."""
    try:
        after = step(state, snapshot, now)
    except Refused:
        return state, []
    if after is None:
        return state, []
    return after if isinstance(after, tuple) else (after.state, None)


@given(steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 40)), max_size=14))
@settings(
    max_examples=80,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_people_and_streams_do_one_answers_and_nothing_is_left_behind_mh_06(
    snapshot: Snapshot, steps: list[tuple[str, int]]
) -> None:
    state, now = opened(snapshot), NOW
    for name, hours in steps:
        before, now = state, now + hours * HOUR
        state, facts = taken(STEPS[name], before, snapshot, now)
        if before.transfer is not None and before.transfer.is_open:
            accepted = state.transfer is not None and state.transfer.state is TransferState.ACCEPTED
            if state.transfer is not None and state.transfer.is_open:
                assert state.decision == before.decision or "becomes" in name, "the sender answers"
            if accepted:
                assert name.endswith("accepts")
                assert state.decision is not None
                assert state.decision.reception_person == name.removesuffix(" accepts")
        open_offer = state.transfer is not None and state.transfer.is_open
        assert not open_offer or state.is_assigned, "nothing is offered of a case nobody has"
        if not state.is_assigned:
            assert state.entrusted is None
            assert state.second_line is None
            assert state.acceptance is None
        if facts is not None and before.transfer != state.transfer:
            assert any(isinstance(one, TransferMoved) for one in facts), "an end is told"
        moved = [one for one in facts or [] if isinstance(one, Reassigned)]
        assert not moved or moved[-1].after == state.decision
        assert len(state.history) >= len(before.history), "nothing is ever taken out of it"
        assert Assignment.model_validate_json(state.model_dump_json()) == state
