"""What an operator does with records set aside: list, look, replay, drop. Never their content."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from chassis.commands import NotFound
from chassis.identity import Caller, staff
from chassis.kit import Kit
from chassis.parking import ParkedRecord

OPERATOR = "operator"


def shown(record_id: str, parked: ParkedRecord) -> dict[str, Any]:
    """Coordinates and fault; the content stays sealed."""
    return {"id": record_id, **parked.model_dump(mode="json", exclude={"sealed"})}


def router(kit: Kit) -> APIRouter:
    """`/api/<service>/v1/dead-letters`, for operators of the boroughs concerned."""
    routes = APIRouter(prefix=f"/api/{kit.service}/v1/dead-letters", tags=["operations"])
    inboxes = {(one.projection, topic): one for one in kit.inboxes for topic in one.topics}

    async def find(caller: Caller, record_id: str) -> ParkedRecord:
        caller.require(OPERATOR)
        document = (await kit.parking.store.load([record_id]))[record_id]
        # A record that could not be read has no borough: any operator may see its coordinates.
        visible = document.borough == "-" or caller.scope.admits([document.borough])
        if document.state is None or not visible:
            raise NotFound(record_id)
        return document.state

    @routes.get("")
    async def listed(
        caller: Annotated[Caller, Depends(staff)],
        offset: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> dict[str, Any]:
        """Records set aside: where they lie and why, never what they hold."""
        caller.require(OPERATOR)
        scope = type(caller.scope)((caller.boroughs or frozenset()) | {"-"})
        found = await kit.parking.listed(scope, offset, limit)
        total = await kit.parking.store.count(scope, {"status": "parked"})
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": total},
            "items": [shown(one.id, one.state) for one in found if one.state is not None],
        }

    @routes.get("/{record_id}")
    async def show(record_id: str, caller: Annotated[Caller, Depends(staff)]) -> dict[str, Any]:
        """One record set aside: its coordinates and its fault."""
        return shown(record_id, await find(caller, record_id))

    @routes.post("/{record_id}/replay")
    async def replay(record_id: str, caller: Annotated[Caller, Depends(staff)]) -> dict[str, Any]:
        """Handle it again, and then what was parked behind it."""
        parked = await find(caller, record_id)
        return {"applied": await inboxes[parked.projection, parked.topic].replay(record_id)}

    @routes.post("/{record_id}/drop")
    async def drop(record_id: str, caller: Annotated[Caller, Depends(staff)]) -> dict[str, Any]:
        """Give it up for good; what waits behind it can be replayed."""
        parked = await find(caller, record_id)
        await inboxes[parked.projection, parked.topic].drop(record_id)
        return {"dropped": record_id}

    return routes
