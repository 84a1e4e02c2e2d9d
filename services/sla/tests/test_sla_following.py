"""Events of other services in, events of commitments out; nothing but values in between."""

from datetime import date, datetime, timedelta
from typing import Any, get_args

import pytest
from chassis.faults import Permanent
from contracts import event_types
from contracts.events import sla as contract
from contracts.events.intake import CaseAnsweredV1, CaseReclassifiedV1, CaseWithdrawnV1
from contracts.words import Kind
from sla.application.follow_case import FollowCase
from sla.application.translate import translate
from sla.domain.commitment import Stop
from sla.domain.entered import Extension
from sla.domain.outcomes import (
    Cancelled,
    DueSoon,
    Extended,
    Met,
    Missed,
    MissWithdrawn,
    Moved,
    Outcome,
    Resumed,
    Started,
    Suspended,
)
from sla.domain.pauses import Pause

MINUTE = timedelta(minutes=1)
SHORT = {"kind": "complete", "counting": "working_days_end_of_day", "amount": 4}


def names(said: Any) -> list[str]:
    return [f"{one.wire_type.split('.')[1]} {one.commitment_kind}" for one in said]


def ticked(told: Any, state: Any, now: datetime, read_until: datetime | None) -> tuple[Any, Any]:
    outcome = FollowCase(told.book()).tick(state, now, read_until)
    return (state, []) if outcome is None else (outcome.state, list(outcome.events))


def test_a_registered_and_assigned_case_starts_two_commitments_and_says_why(told: Any) -> None:
    _, said = told.play([told.registered(), told.assigned()])
    assert names(said) == ["commitment-started acknowledge", "commitment-started complete"]
    assert [one.due_at for one in said] == [told.acknowledge_due_at, told.complete_due_at]
    assert said[1].explanation_fr.startswith("Reçu le lundi 15 juin 2026 à 10 h ; délai : 4 jours")
    assert "due Friday 19 June 2026 at 17:00" in said[1].explanation_en


def test_the_acknowledgement_alone_keeps_its_promise(told: Any) -> None:
    state, _ = told.play([told.registered()])
    same, said = told.play([told.handed_over(template="completion")], state)
    assert same is state
    assert said == []
    _, said = told.play([told.handed_over()], state)
    assert names(said) == ["commitment-met acknowledge"]


def test_nobody_is_owed_an_acknowledgement_who_left_no_contact(told: Any) -> None:
    state, said = told.play([told.registered(contacts_version=0)])
    assert (state.commitments, said) == ((), [])


def test_an_answer_at_first_contact_runs_no_clock(told: Any) -> None:
    answered = CaseAnsweredV1(
        case_id=told.case_id, answered_at=told.received_at + MINUTE, reference="dépliant"
    )
    state, said = told.play([told.registered(), answered])
    assert names(said) == ["commitment-started acknowledge", "commitment-cancelled acknowledge"]
    assert state.commitments == ()


def test_a_withdrawn_case_is_owed_nothing_any_more(told: Any) -> None:
    withdrawn = CaseWithdrawnV1(case_id=told.case_id, withdrawn_at=told.received_at + MINUTE)
    _, said = told.play([told.registered(), told.assigned(), withdrawn])
    assert names(said)[2:] == ["commitment-cancelled acknowledge", "commitment-cancelled complete"]
    assert {one.reason for one in said[2:]} == {"withdrawn"}


def test_a_reclassified_case_says_how_its_due_time_moved(told: Any) -> None:
    longer = SHORT | {"case_kind": "complaint", "amount": 9}
    book = told.book(told.grid(commitments=[SHORT, longer]))
    reclassified = CaseReclassifiedV1(
        case_id=told.case_id,
        kind=Kind.COMPLAINT,
        activity="nid-de-poule",
        reclassified_at=told.received_at + MINUTE,
    )
    _, said = told.play([told.registered(), told.assigned(), reclassified], book=book)
    moved = said[-1]
    assert isinstance(moved, contract.CommitmentMovedV1)
    assert moved.previous_due_at == moved.original_due_at == told.complete_due_at < moved.due_at
    assert moved.cause == "reclassified"
    assert "9 jours ouvrables" in moved.explanation_fr


