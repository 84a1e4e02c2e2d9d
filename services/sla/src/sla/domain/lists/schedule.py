"""When something is due for the lists of a borough, and how far that was seen to.

One document per borough: what became due after `through_at` is seen to oldest first, however long
the service was away, and never twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

from sla.domain.calendar import CalendarMissing, WorkingCalendar
from sla.domain.lists.plan import ListRules, MonthPlan, months_between, plan_month

A_MONTH = timedelta(days=31)


class Step(StrEnum):
    """What is to be done."""

    SEND = "send"
    REMIND = "remind"
    COUNCIL = "council"


class Schedule(BaseModel):
    """Everything due up to `through_at` was seen to; what was due before the first look never is:
    a list of a month gone by helps nobody."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    borough: str
    through_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Due:
    """One step of one month, due at an instant (UTC): opening time of its local date."""

    at: datetime
    step: Step
    plan: MonthPlan


def due_between(
    calendar: WorkingCalendar, rules: ListRules, after: datetime, until: datetime
) -> list[Due]:
    """The steps due after one instant, up to and with another, oldest first.

    Raises CalendarMissing.
    """
    first = calendar.local(after - A_MONTH).date()  # the council's day lies in the next month
    today = calendar.local(until).date()
    found: list[Due] = []
    for month in months_between(first, today):
        try:
            found += _steps(calendar, rules, month)
        except CalendarMissing:
            # A year that was never confirmed had no lists; the one we are in must be.
            if month.year == today.year:
                raise
    due = [one for one in found if after < one.at <= until]
    return sorted(due, key=lambda one: (one.at, one.plan.month))


def is_past(calendar: WorkingCalendar, due: Due, now: datetime) -> bool:
    """Whether a sending or reminder comes too late for any answer: the next month has begun."""
    today = calendar.local(now).date()
    return due.step is not Step.COUNCIL and today > due.plan.reply_by


def closing_of(calendar: WorkingCalendar, on: date) -> datetime:
    """End of that working day, UTC. Raises CalendarMissing."""
    return calendar.instant(on, calendar.day(on).spans[-1][1])


def _steps(calendar: WorkingCalendar, rules: ListRules, month: date) -> Iterator[Due]:
    plan = plan_month(calendar, rules, month)
    yield Due(_opening(calendar, plan.send_on), Step.SEND, plan)
    if plan.remind_on is not None:
        yield Due(_opening(calendar, plan.remind_on), Step.REMIND, plan)
    if plan.elected_on is not None and rules.officials:
        yield Due(_opening(calendar, plan.elected_on), Step.COUNCIL, plan)


def _opening(calendar: WorkingCalendar, on: date) -> datetime:
    return calendar.instant(on, calendar.day(on).spans[0][0])
