"""The dates of the monthly lists under a borough's rule (PV-27, PV-29, PV-32, PV-33, C-01).

Pure: a working calendar and the rule are all it knows. A year that nobody confirmed raises.
"""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from sla.domain.calendar import DAY, CalendarMissing, WorkingCalendar

MONDAY, FRIDAY, SUNDAY = 0, 4, 6
LONGEST_WAY_BACK = 62  # days; a month without working days is no month to send a list in


class SendRule(StrEnum):
    """Which day the list leaves: Prévost §4.1 says the first, its §4.2.3 the second (C-01)."""

    FIRST_WD_LAST_WEEK = "FIRST_WD_LAST_WEEK"
    LAST_MONDAY_FULL_WEEK = "LAST_MONDAY_FULL_WEEK"


class FullWeek(StrEnum):
    """When a week counts as complete: its days lie in the month from Monday to this one."""

    MON_FRI = "MON_FRI"
    MON_SUN = "MON_SUN"


class HolidayRoll(StrEnum):
    """Where a day goes on which the counter is closed."""

    NEXT_WD = "NEXT_WD"


class ListRules(BaseModel):
    """The `[rnc]` part of a grid; the defaults are those of §4.2.3 (C-01)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    send_rule: SendRule = SendRule.LAST_MONDAY_FULL_WEEK
    full_week: FullWeek = FullWeek.MON_FRI
    holiday_roll: HolidayRoll = HolidayRoll.NEXT_WD
    min_working_days: int = Field(3, ge=0, le=15, description="Left to answer, after the sending")
    remind_working_days: int = Field(1, ge=0, le=10, description="Before the reply date; 0: never")
    officials: tuple[str, ...] = Field((), description="Staff ids who get the council's list")


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """The dates of one month, all local. `rule_on`: what the rule alone says, before it moved."""

    month: date
    send_on: date
    rule_on: date
    reply_by: date
    remind_on: date | None
    elected_on: date | None
    """First working day of the next month; None: nobody confirmed the year it lies in."""
    rule: SendRule

    @property
    def moved(self) -> bool:
        """Whether the list leaves earlier than the rule says, to leave time to answer (C-01)."""
        return self.send_on != self.rule_on

    @property
    def name(self) -> str:
        """`2026-08`."""
        return f"{self.month:%Y-%m}"


def plan_year(calendar: WorkingCalendar, rules: ListRules, year: int) -> list[MonthPlan]:
    """The twelve months. Raises CalendarMissing."""
    if year not in calendar.years:
        raise CalendarMissing(calendar.borough, year)
    return [plan_month(calendar, rules, date(year, month, 1)) for month in range(1, 13)]


def plan_month(calendar: WorkingCalendar, rules: ListRules, month: date) -> MonthPlan:
    """The dates of the month that begins on `month`.

    The send date of the rule moves back, by working days, until `min_working_days` of them remain
    after it, the reply date included. Raises CalendarMissing.
    """
    last = last_day(month)
    reply_by = last_working_day(calendar, last)
    rule_on = _roll(calendar, _by_rule(rules, last))
    send_on = rule_on
    while send_on > reply_by or _remaining(calendar, send_on, reply_by) < rules.min_working_days:
        send_on = last_working_day(calendar, send_on - DAY)
    return MonthPlan(
        month=month,
        send_on=send_on,
        rule_on=rule_on,
        reply_by=reply_by,
        remind_on=_remind_on(calendar, rules, send_on, reply_by),
        elected_on=_first_of_next(calendar, last),
        rule=rules.send_rule,
    )


def months_between(first: date, last: date) -> Iterator[date]:
    """First days of the months from the one of `first` to the one of `last`."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = last_day(month) + DAY


def last_day(month: date) -> date:
    """The last day of the month that this day lies in."""
    return month.replace(day=months.monthrange(month.year, month.month)[1])


def is_working(calendar: WorkingCalendar, on: date) -> bool:
    """Whether the counter opens on that day. Raises CalendarMissing."""
    return bool(calendar.day(on).spans)


def last_working_day(calendar: WorkingCalendar, on: date) -> date:
    """That day, or the nearest before it on which the counter opens. Raises CalendarMissing."""
    for _ in range(LONGEST_WAY_BACK):
        if is_working(calendar, on):
            return on
        on -= DAY
    raise CalendarMissing(calendar.borough, on.year)


def _by_rule(rules: ListRules, last: date) -> date:
    """The Monday that the rule names; `last` is the last day of the month."""
    monday = last - last.weekday() * DAY
    if rules.send_rule is SendRule.FIRST_WD_LAST_WEEK:
        return monday
    end = FRIDAY if rules.full_week is FullWeek.MON_FRI else SUNDAY
    return monday if last.weekday() >= end else monday - 7 * DAY


def _roll(calendar: WorkingCalendar, on: date) -> date:
    """`NEXT_WD`, the only roll that a text gives. May leave the month: then it moves back anyway.

    Where the next year is not confirmed, no day of it is a working day of this list.
    """
    year = on.year
    while on.year == year and not is_working(calendar, on):
        on += DAY
    return on


def _remaining(calendar: WorkingCalendar, send_on: date, reply_by: date) -> int:
    """Working days after the sending, up to and with the reply date."""
    days = (reply_by - send_on).days
    return sum(is_working(calendar, send_on + number * DAY) for number in range(1, days + 1))


def _remind_on(
    calendar: WorkingCalendar, rules: ListRules, send_on: date, reply_by: date
) -> date | None:
    """None: never, or no day lies between the sending and the reply."""
    on = reply_by
    for _ in range(rules.remind_working_days):
        on = last_working_day(calendar, on - DAY)
    return on if rules.remind_working_days and on > send_on else None


def _first_of_next(calendar: WorkingCalendar, last: date) -> date | None:
    on = last + DAY
    try:
        while not is_working(calendar, on):
            on += DAY
    except CalendarMissing:
        return None
    return on
