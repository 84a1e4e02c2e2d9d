"""The responsable says that the work is done: checked, said, and left to intake to apply."""

import datetime

from routing.domain.assignment import Assignment
from routing.domain.errors import WorkRefused
from routing.domain.grid import Grids
from routing.domain.held_facts import CompletedWork
from routing.domain.routed import RoutingFact, WorkCompleted
from routing.domain.work import WorkReport, check_work


def complete_work(
    state: Assignment, report: WorkReport, grids: Grids, now: datetime.datetime
) -> tuple[Assignment, list[RoutingFact]]:
    """PV-52..55; raises WorkRefused. Repeating the same report changes nothing."""
    if state.work is not None and state.work.report == report:
        return state, []
    if state.is_withdrawn:
        raise WorkRefused("case", "le dossier a été retiré", "the case was withdrawn")
    decision, known = state.decision, state.registered
    if decision is None or known is None or not state.is_assigned:
        raise WorkRefused("case", "le dossier n'est pas assigné", "the case is not assigned")
    if state.work is not None:
        raise WorkRefused("case", "déjà complété", "completed already")
    if state.is_closed:
        raise WorkRefused("case", "le dossier est fermé", "the case is closed")
    assert decision.responsible_borough is not None
    assert decision.department is not None
    grid = grids.on(decision.responsible_borough, now.date())
    assert grid is not None, "a grid that once assigned stays in force"
    done_on = check_work(report, grid.manifest, known.created_on, now)
    fact = WorkCompleted(
        case_id=state.case_id,
        at=now,
        borough=decision.responsible_borough,
        department=decision.department,
        code=report.code,
        planned_on=report.planned_on,
        done_on=done_on,
        extension=report.extension.strip(),
        completed_by=report.completed_by,
        internal_note=report.internal_note,
        public_note=report.public_note,
    )
    done = CompletedWork(report=report, at=now, awaits_intake=True)
    after = state.without_open_transfer(now).model_copy(update={"work": done})
    return after, [*state.ended_transfer(after), fact]
