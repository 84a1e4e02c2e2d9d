"""A deadline with everything that is needed to say it aloud and to add it up again."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sla.domain.calendar import DAY, ClosedDay
from sla.domain.pauses import Pause, Pauses


class Counting(StrEnum):
    """How a delay is counted; the words of the contracts."""

    WORKING_DAYS_END_OF_DAY = "working_days_end_of_day"
    WORKING_DAYS_SAME_TIME = "working_days_same_time"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_DAYS_ROLLED = "calendar_days_rolled"
    CALENDAR_MONTHS_ROLLED = "calendar_months_rolled"
    ELAPSED_HOURS = "elapsed_hours"

    @property
    def in_hours(self) -> bool:
        """True where a date alone is too coarse to say whether the delay was kept."""
        return self in (Counting.WORKING_HOURS, Counting.ELAPSED_HOURS)

    @property
    def from_the_day(self) -> bool:
        """True where all that is received on one local day without a pause is due together."""
        return not self.in_hours and self is not Counting.WORKING_DAYS_SAME_TIME


ROLLED = frozenset({Counting.CALENDAR_DAYS_ROLLED, Counting.CALENDAR_MONTHS_ROLLED})
"""The law's ways: they never end on a Sunday or a holiday (I-16 art. 52)."""


def days_in(counting: Counting, first: date, total: int) -> int:
    """How many days after `first` a delay of so many days, or months, has.

    A month ends on the day of its first; where it has none such, on its last (31 August and six
    months: the end of February).
    """
    if counting is not Counting.CALENDAR_MONTHS_ROLLED:
        return total
    year, month = divmod(first.year * 12 + first.month - 1 + total, 12)
    on = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
    return (on - first).days


@dataclass(frozen=True, slots=True)
class WorkedSpan:
    """Open time that was consumed, both ends UTC."""

    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything needed to say a deadline aloud, and to add it up again without a calendar.

    `clock_at`: where counting began (the next opening, for those ways that need an open counter).
    `skipped`: each day between the start and the deadline that did not count, in order, also those
    that a pause took. `clock`: local time of the deadline. `worked`: only for working hours.
    `pauses`: those that began before the deadline, all ended. `extended_by`: what an extension
    added to `amount`, in the same unit.
    """

    start_at: datetime
    counting: Counting
    amount: int
    zone: str
    clock_at: datetime
    skipped: tuple[ClosedDay, ...] = ()
    clock: time | None = None
    worked: tuple[WorkedSpan, ...] = ()
    pauses: tuple[Pause, ...] = ()
    extended_by: int = 0

    @property
    def total(self) -> int:
        """Days, months or hours in all, the extension included."""
        return self.amount + self.extended_by

    def readd(self) -> datetime:
        """The deadline from this trace alone: start + amount + what was skipped, UTC."""
        if self.counting is Counting.ELAPSED_HOURS:
            return Pauses(self.pauses).extend(self.start_at + timedelta(hours=self.total))
        if self.counting is Counting.WORKING_HOURS:
            consumed = sum((span.to_at - span.from_at for span in self.worked), timedelta())
            if consumed != timedelta(hours=self.total):
                raise AssertionError(f"the trace holds {consumed}, not {self.total} hours")
            return self.worked[-1].to_at
        assert self.clock is not None  # set by every way that counts days
        zone = ZoneInfo(self.zone)
        first = self.clock_at.astimezone(zone).date()
        skipped = sum(day.on > first for day in self.skipped)
        days = days_in(self.counting, first, self.total) + skipped
        return datetime.combine(first + days * DAY, self.clock, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it is due (UTC), and why then."""

    due_at: datetime
    trace: Trace
