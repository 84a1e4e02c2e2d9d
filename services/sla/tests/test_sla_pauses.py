"""What a pause adds to a delay: exactly itself, in the delay's own way of counting (§3b)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.domain.calendar import DAY, CalendarRules, Cause, WorkingCalendar, build_calendar
from sla.domain.counting import Counting, DelayInvalid, Trace, count
from sla.domain.pauses import Pause, PauseInvalid, StillPaused

FULL_DAY = [["08:00", "17:00"]]
WEEK = {
    "monday": FULL_DAY,
    "tuesday": FULL_DAY,
    "wednesday": FULL_DAY,
    "thursday": FULL_DAY,
    "friday": [["08:00", "12:00"]],
}
DAYS = (Counting.WORKING_DAYS_END_OF_DAY, Counting.WORKING_DAYS_SAME_TIME)


def calendar() -> WorkingCalendar:
    rules = CalendarRules.model_validate({"weekly": WEEK, "years": [2026, 2027]})
    return build_calendar("pierrefonds", 1, rules, QuebecHolidays())


PLAIN = calendar()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PLAIN.zone).astimezone(UTC)


def due(received: str, counting: Counting, amount: int, *pauses: tuple[str, str]) -> str:
    told = [Pause(local(from_at), local(to_at)) for from_at, to_at in pauses]
    deadline = count(local(received), counting, amount, PLAIN, told)
    assert deadline.trace.readd() == deadline.due_at
    return deadline.due_at.astimezone(PLAIN.zone).strftime("%Y-%m-%d %H:%M")


MONDAY = "2026-06-15 10:00"


@pytest.mark.parametrize(
    ("counting", "from_at", "to_at", "expected"),
    [
        (DAYS[0], "2026-06-16 10:00", "2026-06-18 10:00", "2026-06-23 17:00"),  # 2 working days
        (DAYS[1], "2026-06-16 10:30", "2026-06-18 10:30", "2026-06-23 10:00"),
        (DAYS[0], "2026-06-16 10:00", "2026-06-16 16:00", "2026-06-19 12:00"),  # within one day
        (DAYS[0], "2026-06-18 17:00", "2026-06-19 08:00", "2026-06-19 12:00"),  # overnight
        (DAYS[0], "2026-06-19 09:00", "2026-06-19 18:00", "2026-06-22 17:00"),  # over its end
        (DAYS[0], "2026-06-19 12:00", "2026-06-30 09:00", "2026-06-19 12:00"),  # after its end
        (DAYS[0], "2026-06-16 00:00", "2026-06-20 00:00", "2026-06-26 12:00"),  # 4, holiday beside
        (Counting.CALENDAR_DAYS, "2026-06-16 10:00", "2026-06-18 10:00", "2026-06-21 23:59"),
        (Counting.CALENDAR_DAYS_ROLLED, "2026-06-16 10:00", "2026-06-18 10:00", "2026-06-22 23:59"),
        (Counting.ELAPSED_HOURS, "2026-06-15 11:00", "2026-06-15 12:30", "2026-06-15 15:30"),
    ],
)
def test_a_pause_adds_itself_in_the_way_in_which_the_delay_is_counted_pv_04(
    counting: Counting, from_at: str, to_at: str, expected: str
) -> None:
    assert due(MONDAY, counting, 4, (from_at, to_at)) == expected


@pytest.mark.parametrize(
    ("from_at", "to_at", "expected"),
    [
        ("2026-06-15 11:00", "2026-06-15 12:00", "2026-06-15 15:00"),
        ("2026-06-15 13:00", "2026-06-16 09:00", "2026-06-16 10:00"),  # 4 open hours and 1
        ("2026-06-15 13:00", "2026-06-15 22:00", "2026-06-16 09:00"),  # 4 open, 5 closed
    ],
)
def test_only_the_open_hours_of_a_pause_count_pv_04(
    from_at: str, to_at: str, expected: str
) -> None:
    assert due(MONDAY, Counting.WORKING_HOURS, 4, (from_at, to_at)) == expected


def test_a_pause_over_a_rolled_end_moves_a_legal_delay_past_it_i16() -> None:
    rolled = Counting.CALENDAR_DAYS_ROLLED
    assert due("2026-06-08 10:00", rolled, 20) == "2026-06-29 23:59", "the 28th is a Sunday"
    paused = ("2026-06-29 09:00", "2026-07-01 09:00")
    assert due("2026-06-08 10:00", rolled, 20, paused) == "2026-07-02 23:59", "and 1 July a holiday"


def test_several_pauses_add_up_in_whatever_order_they_are_told() -> None:
    two = ("2026-06-16 10:00", "2026-06-17 10:00"), ("2026-06-17 10:00", "2026-06-18 10:00")
    for told in (two, two[::-1]):
        assert due(MONDAY, DAYS[0], 4, *told) == "2026-06-23 17:00"


def test_the_trace_keeps_the_pauses_that_came_in_time_and_the_days_they_took() -> None:
    early = Pause(local("2026-06-16 10:00"), local("2026-06-17 10:00"), "waiting-for-citizen")
    late = Pause(local("2026-07-16 10:00"), local("2026-07-17 10:00"))
    trace = count(local(MONDAY), DAYS[0], 2, PLAIN, [early, late]).trace
    assert trace.pauses == (early,)
    assert [(day.on, day.cause) for day in trace.skipped] == [(date(2026, 6, 16), Cause.PAUSE)]


@pytest.mark.parametrize(
    ("pauses", "index", "end"),
    [
        ([("2026-06-15 09:59", "2026-06-16 10:00")], 0, "from"),  # before receipt
        ([("2026-06-16 10:00", "2026-06-16 09:00")], 0, "to"),
        (
            [("2026-06-16 10:00", "2026-06-18 10:00"), ("2026-06-17 10:00", "2026-06-19 10:00")],
            1,
            "from",
        ),
        ([("2026-06-17 10:00", "2026-06-19 10:00"), ("2026-06-16 10:00", None)], 0, "from"),
    ],
)
def test_pauses_that_cannot_be_are_refused_by_place_and_end(
    pauses: list[tuple[str, str | None]], index: int, end: str
) -> None:
    told = [Pause(local(one), None if to is None else local(to)) for one, to in pauses]
    with pytest.raises(PauseInvalid) as caught:
        count(local(MONDAY), DAYS[0], 4, PLAIN, told)
    assert (caught.value.index, caught.value.end) == (index, end)


def test_a_pause_without_zone_is_refused() -> None:
    naive = datetime(2026, 6, 16, 10)  # noqa: DTZ001
    with pytest.raises(PauseInvalid, match=r"pauses\[0\].from"):
        count(local(MONDAY), DAYS[0], 4, PLAIN, [Pause(naive, None)])
    with pytest.raises(PauseInvalid, match=r"pauses\[0\].to"):
        count(local(MONDAY), DAYS[0], 4, PLAIN, [Pause(local(MONDAY), naive)])


@pytest.mark.parametrize("counting", Counting)
def test_while_a_pause_is_open_there_is_no_due_time_and_nothing_loops(counting: Counting) -> None:
    with pytest.raises(StillPaused):
        count(local(MONDAY), counting, 40, PLAIN, [Pause(local("2026-06-16 11:00"), None)])


@pytest.mark.parametrize("counting", Counting)
def test_a_pause_that_opens_after_the_deadline_changes_nothing(counting: Counting) -> None:
    plain = count(local(MONDAY), counting, 3, PLAIN)
    late = Pause(plain.due_at, None)
    assert count(local(MONDAY), counting, 3, PLAIN, [late]) == plain


def test_a_delay_cannot_be_extended_by_less_than_nothing() -> None:
    with pytest.raises(DelayInvalid):
        count(local(MONDAY), DAYS[0], 4, PLAIN, extended_by=-1)


receipts = st.datetimes(datetime(2026, 1, 5), datetime(2027, 3, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)


@given(receipts, st.sampled_from(DAYS), st.integers(1, 30), st.integers(0, 40), st.integers(1, 20))
def test_a_pause_of_k_working_days_moves_a_working_day_deadline_by_exactly_k_pv_04(
    received_at: datetime, counting: Counting, amount: int, wait: int, k: int
) -> None:
    """From a working day on, till the same time of the k-th working day after it."""
    first = PLAIN.local(received_at).date() + (1 + wait) * DAY
    assume(PLAIN.day(first).closed is None)
    at = time(9, 30)
    from_at = PLAIN.instant(first, at)
    plain = count(received_at, counting, amount, PLAIN)
    assume(from_at < plain.due_at)
    pause = Pause(from_at, PLAIN.instant(PLAIN.walk(first, k)[0], at))
    moved = count(received_at, counting, amount, PLAIN, [pause])
    same_day = PLAIN.local(plain.due_at).date()
    assert PLAIN.local(moved.due_at).date() == PLAIN.walk(same_day, k)[0]
    assert moved.due_at == count(received_at, counting, amount + k, PLAIN).due_at


@given(
    receipts,
    st.sampled_from(Counting),
    st.integers(1, 40),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(0, 500),
)
def test_a_longer_pause_never_makes_a_deadline_earlier_and_traces_add_up(
    received_at: datetime, counting: Counting, amount: int, after: int, lasts: int, more: int
) -> None:
    if counting is Counting.CALENDAR_MONTHS_ROLLED:
        amount = amount % 5 + 1  # else beyond the years of the calendar
    from_at = received_at + timedelta(hours=after)
    ends = from_at + timedelta(hours=lasts), from_at + timedelta(hours=lasts + more)
    shorter, longer = (
        count(received_at, counting, amount, PLAIN, [Pause(from_at, to_at)]) for to_at in ends
    )
    plain = count(received_at, counting, amount, PLAIN)
    assert plain.due_at <= shorter.due_at <= longer.due_at
    for deadline in (shorter, longer):
        assert deadline.trace.readd() == deadline.due_at
        assert not any(
            one.to_at is not None and one.from_at < deadline.due_at < one.to_at
            for one in deadline.trace.pauses
        ), "nothing is due while it waits"


@given(receipts, st.sampled_from(Counting), st.integers(1, 20), st.integers(0, 10))
def test_an_extension_is_the_longer_delay_from_the_same_start_pv_48(
    received_at: datetime, counting: Counting, amount: int, more: int
) -> None:
    if counting is Counting.CALENDAR_MONTHS_ROLLED:
        amount, more = amount % 5 + 1, more % 2  # else beyond the years of the calendar
    extended = count(received_at, counting, amount, PLAIN, extended_by=more)
    assert extended.due_at == count(received_at, counting, amount + more, PLAIN).due_at
    assert extended.trace.amount == amount


def test_a_trace_is_stored_with_its_pauses_and_one_of_before_they_were_is_read_still() -> None:
    stored = TypeAdapter(Trace)
    waited = Pause(local("2026-06-16 10:00"), local("2026-06-17 10:00"), "waiting-for-citizen")
    deadline = count(local(MONDAY), DAYS[0], 4, PLAIN, [waited], extended_by=2)
    kept = stored.validate_json(stored.dump_json(deadline.trace))
    assert kept == deadline.trace
    assert kept.readd() == deadline.due_at
    plain = count(local(MONDAY), DAYS[0], 4, PLAIN)
    old = stored.dump_python(plain.trace, mode="json", exclude={"pauses", "extended_by"})
    assert stored.validate_python(old).readd() == plain.due_at
