"""What is open today: by age, by when it is due, and what no delay was promised for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sla.domain.performance.on_time import ZONE, Judgement
from sla.domain.performance.snapshot import OpenCases

AGES: Sequence[tuple[int, int | None]] = (
    (0, 7),
    (8, 30),
    (31, 90),
    (91, 180),
    (181, 365),
    (366, None),
)
"""Classes of age in days since receipt, first and last day included."""


@dataclass
class AgeClass:
    """Open cases of one class of age."""

    first: int
    last: int | None
    number: int = 0
    late: int = 0


@dataclass
class Backlog:
    """Open cases. `due_this_week`: from today to Sunday, what is due today included."""

    open: int = 0
    late: int = 0
    due_today: int = 0
    due_this_week: int = 0
    without_due_time: int = 0
    ages: list[AgeClass] = field(default_factory=lambda: [AgeClass(*one) for one in AGES])


def backlog_of(cases: Iterable[OpenCases], now: datetime) -> Backlog:
    """What is open at an instant; days are local."""
    today = now.astimezone(ZONE).date()
    sunday = today + timedelta(days=6 - today.weekday())
    found = Backlog()
    for one in cases:
        is_late = one.judged(now) is Judgement.LATE
        found.open += one.number
        age = found.ages[_age_class(today, one.received_on)]
        age.number += one.number
        if is_late:
            found.late += one.number
            age.late += one.number
        elif one.due_at is None:
            found.without_due_time += one.number
        else:
            due_on = one.due_at.astimezone(ZONE).date()
            found.due_today += one.number if due_on == today else 0
            found.due_this_week += one.number if due_on <= sunday else 0
    return found


def _age_class(today: date, received_on: date) -> int:
    days = max(0, (today - received_on).days)
    return next(place for place, (_, last) in enumerate(AGES) if last is None or days <= last)
