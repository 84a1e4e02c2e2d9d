"""The HTTP API of people: posts, absences, exclusions, who can be reached, what is wrong."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query

from routing.application.people_forms import (
    AbsenceForm,
    AvailabilityForm,
    CancellationForm,
    DesignationForm,
    ExclusionForm,
)
from routing.domain.availability import Source
from routing.entrypoints.desk import READERS, TECHNICIAN
from routing.entrypoints.http import Key, Limit, Offset, Slug, Staff
from routing.entrypoints.people_desk import PeopleDesk
from routing.entrypoints.people_views import (
    absence_view,
    alert_view,
    availability_view,
    designation_view,
    directory_view,
    exclusion_view,
    status_view,
)
from routing.entrypoints.views import View, page_of

Number = Annotated[int, Path(ge=1, le=1_000_000)]


def router(desk: PeopleDesk) -> APIRouter:
    """`/api/routing/v1`, what is about people."""
    routes = APIRouter(prefix="/api/routing/v1", tags=["people"])
    _posts(routes, desk)
    _absences(routes, desk)
    _exclusions(routes, desk)
    _now(routes, desk)
    return routes


def _posts(routes: APIRouter, desk: PeopleDesk) -> None:
    @routes.get("/designations")
    async def designations(
        borough: Slug, caller: Staff, offset: Offset = 0, limit: Limit = 50
    ) -> View:
        """Every version of every post of a borough (PV-60)."""
        people, _ = await desk.people(borough, caller)
        return page_of([designation_view(one) for one in people.designations], offset, limit)

    @routes.post("/designations", status_code=201)
    async def designate(form: DesignationForm, caller: Staff, key: Key = None) -> View:
        """A new version of a post; active once both have signed (PV-59, PV-60)."""
        return (await desk.designate(form, caller, key)).body

    @routes.get("/directory")
    async def directory(
        borough: Slug, caller: Staff, on: Annotated[datetime.date | None, Query()] = None
    ) -> View:
        """Who answers on a day, today where none is given, and who replaces whom (MH-10)."""
        people, held = await desk.people(borough, caller)
        grid = desk.desk.grid(borough, caller, *READERS)
        statuses = await desk.statuses_of(borough)
        return directory_view(grid, people, held, statuses, on or desk.today(borough))


def _absences(routes: APIRouter, desk: PeopleDesk) -> None:
    @routes.get("/absences")
    async def absences(borough: Slug, caller: Staff, offset: Offset = 0, limit: Limit = 50) -> View:
        """Every absence that was recorded in a borough; `stands` says which are the last word."""
        people, _ = await desk.people(borough, caller)
        standing = people.standing_absences()
        lines = [
            absence_view(borough, number, one, stands=number in standing)
            for number, one in enumerate(people.absences, 1)
        ]
        return page_of(lines, offset, limit)

    @routes.post("/absences", status_code=201)
    async def note_absence(form: AbsenceForm, caller: Staff, key: Key = None) -> View:
        """Somebody is away and who stands in; open cases follow (MH-10).

        With `amends` it takes the place of that absence, which stays in the record.
        """
        return (await desk.note_absence(form, caller, key)).body

    @routes.post("/absences/{number}/cancellation", status_code=201)
    async def cancel_absence(number: Number, form: CancellationForm, caller: Staff) -> View:
        """The person is there after all; open cases come back (MH-10)."""
        return (await desk.cancel_absence(form.borough, number, caller)).body


def _exclusions(routes: APIRouter, desk: PeopleDesk) -> None:
    @routes.get("/exclusions")
    async def exclusions(
        borough: Slug, caller: Staff, offset: Offset = 0, limit: Limit = 50
    ) -> View:
        """Who may not be handed what; for technicians, since the reason may be a complaint."""
        people, _ = await desk.people(borough, caller, TECHNICIAN)
        standing = people.standing_exclusions()
        lines = [
            exclusion_view(number, one, stands=number in standing)
            for number, one in enumerate(people.exclusions, 1)
        ]
        return page_of(lines, offset, limit)

    @routes.post("/exclusions", status_code=201)
    async def exclude(form: ExclusionForm, caller: Staff, key: Key = None) -> View:
        """Somebody may not be handed a department, an activity or a case; no substitute either."""
        return (await desk.exclude(form, caller, key)).body

    @routes.post("/exclusions/{number}/cancellation", status_code=201)
    async def cancel_exclusion(number: Number, form: CancellationForm, caller: Staff) -> View:
        """It holds no longer; the entry stays in the record."""
        return (await desk.cancel_exclusion(form.borough, number, caller)).body


def _now(routes: APIRouter, desk: PeopleDesk) -> None:
    @routes.get("/availability")
    async def availability(
        borough: Slug, caller: Staff, offset: Offset = 0, limit: Limit = 50
    ) -> View:
        """Who can be reached at this moment (PV-11, PV-58)."""
        desk.desk.grid(borough, caller, *READERS)
        found = await desk.statuses_of(borough)
        return page_of([availability_view(found[one]) for one in sorted(found)], offset, limit)

    @routes.post("/availability")
    async def report(form: AvailabilityForm, caller: Staff) -> View:
        """A status from now on: one's own, or as the telephone system reports it (PV-58).

        A telephone system has the role `telephone` and names the extension. Visible at once.
        """
        return status_view(await desk.report(form, caller, Source.API))

    @routes.get("/alerts")
    async def alerts(borough: Slug, caller: Staff, offset: Offset = 0, limit: Limit = 50) -> View:
        """What the technician has to see to: nobody stands in, no designation, no signature."""
        found = await desk.alerts(borough, caller)
        return page_of([alert_view(one) for one in found], offset, limit)
