"""One calendar made of those of successive grids: each day is as the grid in force that day says.

So a closure in a new version moves what is already promised, and hours that change next year do not
change what is counted this year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from sla.domain.calendar import Day, WorkingCalendar


@dataclass(frozen=True, eq=False)
class SuccessiveCalendar(WorkingCalendar):
    """The calendar of one version, in which other versions hold for the days of theirs."""

    eras: Sequence[tuple[date, WorkingCalendar]] = field(default=(), repr=False)

    def _work_out(self, on: date) -> Day:
        """As that day's own calendar has it. Raises `CalendarMissing`."""
        held = [calendar for since, calendar in self.eras if since <= on]
        return (held[-1] if held else self.eras[0][1]).day(on)


def successive(
    own: WorkingCalendar, eras: Sequence[tuple[date, WorkingCalendar]]
) -> WorkingCalendar:
    """`own` among all of its borough; `eras`: (in force from, calendar), in order of rank."""
    if len(eras) < 2:
        return own
    last_since, last = eras[-1]
    known = frozenset[int]().union(*(calendar.years for _, calendar in eras))
    years = last.years | {year for year in known if year < last_since.year}
    kept: Mapping[str, object] = {
        one.name: getattr(own, one.name)
        for one in fields(WorkingCalendar)
        if one.name != "years" and not one.name.startswith("_")  # what was worked out stays apart
    }
    return SuccessiveCalendar(**kept, years=years, eras=tuple(eras))  # type: ignore[arg-type]
