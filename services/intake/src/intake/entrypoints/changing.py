"""What the technician decides of a case, for HTTP and pages alike: who may, then the command.

All raise NotFound (another borough's case too), ApiError 400, 403, 422, CommandConflict, Transient.
`key` makes a repeated call the same call.
"""

from chassis.commands import Answer
from chassis.identity import Caller
from contracts.words import Kind

from intake.application.change_case import (
    ReclassifyForm,
    answer_case,
    reclassify_case,
    withdraw_case,
)
from intake.application.form import ZONE, AnswerForm, answer_faults
from intake.application.particulars_form import particulars_faults
from intake.entrypoints.desk import TECHNICIAN, Desk
from intake.entrypoints.registering import invalid_fields


async def reclassify(
    desk: Desk, caller: Caller, case_id: str, form: ReclassifyForm, key: str
) -> Answer:
    """Change kind or activity (PV-13): audited; when it was received never changes."""
    caller.require(TECHNICIAN)
    now, words = desk.clock(), await desk.vocabulary()
    faults = answer_faults(form.answer, now, "answer.verifiedOn") if form.answer else []
    today = now.astimezone(ZONE).date()
    faults += particulars_faults(Kind(form.kind), form.claim, form.access, today)
    if faults:
        raise invalid_fields(faults)
    return await desk.change(
        case_id,
        lambda state: reclassify_case(
            state, form, caller.subject, now, desk.codes, words, desk.gazetteer
        ),
        command_id=f"reclassify:{key}",
        content=form.model_dump(mode="json"),
        scope=caller.scope,
    )


async def give_answer(
    desk: Desk, caller: Caller, case_id: str, form: AnswerForm, key: str
) -> Answer:
    """Answer a request for information with a document or a resource (PV-06, PV-07)."""
    caller.require(TECHNICIAN)
    now = desk.clock()
    if faults := answer_faults(form, now, "verifiedOn"):
        raise invalid_fields(faults)
    return await desk.change(
        case_id,
        lambda state: answer_case(state, form, now, desk.codes),
        command_id=f"answer:{key}",
        content=form.model_dump(mode="json"),
        scope=caller.scope,
    )


async def withdraw(desk: Desk, caller: Caller, case_id: str, key: str) -> Answer:
    """Withdraw a case for the citizen who takes it back."""
    caller.require(TECHNICIAN)
    now = desk.clock()
    return await desk.change(
        case_id,
        lambda state: withdraw_case(state, caller.subject, now, desk.codes),
        command_id=f"withdraw:{key}",
        content={},
        scope=caller.scope,
    )
