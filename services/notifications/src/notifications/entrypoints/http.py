"""The HTTP API of notifications: what was sent and what was not; never to which address."""

from typing import Annotated, Any

from chassis.identity import Caller, staff
from chassis.store import Scope
from fastapi import APIRouter, Depends, Query

from notifications.application.read_deliveries import DeliveryQueries
from notifications.domain.dossier import Delivery, Dossier, State

READERS = (
    "technician",
    "responsable",
    "executor",
    "director",
    "citizen-experience",
    "general-director",
    "operator",
)
Staff = Annotated[Caller, Depends(staff)]
View = dict[str, Any]


def router(queries: DeliveryQueries) -> APIRouter:
    """`/api/notifications/v1`."""
    routes = APIRouter(prefix="/api/notifications/v1", tags=["deliveries"])

    @routes.get("/deliveries")
    async def listed(
        caller: Staff,
        borough: str | None = None,
        state: State = State.FAILED,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> View:
        """Cases of the caller's boroughs with a delivery in that state: the failed ones, unless
        another is asked for."""
        caller.require(*READERS)
        scope = caller.scope
        if borough is not None:
            scope = Scope(frozenset({borough}) & caller.boroughs)
        page = await queries.page(scope, state, offset=offset, limit=limit)
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": page.total},
            "items": [_dossier(one, state) for one in page.dossiers],
        }

    @routes.get("/deliveries/{case_id}")
    async def of_case(case_id: str, caller: Staff) -> View:
        """All messages of a case; one of another borough is not found."""
        caller.require(*READERS)
        return _dossier(await queries.dossier(case_id, caller.scope))

    return routes


def _dossier(dossier: Dossier, state: State | None = None) -> View:
    registration = dossier.registration
    return {
        "caseId": dossier.case_id,
        "borough": registration.borough if registration else None,
        "deliveries": [
            _delivery(one) for one in dossier.deliveries if state is None or one.state is state
        ],
    }


def _delivery(one: Delivery) -> View:
    return {
        "deliveryId": one.delivery_id,
        "template": one.template.value,
        "channel": one.channel,
        "recipient": one.recipient.value,
        "state": one.state.value,
        "reason": one.reason,
        "attempts": one.attempt,
        "resends": one.resends,
        "owedAt": one.event_at,
        "expiresAt": one.expires_at,
        "settledAt": one.settled_at,
        "postedOn": one.posted_on,
    }
