"""The HTTP API of what staff decide about a promise: suspended, resumed, extended, kept by hand."""

from typing import Annotated, Any

from chassis.identity import Caller, staff
from fastapi import APIRouter, Depends

from sla.application.forms import (
    DoneForm,
    DutyForm,
    ExtensionForm,
    PlannedForm,
    ResumptionForm,
    SuspensionForm,
)
from sla.entrypoints.desk import Key
from sla.entrypoints.promise_desk import PromiseDesk

Staff = Annotated[Caller, Depends(staff)]
View = dict[str, Any]


def router(desk: PromiseDesk) -> APIRouter:
    """`/api/sla/v1/commitments/{case_id}/...`."""
    routes = APIRouter(prefix="/api/sla/v1", tags=["commitments"])

    @routes.post("/commitments/{case_id}/{commitment_id}/suspension")
    async def suspend(
        case_id: str, commitment_id: str, form: SuspensionForm, caller: Staff, key: Key = None
    ) -> View:
        """The delay waits for the citizen: reason, until when at most; the grid has the cap."""
        return dict((await desk.suspend(case_id, commitment_id, form, caller, key)).body)

    @routes.post("/commitments/{case_id}/{commitment_id}/resumption")
    async def resume(
        case_id: str, commitment_id: str, form: ResumptionForm, caller: Staff, key: Key = None
    ) -> View:
        """The delay runs again; its due time moves by exactly the pause."""
        return dict((await desk.resume(case_id, commitment_id, form, caller, key)).body)

    @routes.post("/commitments/{case_id}/{commitment_id}/extension")
    async def extend(
        case_id: str, commitment_id: str, form: ExtensionForm, caller: Staff, key: Key = None
    ) -> View:
        """A longer delay, decided before its expiry; `originalDueAt` stays (PV-48)."""
        return dict((await desk.extend(case_id, commitment_id, form, caller, key)).body)

    @routes.post("/commitments/{case_id}/{commitment_id}/done")
    async def done(
        case_id: str, commitment_id: str, form: DoneForm, caller: Staff, key: Key = None
    ) -> View:
        """Called back (MH-07), or the third party was notified: what no event tells."""
        return dict((await desk.done(case_id, commitment_id, form, caller, key)).body)

    @routes.post("/commitments/{case_id}/duties")
    async def note_duty(case_id: str, form: DutyForm, caller: Staff, key: Key = None) -> View:
        """Somebody asked to be called back (MH-07), or a third party is to be notified."""
        return dict((await desk.note_duty(case_id, form, caller, key)).body)

    @routes.post("/commitments/{case_id}/planned-date")
    async def plan(case_id: str, form: PlannedForm, caller: Staff, key: Key = None) -> View:
        """The citizen was given a date: it is a promise of its own (MH-13, PV-53)."""
        return dict((await desk.plan(case_id, form, caller, key)).body)

    return routes
