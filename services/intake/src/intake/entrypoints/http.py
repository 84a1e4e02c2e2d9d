"""The HTTP API of intake, in the City's conventions (REQUIREMENTS §5)."""

from collections.abc import Sequence
from typing import Annotated, Any

from chassis.commands import derived_id
from chassis.errors import ApiError, Detail, invalid
from chassis.http import language_of
from chassis.identity import Caller, optional_caller, staff
from fastapi import APIRouter, Depends, Header, Query, Request

from intake.adapters.case_queries import SORTABLE
from intake.application.change_case import ReclassifyForm, answer_case, reclassify_case
from intake.application.form import (
    PUBLIC_CHANNELS,
    AnswerForm,
    CaseForm,
    FieldFault,
    brought_by,
    faults_of,
)
from intake.application.register_case import register_case
from intake.domain.dossier import Status
from intake.domain.errors import Refused
from intake.entrypoints import desk as rules
from intake.entrypoints.desk import TECHNICIAN, Desk
from intake.entrypoints.views import View, for_citizen, for_staff, summary

IdempotencyKey = Annotated[
    str,
    Header(alias="Idempotency-Key", min_length=16, max_length=100, pattern=r"^[\x21-\x7e]+$"),
]
TrackingCode = Annotated[str, Header(alias="X-Tracking-Code", max_length=60)]
Staff = Annotated[Caller, Depends(staff)]
Anyone = Annotated[Caller | None, Depends(optional_caller)]


def router(desk: Desk) -> APIRouter:
    """`/api/intake/v1`."""
    routes = APIRouter(prefix="/api/intake/v1")
    _counter(routes, desk)
    _dossiers(routes, desk)
    _tracking(routes, desk)
    return routes


def _counter(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/cases", status_code=201, tags=["counter"])
    async def register(form: CaseForm, key: IdempotencyKey, caller: Anyone, request: Request) -> View:
        """Open a case (PV-01). Repeated with its key, it answers the same and opens no other."""
        is_public = form.channel in PUBLIC_CHANNELS
        by_staff = caller is not None and TECHNICIAN in caller.roles
        now = desk.clock()
        faults = faults_of(form, desk.boroughs, now, by_staff=by_staff)
        if form.channel == "pilot":
            faults.append(FieldFault("channel", "valeur inconnue", "unknown value"))
        if caller is None and not is_public:
            rules.may_register(caller, form.borough, is_public=False)
        if faults:
            raise _invalid(faults)
        rules.may_register(caller, form.borough, is_public=is_public and not by_staff)
        case_id = derived_id("public" if caller is None else f"staff:{caller.subject}", key)
        brought = brought_by(form, now, caller.subject if caller and by_staff else None)
        await desk.commands.execute(
            case_id,
            lambda state: register_case(state, case_id, brought, desk.codes),
            command_id=f"register:{key}",
            content=form.model_dump(mode="json"),
            scope=type(rules.scope_in(Caller(""), None))(frozenset({form.borough})),
            borough=form.borough,
            creates=True,
        )
        return {}

    @routes.post("/cases/{case_id}/reclassify", tags=["counter"])
    async def reclassify(
        case_id: str, form: ReclassifyForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Change kind or activity (PV-13): audited; when it was received never changes."""
        return {}
