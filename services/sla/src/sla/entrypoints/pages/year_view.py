"""A year of a borough's calendar as its page shows it: twelve small months, days off, hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from ui.dates import MONTHS
from ui.language import said

from sla.domain.calendar import Cause, Day, Span, WorkingCalendar

DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
WEEK = 7
OPEN, REST, OFF, EXTRA = "open", "rest", "off", "extra"


@dataclass(frozen=True)
class Cell:
    """A day in a small month. `state`: open, rest (weekly), off (with a reason), or extra (open
    all the same); `words` says more than the colour."""

    number: int
    state: str
    words: str


@dataclass(frozen=True)
class Month:
    """A month by weeks, Monday first; None: not a day of it."""

    name: str
    weeks: Sequence[Sequence[Cell | None]]


@dataclass(frozen=True)
class DayOff:
    """A day on which the counter is closed though it is no weekly rest."""

    on: date
    weekday: str
    cause: Cause
    reason: str


@dataclass(frozen=True)
class Hours:
    """A weekday, or a single day, with its hours; empty: closed."""

    name: str
    words: str


@dataclass(frozen=True)
class YearView:
    """All that the page says of a year."""

    months: Sequence[Month]
    days_off: Sequence[DayOff]
    weekly: Sequence[Hours]
    opened: Sequence[tuple[date, str]]
    working_days: int


def year_view(calendar: WorkingCalendar, year: int, language: str) -> YearView:
    """The year in words of a language. Raises CalendarMissing, which names borough and year."""
    days = [calendar.day(on) for on in _dates(year)]
    closed = [day.closed for day in days if day.closed and day.closed.cause is not Cause.WEEKLY]
    return YearView(
        months=[_month(calendar, days, month, language) for month in range(1, 13)],
        days_off=[
            DayOff(
                one.on,
                DAYS[language][one.on.weekday()],
                one.cause,
                said((one.name_fr, one.name_en or one.name_fr), language),
            )
            for one in closed
        ],
        weekly=[
            Hours(name, hours_in_words(spans, language))
            for name, spans in zip(DAYS[language], calendar.weekly, strict=True)
        ],
        opened=[
            (on, hours_in_words(spans, language))
            for on, spans in sorted(calendar.opened.items())
            if on.year == year
        ],
        working_days=sum(day.closed is None for day in days),
    )


def hours_in_words(spans: Sequence[Span], language: str) -> str:
    """`8 h à 12 h, 13 h à 16 h 30`; empty where it is closed."""
    to = said(("à", "to"), language)
    return ", ".join(
        f"{_clock(opens, language)} {to} {_clock(closes, language)}" for opens, closes in spans
    )


def _clock(at: time, language: str) -> str:
    if language == "en":
        return f"{at.hour}:{at.minute:02}"
    return f"{at.hour} h" + (f" {at.minute:02}" if at.minute else "")


def _dates(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def _month(calendar: WorkingCalendar, days: Sequence[Day], month: int, language: str) -> Month:
    cells: list[Cell | None] = []
    for day in days:
        if day.on.month == month:
            if not cells:
                cells += [None] * day.on.weekday()
            cells.append(_cell(calendar, day, language))
    cells += [None] * (-len(cells) % WEEK)
    weeks = [cells[at : at + WEEK] for at in range(0, len(cells), WEEK)]
    return Month(MONTHS[language][month - 1], weeks)


def _cell(calendar: WorkingCalendar, day: Day, language: str) -> Cell:
    closed = day.closed
    if closed is None and day.on in calendar.opened:
        words = said(("ouvert", "open"), language)
        return Cell(day.on.day, EXTRA, f"{words} {hours_in_words(day.spans, language)}")
    if closed is None:
        return Cell(day.on.day, OPEN, "")
    if closed.cause is Cause.WEEKLY:
        return Cell(day.on.day, REST, said(("fermé", "closed"), language))
    return Cell(day.on.day, OFF, said((closed.name_fr, closed.name_en or closed.name_fr), language))
