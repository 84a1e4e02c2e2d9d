"""What the HTTP API shows: lowerCamelCase JSON, every explanation in French and in English."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sla.application.translate import explanations
from sla.domain.calendar import DAY, WEEKDAYS, Cause, Span, WorkingCalendar
from sla.domain.citizens_clocks import OF_CLAIMS
from sla.domain.commitment import Commitment, Commitments, DueMove, Waiting
from sla.domain.steps import steps

View = dict[str, Any]


def case_view(state: Commitments) -> View:
    """The promises made on one case."""
    facts = state.facts
    # Of a complaint no more than that it is one (PV-44).
    is_open = facts.classification is not None and facts.classification.kind != "complaint"
    return {
        "caseId": state.case_id,
        "borough": facts.borough,
        "responsibleBorough": facts.assignment.borough if facts.assignment else None,
        "kind": facts.classification.kind if facts.classification else None,
        "activity": facts.classification.activity if is_open and facts.classification else None,
        "receivedAt": facts.received_at,
        "commitments": [_commitment(one, state.moves) for one in state.commitments],
        "waitingFor": _waiting(state.waiting_for) if state.waiting_for else None,
    }


def _commitment(one: Commitment, moves: Sequence[DueMove]) -> View:
    words = explanations(one)
    return {
        "commitmentId": one.commitment_id,
        "kind": one.kind,
        "state": one.state,
        "startedAt": one.started_at,
        "dueAt": one.due_at,
        "originalDueAt": one.original_due_at,
        "settledAt": one.settled_at,
        "counting": one.counting,
        "amount": one.amount,
        "extendedBy": one.extended_by,
        "suspendedUntil": one.stopped.until_at if one.stopped else None,
        "demonstration": one.demonstration,
        "borough": one.basis.borough,
        "gridVersion": one.basis.grid_version,
        "explanationFr": words["explanation_fr"],
        "explanationEn": words["explanation_en"],
        "steps": [
            {"kind": step.kind, "fr": step.fr, "en": step.en}
            for step in steps(one.trace, reopened=one.reopening > 0, of_facts=one.kind in OF_CLAIMS)
        ],
        "moves": [
            {"at": move.at, "before": move.before_at, "after": move.due_at, "cause": move.cause}
            for move in moves
            if move.commitment_id == one.commitment_id
        ],
    }


def _waiting(waiting: Waiting) -> View:
    """Why a due time cannot be told yet."""
    return {
        "reason": waiting.reason,
        "borough": waiting.borough,
        "gridVersion": waiting.grid_version,
        "year": waiting.year,
        "since": waiting.since,
        "tries": waiting.tries,
        "retryAt": waiting.retry_at,
    }


def calendar_view(calendar: WorkingCalendar, year: int) -> View:
    """A year: the weekly hours, and each day off that the week alone does not explain.

    Raises CalendarMissing.
    """
    on, off, opened = date(year, 1, 1), list[View](), list[View]()
    while on.year == year:
        day = calendar.day(on)
        if day.closed is not None and day.closed.cause is not Cause.WEEKLY:
            closed = day.closed
            reasons = {"reasonFr": closed.name_fr, "reasonEn": closed.name_en}
            off.append({"on": on, "cause": closed.cause, **reasons})
        if on in calendar.opened:
            opened.append({"on": on, "hours": _hours(day.spans)})
        on += DAY
    return {
        "borough": calendar.borough,
        "year": year,
        "gridVersion": calendar.version,
        "zone": calendar.zone.key,
        "weekly": {
            name: _hours(spans) for name, spans in zip(WEEKDAYS, calendar.weekly, strict=True)
        },
        "daysOff": off,
        "opened": opened,
        "horizonOn": calendar.horizon_on(),
    }


def _hours(spans: tuple[Span, ...]) -> list[View]:
    return [{"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"} for opens, closes in spans]
