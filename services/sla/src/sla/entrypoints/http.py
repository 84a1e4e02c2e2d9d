"""The HTTP API of sla, in the City's conventions (REQUIREMENTS §5); scoped to the caller."""

from typing import Annotated, Any, Literal

from chassis.clock import Clock
from chassis.errors import ApiError, not_found
from chassis.identity import Caller, staff
from chassis.store import Scope, Store
from fastapi import APIRouter, Depends, Path, Query

from sla.domain.calendar import CalendarMissing, HolidaySeed, build_calendar
from sla.domain.commitment import Commitments
from sla.domain.grids import Grid
from sla.entrypoints.views import calendar_view, case_view

READERS = (
    "technician",
    "responsable",
    "executor",
    "director",
    "citizen-experience",
    "general-director",
    "operator",
)
MAX_GRIDS = 200
View = dict[str, Any]
Staff = Annotated[Caller, Depends(staff)]
Standing = Literal["running", "met", "missed", "cancelled"]


def router(
    commitments: Store[Commitments], grids: Store[Grid], seed: HolidaySeed, clock: Clock
) -> APIRouter:
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

        `state`: only cases with a commitment that stands so.
        """
        caller.require(*READERS)
        scope = caller.scope if borough is None else Scope(caller.boroughs & {borough})
        where = {} if state is None else {"states": state}
        total = await commitments.count(scope, where)
        found = await commitments.find(
            scope, where, order_by=[("received_at", -1)], offset=offset, limit=limit
        )
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": total},
            "items": [case_view(one.state) for one in found if one.state is not None],
        }

    @routes.get("/commitments/{case_id}", tags=["commitments"])
    async def show(case_id: str, caller: Staff) -> View:
        """What was promised on a case, and how each due time was worked out (PV-03, PV-04)."""
        caller.require(*READERS)
        document = (await commitments.load([case_id]))[case_id]
        if document.state is None or not caller.scope.admits(commitments.boroughs(document)):
            raise not_found()
        return case_view(document.state)

    @routes.get("/calendars/{borough}/{year}", tags=["calendars"])
    async def calendar(
        borough: str, year: Annotated[int, Path(ge=1900, le=2999)], caller: Staff
    ) -> View:
        """The days on which a borough's counter is closed, and why; by the grid now in force."""
        caller.require(*READERS)
        found = await grids.find(caller.scope, {"borough": borough}, limit=MAX_GRIDS)
        grid = _in_force([one.state for one in found if one.state is not None], clock)
        if grid is None:
            raise not_found()
        built = build_calendar(grid.borough, grid.version, grid.calendar, seed)
        try:
            return calendar_view(built, year)
        except CalendarMissing as missing:
            raise _no_calendar(missing) from missing

    return routes


def _in_force(grids: list[Grid], clock: Clock) -> Grid | None:
    """The version in force today; where none is yet, the first that will be."""
    today = clock().date()
    held = [grid for grid in grids if grid.effective_on <= today]
    if held:
        return max(held, key=lambda grid: grid.rank)
    return min(grids, key=lambda grid: grid.rank, default=None)


def _no_calendar(missing: CalendarMissing) -> ApiError:
    """A year that nobody confirmed has no days at all: it is never "no holiday" (§2.1)."""
    words = (
        f"Le calendrier de {missing.borough} pour {missing.year} n'a pas été confirmé.",
        f"The calendar of {missing.borough} for {missing.year} was not confirmed.",
    )
    return ApiError(404, "notFound", words, target="year")
