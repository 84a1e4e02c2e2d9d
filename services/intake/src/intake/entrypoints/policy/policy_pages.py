"""`/politique`: the policy in short, and the button that says it was read (PV-34)."""

from uuid import uuid4

from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.pages import back_to

from intake.application.read_policy import AcknowledgementForm
from intake.entrypoints.page_forms import filled, sent_by
from intake.entrypoints.policy.policy_words import text_of
from intake.entrypoints.staff_pages import StaffPages


def router(pages: StaffPages) -> APIRouter:
    """`/politique`, for whoever is signed in (PV-02)."""
    routes, readings = APIRouter(include_in_schema=False), pages.desk.policy

    async def shown(
        request: Request, caller: Caller, fault: str = "", status: int = 200
    ) -> Response:
        own, counters = await readings.own(caller), readings.counters_of(caller)
        return pages.render(
            request,
            "politique.html",
            caller,
            status=status,
            policy=text_of(readings.policy, language_of(request)),
            since=readings.policy.version,
            counters=counters,
            # Whole only when the latest of them is there too.
            acknowledged_at=max(own.values()) if counters and len(own) == len(counters) else None,
            fault=fault,
            key=uuid4().hex,
        )

    @routes.get("/politique")
    async def read(request: Request) -> Response:
        caller = await pages.member(request)
        if isinstance(caller, Response):
            return caller
        return await shown(request, caller)

    @routes.post("/politique")
    async def acknowledge(request: Request) -> Response:
        caller = await pages.member(request)
        if isinstance(caller, Response):
            return caller
        sent, language = await sent_by(request), language_of(request)
        found = filled(AcknowledgementForm, sent, ("version",), language)
        if found.form is None:
            return await shown(request, caller, " ".join(found.faults.values()), 400)
        try:
            await readings.acknowledge(caller, found.form, sent["key"][:100] or uuid4().hex)
        except ApiError as error:
            why = " ".join(faults_in(error, language).values())
            return await shown(request, caller, why, error.status)
        return back_to(request, "/politique")

    return routes
