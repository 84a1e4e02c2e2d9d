"""The HTTP API of intake, in the City's conventions (REQUIREMENTS §5)."""

from typing import Annotated

from chassis.http import language_of
from fastapi import APIRouter, Depends, Query, Request

from intake.application.change_case import ReclassifyForm
from intake.application.form import AnswerForm, CaseForm, FieldFault
from intake.domain.dossier import Status
from intake.entrypoints import (
    changing,
    http_attachments,
    http_channels,
    http_dossier,
    http_figures,
    http_places,
    http_proposals,
    http_search,
    http_twins,
)
from intake.entrypoints.case_queries import SORTABLE
from intake.entrypoints.desk import (
    Desk,
    may_read,
    scope_in,
    sees_contacts,
)
from intake.entrypoints.notices import http_notices
from intake.entrypoints.parameters import Anyone, IdempotencyKey, Staff, TrackingCode
from intake.entrypoints.policy import http_policy
from intake.entrypoints.registering import invalid_fields, open_case
from intake.entrypoints.tracking import api as http_conversation
from intake.entrypoints.tracking.views import citizen_view
from intake.entrypoints.views import View, answered, for_staff, summary


def router(desk: Desk) -> APIRouter:
    """`/api/intake/v1`."""
    routes = APIRouter(prefix="/api/intake/v1")
    _counter(routes, desk)
    _changes(routes, desk)
    http_dossier.add(routes, desk)
    _dossiers(routes, desk)
    _tracking(routes, desk)
    http_conversation.add(routes, desk)
    http_channels.add(routes, desk)
    http_figures.add(routes, desk)
    http_attachments.add(routes, desk)
    http_proposals.add(routes, desk)
    http_places.add(routes, desk)
    http_search.add(routes, desk)
    http_twins.add(routes, desk)
    http_notices.add(routes, desk)
    http_policy.add(routes, desk)
    return routes


def _counter(routes: APIRouter, desk: Desk) -> None:
    limited = Depends(desk.limits.writes)

    @routes.post("/cases", status_code=201, tags=["counter"], dependencies=[limited])
    async def register(
        form: CaseForm, key: IdempotencyKey, caller: Anyone, request: Request
    ) -> View:
        """Open a case (PV-01). Repeated under its key it answers the same, and opens no other."""
        opened = await open_case(desk, form, caller, key)
        view = answered(opened.answer.body, language_of(request))
        return {**view, "trackingCode": opened.tracking_code}


def _changes(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/cases/{case_id}/reclassify", tags=["counter"])
    async def reclassify(
        case_id: str, form: ReclassifyForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Change kind or activity (PV-13): audited; when it was received never changes."""
        answer = await changing.reclassify(desk, caller, case_id, form, key)
        return answered(answer.body, language_of(request))

    @routes.post("/cases/{case_id}/answer", tags=["counter"])
    async def give_answer(
        case_id: str, form: AnswerForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Answer a request for information with a document or a resource (PV-06)."""
        answer = await changing.give_answer(desk, caller, case_id, form, key)
        return answered(answer.body, language_of(request))

    @routes.post("/cases/{case_id}/withdraw", tags=["counter"])
    async def withdraw(case_id: str, key: IdempotencyKey, caller: Staff, request: Request) -> View:
        """Withdraw a case for the citizen who takes it back."""
        answer = await changing.withdraw(desk, caller, case_id, key)
        return answered(answer.body, language_of(request))


def _dossiers(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/cases", tags=["dossiers"])
    async def listed(
        caller: Staff,
        request: Request,
        borough: str | None = None,
        status: Status | None = None,
        locate: bool = False,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        order_by: Annotated[str, Query(alias="orderBy", max_length=100)] = "-receivedAt",
    ) -> View:
        """Cases of the caller's boroughs; `orderBy=-receivedAt,+status`.

        `locate`: only those whose address could not be placed, for a person to place.
        """
        may_read(caller)
        page = await desk.cases.page(
            scope_in(caller, borough),
            status=status.value if status else None,
            locate=locate,
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

        Who tries too many codes is answered 429, with `Retry-After`.
        """
        async with desk.limits.trying(request, code):
            found = await desk.cases.dossier_by_code(code)
        return await citizen_view(desk, found, language_of(request), code)

    @routes.post("/tracking/withdraw", tags=["tracking"])
    async def withdraw_own(code: TrackingCode, request: Request) -> View:
        """The citizen takes the case back; asked twice, it is done once."""
        async with desk.limits.trying(request, code):
            found = await desk.withdraw_by_code(code)
        return await citizen_view(desk, found, language_of(request), code)


def _order(order_by: str) -> list[tuple[str, int]]:
    """`+a,-b` as index fields; no sign is ascending. Raises ApiError 400."""
    order = []
    for word in order_by.split(","):
        # A plus sign that was not encoded arrives as a space.
        field = SORTABLE.get(word.strip(" +-"))
        if field is None:
            unknown = FieldFault("orderBy", "unknown", "champ inconnu", "unknown field")
            raise invalid_fields([unknown])
        order.append((field, -1 if word.strip().startswith("-") else 1))
    return order
