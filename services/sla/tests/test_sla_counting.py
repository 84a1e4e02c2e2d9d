"""The ways of counting (REQUIREMENTS §3b), by example and by property."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.domain.calendar import (
    CalendarMissing,
    CalendarRules,
    WorkingCalendar,
    build_calendar,
)
from sla.domain.counting import Counting, DelayInvalid, count

FULL_DAY = [["08:00", "17:00"]]
WEEK = {
    "monday": FULL_DAY,
    "tuesday": FULL_DAY,
    "wednesday": FULL_DAY,
    "thursday": FULL_DAY,
    "friday": [["08:00", "12:00"]],
}
YEARS = [2026, 2027]


def calendar(**changes: object) -> WorkingCalendar:
    data = {"weekly": WEEK, "years": YEARS} | changes
    return build_calendar("pierrefonds", 1, CalendarRules.model_validate(data), QuebecHolidays())


PLAIN = calendar()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PLAIN.zone).astimezone(UTC)


def due(received: str, counting: Counting, amount: int) -> str:
    deadline = count(local(received), counting, amount, PLAIN)
    assert deadline.trace.readd() == deadline.due_at
    return deadline.due_at.astimezone(PLAIN.zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        ("2026-06-15 16:59", 1, "2026-06-16 17:00"),
        ("2026-06-18 09:00", 1, "2026-06-19 12:00"),  # Friday closes at noon
        ("2026-06-19 16:59", 1, "2026-06-22 17:00"),
        ("2026-06-20 10:00", 1, "2026-06-22 17:00"),  # a Saturday
        ("2026-06-23 23:30", 1, "2026-06-25 17:00"),  # the 24th is a holiday
        ("2026-06-19 16:59", 3, "2026-06-25 17:00"),
        ("2026-12-31 10:00", 1, "2027-01-04 17:00"),
    ],
)
def test_working_days_end_at_the_closing_hour_of_the_last_one_mh_07_mh_08(
    received: str, amount: int, expected: str
) -> None:
    assert due(received, Counting.WORKING_DAYS_END_OF_DAY, amount) == expected


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        ("2026-06-15 10:20", 2, "2026-06-17 10:20"),
        ("2026-06-15 07:00", 2, "2026-06-17 08:00"),  # before opening
        ("2026-06-15 17:00", 2, "2026-06-18 08:00"),  # at closing: starts next opening
        ("2026-06-19 13:00", 1, "2026-06-23 08:00"),  # Friday afternoon is closed
        ("2026-06-18 16:00", 1, "2026-06-19 16:00"),  # keeps its clock time
    ],
)
def test_working_days_keep_their_clock_time_from_the_next_opening_on_pv_04(
    received: str, amount: int, expected: str
) -> None:
    assert due(received, Counting.WORKING_DAYS_SAME_TIME, amount) == expected


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        ("2026-06-15 10:00", 4, "2026-06-15 14:00"),
        ("2026-06-15 10:00", 7, "2026-06-15 17:00"),  # ends at closing, not at next opening
        ("2026-06-15 10:00", 8, "2026-06-16 09:00"),
        ("2026-06-18 16:00", 6, "2026-06-22 09:00"),  # 1 Thursday, 4 Friday, 1 Monday
        ("2026-06-20 10:00", 1, "2026-06-22 09:00"),
    ],
)
def test_working_hours_run_only_while_open_pv_04(received: str, amount: int, expected: str) -> None:
    assert due(received, Counting.WORKING_HOURS, amount) == expected


def test_calendar_days_end_on_any_day_c_16() -> None:
    assert due("2026-06-09 10:00", Counting.CALENDAR_DAYS, 15) == "2026-06-24 23:59"


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-06-04 10:00", "2026-06-25 23:59"),  # ends on 24 June
        ("2026-06-08 10:00", "2026-06-29 23:59"),  # ends on a Sunday
        ("2026-06-07 10:00", "2026-06-27 23:59"),  # ends on a Saturday: stands
        ("2026-03-14 10:00", "2026-04-04 23:59"),  # ends on Good Friday
        ("2026-03-16 10:00", "2026-04-07 23:59"),  # Easter Sunday, then Easter Monday
    ],
)
def test_the_law_rolls_sundays_and_holidays_but_not_saturdays_i16(
    received: str, expected: str
) -> None:
    assert due(received, Counting.CALENDAR_DAYS_ROLLED, 20) == expected


@pytest.mark.parametrize(
    ("received", "elapsed", "same_clock"),
    [("2026-03-07 12:00", "2026-03-08 13:00", 23), ("2026-10-31 12:00", "2026-11-01 11:00", 25)],
)
def test_hours_are_real_hours_on_the_days_of_23_and_25_hours(
    received: str, elapsed: str, same_clock: int
) -> None:
    assert due(received, Counting.ELAPSED_HOURS, 24) == elapsed
    tomorrow = received.replace("03-07", "03-08").replace("10-31", "11-01")
    assert local(tomorrow) - local(received) == timedelta(hours=same_clock)


def test_a_counter_open_all_night_counts_the_hours_that_passed_on_8_march() -> None:
    night = calendar(weekly={"saturday": [["20:00", "23:00"]], "sunday": [["00:00", "06:00"]]})
    deadline = count(local("2026-03-07 22:00"), Counting.WORKING_HOURS, 3, night)
    assert deadline.due_at == local("2026-03-08 03:00"), "02:00 does not exist that night"
    assert deadline.trace.readd() == deadline.due_at


def test_a_counter_open_all_night_counts_the_hour_that_comes_twice_on_1_november() -> None:
    night = calendar(weekly={"saturday": [["20:00", "23:00"]], "sunday": [["00:00", "06:00"]]})
    deadline = count(local("2026-10-31 22:00"), Counting.WORKING_HOURS, 4, night)
    assert deadline.due_at == local("2026-11-01 02:00"), "one hour, then three until 2:00"
    assert deadline.trace.readd() == deadline.due_at


@pytest.mark.parametrize(
    ("received", "end_of_day", "same_time"),
    [
        ("2026-03-05 10:20", "2026-03-09 17:00", "2026-03-09 10:20"),
        ("2026-10-29 10:20", "2026-11-02 17:00", "2026-11-02 10:20"),
    ],
)
def test_days_keep_the_local_clock_when_it_is_put_forward_or_back(
    received: str, end_of_day: str, same_time: str
) -> None:
    assert due(received, Counting.WORKING_DAYS_END_OF_DAY, 2) == end_of_day
    assert due(received, Counting.WORKING_DAYS_SAME_TIME, 2) == same_time
    assert due(received, Counting.CALENDAR_DAYS, 4) == f"{end_of_day[:10]} 23:59"


def test_a_missing_year_raises_whatever_needs_days_of_it() -> None:
    for counting in (
        Counting.WORKING_DAYS_END_OF_DAY,
        Counting.WORKING_DAYS_SAME_TIME,
        Counting.WORKING_HOURS,
        Counting.CALENDAR_DAYS_ROLLED,
    ):
        with pytest.raises(CalendarMissing):
            count(local("2027-12-31 16:00"), counting, 20, PLAIN)


@pytest.mark.parametrize("amount", [0, -1, 10_001])
def test_a_delay_of_nothing_or_of_less_is_refused(amount: int) -> None:
    with pytest.raises(DelayInvalid):
        count(local("2026-06-15 10:00"), Counting.ELAPSED_HOURS, amount, PLAIN)


def test_a_start_without_zone_is_refused() -> None:
    with pytest.raises(DelayInvalid):
        count(datetime(2026, 6, 15), Counting.ELAPSED_HOURS, 1, PLAIN)  # noqa: DTZ001


receipts = st.datetimes(datetime(2026, 1, 2), datetime(2027, 6, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)
amounts = st.integers(1, 60)
delays = st.sampled_from(Counting).flatmap(
    # Months reach further than the years that somebody confirmed.
    lambda way: st.tuples(
        st.just(way), st.integers(1, 6) if way is Counting.CALENDAR_MONTHS_ROLLED else amounts
    )
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 1))


@given(receipts, delays)
def test_every_trace_adds_up_to_its_deadline_again(
    received_at: datetime, delay: tuple[Counting, int]
) -> None:
    deadline = count(received_at, *delay, PLAIN)
    assert deadline.trace.readd() == deadline.due_at > received_at


@settings(max_examples=60)
@given(receipts, delays, st.sets(days, max_size=12))
def test_more_holidays_never_make_a_deadline_earlier(
    received_at: datetime, delay: tuple[Counting, int], more: set[date]
) -> None:
    holidays = [{"on": on, "reason_fr": "Férié", "reason_en": "Holiday"} for on in more]
    fuller = calendar(holidays=holidays)
    before = count(received_at, *delay, PLAIN)
    after = count(received_at, *delay, fuller)
    assert after.due_at >= before.due_at
    assert after.trace.readd() == after.due_at


@given(receipts, receipts, delays)
def test_who_comes_later_is_never_due_earlier(
    one: datetime, other: datetime, delay: tuple[Counting, int]
) -> None:
    first, second = sorted((one, other))
    earlier, later = (count(at, *delay, PLAIN).due_at for at in (first, second))
    assert earlier <= later


@given(receipts, amounts)
def test_a_working_deadline_never_lands_on_a_closed_day(received_at: datetime, amount: int) -> None:
    for counting in (
        Counting.WORKING_DAYS_END_OF_DAY,
        Counting.WORKING_DAYS_SAME_TIME,
        Counting.WORKING_HOURS,
    ):
        on = PLAIN.local(count(received_at, counting, amount, PLAIN).due_at).date()
        assert PLAIN.day(on).closed is None
