"""What is asked of citizens and what they say, for HTTP and pages alike: who may, the command.

All raise NotFound, CommandConflict, ApiError 403 and 422, Transient. A repeated call is one call.
"""

from chassis.commands import Answer, derived_id, digest_of
from chassis.identity import Caller
from chassis.store import Scope

from intake.application.converse import (
    CITIZEN,
    NotResolvedForm,
    QuestionForm,
    ReplyForm,
    ask_citizen,
    reopen_unresolved,
    reply,
    validate_result,
)
from intake.domain.case import Case
from intake.domain.tracking import hash_of
from intake.entrypoints.desk import TECHNICIAN, Desk

ASKERS = (TECHNICIAN, "responsable")


async def ask(desk: Desk, caller: Caller, case_id: str, form: QuestionForm, key: str) -> Answer:
    """Ask whoever brought the case a question (PV-03, MH-12)."""
    caller.require(*ASKERS)
    now, question_id = desk.clock(), derived_id(case_id, f"question:{key}")
    return await desk.change(
        case_id,
        lambda state: ask_citizen(state, form, question_id, caller.subject, now, desk.codes),
        command_id=f"question:{key}",
        content=form.model_dump(mode="json"),
        scope=caller.scope,
    )


async def give_reply(desk: Desk, case: Case, code: str, form: ReplyForm) -> Answer:
    """Answer the question; the very same answer twice is one."""
    content = form.model_dump(mode="json")
    now, name = desk.clock(), f"reply:{form.question_id}:{digest_of(content)}"
    return await desk.change(
        case.case_id,
        lambda state: reply(
            state, form, derived_id(case.case_id, name), hash_of(code), now, desk.codes
        ),
        command_id=name,
        content=content,
        scope=_scope(case),
    )


async def validate(desk: Desk, case: Case, code: str) -> Answer:
    """The result is right to the bearer of the code (valider, PR-06)."""
    now, said = desk.clock(), hash_of(code)
    # What was opened again may be validated again: the journal is longer then.
    step = case.journal_moved + len(case.journal)
    return await desk.change(
        case.case_id,
        lambda state: validate_result(state, said, now, desk.codes),
        command_id=f"validate:{CITIZEN}:{said[:16]}:{step}",
        content={},
        scope=_scope(case),
    )


async def say_not_resolved(
    desk: Desk, case: Case, code: str, form: NotResolvedForm, key: str
) -> Answer:
    """It is not resolved: the case is open again, with the bearer's reason (PR-06)."""
    rules = (await desk.vocabulary()).rules_of(case.borough)
    now, name = desk.clock(), f"not-resolved:{CITIZEN}:{key}"
    note_id = derived_id(case.case_id, name)
    return await desk.change(
        case.case_id,
        lambda state: reopen_unresolved(
            state, form, note_id, hash_of(code), rules, now, desk.codes
        ),
        command_id=name,
        content=form.model_dump(mode="json"),
        scope=_scope(case),
    )


def _scope(case: Case) -> Scope:
    return Scope(frozenset(case.boroughs))
