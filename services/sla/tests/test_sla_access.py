"""The delays of an access request: on the days that matter, and once third parties are written to.

A-2.1 art. 47 and 49, counted as I-16 says: `guichet deadline` and the promise of a case agree.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from contracts.events.access import (
    AccessRequestAnsweredV1,
    ThirdPartiesHeardV1,
    ThirdPartiesNotifiedV1,
)
from contracts.events.intake import CaseWithdrawnV1
from guichet_testing.deadlines import answered
from sla.application.change_promise import Actor, ChangePromise
from sla.application.follow_case import FollowCase
from sla.application.forms import ExtensionForm
from sla.domain.commitment import Commitment, State
from sla.domain.owed import owed_of
from sla.domain.promises import CommitmentKind

ZONE = ZoneInfo("America/Toronto")
ROLLED = {"case_kind": "access", "counting": "calendar_days_rolled"}
ROWS = [
    {"kind": "access-answer", **ROLLED, "amount": 20, "extension_max": 10},
    {"kind": "third-party-notice", **ROLLED, "amount": 20},
    {"kind": "third-party-observations", **ROLLED, "amount": 20},
    {"kind": "access-decision", **ROLLED, "amount": 15},
]
CLERK = Actor("greffe-1", frozenset({"clerk"}))
CHRISTMAS = [
    {"on": f"2026-12-{day}", "reason_fr": "Congé des Fêtes", "reason_en": "Holiday closing"}
    for day in (23, 24, 28, 29, 30, 31)
]
NOTIFIED_AT = datetime(2026, 6, 25, 14, 0, tzinfo=UTC)  # a Thursday, ten days after reception
SILENT_AT = datetime(2026, 7, 16, 3, 59, 59, tzinfo=UTC)  # the end of 15 July
DECIDE_BY = datetime(2026, 7, 31, 3, 59, 59, tzinfo=UTC)  # the end of 30 July


def book_of(told: Any) -> Any:
    return told.book(told.grid(commitments=ROWS, closures=CHRISTMAS))


def received(told: Any, at: datetime | None = None) -> tuple[Any, Any]:
    book = book_of(told)
    at = at or told.received_at
    events = [told.registered(kind="access", received_at=at)]
    return book, told.play(events, book=book, now=at)[0]


def one_of(state: Any, kind: CommitmentKind) -> Commitment:
    found: Commitment | None = state.of_kind(kind)
    assert found is not None
    return found


def names(events: Sequence[Any]) -> list[str]:
    return [
        f"{one.wire_type.split('.')[1]} {getattr(one, 'commitment_kind', '')}" for one in events
    ]


def local(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%a %Y-%m-%d %H:%M}"


DAYS = [
    ("2026-06-04", "Thu 2026-06-25", "the 20th day is 24 June, a holiday"),
    ("2026-06-11", "Thu 2026-07-02", "1 July"),
    ("2026-06-14", "Sat 2026-07-04", "a Saturday stands (I-16 art. 61(23))"),
    ("2026-06-15", "Mon 2026-07-06", "a Sunday goes to the Monday"),
    ("2026-03-14", "Sat 2026-04-04", "Good Friday goes to the Saturday, which stands"),
    ("2026-03-17", "Tue 2026-04-07", "Easter Monday"),
    ("2026-08-18", "Tue 2026-09-08", "Labour Day"),
    ("2026-09-22", "Tue 2026-10-13", "the second Monday of October"),
    ("2026-12-05", "Sat 2026-12-26", "25 December goes to the Saturday, though all is closed"),
    ("2026-12-09", "Tue 2026-12-29", "a day on which the counter is merely closed stands"),
    ("2026-10-14", "Tue 2026-11-03", "over the end of summer time"),
    ("2026-10-12", "Mon 2026-11-02", "the 20th day is the Sunday of 25 hours"),
    ("2027-02-25", "Wed 2027-03-17", "over the beginning of summer time"),
    ("2027-02-22", "Mon 2027-03-15", "the 20th day is the Sunday of 23 hours"),
]


@pytest.mark.parametrize(("on", "due", "why"), DAYS, ids=[why for _, _, why in DAYS])
def test_an_answer_is_due_on_the_twentieth_day_rolled_as_the_law_rolls_pv_46_pv_47(
    told: Any, on: str, due: str, why: str
) -> None:
    at = datetime.combine(date.fromisoformat(on), datetime.min.time(), ZONE).replace(hour=23)
    _, state = received(told, at.astimezone(UTC))
    one = one_of(state, CommitmentKind.ACCESS_ANSWER)
    assert local(one.due_at) == f"{due} 23:59", why
    assert one.trace.readd() == one.due_at


@pytest.mark.parametrize(
    ("on", "due_at"),
    [
        ("2026-06-04", "2026-06-26T03:59:59Z"),
        ("2026-06-14", "2026-07-05T03:59:59Z"),
        ("2026-10-14", "2026-11-04T04:59:59Z"),
        ("2026-09-22", "2026-10-14T03:59:59Z"),
    ],
)
def test_the_command_tells_the_same_with_the_calendar_of_the_town_pv_47(
    on: str, due_at: str
) -> None:
    within = {"amount": 20, "unit": "calendar_days", "end": "roll"}
    said = answered(received_at=f"{on}T23:00:00-04:00", within=within, calendar="prevost")
    assert said["due_at"] == due_at


def test_ten_days_more_over_the_christmas_block_end_on_a_saturday_that_stands_pv_48_c_06(
    told: Any,
) -> None:
    at = datetime(2026, 12, 2, 15, 0, tzinfo=UTC)
    book, state = received(told, at)
    one, now = one_of(state, CommitmentKind.ACCESS_ANSWER), at + timedelta(days=19)
    assert local(one.due_at) == "Tue 2026-12-22 23:59"
    form = ExtensionForm(amount=10, reason="volume inusité", notice_on=date(2026, 12, 22))
    longer = ChangePromise(book).extend(state, one.commitment_id, form, CLERK, now).state
    # The 30th day is 1 January, a Friday: the Saturday after it is no holiday of the law.
    assert local(one_of(longer, CommitmentKind.ACCESS_ANSWER).due_at) == "Sat 2027-01-02 23:59"


def test_what_complaints_says_keeps_it_and_the_work_of_a_department_does_not_pv_46(
    told: Any,
) -> None:
    book, state = received(told)
    at = told.received_at + timedelta(days=19)
    worked, said = told.play([told.completed(date(2026, 6, 20), at)], state, book=book, now=at)
    assert names(said) == []
    assert one_of(worked, CommitmentKind.ACCESS_ANSWER).state is State.RUNNING
    told_it = [AccessRequestAnsweredV1(case_id=told.case_id, answered_at=at)]
    assert names(told.play(told_it, worked, book=book, now=at)[1]) == [
        "commitment-met access-answer"
    ]


def test_from_the_notice_to_a_third_party_on_the_delays_of_article_49_hold_pv_46(
    told: Any,
) -> None:
    book, state = received(told)
    notified = ThirdPartiesNotifiedV1(case_id=told.case_id, notified_at=NOTIFIED_AT)
    state, said = told.play([notified], state, book=book, now=NOTIFIED_AT)
    assert names(said) == [
        "commitment-cancelled access-answer",
        "commitment-started third-party-notice",
        "commitment-met third-party-notice",
        "commitment-started third-party-observations",
    ]
    assert said[0].reason == "third-party"
    heard_by = one_of(state, CommitmentKind.THIRD_PARTY_OBSERVATIONS)
    assert heard_by.due_at == SILENT_AT
    assert owed_of(state) == [], "the third party's own delay is no work that staff owe"
    later = SILENT_AT + timedelta(hours=1)
    ticked = FollowCase(book).tick(state, later, later)
    assert names(ticked.events) == ["commitment-missed third-party-observations"]
    silence = ThirdPartiesHeardV1(case_id=told.case_id, heard_at=SILENT_AT)
    state, said = told.play([silence], ticked.state, book=book, now=later)
    assert one_of(state, CommitmentKind.ACCESS_DECISION).due_at == DECIDE_BY
    answer = AccessRequestAnsweredV1(case_id=told.case_id, answered_at=DECIDE_BY)
    state, said = told.play([answer], state, book=book, now=DECIDE_BY)
    assert "commitment-met access-decision" in names(said)
    assert one_of(state, CommitmentKind.ACCESS_ANSWER).state is State.CANCELLED


def test_a_notice_after_the_twenty_days_saves_no_answer_that_is_late_already(told: Any) -> None:
    book, state = received(told)
    at = datetime(2026, 7, 8, 14, 0, tzinfo=UTC)
    notified = ThirdPartiesNotifiedV1(case_id=told.case_id, notified_at=at)
    state, said = told.play([notified], state, book=book, now=at)
    assert "commitment-missed access-answer" in names(said)
    assert "commitment-missed third-party-notice" in names(said)


def test_one_more_third_party_gives_all_of_them_another_delay(told: Any) -> None:
    book, state = received(told)
    again_at = NOTIFIED_AT + timedelta(days=3)
    events = [
        ThirdPartiesNotifiedV1(case_id=told.case_id, notified_at=NOTIFIED_AT),
        ThirdPartiesHeardV1(case_id=told.case_id, heard_at=NOTIFIED_AT + timedelta(days=1)),
        ThirdPartiesNotifiedV1(case_id=told.case_id, notified_at=again_at),
    ]
    state, said = told.play(events, state, book=book, now=again_at)
    assert names(said)[-1] == "commitment-cancelled access-decision"
    heard_by = one_of(state, CommitmentKind.THIRD_PARTY_OBSERVATIONS)
    assert (heard_by.state, heard_by.started_at) == (State.RUNNING, again_at)


def test_who_takes_it_back_is_owed_no_answer_whatever_third_parties_were_told(told: Any) -> None:
    book, state = received(told)
    events = [ThirdPartiesNotifiedV1(case_id=told.case_id, notified_at=NOTIFIED_AT)]
    state, _ = told.play(events, state, book=book, now=NOTIFIED_AT)
    gone = CaseWithdrawnV1(case_id=told.case_id, withdrawn_at=NOTIFIED_AT + timedelta(hours=1))
    state, said = told.play([gone], state, book=book, now=NOTIFIED_AT + timedelta(hours=1))
    assert names(said) == ["commitment-cancelled third-party-observations"]
