"""The calendars that end soon, so that somebody confirms the next year in time (§2.1)."""

from dataclasses import dataclass
from datetime import date

from chassis.identity import Caller

from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.desk import Desk


@dataclass(frozen=True)
class Horizon:
    """Where a borough's calendar ends. `months`: whole ones from today, below 0 once it is past."""

    borough: str
    name: str
    ends_on: date
    months: int
    is_short: bool


def horizons(desk: Desk, caller: Caller, names: BoroughNames) -> list[Horizon]:
    """Where the calendars of the caller's boroughs end, the soonest first."""
    today = desk.today()
    found = []
    for rules in desk.book.latest():
        if rules.borough not in caller.boroughs:
            continue
        ends_on = rules.calendar.horizon_on()
        months = (ends_on.year - today.year) * 12 + ends_on.month - today.month
        months -= ends_on.day < today.day
        is_short = months < desk.horizon_alarm_months
        name = names.borough(rules.borough)
        found.append(Horizon(rules.borough, name, ends_on, months, is_short))
    return sorted(found, key=lambda one: (one.ends_on, one.name))


def horizon_warnings(desk: Desk, caller: Caller, names: BoroughNames) -> list[Horizon]:
    """Those of them that are an alarm."""
    return [one for one in horizons(desk, caller, names) if one.is_short]
