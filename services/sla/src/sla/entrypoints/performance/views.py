"""Figures as the API shows them: lowerCamelCase JSON; a share under five cases is null."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sla.domain.performance.backlog import Backlog
from sla.domain.performance.consistency import Spread, consistency_of
from sla.domain.performance.improvement import Improvement
from sla.domain.performance.measures import MEANINGS
from sla.domain.performance.on_time import FIRST_CONTACT_V1, ON_TIME_V1, Judgement
from sla.domain.performance.report import Report, Selection
from sla.domain.performance.tally import BINS, TOO_FEW, Tally

View = dict[str, Any]


def report_view(report: Report, selection: Selection, taken_at: datetime) -> View:
    """All figures of a selection."""
    return {
        "takenAt": taken_at,
        "period": {"from": selection.from_month, "to": selection.to_month},
        "boroughs": sorted(selection.boroughs),
        "definitions": {
            one.name: {"version": one.version, "french": one.french, "english": one.english}
            for one in (ON_TIME_V1, FIRST_CONTACT_V1)
        },
        "tooFew": TOO_FEW,
        "total": tally_view(report.total),
        "byActivity": _named("activity", report.by_activity),
        "byBorough": _named("borough", report.by_borough),
        "byDepartment": [
            {"borough": borough, "department": code, **tally_view(tally)}
            for (borough, code), tally in sorted(report.by_department.items())
        ],
        "byChannel": _named("channel", report.by_channel),
        "consistency": [_spread(one) for one in consistency_of(report.by_activity_and_borough)],
        "backlog": _backlog(report.backlog),
    }


def _named(name: str, tallies: Mapping[str, Tally]) -> list[View]:
    return [{name: key, **tally_view(tally)} for key, tally in sorted(tallies.items())]


def tally_view(tally: Tally) -> View:
    """Counts of some cases, and the shares and delays that follow."""
    return {
        "received": tally.received,
        "completed": tally.completed,
        "withdrawn": tally.withdrawn,
        "reopened": tally.reopened,
        "firstContact": tally.first_contact,
        "firstContactPercent": tally.first_contact_percent,
        "adjusted": {one.value: tally.adjusted[one] for one in Judgement},
        "original": {one.value: tally.original[one] for one in Judgement},
        "onTimeAdjustedPercent": tally.on_time_percent(),
        "onTimeOriginalPercent": tally.on_time_percent(original=True),
        "delayDays": {f"p{share}": tally.percentile(share) for share in (10, 50, 90)},
        "delayWorkingDays": {
            f"p{share}": tally.percentile(share, working=True) for share in (10, 50, 90)
        },
        "delayHistogram": [
            {"fromDays": first, "toDays": last, "cases": number, "casesByWorkingDays": worked}
            for (first, last), number, worked in zip(
                BINS, tally.histogram(), tally.histogram(working=True), strict=True
            )
        ],
    }


def _spread(one: Spread) -> View:
    return {
        "activity": one.activity,
        "completed": one.completed,
        "medianSpreadDays": one.median_days,
        "onTimeSpreadPoints": one.on_time_points,
        "boroughs": [
            {
                "borough": found.borough,
                "completed": found.completed,
                "tooFew": found.has_too_few,
                "p10": found.p10,
                "p50": found.p50,
                "p90": found.p90,
                "onTimePercent": found.on_time_percent,
            }
            for found in one.ranges
        ],
    }


def _backlog(backlog: Backlog) -> View:
    return {
        "open": backlog.open,
        "late": backlog.late,
        "dueToday": backlog.due_today,
        "dueThisWeek": backlog.due_this_week,
        "withoutDueTime": backlog.without_due_time,
        "ages": [
            {"fromDays": one.first, "toDays": one.last, "cases": one.number, "late": one.late}
            for one in backlog.ages
        ],
    }


def improvement_view(one: Improvement, value: float | None) -> View:
    """A line of the register; `value`: what its measure is now."""
    plan, measure = one.plan, one.plan.measure
    return {
        "improvementId": one.improvement_id,
        "borough": one.borough,
        "title": plan.title,
        "themes": list(plan.themes),
        "measure": {
            "figure": measure.figure.value,
            "activity": measure.activity,
            "department": measure.department,
            "channel": measure.channel,
            "months": measure.months,
            "unit": MEANINGS[measure.figure].unit,
        },
        "target": plan.target,
        "baseline": one.baseline.model_dump(),
        "now": value,
        "reached": one.is_reached(value),
        "action": plan.action,
        "answerable": plan.answerable,
        "dueOn": plan.due_on,
        "followUps": [note.model_dump() for note in one.follow_ups],
        "changes": [change.model_dump() for change in one.changes],
        "closedAt": one.closed_at,
        "closing": one.closing,
    }
