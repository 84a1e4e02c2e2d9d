"""Cases for tests and measurements of figures: one made by hand, many by chance (seeded)."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sla.adapters.holidays_quebec import QuebecHolidays
from sla.domain.calendar import WEEKDAYS, CalendarRules, WorkingCalendar, build_calendar
from sla.domain.performance.case_figures import CaseFigures, PromisedWork
from sla.domain.performance.working_days import WorkingDays

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # Friday, 10:00 local
CASE = "5f0c1e0a-0000-4000-8000-000000000001"
BOROUGHS = ("prevost", "mont-saint-hilaire", "pierrefonds-roxboro", "montreal")
ACTIVITIES = (
    "nid-de-poule", "lampadaire-defectueux", "deneigement", "drainage", "fuite-d-eau",
    "collecte-des-matieres", "signalisation", "animaux", "taxes-foncieres", "abattage-d-arbre",
)  # fmt: skip
CHANNELS = ("phone", "phone", "phone", "web", "mobile", "email", "counter")
DEPARTMENTS = ("travaux-publics", "environnement", "urbanisme")


def case(number: int = 1, /, **changes: Any) -> CaseFigures:
    """A pothole in Prévost, received on 2 November and promised for the 9th, open."""
    received_at = changes.pop("received_at", datetime(2026, 11, 2, 15, 0, tzinfo=UTC))
    due_at = changes.pop("due_at", received_at + timedelta(days=7))
    promise = PromisedWork(
        commitment_id=f"promise-{number}",
        started_at=received_at,
        due_at=due_at,
        original_due_at=changes.pop("original_due_at", due_at),
        **changes.pop("promise", {}),
    )
    values: dict[str, Any] = {
        "case_id": str(UUID(int=number)),
        "borough": "prevost",
        "kind": "request",
        "activity": "nid-de-poule",
        "channel": "phone",
        "received_at": received_at,
        "requesters": {"phone": 1},
        "responsible_borough": "prevost",
        "department": "travaux-publics",
        "assigned_at": received_at,
        "promises": (promise,),
    }
    return CaseFigures.model_validate(values | changes)


@cache
def seeded_calendar(borough: str) -> WorkingCalendar:
    """Open from Monday to Friday, but on the public holidays of Québec, from 2024 to 2027."""
    week = {day: [("08:00", "17:00")] for day in WEEKDAYS[:5]}
    rules = CalendarRules.model_validate({"weekly": week, "years": [2024, 2025, 2026, 2027]})
    return build_calendar(borough, 1, rules, QuebecHolidays())


worked_in = WorkingDays(seeded_calendar)


def many(count: int, seed: int = 7) -> Iterator[CaseFigures]:
    """Cases of a year, shaped like the City's: nineteen in twenty have ended."""
    luck = random.Random(seed)
    for number in range(1, count + 1):
        received_at = NOW - timedelta(minutes=luck.randrange(365 * 24 * 60))
        borough = luck.choice(BOROUGHS)
        slow = 1.0 + BOROUGHS.index(borough) * 0.7
        days = luck.expovariate(1 / (5 * slow))
        channel = luck.choice(CHANNELS)
        ends: dict[str, Any] = {}
        done_at = received_at + timedelta(days=days)
        if luck.random() < 0.2:
            ends = {"kind": "information", "answered_at": received_at, "promises": ()}
        elif luck.random() < 0.02:
            ends = {"withdrawn_at": min(NOW, done_at)}
        elif luck.random() < 0.96 and done_at < NOW:
            ends = {"completed_at": done_at, "done_on": done_at.date()}
        yield case(
            number,
            received_at=received_at,
            due_at=received_at + timedelta(days=luck.choice((5, 10, 20))),
            borough=borough,
            responsible_borough=borough,
            activity=luck.choice(ACTIVITIES),
            department=luck.choice(DEPARTMENTS),
            channel=channel,
            requesters={channel: 1},
            reopened=int(luck.random() < 0.03),
            **ends,
        )
