"""Working time of one borough: which days are open, from when to when, and why the others are not.

A calendar never guesses: a year that nobody confirmed raises, it never means "no holiday".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SUNDAY = 6
DAY = timedelta(days=1)
Span = tuple[time, time]
MOST_WALKS = 20_000


class CalendarMissing(LookupError):
    """Nobody confirmed this borough's calendar for this year: no deadline can be told."""

    def __init__(self, borough: str, year: int) -> None:
        super().__init__(f"no calendar of {borough} for {year}")
        self.borough = borough
        self.year = year


class CalendarInvalid(ValueError):
    """The calendar's data contradict themselves."""


class Cause(StrEnum):
    """Why a day does not count."""

    WEEKLY = "weekly"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day that does not count, and why, in both languages (empty for the weekly rest)."""

    on: date
    cause: Cause
    name_fr: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A day of the seed. `legal`: in the list of I-16 art. 61(23). `optional`: closes the counter
    only where the borough says so (Easter Monday, §2.1)."""

    on: date
    name_fr: str
    name_en: str
    legal: bool
    optional: bool = False


class HolidaySeed(Protocol):
    """Port to the public holidays of Québec."""

    def holidays(self, year: int) -> tuple[PublicHoliday, ...]:
        """Every public holiday of the year, Easter Monday included."""
        ...


@dataclass(frozen=True, slots=True)
class Day:
    """One local date: its open spans in order, or the reason why there are none."""

    on: date
    spans: tuple[Span, ...]
    closed: ClosedDay | None
    roll: ClosedDay | None
    """Set when a legal delay may not end here: Sundays and holidays, not Saturdays (I-16)."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Closure(_Data):
    """A day on which the counter is closed though the week says open."""

    on: date
    reason_fr: str
    reason_en: str


class CalendarRules(_Data):
    """The `[calendar]` part of a grid. Times are local, `HH:MM`; a weekday left out is closed."""

    zone: str = "America/Toronto"
    weekly: dict[str, tuple[Span, ...]] = Field(description="monday..sunday -> [open, close]")
    years: frozenset[int] = Field(description="Years that somebody confirmed")
    easter_monday: bool = False
    holidays: tuple[Closure, ...] = Field((), description="Proclaimed beside the seed")
    closures: tuple[Closure, ...] = ()
    opened: tuple[date, ...] = Field((), description="Open all the same, at that weekday's hours")
    opened_hours: dict[date, tuple[Span, ...]] = Field(
        default_factory=dict, description="Open all the same, at hours of their own"
    )

    @field_validator("zone")
    @classmethod
    def _zone_is_known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        # Unknown; no name at all; the name of a directory of zones.
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"unknown time zone {zone!r}") from error
        return zone

    @model_validator(mode="after")
    def _hours_make_sense(self) -> Self:
        unknown = set(self.weekly) - set(WEEKDAYS)
        if unknown:
            raise ValueError(f"not a weekday: {', '.join(sorted(unknown))}")
        if not any(self.weekly.values()):
            raise ValueError("the counter is never open")
        for name, spans in (*self.weekly.items(), *self.opened_hours.items()):
            _check_spans(str(name), spans)
        for on in self.opened:
            if on not in self.opened_hours and not self.weekly.get(WEEKDAYS[on.weekday()]):
                raise ValueError(f"{on} is opened but its weekday has no hours: give them")
        return self


def _check_spans(name: str, spans: tuple[Span, ...]) -> None:
    end: time | None = None
    for opens, closes in spans:
        if opens.tzinfo or closes.tzinfo:
            raise ValueError(f"{name}: hours are local, without zone")
        if closes <= opens:
            raise ValueError(f"{name}: closes at {closes} before it opens at {opens}")
        if end is not None and opens < end:
            raise ValueError(f"{name}: hours overlap or are out of order")
        end = closes


Walk = tuple[date, tuple[ClosedDay, ...]]
"""The day on which a count of days ends, and those passed over on the way, in order."""


def walk(first: date, amount: int, off: Callable[[date], ClosedDay | None]) -> Walk:
    """The Nth day after `first` that is not off."""
    on, skipped = first, list[ClosedDay]()
    while amount:
        on += DAY
        closed = off(on)
        if closed is None:
            amount -= 1
        else:
            skipped.append(closed)
    return on, tuple(skipped)


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """The calendar of one borough in one version; what is worked out once is kept."""

    borough: str
    version: int
    zone: ZoneInfo
    years: frozenset[int]
    weekly: tuple[tuple[Span, ...], ...]
    closed: Mapping[date, ClosedDay]
    opened: Mapping[date, tuple[Span, ...]]
    legal: Mapping[date, ClosedDay]
    _days: dict[date, Day] = field(default_factory=dict, repr=False)
    _walks: dict[tuple[date, int], Walk] = field(default_factory=dict, repr=False)

    def day(self, on: date) -> Day:
        """That local date; raises `CalendarMissing` for a year outside `years`."""
        known = self._days.get(on)
        if known is None:
            if on.year not in self.years:
                raise CalendarMissing(self.borough, on.year)
            known = self._days[on] = self._work_out(on)
        return known

    def walk(self, first: date, amount: int) -> Walk:
        """The Nth day after `first` on which the counter is open, and the days passed over."""
        known = self._walks.get((first, amount))
        if known is None:
            if len(self._walks) >= MOST_WALKS:
                self._walks.clear()
            known = walk(first, amount, lambda on: self.day(on).closed)
            self._walks[first, amount] = known
        return known

    def _work_out(self, on: date) -> Day:
        spans = self.weekly[on.weekday()]
        closed = self.closed.get(on)
        if on in self.opened:
            spans, closed = self.opened[on], None
        elif closed is None and not spans:
            closed = ClosedDay(on, Cause.WEEKLY)
        roll = self.legal.get(on)
        if roll is None and on.weekday() == SUNDAY:
            roll = ClosedDay(on, Cause.WEEKLY)
        return Day(on, () if closed else spans, closed, roll)

    def local(self, at: datetime) -> datetime:
        """The instant on this borough's wall clock."""
        return at.astimezone(self.zone)

    def instant(self, on: date, at: time) -> datetime:
        """UTC instant of a local date and time; the first of two where the clock goes back."""
        return datetime.combine(on, at.replace(fold=0), self.zone).astimezone(UTC)

    def horizon_on(self) -> date:
        """Last local date before the first year that is missing (for the alarm, §2.1)."""
        year = min(self.years)
        while year + 1 in self.years:
            year += 1
        return date(year, 12, 31)


