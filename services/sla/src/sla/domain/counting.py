"""The ways in which a delay is counted (REQUIREMENTS §3b), each with the trace that re-adds to it.

Instants are UTC; days, opening hours and clock times are the borough's own. Nothing here reads a
clock, and nothing lands on a guess: a year without a calendar raises `CalendarMissing`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from sla.domain.calendar import DAY, ClosedDay, WorkingCalendar, walk
from sla.domain.pauses import NO_PAUSES, Pause, Pauses
from sla.domain.trace import Counting, Deadline, Trace, WorkedSpan, days_in

__all__ = ["MAX_AMOUNT", "Counting", "Deadline", "DelayInvalid", "Trace", "WorkedSpan", "count"]

MIDNIGHT_LESS_ONE_SECOND = time(23, 59, 59)
MAX_AMOUNT = 10_000


class DelayInvalid(ValueError):
    """A delay of nothing, of less than nothing, or beyond any calendar."""


def count(
    start_at: datetime,
    counting: Counting,
    amount: int,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
    extended_by: int = 0,
) -> Deadline:
    """Due time of a delay that starts at `start_at` (aware), later by what its pauses took.

    `extended_by`: days or hours that an extension added to `amount`. Raises `DelayInvalid` for an
    amount below 1 or above 10,000, a negative extension and a naive start; `PauseInvalid` for
    pauses that contradict each other or the start, `StillPaused` where an open one is in the way;
    `CalendarMissing` as soon as the count enters a year that nobody confirmed.
    """
    if not 1 <= amount <= amount + extended_by <= MAX_AMOUNT:
        raise DelayInvalid(f"a delay of {amount} and {extended_by} cannot be promised")
    if start_at.tzinfo is None:
        raise DelayInvalid("the start has no time zone")
    begun = _Begun(
        start_at.astimezone(UTC),
        counting,
        amount,
        extended_by,
        calendar,
        Pauses(pauses, start_at) if pauses else NO_PAUSES,
    )
    return _WAYS[counting](begun)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A delay that is being counted."""

    start_at: datetime
    counting: Counting
    amount: int
    extended_by: int
    calendar: WorkingCalendar
    pauses: Pauses

    @property
    def total(self) -> int:
        return self.amount + self.extended_by

    def ends_on(
        self, on: date, clock: time, skipped: tuple[ClosedDay, ...], clock_at: datetime
    ) -> Deadline:
        """The deadline at that local date and time."""
        due_at = self.calendar.instant(on, clock)
        return self.ends_at(due_at, skipped, clock_at, clock=clock)

    def ends_at(
        self,
        due_at: datetime,
        skipped: tuple[ClosedDay, ...] = (),
        clock_at: datetime | None = None,
        *,
        clock: time | None = None,
        worked: tuple[WorkedSpan, ...] = (),
    ) -> Deadline:
        trace = Trace(
            self.start_at,
            self.counting,
            self.amount,
            self.calendar.zone.key,
            clock_at or self.start_at,
            skipped,
            clock,
            worked,
            self.pauses.before(due_at) if self.pauses else (),
            self.extended_by,
        )
        return Deadline(due_at, trace)


def _end_of_day(begun: _Begun) -> Deadline:
    """Prévost, Mont-Saint-Hilaire: closing hour of the Nth working day after that of receipt."""
    calendar, pauses = begun.calendar, begun.pauses

    def off(on: date) -> ClosedDay | None:
        day = calendar.day(on)
        return day.closed or pauses.lost(on, calendar.instant(on, day.spans[-1][1]))

    first, total = calendar.local(begun.start_at).date(), begun.total
    on, skipped = walk(first, total, off) if pauses else calendar.walk(first, total)
    return begun.ends_on(on, calendar.day(on).spans[-1][1], skipped, begun.start_at)


def _same_time(begun: _Begun) -> Deadline:
    """Keeps its clock time; received outside opening hours, the clock starts at next opening."""
    calendar, pauses = begun.calendar, begun.pauses
    clock_at, waited = _next_open(begun.start_at, calendar)
    opening = calendar.local(clock_at)
    clock = opening.time().replace(fold=0)

    def off(on: date) -> ClosedDay | None:
        return calendar.day(on).closed or pauses.lost(on, calendar.instant(on, clock))

    first, total = opening.date(), begun.total
    on, skipped = walk(first, total, off) if pauses else calendar.walk(first, total)
    return begun.ends_on(on, clock, waited + skipped, clock_at)


def _working_hours(begun: _Begun) -> Deadline:
    """Consumed only while the counter is open; ends at a closing, never at the opening after it."""
    calendar = begun.calendar
    clock_at, waited = _next_open(begun.start_at, calendar)
    skipped, worked = list(waited), list[WorkedSpan]()
    left, on = timedelta(hours=begun.total), calendar.local(clock_at).date()
    while True:
        day = calendar.day(on)
        if day.closed:
            skipped.append(day.closed)
        for opens, closes in day.spans:
            opens_at = max(calendar.instant(on, opens), clock_at)
            for from_at, until_at in begun.pauses.outside(opens_at, calendar.instant(on, closes)):
                to_at = min(until_at, from_at + left)
                worked.append(WorkedSpan(from_at, to_at))
                left -= to_at - from_at
                if not left:
                    return begun.ends_at(to_at, tuple(skipped), clock_at, worked=tuple(worked))
        on += DAY


def _calendar_days(begun: _Begun) -> Deadline:
    """The end of the Nth day after that of receipt, whatever day it is."""
    on, skipped = _walk_every_day(begun)
    return begun.ends_on(on, MIDNIGHT_LESS_ONE_SECOND, skipped, begun.start_at)


def _rolled(begun: _Begun) -> Deadline:
    """The law's way (I-16 art. 52), for days and months: ends on a Sunday or a holiday -> the next
    day that is neither.

    A Saturday stands, and a counter that is merely closed that day changes nothing.
    """
    on, lost = _walk_every_day(begun)
    skipped = list(lost)
    while (roll := begun.calendar.day(on).roll or _lost(begun, on)) is not None:
        skipped.append(roll)
        on += DAY
    return begun.ends_on(on, MIDNIGHT_LESS_ONE_SECOND, tuple(skipped), begun.start_at)


def _elapsed(begun: _Begun) -> Deadline:
    """Round the clock: real hours, also on the days of 23 and of 25."""
    due_at = begun.start_at + timedelta(hours=begun.total)
    return begun.ends_at(begun.pauses.extend(due_at))


def _walk_every_day(begun: _Begun) -> tuple[date, tuple[ClosedDay, ...]]:
    first = begun.calendar.local(begun.start_at).date()
    days = days_in(begun.counting, first, begun.total)
    if not begun.pauses:
        return first + days * DAY, ()
    return walk(first, days, lambda on: _lost(begun, on))


def _lost(begun: _Begun, on: date) -> ClosedDay | None:
    """The whole day, where its end lies in a pause."""
    return begun.pauses.lost(on, begun.calendar.instant(on, MIDNIGHT_LESS_ONE_SECOND))


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


_WAYS: MappingProxyType[Counting, Callable[[_Begun], Deadline]] = MappingProxyType(
    {
        Counting.WORKING_DAYS_END_OF_DAY: _end_of_day,
        Counting.WORKING_DAYS_SAME_TIME: _same_time,
        Counting.WORKING_HOURS: _working_hours,
        Counting.CALENDAR_DAYS: _calendar_days,
        Counting.CALENDAR_DAYS_ROLLED: _rolled,
        Counting.CALENDAR_MONTHS_ROLLED: _rolled,
        Counting.ELAPSED_HOURS: _elapsed,
    }
)
