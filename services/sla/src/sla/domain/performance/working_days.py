"""Working days between two local days, by the calendar of the borough that answers."""

from collections.abc import Callable
from datetime import date, timedelta

from sla.domain.calendar import CalendarMissing, WorkingCalendar

CalendarOf = Callable[[str], WorkingCalendar | None]
DAY = timedelta(days=1)


class WorkingDays:
    """Counts by the calendars as they are held now; each year of each is walked once.

    `calendar_of`: that of a borough, in which each day is as the grid in force that day says.
    """

    def __init__(self, calendar_of: CalendarOf) -> None:
        self._calendar_of = calendar_of
        self._held: dict[str, tuple[WorkingCalendar, dict[int, list[int]]]] = {}

    def __call__(self, borough: str, first: date, last: date) -> int | None:
        """Days after `first`, up to and with `last`, on which the counter is open.

        None: no calendar of the borough is known, or a year of it was not confirmed (§2.1).
        """
        calendar = self._calendar_of(borough)
        if calendar is None:
            return None
        known = self._held.get(borough)
        if known is None or known[0] is not calendar:
            known = self._held[borough] = calendar, {}
        years = known[1]
        try:
            for year in range(first.year, last.year + 1):
                if year not in years:
                    years[year] = _open_until(calendar, year)
        except CalendarMissing:
            return None
        before = sum(years[year][-1] for year in range(first.year, last.year))
        return before + years[last.year][_place(last)] - years[first.year][_place(first)]


def _place(on: date) -> int:
    return on.timetuple().tm_yday - 1


def _open_until(calendar: WorkingCalendar, year: int) -> list[int]:
    """For each day of the year, how many of it up to and with that day are open."""
    found, open_days, on = list[int](), 0, date(year, 1, 1)
    while on.year == year:
        open_days += calendar.day(on).closed is None
        found.append(open_days)
        on += DAY
    return found
