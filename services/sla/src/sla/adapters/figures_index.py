"""By which fields the figures of cases are found and counted in the database.

`COUNTED` are grouped by the server: an open case keeps its due times, for how it stands depends on
when one looks; of an ended one only what became of it is told.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sla.domain.performance.case_figures import CaseFigures, Stage
from sla.domain.performance.improvement import Improvement
from sla.domain.performance.months import MonthFigures

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
COUNTED = (
    "borough",
    "department",
    "activity",
    "channel",
    "kind",
    "month",
    "stage",
    "adjusted",
    "original",
    "days",
    "first_contact",
    "reopened",
    "open_since",
    "due_at",
    "original_due_at",
    "received_on",
)
FIGURES_BY: tuple[tuple[str, ...], ...] = (("borough", "month"),)


def figures_index(case: CaseFigures) -> Mapping[str, Any]:
    """Index fields of a case; `month`, `open_since` and `received_on` (once the work is done) are
    local days as text, `days` a number."""
    received_on = case.received_on
    is_open = case.stage is Stage.OPEN
    promise = case.promise if is_open else None
    adjusted, original = case.judged(original=False), case.judged(original=True)
    return {
        "boroughs": sorted({case.borough, case.responsible_borough} - {""}),
        "borough": case.answering_borough,
        "department": case.department,
        "activity": case.activity_code,
        "channel": case.channel,
        "kind": case.kind,
        "month": f"{received_on:%Y-%m}" if received_on else "",
        "stage": case.stage.value,
        "adjusted": adjusted.value if adjusted else None,
        "original": original.value if original else None,
        "days": case.delay_days,
        "first_contact": case.is_first_contact,
        "reopened": case.reopened > 0,
        "open_since": received_on.isoformat() if is_open and received_on else None,
        "due_at": promise.due_at if promise and not promise.suspended else None,
        "original_due_at": promise.original_due_at if promise else None,
        "received_on": received_on.isoformat() if case.completed_at and received_on else None,
        "received_at": case.received_at or NEVER,
    }


def improvement_index(one: Improvement) -> Mapping[str, Any]:
    """Improvements are seen by their own borough."""
    return {"boroughs": [one.borough]}


def months_index(one: MonthFigures) -> Mapping[str, Any]:
    """Figures of a month are seen by their own borough."""
    return {"boroughs": [one.borough], "borough": one.borough, "month": one.month}
