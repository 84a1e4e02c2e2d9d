"""The first and the second line of a department (MT-03): the case goes up with a reason, and back.

The department that answers stays the same, and so does its clock: only who works on it changes.
"""

import datetime

from routing.domain.assignment import Assignment
from routing.domain.directory import Directory, Role
from routing.domain.errors import StepRefused
from routing.domain.facts import Decision
from routing.domain.grid import Grids
from routing.domain.passed_on import SecondLine
from routing.domain.routed import LevelChanged, RoutingFact
from routing.domain.taking_charge import open_case

FIRST, SECOND = 1, 2


def level_of(state: Assignment) -> int:
    """1, or 2 in the second line."""
    return FIRST if state.second_line is None else SECOND


def escalate(
    state: Assignment,
    reason: str,
    by: str,
    *,
    grids: Grids,
    directory: Directory,
    on: datetime.date,
    now: datetime.datetime,
) -> tuple[Assignment, list[RoutingFact]]:
    """To the second line that the manifest names, else to who executes in the department.

    Raises StepRefused: without a reason, there already, or nobody there.
    """
    held = open_case(state)
    if state.second_line is not None:
        raise StepRefused(
            "level", "le dossier est déjà en deuxième ligne", "the case is in the second line"
        )
    _must_have(reason)
    department, person = _second_line(state, held, grids, directory, on)
    line = SecondLine(department=department, person_id=person, reason=reason.strip(), by=by, at=now)
    after = state.noted("escalated", now, by=by, to=person, note=line.reason, second_line=line)
    return after, [LevelChanged(state.case_id, now, held, line)]


def return_to_first_line(
    state: Assignment, reason: str, by: str, now: datetime.datetime
) -> tuple[Assignment, list[RoutingFact]]:
    """Back to the first line. Raises StepRefused: without a reason, or not in the second line."""
    held = open_case(state)
    if state.second_line is None:
        raise StepRefused(
            "level", "le dossier est en première ligne", "the case is in the first line"
        )
    _must_have(reason)
    to = held.reception_person or ""
    after = state.noted(
        "returned-to-first-line", now, by=by, to=to, note=reason.strip(), second_line=None
    )
    return after, [LevelChanged(state.case_id, now, held, None)]


def _second_line(
    state: Assignment, held: Decision, grids: Grids, directory: Directory, on: datetime.date
) -> tuple[str, str]:
    post = (held.responsible_borough or "", held.department or "")
    role, grid = Role.EXECUTION, grids.on(post[0], on)
    second = grid.manifest.lines.second.get(post[1]) if grid is not None else None
    if grid is not None and second is not None:
        found = grids.department(grid, second, on)
        assert found is not None, "checked with the manifest"
        role, post = Role.RECEPTION, (found[0].slug, second)
    acting = directory.about(state.case_id).responsable_for(*post, role, on, held.rule or "")
    if acting is None or acting.is_unavailable:
        raise StepRefused(
            "level",
            "personne n'est là pour la deuxième ligne de ce service",
            "nobody is there for the second line of this department",
        )
    if second is None and acting.person_id == held.reception_person:
        raise StepRefused(
            "level", "ce service n'a pas de deuxième ligne", "this department has no second line"
        )
    return post[1], acting.person_id


def _must_have(reason: str) -> None:
    if not reason.strip():
        raise StepRefused("reason", "dites pourquoi", "say why")
