"""What staff does with a dossier, for HTTP and for the pages alike: who may, then the command.

All raise NotFound (another borough's case too), ApiError 400, 403, 422, CommandConflict, Transient.
`key` makes a repeated call the same call.
"""

from chassis.commands import Answer, derived_id
from chassis.identity import Caller

from intake.application.keep_dossier import (
    CloseForm,
    JoinForm,
    LocateForm,
    NoteForm,
    ReopenForm,
    add_note,
    close_case,
    join_case,
    locate_case,
    reopen_case,
)
from intake.entrypoints.desk import TECHNICIAN, Desk
from intake.entrypoints.registering import invalid_fields

WRITERS = (TECHNICIAN, "responsable", "executor", "director", "citizen-experience")
CLOSERS = (TECHNICIAN, "responsable")


async def write_note(desk: Desk, caller: Caller, case_id: str, form: NoteForm, key: str) -> Answer:
    """Write it down as it happens (MH-11)."""
    caller.require(*WRITERS)
    now, note_id = desk.clock(), derived_id(case_id, key)
    if faults := form.faults(now):
        raise invalid_fields(faults)
    return await desk.change(
        case_id,
        lambda state: add_note(state, form, note_id, caller.subject, now, desk.codes),
        command_id=f"note:{key}",
        content=form.model_dump(mode="json"),
        scope=caller.scope,
    )


async def close(desk: Desk, caller: Caller, case_id: str, form: CloseForm, key: str) -> Answer:
    """Validate and close (PV-57); the borough of the counter says who may (C-05)."""
    caller.require(*CLOSERS)
    words, now, note_id = await desk.vocabulary(), desk.clock(), derived_id(case_id, key)
    return await desk.change(
        case_id,
        lambda state: close_case(
            state,
            form,
            note_id,
            caller.subject,
            frozenset(caller.roles),
            now,
            desk.codes,
            words.rules_of(state.borough if state else ""),
        ),
        command_id=f"close:{key}",
        content=form.model_dump(mode="json"),
        scope=caller.scope,
    )


async def reopen(desk: Desk, caller: Caller, case_id: str, form: ReopenForm, key: str) -> Answer:
    """Open again, with its reason."""
    caller.require(*CLOSERS)
    now, note_id = desk.clock(), derived_id(case_id, key)
    return await desk.change(
        case_id,
        lambda state: reopen_case(state, form, note_id, caller.subject, now, desk.codes),
        command_id=f"reopen:{key}",
        content=form.model_dump(mode="json"),
        scope=caller.scope,
    )


async def locate(desk: Desk, caller: Caller, case_id: str, form: LocateForm, key: str) -> Answer:
    """Put on the map what could not be placed by its words."""
    caller.require(TECHNICIAN)
    now = desk.clock()
    return await desk.change(
        case_id,
        lambda state: locate_case(state, form, caller.subject, now, desk.codes),
        command_id=f"locate:{key}",
        content=form.model_dump(mode="json"),
        scope=caller.scope,
    )


async def join(
    desk: Desk, caller: Caller, case_id: str, form: JoinForm, key: str
) -> tuple[Answer, str]:
    """Join a citizen to a case instead of opening a second one; their own tracking code."""
    caller.require(TECHNICIAN)
    now, requester_id = desk.clock(), derived_id(case_id, f"{caller.subject}:{key}")
    answer = await desk.change(
        case_id,
        lambda state: join_case(state, form, requester_id, caller.subject, now, desk.codes),
        command_id=f"join:{key}",
        content=form.model_dump(mode="json"),
        scope=caller.scope,
    )
    return answer, desk.codes.code_of_joined(case_id, requester_id)
