"""The ways in which a delay is counted (REQUIREMENTS §3b), each with the trace that re-adds to it.

Instants are UTC; days, opening hours and clock times are the borough's own. Nothing here reads a
clock, and nothing lands on a guess: a year without a calendar raises `CalendarMissing`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sla.domain.calendar import DAY, ClosedDay, WorkingCalendar

MIDNIGHT_LESS_ONE_SECOND = time(23, 59, 59)
MAX_AMOUNT = 10_000


class Counting(StrEnum):
    """How a delay is counted; the words of the contracts."""

    WORKING_DAYS_END_OF_DAY = "working_days_end_of_day"
    WORKING_DAYS_SAME_TIME = "working_days_same_time"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_DAYS_ROLLED = "calendar_days_rolled"
    ELAPSED_HOURS = "elapsed_hours"

    @property
    def in_hours(self) -> bool:
        """True where a date alone is too coarse to say whether the delay was kept."""
        return self in (Counting.WORKING_HOURS, Counting.ELAPSED_HOURS)


class DelayInvalid(ValueError):
    """A delay of nothing, of less than nothing, or beyond any calendar."""


@dataclass(frozen=True, slots=True)
class WorkedSpan:
    """Open time that was consumed, both ends UTC."""

    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything needed to say a deadline aloud, and to add it up again without a calendar.

    `clock_at`: where counting began (the next opening, for those ways that need an open counter).
    `skipped`: each day between the start and the deadline that did not count, in order.
    `clock`: local time of the deadline. `worked`: only for working hours.
    """

    start_at: datetime
    counting: Counting
    amount: int
    zone: str
    clock_at: datetime
    skipped: tuple[ClosedDay, ...] = ()
    clock: time | None = None
    worked: tuple[WorkedSpan, ...] = ()

    def readd(self) -> datetime:
        """The deadline from this trace alone: start + amount + what was skipped, UTC."""
        if self.counting is Counting.ELAPSED_HOURS:
            return self.start_at + timedelta(hours=self.amount)
        if self.counting is Counting.WORKING_HOURS:
            consumed = sum((span.to_at - span.from_at for span in self.worked), timedelta())
            if consumed != timedelta(hours=self.amount):
                raise AssertionError(f"the trace holds {consumed}, not {self.amount} hours")
            return self.worked[-1].to_at
        assert self.clock is not None  # set by every way that counts days
        zone = ZoneInfo(self.zone)
        first = self.clock_at.astimezone(zone).date()
        days = self.amount + sum(day.on > first for day in self.skipped)
        return datetime.combine(first + days * DAY, self.clock, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it is due (UTC), and why then."""

    due_at: datetime
    trace: Trace


def count(
    start_at: datetime, counting: Counting, amount: int, calendar: WorkingCalendar
) -> Deadline:
    """Due time of a delay that starts at `start_at` (aware).

    Raises `DelayInvalid` for an amount below 1 or above 10,000 and for a naive start;
    `CalendarMissing` as soon as the count enters a year that nobody confirmed.
    """
    if not 1 <= amount <= MAX_AMOUNT:
        raise DelayInvalid(f"a delay of {amount} cannot be promised")
    if start_at.tzinfo is None:
        raise DelayInvalid("the start has no time zone")
    return _WAYS[counting](start_at.astimezone(UTC), amount, calendar)


def _end_of_day(start_at: datetime, amount: int, calendar: WorkingCalendar) -> Deadline:
    """Prévost, Mont-Saint-Hilaire: closing hour of the Nth working day after that of receipt."""
    on, skipped = _walk(calendar.local(start_at).date(), amount, calendar)
    closes = calendar.day(on).spans[-1][1]
    return _deadline(
        calendar, start_at, Counting.WORKING_DAYS_END_OF_DAY, amount, start_at, skipped, on, closes
    )


def _same_time(start_at: datetime, amount: int, calendar: WorkingCalendar) -> Deadline:
    """Keeps its clock time; received outside opening hours, the clock starts at next opening."""
    clock_at, waited = _next_open(start_at, calendar)
    begun = calendar.local(clock_at)
    on, skipped = _walk(begun.date(), amount, calendar)
    return _deadline(
        calendar,
        start_at,
        Counting.WORKING_DAYS_SAME_TIME,
        amount,
        clock_at,
        waited + skipped,
        on,
        begun.time().replace(fold=0),
    )


def _working_hours(start_at: datetime, amount: int, calendar: WorkingCalendar) -> Deadline:
    """Consumed only while the counter is open; ends at a closing, never at the opening after it."""
    clock_at, waited = _next_open(start_at, calendar)
    skipped, worked = list(waited), list[WorkedSpan]()
    left, on = timedelta(hours=amount), calendar.local(clock_at).date()
    while True:
        day = calendar.day(on)
        if day.closed:
            skipped.append(day.closed)
        for opens, closes in day.spans:
            from_at = max(calendar.instant(on, opens), clock_at)
            to_at = min(calendar.instant(on, closes), from_at + left)
            if to_at <= from_at:
                continue
            worked.append(WorkedSpan(from_at, to_at))
            left -= to_at - from_at
            if not left:
                trace = Trace(
                    start_at,
                    Counting.WORKING_HOURS,
                    amount,
                    calendar.zone.key,
                    clock_at,
                    tuple(skipped),
                    worked=tuple(worked),
                )
                return Deadline(to_at, trace)
        on += DAY


def _calendar_days(start_at: datetime, amount: int, calendar: WorkingCalendar) -> Deadline:
    """The end of the Nth day after that of receipt, whatever day it is."""
    on = calendar.local(start_at).date() + amount * DAY
    return _deadline(
        calendar,
        start_at,
        Counting.CALENDAR_DAYS,
        amount,
        start_at,
        (),
        on,
        MIDNIGHT_LESS_ONE_SECOND,
    )


def _rolled(start_at: datetime, amount: int, calendar: WorkingCalendar) -> Deadline:
    """The law's way (I-16 art. 52): ends on a Sunday or a holiday -> the next day that is neither.

    A Saturday stands, and a counter that is merely closed that day changes nothing.
    """
    on, skipped = calendar.local(start_at).date() + amount * DAY, list[ClosedDay]()
    while (roll := calendar.day(on).roll) is not None:
        skipped.append(roll)
        on += DAY
    return _deadline(
        calendar,
        start_at,
        Counting.CALENDAR_DAYS_ROLLED,
        amount,
        start_at,
        tuple(skipped),
        on,
        MIDNIGHT_LESS_ONE_SECOND,
    )


def _elapsed(start_at: datetime, amount: int, calendar: WorkingCalendar) -> Deadline:
    """Round the clock: real hours, also on the days of 23 and of 25."""
    trace = Trace(start_at, Counting.ELAPSED_HOURS, amount, calendar.zone.key, start_at)
    return Deadline(trace.readd(), trace)


def _walk(
    first: date, amount: int, calendar: WorkingCalendar
) -> tuple[date, tuple[ClosedDay, ...]]:
    """The Nth working day after `first`, and the days passed over on the way."""
    on, skipped = first, list[ClosedDay]()
    while amount:
        on += DAY
        closed = calendar.day(on).closed
        if closed is None:
            amount -= 1
        else:
            skipped.append(closed)
    return on, tuple(skipped)


def _next_open(
    start_at: datetime, calendar: WorkingCalendar
) -> tuple[datetime, tuple[ClosedDay, ...]]:
    """`start_at` itself while open, else the next opening, with the days passed over till then."""
    on, skipped = calendar.local(start_at).date(), list[ClosedDay]()
    while True:
        day = calendar.day(on)
        if day.closed:
            skipped.append(day.closed)
        for opens, closes in day.spans:
            if start_at < calendar.instant(on, closes):
                return max(start_at, calendar.instant(on, opens)), tuple(skipped)
        on += DAY


def _deadline(
    calendar: WorkingCalendar,
    start_at: datetime,
    counting: Counting,
    amount: int,
    clock_at: datetime,
    skipped: tuple[ClosedDay, ...],
    on: date,
    clock: time,
) -> Deadline:
    trace = Trace(start_at, counting, amount, calendar.zone.key, clock_at, skipped, clock)
    return Deadline(calendar.instant(on, clock), trace)


_WAYS: MappingProxyType[Counting, Callable[[datetime, int, WorkingCalendar], Deadline]] = (
    MappingProxyType(
        {
            Counting.WORKING_DAYS_END_OF_DAY: _end_of_day,
            Counting.WORKING_DAYS_SAME_TIME: _same_time,
            Counting.WORKING_HOURS: _working_hours,
            Counting.CALENDAR_DAYS: _calendar_days,
            Counting.CALENDAR_DAYS_ROLLED: _rolled,
            Counting.ELAPSED_HOURS: _elapsed,
        }
    )
)
