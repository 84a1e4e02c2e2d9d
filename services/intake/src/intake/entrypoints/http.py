"""The HTTP API of intake, in the City's conventions (REQUIREMENTS §5)."""

from collections.abc import Sequence
from typing import Annotated

from chassis.commands import derived_id
from chassis.errors import ApiError, Detail, invalid
from chassis.http import language_of
from chassis.identity import Caller, optional_caller, staff
from chassis.store import Scope
from fastapi import APIRouter, Depends, Header, Query, Request

from intake.application.change_case import (
    ReclassifyForm,
    answer_case,
    reclassify_case,
    withdraw_case,
)
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
from intake.entrypoints.case_queries import SORTABLE
from intake.entrypoints.desk import (
    TECHNICIAN,
    Desk,
    may_read,
    may_register,
    scope_in,
    sees_contacts,
)
from intake.entrypoints.views import View, answered, for_citizen, for_staff, summary

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
    _changes(routes, desk)
    _dossiers(routes, desk)
    _tracking(routes, desk)
    return routes


def _counter(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/cases", status_code=201, tags=["counter"])
    async def register(
        form: CaseForm, key: IdempotencyKey, caller: Anyone, request: Request
    ) -> View:
        """Open a case (PV-01). Repeated under its key it answers the same, and opens no other."""
        technician = caller if caller and TECHNICIAN in caller.roles else None
        # A technician answers for the borough on every channel; the public for web and mobile.
        is_public = technician is None and form.channel in PUBLIC_CHANNELS
        may_register(caller, is_public=is_public)
        now = desk.clock()
        faults = faults_of(form, desk.boroughs, now, by_staff=technician is not None)
        if form.channel == "pilot":
            faults.append(FieldFault("channel", "unknown", "valeur inconnue", "unknown value"))
        if faults:
            raise _invalid(faults)
        may_register(caller, form.borough, is_public=is_public)
        case_id = derived_id(f"staff:{caller.subject}" if caller else "public", key)
        words = await desk.vocabulary()
        brought = brought_by(
            form,
            now,
            technician.subject if technician else None,
            is_of_grid=words.knows(form.borough, form.activity) is True,
        )
        answer = await desk.commands.execute(
            case_id,
            lambda state: register_case(state, case_id, brought, desk.codes),
            command_id=f"register:{key}",
            content=form.model_dump(mode="json"),
            scope=Scope(frozenset({form.borough})),
            borough=form.borough,
            creates=True,
        )
        view = answered(answer.body, language_of(request))
        return {**view, "trackingCode": desk.codes.code_of(case_id)}


def _changes(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/cases/{case_id}/reclassify", tags=["counter"])
    async def reclassify(
        case_id: str, form: ReclassifyForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Change kind or activity (PV-13): audited; when it was received never changes."""
        caller.require(TECHNICIAN)
        now = desk.clock()
        words = await desk.vocabulary()
        answer = await desk.change(
            case_id,
            lambda state: reclassify_case(state, form, caller.subject, now, desk.codes, words),
            command_id=f"reclassify:{key}",
            content=form.model_dump(mode="json"),
            scope=caller.scope,
        )
        return answered(answer.body, language_of(request))

    @routes.post("/cases/{case_id}/answer", tags=["counter"])
    async def give_answer(
        case_id: str, form: AnswerForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Answer a request for information with a document or a resource (PV-06)."""
        caller.require(TECHNICIAN)
        now = desk.clock()
        answer = await desk.change(
            case_id,
            lambda state: answer_case(state, form, now, desk.codes),
            command_id=f"answer:{key}",
            content=form.model_dump(mode="json"),
            scope=caller.scope,
        )
        return answered(answer.body, language_of(request))

    @routes.post("/cases/{case_id}/withdraw", tags=["counter"])
    async def withdraw(case_id: str, key: IdempotencyKey, caller: Staff, request: Request) -> View:
        """Withdraw a case for the citizen who takes it back."""
        caller.require(TECHNICIAN)
        now = desk.clock()
        answer = await desk.change(
            case_id,
            lambda state: withdraw_case(state, caller.subject, now, desk.codes),
            command_id=f"withdraw:{key}",
            content={},
            scope=caller.scope,
        )
        return answered(answer.body, language_of(request))


def _dossiers(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/cases", tags=["dossiers"])
    async def listed(
        caller: Staff,
        request: Request,
        borough: str | None = None,
        status: Status | None = None,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        order_by: Annotated[str, Query(alias="orderBy", max_length=100)] = "-receivedAt",
    ) -> View:
        """Cases of the caller's boroughs; `orderBy=-receivedAt,+status`."""
        may_read(caller)
        page = await desk.cases.page(
            scope_in(caller, borough),
            status=status.value if status else None,
            offset=offset,
            limit=limit,
            order_by=_order(order_by),
        )
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": page.total},
            "items": [summary(case, language_of(request)) for case in page.cases],
        }

    @routes.get("/cases/{case_id}", tags=["dossiers"])
    async def show(case_id: str, caller: Staff, request: Request) -> View:
        """A dossier; one of another borough is not found."""
        may_read(caller)
        found = await desk.cases.dossier(case_id, caller.scope)
        contacts = sees_contacts(caller, found.case)
        return for_staff(found, language_of(request), with_contacts=contacts)


def _tracking(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/tracking", tags=["tracking"])
    async def track(code: TrackingCode, request: Request) -> View:
        """Where a citizen's case stands (PV-03). The code goes in a header, never in an address.

        How often codes may be tried is not limited here yet: 80 bits are not guessed meanwhile.
        """
        found = await desk.cases.dossier_by_code(code)
        return for_citizen(found, language_of(request), desk.boroughs)

    @routes.post("/tracking/withdraw", tags=["tracking"])
    async def withdraw_own(code: TrackingCode, request: Request) -> View:
        """The citizen takes the case back; asked twice, it is done once."""
        found = await desk.withdraw_by_code(code)
        return for_citizen(found, language_of(request), desk.boroughs)


def _order(order_by: str) -> list[tuple[str, int]]:
    """`+a,-b` as index fields; no sign is ascending. Raises ApiError 400."""
    order = []
    for word in order_by.split(","):
        # A plus sign that was not encoded arrives as a space.
        field = SORTABLE.get(word.strip(" +-"))
        if field is None:
            raise _invalid([FieldFault("orderBy", "unknown", "champ inconnu", "unknown field")])
        order.append((field, -1 if word.strip().startswith("-") else 1))
    return order


def _invalid(faults: Sequence[FieldFault]) -> ApiError:
    return invalid(
        [Detail("invalidParameter", (one.french, one.english), one.field) for one in faults]
    )
