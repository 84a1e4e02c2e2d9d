"""`/personnes`: who answers, who can be reached, who stands in for whom, and what is wrong."""

from collections.abc import Mapping
from typing import Any

from chassis.commands import NotFound
from chassis.identity import Caller
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import in_words, said
from ui.pages import back_to

from routing.application.people_forms import AvailabilityForm
from routing.domain.availability import Source
from routing.domain.directory import ASSIGNED_ROLES, Role
from routing.domain.grid import Grid
from routing.domain.people_alerts import Alert, AlertKind
from routing.domain.titles import also_called
from routing.entrypoints.desk import READERS, TECHNICIAN
from routing.entrypoints.page_forms import filled, sent_by
from routing.entrypoints.people_desk import PeopleDesk
from routing.entrypoints.people_picture import (
    DAY_WIDTH,
    DAYS_SHOWN,
    NAMES_WIDTH,
    ROW_HEIGHT,
    Picture,
)
from routing.entrypoints.people_words import DONE, FIELDS, ROLES, STATUSES, alert_words
from routing.entrypoints.staff_pages import StaffPages

HOME = "/personnes"


class PeoplePages:
    """What all pages about people share."""

    def __init__(self, pages: StaffPages, desk: PeopleDesk) -> None:
        self.pages = pages
        self.desk = desk

    def borough(self, request: Request, caller: Caller, asked: str = "") -> str:
        """The one asked for, else the caller's first. Raises NotFound."""
        mine = [slug for slug, _ in self.pages.mine(caller)]
        wanted = asked or request.query_params.get("borough", "")
        if not mine or (wanted and wanted not in mine):
            raise NotFound(wanted)
        return wanted or mine[0]

    async def picture(self, borough: str, caller: Caller, language: str) -> tuple[Picture, Grid]:
        """The people of a borough as they are at this moment, and its grid."""
        people, directory = await self.desk.people(borough, caller)
        statuses = await self.desk.statuses_of(borough)
        grid = self.desk.desk.grid(borough, caller, *READERS)
        on = self.desk.today(borough)
        return Picture(people, directory, statuses, on, language), grid

    def render(
        self,
        request: Request,
        template: str,
        caller: Caller,
        borough: str,
        *,
        faults: Mapping[str, str] | None = None,
        **values: Any,
    ) -> Response:
        """A page about the people of a borough; 400 where a form has faults."""
        language = language_of(request)
        values.setdefault("status", 400 if faults else 200)
        return self.pages.render(
            request,
            template,
            caller,
            borough=borough,
            is_technician=TECHNICIAN in caller.roles,
            faults=faults or {},
            labels=in_words(FIELDS, language),
            roles={role.value: said(ROLES[role], language) for role in Role},
            **values,
        )

    def home(self, request: Request, borough: str, done: str) -> Response:
        """Back to the people of a borough, saying what was done."""
        return back_to(request, HOME, borough=borough, done=done)

    async def index(self, request: Request, caller: Caller, borough: str) -> Response:
        """The people of a borough. Raises NotFound, Transient."""
        language = language_of(request)
        picture, grid = await self.picture(borough, caller, language)
        statuses = await self.desk.statuses_of(borough)
        mine = statuses.get(caller.subject)
        cards = picture.cards(grid)
        absences = picture.absences()
        departments = {one.code: one.name for one in cards}
        alerts = [
            {
                "kind": one.kind.value,
                "words": alert_words(
                    one,
                    departments.get(one.department or "", one.department or ""),
                    picture.name(one.person_id),
                    language,
                ),
                "remedy": self._remedy(one, borough, {a.person_id: a.number for a in absences}),
            }
            for one in await self.desk.alerts(borough, caller)
        ]
        done = DONE.get(request.query_params.get("done", ""))
        return self.render(
            request,
            "people.html",
            caller,
            borough,
            done=said(done, language) if done else "",
            alerts=alerts,
            cards=cards,
            absences=absences,
            others=picture.others(),
            also=also_called,
            my_status=mine.now.status.value if mine else "",
            my_since=picture.since(mine) if mine else "",
            statuses={one.value: said(words, language) for one, words in STATUSES.items()},
            is_known=caller.subject in picture.names(),
            posts_shown=[role.value for role in ASSIGNED_ROLES],
            drawing={
                "names": NAMES_WIDTH,
                "width": NAMES_WIDTH + DAYS_SHOWN * DAY_WIDTH,
                "height": max(1, len(absences)) * ROW_HEIGHT,
                "day": DAY_WIDTH,
                "row": ROW_HEIGHT,
                "days": DAYS_SHOWN,
            },
        )

    def _remedy(self, alert: Alert, borough: str, absences: Mapping[str, int]) -> dict[str, Any]:
        """Where it is put right: the page and what to ask it for."""
        if alert.kind is AlertKind.NOBODY_STANDS_IN:
            number = absences.get(alert.person_id or "")
            return {"path": f"{HOME}/absence", "query": {"borough": borough, "amends": number}}
        if alert.kind is AlertKind.NOBODY_MAY:
            return {"path": f"{HOME}/exclusions", "query": {"borough": borough}}
        query = {"borough": borough, "department": alert.department, "role": alert.role}
        return {"path": f"{HOME}/designation", "query": query}


def router(pages: PeoplePages) -> APIRouter:
    """`/personnes`: the page, and one's own status by one tap."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(HOME)
    async def listed(request: Request) -> Response:
        caller = await pages.pages.reader(request)
        if isinstance(caller, Response):
            return caller
        try:
            return await pages.index(request, caller, pages.borough(request, caller))
        except NotFound:
            return pages.pages.unknown(request, caller)

    @routes.post(f"{HOME}/statut")
    async def status(request: Request) -> Response:
        caller = await pages.pages.reader(request)
        if isinstance(caller, Response):
            return caller
        sent = await sent_by(request)
        language = language_of(request)
        asked = filled(AvailabilityForm, sent, ("borough", "status"), language)
        try:
            if asked.form is None:
                raise NotFound("status")  # our own buttons send no other
            borough = pages.borough(request, caller, asked.form.borough)
            await pages.desk.report(asked.form, caller, Source.PAGE)
        except NotFound:
            return pages.pages.unknown(request, caller)
        return pages.home(request, borough, "statut")

    return routes
