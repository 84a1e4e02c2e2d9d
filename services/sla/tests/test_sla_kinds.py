"""Each kind of promise: owed from when, by what it is kept, and only where the grid says so."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from contracts import Event
from contracts.events.complaints import AdmissibilityDecidedV1, InvestigationConcludedV1
from contracts.events.routing import WorkCompletedV1
from contracts.words import Admissibility, Kind
from sla.application.change_promise import Actor, ChangePromise
from sla.application.follow_case import FollowCase
from sla.application.forms import DoneForm, DutyForm, PlannedForm
from sla.domain.commitment import Commitment, State
from sla.domain.errors import Refused
from sla.domain.promises import CommitmentKind

STAFF = Actor("tech-1", frozenset({"technician"}))
NEXT_DAY = {"counting": "working_days_end_of_day", "amount": 1}
CALLBACK = NEXT_DAY | {"kind": "callback"}
PLAN = {"kind": "plan", "counting": "working_days_end_of_day", "amount": 2}
COMPLAINT = {"kind": "complaint", "counting": "calendar_days", "amount": 30}
ADMISSIBILITY = {"kind": "admissibility", "counting": "working_days_end_of_day", "amount": 5}
NOTICE = {"kind": "third-party-notice", "counting": "calendar_days_rolled", "amount": 20}
SURVEY = {"kind": "survey", "counting": "calendar_days", "amount": 7}
HOUR = timedelta(hours=1)


def names(events: Any) -> list[str]:
    return [f"{one.wire_type.split('.')[1]} {one.commitment_kind}" for one in events]


def one_of(state: Any, kind: CommitmentKind) -> Commitment:
    found: Commitment | None = state.of_kind(kind)
    assert found is not None
    return found


def test_a_call_is_returned_by_the_end_of_the_next_working_day_mh_07(told: Any) -> None:
    book = told.book(told.grid(commitments=[CALLBACK]))
    state, said = told.play([told.registered(), told.assigned()], book=book)
    assert said == [], "a call that was taken is not to be returned"
    change, called_at = ChangePromise(book), told.received_at + HOUR
    outcome = change.note_duty(state, DutyForm(at=called_at), STAFF, called_at + HOUR)
    assert names(outcome.events) == ["commitment-started callback"]
    one = one_of(outcome.state, CommitmentKind.CALLBACK)
    assert (one.started_at, one.due_at) == (called_at, told.acknowledge_due_at)
    again = change.note_duty(outcome.state, DutyForm(at=called_at), STAFF, called_at + HOUR)
    assert len(again.state.commitments) == 2, "two calls, two promises"
    back_at = told.acknowledge_due_at
    kept = change.record_done(again.state, one.commitment_id, DoneForm(), STAFF, back_at)
    assert names(kept.events) == ["commitment-met callback"]
    with pytest.raises(Refused, match="done already"):
        change.record_done(kept.state, one.commitment_id, DoneForm(), STAFF, back_at)


def test_a_call_returned_too_late_is_a_miss_mh_07(told: Any) -> None:
    book = told.book(told.grid(commitments=[CALLBACK | {"channels": ["phone"]}]))
    state, said = told.play([told.registered()], book=book)
    assert names(said) == ["commitment-started callback"], "the grid names the channel"
    late = told.acknowledge_due_at + timedelta(seconds=1)
    one = one_of(state, CommitmentKind.CALLBACK)
    outcome = ChangePromise(book).record_done(state, one.commitment_id, DoneForm(), STAFF, late)
    assert names(outcome.events) == ["commitment-missed callback"]


def test_no_call_is_owed_where_the_grid_gives_no_number_pv_10_c_04(told: Any) -> None:
    book = told.book(told.grid(commitments=[CALLBACK | {"counting": "no_delay", "amount": 0}]))
    state, _ = told.play([told.registered()], book=book)
    with pytest.raises(Refused, match="promises nothing"):
        ChangePromise(book).note_duty(state, DutyForm(), STAFF, told.received_at)


@pytest.mark.parametrize(("at", "field"), [(timedelta(hours=-1), "at"), (timedelta(hours=2), "at")])
def test_a_call_of_before_the_case_or_of_tomorrow_is_refused(
    told: Any, at: timedelta, field: str
) -> None:
    book = told.book(told.grid(commitments=[CALLBACK]))
    state, _ = told.play([told.registered()], book=book)
    form = DutyForm(at=told.received_at + at)
    with pytest.raises(Refused) as refused:
        ChangePromise(book).note_duty(state, form, STAFF, told.received_at + HOUR)
    assert refused.value.field == field


def test_a_date_given_to_the_citizen_keeps_the_plan_and_is_itself_promised_mh_13(
    told: Any,
) -> None:
    book = told.book(told.grid(commitments=[PLAN]))
    state, said = told.play([told.registered(), told.assigned()], book=book)
    assert names(said) == ["commitment-started plan"]
    change = ChangePromise(book)
    outcome = change.record_planned(
        state, PlannedForm(on=date(2026, 6, 22)), STAFF, told.received_at + HOUR
    )
    assert names(outcome.events) == ["commitment-met plan", "commitment-started promised"]
    one = one_of(outcome.state, CommitmentKind.PROMISED)
    assert one.due_at == one.trace.readd() == datetime(2026, 6, 23, 3, 59, 59, tzinfo=UTC)
    said_of_it = outcome.events[1]
    assert isinstance(said_of_it, Event)
    assert "22 juin 2026" in said_of_it.model_dump()["explanation_fr"]
    later = change.record_planned(
        outcome.state, PlannedForm(on=date(2026, 6, 25)), STAFF, told.received_at + 2 * HOUR
    )
    moved = later.events[0]
    assert isinstance(moved, Event)
    assert (moved.wire_type, moved.model_dump()["cause"]) == (
        "sla.commitment-moved.v1",
        "promised-again",
    )
    assert one_of(later.state, CommitmentKind.PROMISED).original_due_at == one.due_at


@pytest.mark.parametrize(
    ("done_on", "kept"), [(date(2026, 6, 22), State.MET), (date(2026, 6, 23), State.MISSED)]
)
def test_the_done_date_is_set_against_the_date_that_was_given_mh_13_pv_53(
    told: Any, done_on: date, kept: State
) -> None:
    book = told.book(told.grid(commitments=[]))
    state, _ = told.play([told.registered(), told.assigned()], book=book)
    form = PlannedForm(on=date(2026, 6, 22))
    state = ChangePromise(book).record_planned(state, form, STAFF, told.received_at).state
    state, _ = told.play([told.completed(done_on)], state, book=book, now=told.long_after)
    assert one_of(state, CommitmentKind.PROMISED).state is kept


def test_the_date_planned_that_comes_with_the_work_counts_where_none_was_entered_pv_53(
    told: Any,
) -> None:
    work = WorkCompletedV1(
        case_id=told.case_id,
        intervention_code="238",
        planned_on=date(2026, 6, 18),
        done_on=date(2026, 6, 22),
        extension="4242",
        completed_at=datetime(2026, 6, 22, 15, 0, tzinfo=UTC),
    )
    done = told.completed(date(2026, 6, 22), work.completed_at)
    book = told.book(told.grid(commitments=[]))
    state, said = told.play([told.registered(), told.assigned(), work, done], book=book)
    assert names(said) == ["commitment-started promised", "commitment-missed promised"]
    assert one_of(state, CommitmentKind.PROMISED).state is State.MISSED


@pytest.mark.parametrize("on", [date(2026, 6, 14), date(2036, 12, 31)])
def test_a_date_in_the_past_or_beyond_all_planning_is_refused(told: Any, on: date) -> None:
    state, _ = told.play([told.registered(), told.assigned()])
    with pytest.raises(Refused) as refused:
        ChangePromise(told.book()).record_planned(
            state, PlannedForm(on=on), STAFF, told.received_at
        )
    assert refused.value.field == "on"


def test_a_complaint_runs_to_its_conclusion_and_its_admissibility_beside_it(told: Any) -> None:
    book = told.book(told.grid(commitments=[COMPLAINT, ADMISSIBILITY]))
    state, said = told.play([told.registered(kind=Kind.COMPLAINT)], book=book)
    assert names(said) == ["commitment-started admissibility", "commitment-started complaint"]
    at = told.received_at + HOUR
    invited = AdmissibilityDecidedV1(
        case_id=told.case_id, decided_at=at, admissibility=Admissibility.INVITED
    )
    state, said = told.play([invited], state, book=book, now=at)
    assert names(said) == ["commitment-met admissibility"]
    concluded = InvestigationConcludedV1(case_id=told.case_id, concluded_at=at)
    assert names(told.play([concluded], state, book=book, now=at)[1]) == [
        "commitment-met complaint"
    ]
    refused = invited.model_copy(update={"admissibility": Admissibility.REFUSED})
    assert names(told.play([refused], state, book=book, now=at)[1]) == ["commitment-met complaint"]


def test_a_request_knows_no_step_of_complaints_or_access(told: Any) -> None:
    rows = [COMPLAINT, ADMISSIBILITY, NOTICE, {**NOTICE, "kind": "access-answer"}]
    book = told.book(told.grid(commitments=rows))
    assert told.play([told.registered()], book=book)[1] == []


def test_a_third_party_is_notified_within_the_delay_that_runs_from_receipt(told: Any) -> None:
    book = told.book(told.grid(commitments=[NOTICE]))
    state, said = told.play([told.registered(kind=Kind.ACCESS)], book=book)
    assert said == [], "not every request concerns a third party"
    change, now = ChangePromise(book), told.received_at + timedelta(days=3)
    form = DutyForm(kind=CommitmentKind.THIRD_PARTY_NOTICE)
    outcome = change.note_duty(state, form, STAFF, now)
    one = one_of(outcome.state, CommitmentKind.THIRD_PARTY_NOTICE)
    assert (one.started_at, one.due_at) == (
        told.received_at,
        datetime(2026, 7, 7, 3, 59, 59, tzinfo=UTC),
    )
    kept = change.record_done(outcome.state, one.commitment_id, DoneForm(), STAFF, now)
    assert names(kept.events) == ["commitment-met third-party-notice"]


def test_a_survey_is_owed_from_the_closing_until_it_is_handed_over(told: Any) -> None:
    book = told.book(told.grid(commitments=[SURVEY]))
    closed_at = told.received_at + timedelta(days=2)
    events = [told.registered(), told.closed(closed_at, without_work=False)]
    state, said = told.play(events, book=book)
    assert names(said) == ["commitment-started survey"]
    assert one_of(state, CommitmentKind.SURVEY).started_at == closed_at
    sent = told.handed_over(closed_at + HOUR, template="survey")
    assert names(told.play([sent], state, book=book)[1]) == ["commitment-met survey"]


def test_only_what_is_kept_by_hand_is_said_to_be_done(told: Any) -> None:
    state, _ = told.play([told.registered(), told.assigned()])
    one = one_of(state, CommitmentKind.COMPLETE)
    change = ChangePromise(told.book())
    with pytest.raises(Refused, match="another way"):
        change.record_done(state, one.commitment_id, DoneForm(), STAFF, told.received_at)
    with pytest.raises(Refused, match="by hand"):
        change.note_duty(state, DutyForm(kind=CommitmentKind.COMPLETE), STAFF, told.received_at)


def test_several_warnings_are_each_told_once_per_due_time(told: Any) -> None:
    row = {"kind": "complete", "counting": "elapsed_hours", "amount": 100}
    book = told.book(told.grid(commitments=[row | {"warn_shares": [0.9, 0.5, 0.75]}]))
    state, _ = told.play([told.registered(), told.assigned()], book=book)
    shares: list[float] = []
    for hour in (49, 50, 50, 76, 80, 91, 99):
        outcome = FollowCase(book).tick(state, told.received_at + hour * HOUR, None)
        state = outcome.state
        told_now = [event for event in outcome.events if isinstance(event, Event)]
        shares += [event.model_dump()["share"] for event in told_now]
    assert shares == [0.5, 0.75, 0.9]