def test_misses_wait_for_the_read_mark_and_a_late_completion_withdraws_them(told: Any) -> None:
    state, _ = told.play([told.registered(), told.assigned(), told.handed_over()])
    now, due_at = told.long_after, told.complete_due_at
    held, said = ticked(told, state, now, None)
    assert said == [], "nothing was read once: silence proves nothing"
    held, said = ticked(told, held, now, due_at + MINUTE)
    assert said == [], "the streams were not read past the settling time"
    missed, said = ticked(told, held, now, now)
    assert names(said) == ["commitment-missed complete"]
    assert said[0].read_until == now
    _, said = told.play([told.completed(date(2026, 6, 18))], missed, now=now)
    assert names(said) == ["commitment-miss-withdrawn complete", "commitment-met complete"]


def test_a_completion_that_is_read_before_the_mark_moves_is_never_called_a_miss(told: Any) -> None:
    state, _ = told.play([told.registered(), told.assigned(), told.handed_over()])
    held, _ = ticked(told, state, told.long_after, None)
    done, said = told.play([told.completed(date(2026, 6, 18))], held, now=told.long_after)
    assert names(said) == ["commitment-met complete"]
    assert ticked(told, done, told.long_after, told.long_after)[1] == []


def test_work_done_late_is_a_miss_without_any_tick(told: Any) -> None:
    late = told.completed(date(2026, 6, 22))
    _, said = told.play([told.registered(), told.assigned(), late], now=told.long_after)
    assert names(said)[-1] == "commitment-missed complete"


def test_a_warning_is_said_once(told: Any) -> None:
    state, _ = told.play([told.registered(), told.assigned(), told.handed_over()])
    soon = told.complete_due_at - MINUTE
    warned, said = ticked(told, state, soon, None)
    assert names(said) == ["commitment-due-soon complete"]
    assert ticked(told, warned, soon, None) == (warned, [])


def test_what_changes_nothing_keeps_the_very_state(told: Any) -> None:
    state, _ = told.play([told.registered(), told.assigned()])
    same, said = told.play([told.assigned()], state)
    assert same is state
    assert said == []


@pytest.mark.parametrize("key", ["5f0c1e0a-0000-4000-8000-00000000beef", "not-a-case"])
def test_a_record_under_a_wrong_key_is_refused(told: Any, key: str) -> None:
    event = told.registered(**({} if key.startswith("5") else {"case_id": key}))
    with pytest.raises(Permanent, match=r"^key: "):
        FollowCase(told.book()).registered(None, told.received(event, key=key), told.received_at)


def test_every_domain_fact_has_an_event_and_every_event_a_fact(told: Any) -> None:
    state, _ = told.play([told.registered()])
    one, at = state.commitments[0], told.received_at
    stop = Stop(from_at=at, until_at=at + MINUTE, reason="waiting-for-citizen")
    stopped = one.model_copy(update={"stopped": stop})
    extension = Extension(
        commitment_id=one.commitment_id,
        amount=1,
        in_hours=False,
        reason="essai",
        decided_at=at,
        entered_at=at,
        by="greffe",
        role="clerk",
    )
    found = (
        Started(one),
        Moved(one, at, "rules"),
        Suspended(stopped),
        Resumed(one, at, Pause(at, at + MINUTE)),
        Extended(one, at, extension),
        DueSoon(one, at, 0.75),
        Met(one, at),
        Missed(one, at, at),
        MissWithdrawn(one),
        Cancelled(one, "withdrawn"),
    )
    assert {type(outcome) for outcome in found} == set(get_args(Outcome))
    ours = {cls for cls in event_types().values() if cls.topic == contract.COMMITMENTS}
    said = [translate(outcome, told.case_id) for outcome in found]
    assert {type(event) for event in said} == ours
    for event in said:
        assert event.model_dump()["commitment_id"] == one.commitment_id
