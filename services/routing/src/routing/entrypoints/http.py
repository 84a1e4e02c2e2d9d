"""The HTTP API of routing, in the City's conventions (REQUIREMENTS §5)."""

from typing import Annotated, Any, Literal

from chassis.identity import Caller, staff
from fastapi import APIRouter, Depends, Header, Query

from routing.application.forms import CompletionForm
from routing.entrypoints.desk import READERS, Desk, scope_in
from routing.entrypoints.views import (
    View,
    grid_view,
    paged,
    summary,
    whole,
)

Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", min_length=16, max_length=100, pattern=r"^[\x21-\x7e]+$"),
]
Staff = Annotated[Caller, Depends(staff)]
Slug = Annotated[str, Query(max_length=120)]
Offset = Annotated[int, Query(ge=0, le=100_000)]
Limit = Annotated[int, Query(ge=1, le=200)]
OutcomeName = Literal[
    "assigned",
    "no-rule",
    "no-designation",
    "out-of-territory",
    "other-authority",
    "waiting",
    "none",
]


def router(desk: Desk) -> APIRouter:
    """`/api/routing/v1`."""
    routes = APIRouter(prefix="/api/routing/v1")
    _assignments(routes, desk)
    _grids(routes, desk)
    return routes


def _assignments(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/assignments", tags=["assignments"])
    async def assignments(
        caller: Staff,
        borough: Slug | None = None,
        department: Slug | None = None,
        outcome: OutcomeName | None = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> View:
        """Assignments of the caller's boroughs, as counter or as responsible; newest first."""
        caller.require(*READERS)
        where: dict[str, Any] = {"department": department, "outcome": outcome}
        page = await desk.assignments.page(
            scope_in(caller, borough),
            {name: value for name, value in where.items() if value is not None},
            offset=offset,
            limit=limit,
        )
        lines = map(summary, page.assignments)
        return paged(lines, offset=offset, limit=limit, total=page.total)

    @routes.get("/assignments/{case_id}", tags=["assignments"])
    async def assignment(case_id: str, caller: Staff) -> View:
        """Who has the case and why, what was done, and how it came to that."""
        caller.require(*READERS)
        return whole(await desk.assignments.assignment(case_id, caller.scope))

    @routes.post("/assignments/{case_id}/completion", tags=["assignments"])
    async def completion(
        case_id: str, form: CompletionForm, caller: Staff, key: Key = None
    ) -> View:
        """The work is done (PV-52..57); intake then changes the case's state."""
        return (await desk.complete(case_id, form, caller, key)).body


def _grids(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/grids/{borough}", tags=["grids"])
    async def grid(borough: str, caller: Staff) -> View:
        """Departments, activities and closing codes in force in a borough."""
        held = desk.grid(borough, caller, *READERS)
        on = desk.snapshot.today(borough, desk.clock())
        return grid_view(held, desk.snapshot.grids.city_of(held, on))
