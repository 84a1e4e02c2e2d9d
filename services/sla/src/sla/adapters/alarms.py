"""What must shout before it hurts: calendars that run out, cases whose deadline cannot be told."""

import logging
from collections.abc import Iterable
from datetime import date, datetime

from chassis.store import Scope, Store
from prometheus_client import Gauge

from sla.domain.commitment import Commitments
from sla.domain.promises import BoroughRules

log = logging.getLogger(__name__)

HORIZON = Gauge(
    "guichet_sla_calendar_horizon_months",
    "Whole months until the calendar of a borough ends",
    ["borough"],
)
WAITING = Gauge(
    "guichet_sla_waiting_cases", "Cases whose due time cannot be worked out", ["reason"]
)
REASONS = ("grid", "calendar", "counting", "fault")


def months_between(first: date, last: date) -> int:
    """Whole months from one date to another; below 0 when it is past."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)


def watch_horizon(rules: Iterable[BoroughRules], now: datetime, alarm_months: int) -> list[str]:
    """Set the gauge of every borough; the boroughs whose calendar ends too soon come back."""
    short: list[str] = []
    for one in rules:
        today = one.calendar.local(now).date()
        months = months_between(today, one.calendar.horizon_on())
        HORIZON.labels(one.borough).set(months)
        if months < alarm_months:
            short.append(one.borough)
    if short:
        log.error("calendar ends too soon", extra={"boroughs": sorted(short)})
    return sorted(short)


async def watch_waiting(store: Store[Commitments]) -> None:
    """Count the cases that wait, by what they lack. Raises Transient."""
    for reason in REASONS:
        number = await store.count(Scope.everything(), {"waiting": reason})
        WAITING.labels(reason).set(number)
        if number:
            log.warning("due times unknown", extra={"reason": reason, "cases": number})
