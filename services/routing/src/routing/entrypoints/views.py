"""What staff see of assignments, grids and people: JSON in lowerCamelCase."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from routing.domain.assignment import Assignment, CompletedWork
from routing.domain.directory import Designation
from routing.domain.grid import Grid
from routing.domain.standing import outcome_of

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
        "completion": None if work is None else _completion(work),
        "earlierCompletions": [_completion(one) for one in state.earlier_work],
        "history": [
            {
                "at": entry.at,
                "cause": entry.cause,
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
            }
            for one in grid.manifest.departments
        ],
        "activities": [*own, *(one for one in inherited if one["code"] not in held)],
        "closingCodes": [
            {"code": one.code, "name": _named(one.name_fr, one.name_en)}
            for one in grid.manifest.closing.codes
        ],
    }


def designation_view(one: Designation) -> View:
    """One version of a post."""
    return {
        "borough": one.borough,
        "department": one.department,
        "role": one.role,
        "version": one.version,
        "personId": one.person_id,
        "personName": one.person_name,
        "director": one.director,
        "email": one.email,
        "extension": one.extension,
        "effectiveOn": one.effective_on,
        "employeeSignedOn": one.employee_signed_on,
        "directorSignedOn": one.director_signed_on,
        "activeFrom": one.active_from,
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


def _named(name_fr: str | None, name_en: str | None) -> View:
    return {"fr": name_fr, "en": name_en or name_fr}
