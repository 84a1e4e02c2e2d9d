"""The delays that the law gives whoever claims, on the days that matter; nobody here owes them.

LCV 585, 586; C.m. 1112.1; C.c.Q. 2930. `guichet deadline` and the promise of a case agree on the
counting of I-16.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from contracts import Event
from contracts.events.claims import ClaimDatedV1, ClaimNoticeRecordedV1, ClaimWithdrawnV1
from contracts.events.intake import CaseWithdrawnV1
from contracts.events.routing import GridPublishedV1
from guichet_testing.deadlines import answered, error_of
from sla.application.follow_case import FollowCase
from sla.domain.commitment import Commitment, State
from sla.domain.explanation import trace_words
from sla.domain.owed import owed_of
from sla.domain.promises import CommitmentKind

ZONE = ZoneInfo("America/Toronto")
NOTICE, ACTION = CommitmentKind.CLAIM_NOTICE, CommitmentKind.CLAIM_ACTION
FACTS_ON = date(2026, 6, 11)  # the fifteenth day after it is a Friday
DUE_AT = datetime(2026, 6, 27, 3, 59, 59, tzinfo=UTC)


def grid_of(told: Any, notice_days: int = 15, max_age_days: int | None = None) -> GridPublishedV1:
    said = told.grid(years=(2026, 2027, 2028), commitments=()).model_dump()
    said["digest"] = f"notice {notice_days} {max_age_days}"
    said["counter"] = {"claim_notice_days": notice_days}
    said["complaints"]["max_age_days"] = max_age_days
    return GridPublishedV1.model_validate(said)


def dated(told: Any, on: date | None, at: datetime | None = None) -> Event:
    return ClaimDatedV1(case_id=told.case_id, facts_on=on, dated_at=at or told.received_at)


def notified(told: Any, on: date, at: datetime) -> Event:
    return ClaimNoticeRecordedV1(case_id=told.case_id, received_on=on, recorded_at=at)


def claimed(told: Any, on: date | None, days: int = 15, kind: str = "claim") -> tuple[Any, Any]:
    book = told.book(grid_of(told, days))
    events = [told.registered(kind=kind), dated(told, on)]
    return book, told.play(events, book=book)[0]


def due_on(state: Any, kind: CommitmentKind) -> str:
    one = one_of(state, kind)
    assert one.trace.readd() == one.due_at, "the trace adds up"
    return f"{one.due_at.astimezone(ZONE):%a %Y-%m-%d %H:%M:%S}".removesuffix(" 23:59:59")


def one_of(state: Any, kind: CommitmentKind) -> Commitment:
    found: Commitment | None = state.of_kind(kind)
    assert found is not None
    return found


def names(events: Iterable[Any]) -> list[str]:
    return [
        f"{one.wire_type.split('.')[1]} {getattr(one, 'commitment_kind', '')}" for one in events
    ]


FIFTEEN = [
    ("2026-06-01", "Tue 2026-06-16", "no day in the way"),
    ("2026-06-06", "Mon 2026-06-22", "a Sunday goes to the Monday"),
    ("2026-06-05", "Sat 2026-06-20", "a Saturday stands (I-16 art. 61(23))"),
    ("2026-06-09", "Thu 2026-06-25", "24 June, a holiday"),
    ("2026-06-16", "Thu 2026-07-02", "1 July"),
    ("2026-03-19", "Sat 2026-04-04", "Good Friday goes to the Saturday, which stands"),
    ("2026-03-22", "Tue 2026-04-07", "Easter Monday"),
    ("2026-12-10", "Sat 2026-12-26", "25 December"),
    ("2026-10-20", "Wed 2026-11-04", "over the end of summer time"),
    ("2026-10-17", "Mon 2026-11-02", "the 15th day is the Sunday of 25 hours"),
    ("2027-03-05", "Sat 2027-03-20", "over the beginning of summer time"),
    ("2027-02-27", "Mon 2027-03-15", "the 15th day is the Sunday of 23 hours"),
]
SIXTY = [
    ("2026-06-01", "Fri 2026-07-31", "no day in the way"),
    ("2026-05-02", "Thu 2026-07-02", "the 60th day is 1 July"),
    ("2026-10-01", "Mon 2026-11-30", "over the end of summer time"),
    ("2027-01-25", "Sat 2027-03-27", "Good Friday, over the beginning of summer time"),
]
MONTHS = [
    ("2026-06-15", "Tue 2026-12-15", "the day of the same number"),
    ("2026-03-31", "Wed 2026-09-30", "a month end that the sixth month has not"),
    ("2026-08-31", "Mon 2027-03-01", "the last of February, a Sunday"),
    ("2027-08-31", "Tue 2028-02-29", "a leap day at the end"),
    ("2027-08-29", "Tue 2028-02-29", "the 29th of a leap year"),
    ("2028-02-29", "Tue 2028-08-29", "from a leap day on"),
    ("2027-09-15", "Wed 2028-03-15", "over a leap day"),
    ("2026-12-24", "Fri 2027-06-25", "24 June"),
    ("2026-07-01", "Sat 2027-01-02", "1 January goes to the Saturday, which stands"),
    ("2026-05-01", "Mon 2026-11-02", "the Sunday of 25 hours"),
    ("2026-09-14", "Mon 2027-03-15", "the Sunday of 23 hours"),
]


@pytest.mark.parametrize(("on", "due", "why"), FIFTEEN, ids=[why for _, _, why in FIFTEEN])
def test_a_city_has_the_notice_on_the_fifteenth_day_rolled_as_the_law_rolls(
    told: Any, on: str, due: str, why: str
) -> None:
    _, state = claimed(told, date.fromisoformat(on))
    assert due_on(state, NOTICE) == due, why


@pytest.mark.parametrize(("on", "due", "why"), SIXTY, ids=[why for _, _, why in SIXTY])
def test_a_municipality_under_the_code_has_sixty_days_of_its_grid(
    told: Any, on: str, due: str, why: str
) -> None:
    _, state = claimed(told, date.fromisoformat(on), days=60)
    assert due_on(state, NOTICE) == due, why


@pytest.mark.parametrize(("on", "due", "why"), MONTHS, ids=[why for _, _, why in MONTHS])
def test_going_to_court_has_six_months_that_end_with_the_month_where_it_is_short(
    told: Any, on: str, due: str, why: str
) -> None:
    _, state = claimed(told, date.fromisoformat(on))
    assert due_on(state, ACTION) == due, why


@pytest.mark.parametrize(
    ("on", "amount", "unit", "due_at"),
    [
        ("2026-06-06", 15, "calendar_days", "2026-06-23T03:59:59Z"),
        ("2026-06-05", 15, "calendar_days", "2026-06-21T03:59:59Z"),
        ("2026-10-17", 15, "calendar_days", "2026-11-03T04:59:59Z"),
        ("2026-02-21", 15, "calendar_days", "2026-03-10T03:59:59Z"),
        ("2026-05-02", 60, "calendar_days", "2026-07-03T03:59:59Z"),
        ("2026-08-31", 6, "calendar_months", "2027-03-02T04:59:59Z"),
        ("2025-08-31", 6, "calendar_months", "2026-03-01T04:59:59Z"),
    ],
)
def test_the_command_tells_the_same_with_the_calendar_of_the_town(
    on: str, amount: int, unit: str, due_at: str
) -> None:
    at = datetime.combine(date.fromisoformat(on), datetime.min.time(), ZONE).isoformat()
    within = {"amount": amount, "unit": unit, "end": "roll"}
    assert answered(received_at=at, within=within, calendar="prevost")["due_at"] == due_at


def test_months_are_counted_in_the_laws_way_and_in_no_other() -> None:
    within = {"amount": 6, "unit": "calendar_months", "end": "end_of_day"}
    error = error_of(within=within)
    assert error["target"] == "within.end"


@pytest.mark.parametrize(
    ("received_on", "outcome"),
    [(date(2026, 6, 26), "commitment-met"), (date(2026, 6, 27), "commitment-missed")],
    ids=["day 15", "day 16"],
)
def test_a_notice_of_day_15_is_in_time_and_one_of_day_16_is_not(
    told: Any, received_on: date, outcome: str
) -> None:
    book, state = claimed(told, FACTS_ON)
    assert one_of(state, NOTICE).due_at == DUE_AT
    entered_at = datetime(2026, 6, 27, 15, 0, tzinfo=UTC)
    _, said = told.play([notified(told, received_on, entered_at)], state, book=book, now=entered_at)
    assert names(said) == [f"{outcome} claim-notice"]


def test_the_day_on_which_it_came_counts_though_it_is_entered_after_the_miss(told: Any) -> None:
    book, state = claimed(told, FACTS_ON)
    later = DUE_AT + timedelta(days=3)
    ticked = FollowCase(book).tick(state, later, later)
    assert names(ticked.events) == ["commitment-missed claim-notice"]
    events = [notified(told, date(2026, 6, 26), later)]
    state, said = told.play(events, ticked.state, book=book, now=later)
    assert names(said) == ["commitment-miss-withdrawn claim-notice", "commitment-met claim-notice"]
    assert one_of(state, NOTICE).settled_at == DUE_AT


def test_none_of_them_is_work_that_staff_owe_nor_late_for_them(told: Any) -> None:
    book, state = claimed(told, FACTS_ON)
    assert owed_of(state) == []
    later = datetime(2027, 1, 5, 12, 0, tzinfo=UTC)
    ticked = FollowCase(book).tick(state, later, later)
    assert names(ticked.events) == [
        "commitment-missed claim-notice",
        "commitment-missed claim-action",
    ]
    assert owed_of(ticked.state) == []


def test_bodily_injury_and_a_day_that_nobody_knows_start_neither(told: Any) -> None:
    _, state = claimed(told, None)
    assert (state.of_kind(NOTICE), state.of_kind(ACTION)) == (None, None)
    book, state = claimed(told, FACTS_ON)
    state, said = told.play([dated(told, None)], state, book=book)
    assert names(said) == ["commitment-cancelled claim-notice", "commitment-cancelled claim-action"]
    assert state.of_kind(NOTICE) is None


def test_facts_before_every_calendar_start_no_delay_that_could_only_be_over(told: Any) -> None:
    book, state = claimed(told, date(2019, 5, 1))
    assert state.of_kind(NOTICE) is None
    state, _ = told.play([dated(told, FACTS_ON)], state, book=book)
    assert one_of(state, NOTICE).due_at == DUE_AT, "corrected, it runs"


def test_another_day_of_the_facts_moves_both_and_says_so(told: Any) -> None:
    book, state = claimed(told, FACTS_ON)
    state, said = told.play([dated(told, date(2026, 6, 12))], state, book=book)
    assert names(said) == ["commitment-moved claim-notice", "commitment-moved claim-action"]
    assert {one.cause for one in said} == {"facts"}
    assert due_on(state, NOTICE) == "Sat 2026-06-27"
    words = trace_words(one_of(state, NOTICE).trace, "fr", of_facts=True)
    assert words.startswith("Faits du vendredi 12 juin 2026")


def test_c_16_the_fifteen_days_of_a_complaint_and_those_of_a_notice_are_two_clocks(
    told: Any,
) -> None:
    book = told.book(grid_of(told, notice_days=60, max_age_days=15))
    events = [told.registered(kind="claim"), dated(told, date(2026, 6, 1))]
    claim, _ = told.play(events, book=book)
    assert due_on(claim, NOTICE) == "Fri 2026-07-31", "a complaint's age is no notice of a claim"
    events[0] = told.registered(kind="complaint")
    complaint, said = told.play(events, book=book)
    assert complaint.of_kind(NOTICE) is None
    assert names(said) == []


@pytest.mark.parametrize("taken_back", ["counter", "clerk"])
def test_who_takes_it_back_has_no_delay_that_is_waited_for(told: Any, taken_back: str) -> None:
    book, state = claimed(told, FACTS_ON)
    at = told.received_at + timedelta(days=1)
    gone: Event = ClaimWithdrawnV1(case_id=told.case_id, withdrawn_at=at)
    if taken_back == "counter":
        gone = CaseWithdrawnV1(case_id=told.case_id, withdrawn_at=at)
    _, said = told.play([gone], state, book=book, now=at)
    assert names(said) == ["commitment-cancelled claim-notice", "commitment-cancelled claim-action"]


def test_a_case_that_is_closed_keeps_the_delays_of_whoever_claims(told: Any) -> None:
    book, state = claimed(told, FACTS_ON)
    at = told.received_at + timedelta(days=1)
    state, said = told.play([told.closed(at)], state, book=book, now=at)
    assert names(said) == []
    assert one_of(state, NOTICE).state is State.RUNNING


def test_whoever_speaks_first_the_delays_are_the_same(told: Any) -> None:
    at = datetime(2026, 6, 20, 15, 0, tzinfo=UTC)
    facts: list[list[Event]] = [
        [told.registered(kind="claim")],
        [
            dated(told, date(2026, 6, 1)),
            dated(told, FACTS_ON),
            notified(told, date(2026, 6, 19), at),
        ],
    ]
    ends = set()
    for order in permutations(facts):
        book = told.book(grid_of(told))
        state, _ = told.play([one for stream in order for one in stream], book=book, now=at)
        ends.add((one_of(state, NOTICE).state, due_on(state, NOTICE), due_on(state, ACTION)))
    assert ends == {(State.MET, "Fri 2026-06-26", "Fri 2026-12-11")}
