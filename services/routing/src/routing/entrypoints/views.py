"""What staff see of assignments, grids and people: JSON in lowerCamelCase."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from routing.domain.assignment import Assignment
from routing.domain.considered import read_aloud
from routing.domain.grid import Grid
from routing.domain.held_facts import CompletedWork
from routing.domain.manifest_schemes import Scheme
from routing.domain.remote import RemoteAnswer
from routing.domain.standing import outcome_of
from routing.entrypoints.move_views import moves_view

View = Mapping[str, Any]


def paged(items: Iterable[View], *, offset: int, limit: int, total: int) -> View:
    """A page in the City's form."""
    return {
        "paging": {"offset": offset, "limit": limit, "totalCount": total},
        "items": list(items),
    }


def summary(state: Assignment) -> View:
    """A line of the list."""
    held, known = state.decision, state.registered
    return {
        "caseId": state.case_id,
        "borough": known.counter_borough if known else None,
        "kind": known.kind if known else None,
        "activity": known.activity if known else None,
        "receivedOn": known.received_on if known else None,
        "outcome": outcome_of(state),
        "work": "completed" if state.is_completed else "open",
        "responsibleBorough": held.responsible_borough if held else None,
        "department": held.department if held else None,
        "departmentName": _named(held.department_name_fr, held.department_name_en)
        if held
        else None,
        "reception": held.reception_person if held else None,
        "execution": held.execution_person if held else None,
    }


def whole(state: Assignment) -> View:
    """The assignment with its reason and its history; notes are for staff (PV-55)."""
    held, work = state.decision, state.work
    return {
        **summary(state),
        "isWithdrawn": state.is_withdrawn,
        "isClosed": state.is_closed,
        "reason": {"fr": held.reason_fr, "en": held.reason_en} if held else None,
        "gridVersion": held.grid_version if held else None,
        "rule": held.rule if held else None,
        "scheme": held.scheme if held else None,
        "authority": held.authority if held else None,
        "considered": [_named(*words) for words in read_aloud(held.considered, str)]
        if held
        else [],
        "completion": None if work is None else _completion(work),
        "earlierCompletions": [_completion(one) for one in state.earlier_work],
        **moves_view(state),
        "remote": None if state.remote is None else _remote(state.remote),
        "history": [
            {
                "at": entry.at,
                "cause": entry.cause,
                "by": entry.by,
                "to": entry.to,
                "note": entry.note,
                "outcome": entry.decision.outcome.value.replace("_", "-")
                if entry.decision
                else None,
                "department": entry.decision.department if entry.decision else None,
                "reception": entry.decision.reception_person if entry.decision else None,
                "execution": entry.decision.execution_person if entry.decision else None,
                "reason": {"fr": entry.decision.reason_fr, "en": entry.decision.reason_en}
                if entry.decision
                else None,
            }
            for entry in state.history
        ],
    }


def _remote(answer: RemoteAnswer) -> View:
    """What a borough's own service said last; of an answer at fault the fields, no value."""
    return {
        "borough": answer.borough,
        "heard": answer.heard.value,
        "detail": answer.detail,
        "elapsedMs": answer.elapsed_ms,
        "at": answer.at,
    }


def _completion(work: CompletedWork) -> View:
    return {
        "completedAt": work.at,
        "interventionCode": work.report.code,
        "plannedOn": work.report.planned_on,
        "doneOn": work.report.done_on,
        "extension": work.report.extension,
        "completedBy": work.report.completed_by,
        "internalNote": work.report.internal_note,
        "publicNote": work.report.public_note,
    }


def grid_view(grid: Grid, city: Grid | None) -> View:
    """Departments and activities; those of the city are in force where the borough has none."""
    own = [_activity(one, grid) for one in grid.manifest.activities]
    inherited = [_activity(one, city) for one in city.manifest.activities] if city else []
    held = {one["code"] for one in own}
    return {
        "borough": grid.slug,
        "name": grid.manifest.borough.name,
        "version": grid.manifest.borough.version,
        "effectiveOn": grid.manifest.borough.effective_on,
        "departments": [
            {
                "code": one.code,
                "name": _named(one.name_fr, one.name_en),
                "mailbox": one.mailbox,
                "scheme": one.scheme,
                "approvedBy": one.approved_by or None,
                "approvedOn": one.approved_on,
            }
            for one in grid.manifest.departments
        ],
        "schemes": [_scheme(one) for one in grid.manifest.schemes],
        "activities": [*own, *(one for one in inherited if one["code"] not in held)],
        "closingCodes": [
            {"code": one.code, "name": _named(one.name_fr, one.name_en)}
            for one in grid.manifest.closing.codes
        ],
    }


def page_of(items: Sequence[View], offset: int, limit: int) -> View:
    """A page of a list that is held whole."""
    return paged(items[offset : offset + limit], offset=offset, limit=limit, total=len(items))


def _activity(one: Any, grid: Grid) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": _named(one.name_fr, one.name_en),
        "grid": grid.version,
        "mode": one.mode,
        "department": one.department,
        "unit": one.unit,
        "authority": one.authority,
    }


def _scheme(one: Scheme) -> View:
    steps = [
        {"actor": step.actor, "does": _named(step.does_fr, step.does_en)} for step in one.steps
    ]
    return {"code": one.code, "name": _named(one.name_fr, one.name_en), "steps": steps}


def _named(name_fr: str | None, name_en: str | None) -> View:
    return {"fr": name_fr, "en": name_en or name_fr}
