"""A delay that waits for the citizen: stopped, capped, resumed with exactly the pause added."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from contracts import Event
from contracts.events import sla as contract
from contracts.events.intake import QuestionAnsweredV1, QuestionAskedV1
from sla.application.change_promise import Actor, ChangePromise
from sla.application.follow_case import FollowCase
from sla.application.forms import ResumptionForm, SuspensionForm
from sla.domain.commitment import Commitment, State
from sla.domain.commitments import judge_at, next_try_at
from sla.domain.errors import NoSuchCommitment, Refused
from sla.domain.promises import CommitmentKind

STAFF = Actor("tech-1", frozenset({"technician"}))
FOUR_DAYS = {"kind": "complete", "counting": "working_days_end_of_day", "amount": 4}
WAITS = FOUR_DAYS | {"suspension_days": 10}
ASKED_AT = datetime(2026, 6, 16, 15, 0, tzinfo=UTC)  # Tuesday, 11:00 local
ANSWERED_AT = datetime(2026, 6, 18, 15, 0, tzinfo=UTC)  # Thursday: two working days later
RESUMED_DUE_AT = datetime(2026, 6, 23, 21, 0, tzinfo=UTC)  # Friday 19 and two working days more
CAP_AT = datetime(2026, 6, 27, 4, 0, tzinfo=UTC)  # the end of the tenth local day
MINUTE = timedelta(minutes=1)


def asked(told: Any, number: int = 1, at: datetime = ASKED_AT) -> QuestionAskedV1:
    return QuestionAskedV1(
        case_id=told.case_id, question_id=f"q{number}", asked_at=at, contacts_version=1
    )


def answered(told: Any, number: int = 1, at: datetime = ANSWERED_AT) -> QuestionAnsweredV1:
    return QuestionAnsweredV1(case_id=told.case_id, question_id=f"q{number}", answered_at=at)


def running(told: Any, row: dict[str, Any] = WAITS) -> tuple[Any, Any]:
    book = told.book(told.grid(commitments=[row]))
    return book, told.play([told.registered(), told.assigned()], book=book)[0]


def work(state: Any) -> Commitment:
    found: Commitment | None = state.of_kind(CommitmentKind.COMPLETE)
    assert found is not None
    return found


def names(events: Any) -> list[str]:
    return [one.wire_type for one in events]


def test_a_question_stops_the_clock_and_the_answer_adds_exactly_the_pause_pv_03(told: Any) -> None:
    book, state = running(told)
    state, said = told.play([asked(told)], state, book=book, now=ASKED_AT + MINUTE)
    (stopped,) = said
    assert isinstance(stopped, contract.CommitmentSuspendedV1)
    assert (stopped.stopped_at, stopped.until_at) == (ASKED_AT, CAP_AT)
    assert stopped.reason == "waiting-for-citizen"
    assert work(state).state is State.SUSPENDED
    state, (resumed,) = told.play([answered(told)], state, book=book, now=ANSWERED_AT + MINUTE)
    assert isinstance(resumed, contract.CommitmentResumedV1)
    assert (resumed.previous_due_at, resumed.original_due_at) == (told.complete_due_at,) * 2
    assert resumed.due_at == work(state).due_at == RESUMED_DUE_AT == work(state).trace.readd()
    assert (resumed.stopped_at, resumed.resumed_at) == (ASKED_AT, ANSWERED_AT)


def test_a_question_stops_no_clock_where_the_grid_does_not_say_so_c_04(told: Any) -> None:
    book, state = running(told, FOUR_DAYS)
    after, said = told.play([asked(told)], state, book=book, now=ASKED_AT)
    assert (after.commitments, said) == (state.commitments, [])


def test_while_it_waits_nothing_is_warned_of_or_missed_and_the_cap_ends_it(told: Any) -> None:
    book, state = running(told)
    cases = FollowCase(book)
    state, _ = told.play([asked(told)], state, book=book, now=ASKED_AT)
    assert (next_try_at(state), judge_at(state)) == (CAP_AT, None)
    outcome = cases.tick(state, CAP_AT - MINUTE, CAP_AT - MINUTE)
    assert (outcome.state.commitments, list(outcome.events)) == (state.commitments, [])
    outcome = cases.tick(state, CAP_AT, CAP_AT)
    assert names(outcome.events)[0] == "sla.commitment-resumed.v1"
    ended = work(outcome.state)
    assert (ended.state, ended.stopped) == (State.RUNNING, None)
    late_answer = answered(told, at=CAP_AT + MINUTE)
    late, said = told.play([late_answer], outcome.state, book=book, now=CAP_AT + MINUTE)
    assert (late.commitments, said) == (outcome.state.commitments, []), "the cap had ended it"


def test_work_done_while_it_waited_keeps_the_promise(told: Any) -> None:
    book, state = running(told)
    done = told.completed(date(2026, 6, 22), datetime(2026, 6, 22, 15, 0, tzinfo=UTC))
    state, said = told.play([asked(told), done], state, book=book, now=ASKED_AT + MINUTE)
    assert names(said)[-1] == "sla.commitment-met.v1"
    assert work(state).settled_at == datetime(2026, 6, 22, 15, 0, tzinfo=UTC)


def test_a_question_of_after_the_due_time_excuses_nothing(told: Any) -> None:
    book, state = running(told)
    late = told.complete_due_at + MINUTE
    after, said = told.play([asked(told, at=late)], state, book=book, now=late)
    assert (work(after).state, said) == (State.RUNNING, [])


def test_a_question_heard_late_withdraws_the_miss_that_it_excuses(told: Any) -> None:
    book, state = running(told)
    missed = FollowCase(book).tick(state, told.long_after, told.long_after).state
    assert work(missed).state is State.MISSED
    events: list[Event] = [asked(told), answered(told)]
    state, said = told.play(events, missed, book=book, now=RESUMED_DUE_AT - MINUTE)
    assert names(said) == [
        "sla.commitment-miss-withdrawn.v1",
        "sla.commitment-suspended.v1",
        "sla.commitment-resumed.v1",
    ]
    assert work(state).state is State.RUNNING


def test_two_questions_at_once_are_one_pause(told: Any) -> None:
    book, state = running(told)
    events: list[Event] = [
        asked(told, 1),
        asked(told, 2, ASKED_AT + timedelta(hours=1)),
        answered(told, 1),
        answered(told, 2, ASKED_AT + timedelta(hours=2)),
    ]
    state, _ = told.play(events, state, book=book, now=ANSWERED_AT + MINUTE)
    assert work(state).due_at == RESUMED_DUE_AT
    assert len(work(state).trace.pauses) == 1


def test_staff_suspend_with_a_cap_and_resume_and_their_names_are_not_told(told: Any) -> None:
    book, state = running(told)
    change, one = ChangePromise(book), work(state)
    form = SuspensionForm(note="attend une photo de M. Tremblay", until_on=date(2026, 6, 20))
    outcome = change.suspend(state, one.commitment_id, form, STAFF, ASKED_AT)
    assert outcome.answer["state"] == "suspended"
    said = [event.model_dump_json() for event in outcome.events if isinstance(event, Event)]
    assert 'until_at":"2026-06-21T04:00:00Z' in said[0]
    assert "tech-1" not in said[0]
    assert "Tremblay" not in said[0]
    outcome = change.resume(outcome.state, one.commitment_id, ResumptionForm(), STAFF, ANSWERED_AT)
    assert work(outcome.state).due_at == RESUMED_DUE_AT
    assert names(outcome.events) == ["sla.commitment-resumed.v1"]


def test_staff_resume_what_a_question_had_stopped(told: Any) -> None:
    book, state = running(told)
    state, _ = told.play([asked(told)], state, book=book, now=ASKED_AT)
    outcome = ChangePromise(book).resume(
        state, work(state).commitment_id, ResumptionForm(note="a rappelé"), STAFF, ANSWERED_AT
    )
    assert work(outcome.state).due_at == RESUMED_DUE_AT


@pytest.mark.parametrize(
    ("row", "until_on", "now", "field"),
    [
        (FOUR_DAYS, None, ASKED_AT, "commitment"),
        (WAITS, date(2026, 6, 27), ASKED_AT, "untilOn"),
        (WAITS, date(2026, 6, 15), ASKED_AT, "untilOn"),
        (WAITS, None, datetime(2026, 6, 19, 21, 0, tzinfo=UTC), "commitment"),
    ],
    ids=["the grid has no cap", "longer than the cap", "over already", "due already"],
)
def test_a_suspension_that_cannot_be_is_refused_with_its_field(
    told: Any, row: dict[str, Any], until_on: date | None, now: datetime, field: str
) -> None:
    book, state = running(told, row)
    form = SuspensionForm(until_on=until_on)
    with pytest.raises(Refused) as refused:
        ChangePromise(book).suspend(state, work(state).commitment_id, form, STAFF, now)
    assert refused.value.field == field


def test_nothing_is_resumed_that_runs_and_an_unknown_promise_is_not_found(told: Any) -> None:
    book, state = running(told)
    change = ChangePromise(book)
    with pytest.raises(Refused, match="not suspended"):
        change.resume(state, work(state).commitment_id, ResumptionForm(), STAFF, ASKED_AT)
    with pytest.raises(NoSuchCommitment):
        change.resume(state, "nobody", ResumptionForm(), STAFF, ASKED_AT)
    outcome = change.suspend(state, work(state).commitment_id, SuspensionForm(), STAFF, ASKED_AT)
    with pytest.raises(Refused, match="already"):
        change.suspend(outcome.state, work(state).commitment_id, SuspensionForm(), STAFF, ASKED_AT)
