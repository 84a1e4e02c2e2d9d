"""Notes, closing, reopening, placing and joining over HTTP."""

from chassis.http import language_of
from fastapi import APIRouter, Request

from intake.application.keep_dossier import CloseForm, JoinForm, LocateForm, NoteForm, ReopenForm
from intake.entrypoints import keeping
from intake.entrypoints.desk import Desk
from intake.entrypoints.parameters import IdempotencyKey, Staff
from intake.entrypoints.views import View, answered


def add(routes: APIRouter, desk: Desk) -> None:
    """Routes below `/cases/{case_id}`; every command under its Idempotency-Key."""

    @routes.post("/cases/{case_id}/notes", tags=["dossiers"])
    async def write_note(
        case_id: str, form: NoteForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Write a note as it happens, internal or for the citizen too (MH-11, PV-55, PV-56)."""
        answer = await keeping.write_note(desk, caller, case_id, form, key)
        return answered(answer.body, language_of(request))

    @routes.post("/cases/{case_id}/close", tags=["dossiers"])
    async def close(
        case_id: str, form: CloseForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Validate and close (PV-28, PV-57); who may, the borough's grid says (C-05)."""
        answer = await keeping.close(desk, caller, case_id, form, key)
        return answered(answer.body, language_of(request))

    @routes.post("/cases/{case_id}/reopen", tags=["dossiers"])
    async def reopen(
        case_id: str, form: ReopenForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Open again what had ended, with a reason; when it was received stands (PV-13)."""
        answer = await keeping.reopen(desk, caller, case_id, form, key)
        return answered(answer.body, language_of(request))

    @routes.post("/cases/{case_id}/locate", tags=["dossiers"])
    async def locate(
        case_id: str, form: LocateForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Give the point of a case whose address could not be placed; routing decides anew."""
        answer = await keeping.locate(desk, caller, case_id, form, key)
        return answered(answer.body, language_of(request))

    @routes.post("/cases/{case_id}/join", tags=["counter"])
    async def join(
        case_id: str, form: JoinForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Join a citizen to a case that is there; they get a tracking code of their own."""
        answer, code = await keeping.join(desk, caller, case_id, form, key)
        return {**answered(answer.body, language_of(request)), "trackingCode": code}