def build_calendar(
    borough: str, version: int, rules: CalendarRules, seed: HolidaySeed
) -> WorkingCalendar:
    """Seed the years with public holidays, then let the borough's own data override them.

    Raises `CalendarInvalid` for a year of which the seed knows nothing.
    """
    public = [holiday for year in sorted(rules.years) for holiday in seed.holidays(year)]
    silent = rules.years - {holiday.on.year for holiday in public}
    if silent:
        raise CalendarInvalid(f"the seed knows no holiday of {borough} in {sorted(silent)}")
    return calendar_with(borough, version, rules, public)


def calendar_with(
    borough: str, version: int, rules: CalendarRules, public: Iterable[PublicHoliday] = ()
) -> WorkingCalendar:
    """A calendar of these public holidays and of what the rules say; nothing else is a holiday."""
    public = tuple(public)
    closed = {
        holiday.on: _holiday(holiday)
        for holiday in public
        if not holiday.optional or rules.easter_monday
    }
    proclaimed = _closures(rules.holidays, Cause.HOLIDAY)
    closed |= _closures(rules.closures, Cause.CLOSURE) | proclaimed
    return WorkingCalendar(
        borough=borough,
        version=version,
        zone=ZoneInfo(rules.zone),
        years=rules.years,
        weekly=tuple(rules.weekly.get(name, ()) for name in WEEKDAYS),
        closed=closed,
        opened={on: rules.weekly.get(WEEKDAYS[on.weekday()], ()) for on in rules.opened}
        | rules.opened_hours,
        legal={holiday.on: _holiday(holiday) for holiday in public if holiday.legal} | proclaimed,
    )


def _holiday(holiday: PublicHoliday) -> ClosedDay:
    return ClosedDay(holiday.on, Cause.HOLIDAY, holiday.name_fr, holiday.name_en)


def _closures(days: Iterable[Closure], cause: Cause) -> dict[date, ClosedDay]:
    return {day.on: ClosedDay(day.on, cause, day.reason_fr, day.reason_en) for day in days}
