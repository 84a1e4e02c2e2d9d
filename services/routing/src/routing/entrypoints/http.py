"""The HTTP API of routing, in the City's conventions (REQUIREMENTS §5)."""

from typing import Annotated, Any, Literal

from chassis.identity import Caller, staff
from fastapi import APIRouter, Depends, Header, Query

from routing.application.forms import AbsenceForm, CompletionForm, DesignationForm
from routing.entrypoints.desk import READERS, Desk, scope_in
from routing.entrypoints.views import (
    View,
    designation_view,
    grid_view,
    page_of,
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
    _people(routes, desk)
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


def _people(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/designations", tags=["people"])
    async def designations(
        borough: Slug, caller: Staff, offset: Offset = 0, limit: Limit = 50
    ) -> View:
        """Every version of every post of a borough (PV-60)."""
        people = await desk.people_of(borough, caller)
        return page_of([designation_view(one) for one in people.designations], offset, limit)

    @routes.post("/designations", status_code=201, tags=["people"])
    async def designate(form: DesignationForm, caller: Staff, key: Key = None) -> View:
        """A new version of a post; active once both have signed (PV-59, PV-60)."""
        return (await desk.designate(form, caller, key)).body

    @routes.get("/absences", tags=["people"])
    async def absences(borough: Slug, caller: Staff, offset: Offset = 0, limit: Limit = 50) -> View:
        """Every absence that was recorded in a borough."""
        people = await desk.people_of(borough, caller)
        lines = [
            {
                "borough": borough,
                "personId": one.person_id,
                "fromOn": one.from_on,
                "untilOn": one.until_on,
                "substituteId": one.substitute_id,
            }
            for one in people.absences
        ]
        return page_of(lines, offset, limit)

    @routes.post("/absences", status_code=201, tags=["people"])
    async def note_absence(form: AbsenceForm, caller: Staff, key: Key = None) -> View:
        """Somebody is away and who stands in; open cases follow (MH-10)."""
        return (await desk.note_absence(form, caller, key)).body


def _grids(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/grids/{borough}", tags=["grids"])
    async def grid(borough: str, caller: Staff) -> View:
        """Departments, activities and closing codes in force in a borough."""
        held = desk.grid(borough, caller, *READERS)
        on = desk.snapshot.today(borough, desk.clock())
        return grid_view(held, desk.snapshot.grids.city_of(held, on))
