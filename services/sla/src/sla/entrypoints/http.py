"""The HTTP API of sla, in the City's conventions (REQUIREMENTS §5); scoped to the caller."""

from typing import Annotated, Any, Literal

from chassis.errors import ApiError, not_found
from chassis.identity import Caller, staff
from fastapi import APIRouter, Depends, Path, Query

from sla.domain.calendar import CalendarMissing
from sla.entrypoints.desk import ALL_READERS, Desk, kinds_for, scope_in
from sla.entrypoints.views import calendar_view, case_view

View = dict[str, Any]
Staff = Annotated[Caller, Depends(staff)]
Standing = Literal["running", "suspended", "met", "missed", "cancelled"]


def router(desk: Desk) -> APIRouter:
    """`/api/sla/v1`."""
    routes = APIRouter(prefix="/api/sla/v1")

    @routes.get("/commitments", tags=["commitments"])
    async def listed(
        caller: Staff,
        borough: str | None = None,
        state: Standing | None = None,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> View:
        """Cases of the caller's boroughs with what was promised on them, the newest first.

        `state`: only cases with a commitment that stands so. Complaints are left out for whom
        they are not (PV-45).
        """
        caller.require(*ALL_READERS)
        scope, kinds = scope_in(caller, borough), kinds_for(caller)
        where: dict[str, Any] = {} if state is None else {"states": state}
        if kinds is not None:
            where["kind"] = set(kinds)
        total = await desk.cases.count(scope, where)
        found = await desk.cases.find(
            scope, where, order_by=[("received_at", -1)], offset=offset, limit=limit
        )
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": total},
            "items": [case_view(one.state) for one in found if one.state is not None],
        }

    @routes.get("/commitments/{case_id}", tags=["commitments"])
    async def show(case_id: str, caller: Staff) -> View:
        """What was promised on a case, and how each due time was worked out (PV-03, PV-04)."""
        caller.require(*ALL_READERS)
        return case_view(await desk.case(case_id, caller))

    @routes.get("/calendars/{borough}/{year}", tags=["calendars"])
    async def calendar(
        borough: str, year: Annotated[int, Path(ge=1900, le=2999)], caller: Staff
    ) -> View:
        """The days on which a borough's counter is closed, and why; by the grid now in force."""
        caller.require(*ALL_READERS)
        rules = desk.in_force(borough) if borough in caller.boroughs else None
        if rules is None:
            raise not_found()
        try:
            return calendar_view(rules.calendar, year)
        except CalendarMissing as missing:
            raise _no_calendar(missing) from missing

    return routes


def _no_calendar(missing: CalendarMissing) -> ApiError:
    """A year that nobody confirmed has no days at all: it is never "no holiday" (§2.1)."""
    words = (
        f"Le calendrier de {missing.borough} pour {missing.year} n'a pas été confirmé.",
        f"The calendar of {missing.borough} for {missing.year} was not confirmed.",
    )
    return ApiError(404, "notFound", words, target="year")
