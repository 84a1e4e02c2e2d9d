"""The responsable says that the work is done; intake alone then changes the case's state."""

from datetime import datetime

from chassis.outcome import Outcome

from routing.application.forms import CompletionForm
from routing.application.translate import outcome
from routing.domain import completing
from routing.domain.assignment import Assignment
from routing.domain.errors import WorkRefused
from routing.domain.grid import Grids
from routing.domain.work import WorkReport


def complete_work(
    state: Assignment, form: CompletionForm, by: str, now: datetime, grids: Grids
) -> Outcome[Assignment]:
    """PV-52..57. Raises WorkRefused, and the case is as it was."""
    if not form.validated:
        raise WorkRefused(
            "validated",
            "validez l'intervention : sans validation, l'état ne change pas",
            "validate the work: without it the status does not change",
        )
    report = WorkReport(
        code=form.intervention_code,
        planned_on=form.planned_on,
        done_on=form.done_on,
        extension=form.extension,
        internal_note=form.internal_note,
        public_note=form.public_note,
        completed_by=by,
    )
    state, facts = completing.complete_work(state, report, grids, now)
    assert state.work is not None
    answer = {
        "caseId": state.case_id,
        "work": "completed",
        "interventionCode": form.intervention_code,
        "doneOn": str(form.done_on),
        "completedAt": state.work.at.isoformat(),
    }
    return outcome((state, facts), grids, answer)
