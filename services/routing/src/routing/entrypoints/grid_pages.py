"""`/grilles`: the life of a borough's grid, from its draft to the version in force and back."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import uuid4

from chassis.commands import NotFound
from chassis.identity import Caller
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import said

from routing.application.grid_forms import MOST_CASES, SimulationForm
from routing.application.grid_life import Checked
from routing.domain.grid_changes import Change
from routing.entrypoints import grid_form_pages
from routing.entrypoints.desk import READERS
from routing.entrypoints.grid_chart import flow_chart
from routing.entrypoints.grid_desk import WRITERS, GridDesk
from routing.entrypoints.grid_words import FIELDS, KINDS, origin_of
from routing.entrypoints.staff_pages import StaffPages

Show = Callable[[Caller], Awaitable[Response]]
NO_FAULTS: Mapping[str, str] = {}


class GridPages:
    """The pages on grids; every form has a page of its own, which works without script."""

    def __init__(self, pages: StaffPages, desk: GridDesk) -> None:
        self.pages = pages
        self.desk = desk

    async def visited(
        self, request: Request, show: Show, roles: Sequence[str] = READERS
    ) -> Response:
        """What staff are shown of one borough; strangers and the curious go where they may."""
        caller = await self.pages.caller(request, *roles)
        if isinstance(caller, Response):
            return caller
        try:
            return await show(caller)
        except NotFound:
            return self.pages.unknown(request, caller)

    async def index(self, request: Request, caller: Caller) -> Response:
        """All boroughs of the caller, each with the version in force."""
        rows = []
        for slug, name in self.pages.mine(caller):
            versions = await self.desk.history(slug, caller)
            in_force = self.desk.in_force(slug)
            rows.append(
                {
                    "slug": slug,
                    "name": name,
                    "in_force": next((one for one in versions if one.version == in_force), None),
                    "planned": [one for one in versions if one.version > (in_force or 0)],
                    "draft": await self.desk.draft(slug, caller),
                }
            )
        return self._render(request, "grids.html", caller, rows=rows)

    async def one(self, request: Request, caller: Caller, borough: str) -> Response:
        """A borough: its versions and what is being written."""
        versions = await self.desk.history(borough, caller)
        return self._render(
            request,
            "grid.html",
            caller,
            borough=borough,
            versions=versions,
            in_force=self.desk.in_force(borough),
            today=self.desk.today(borough),
            draft=await self.desk.draft(borough, caller),
            may_write=not caller.roles.isdisjoint(WRITERS),
            done=request.query_params.get("publiee", ""),
        )

    async def version(
        self,
        request: Request,
        caller: Caller,
        borough: str,
        number: int,
        faults: Mapping[str, str] = NO_FAULTS,
        given: Mapping[str, str] | None = None,
    ) -> Response:
        """One version: what differs from another, its text, and the way back to it."""
        versions = await self.desk.history(borough, caller)
        one = await self.desk.version(borough, number, caller)
        since = request.query_params.get("depuis", "")
        previous = await self.desk.previous(one, caller)
        if since.isdecimal() and len(since) < 6:
            previous = await self.desk.version(borough, int(since), caller)
        changes = self.desk.changes(previous, one) if previous else ()
        return self._render(
            request,
            "grid_version.html",
            caller,
            status=400 if faults else 200,
            borough=borough,
            one=one,
            versions=versions,
            previous=previous,
            sections=_sections(changes, language_of(request)),
            in_force=self.desk.in_force(borough),
            newest=versions[0],
            may_write=not caller.roles.isdisjoint(WRITERS),
            faults=faults,
            given={"key": uuid4().hex, **(given or {})},
        )

    async def draft(
        self,
        request: Request,
        caller: Caller,
        borough: str,
        *,
        faults: Mapping[str, str] = NO_FAULTS,
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        """The editor, with every fault of the text; `typed`: what was not taken."""
        found = await self.desk.writing(borough, caller)
        start = {"text": found.text, "revision": str(found.revision), "key": uuid4().hex}
        given, held = {**start, **(typed or {})}, found.draft
        checked = await self.desk.check(borough, given["text"], caller)
        return self._render(
            request,
            "grid_draft.html",
            caller,
            status=400 if faults else 200,
            borough=borough,
            held=held,
            given=given,
            faults=faults,
            text_faults=_spoken(checked, language_of(request)),
            is_saved=held is not None and held.text == given["text"],
        )

    async def publication(
        self,
        request: Request,
        caller: Caller,
        borough: str,
        faults: Mapping[str, str] = NO_FAULTS,
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        """What the draft changes, and the form that publishes it."""
        held = await self.desk.draft(borough, caller)
        if held is None:
            raise NotFound(borough)
        newest = (await self.desk.history(borough, caller))[0]
        checked = await self.desk.check(borough, held.text, caller)
        changes = () if checked.faults else self.desk.differing(newest, checked)
        on = max(self.desk.today(borough), newest.effective_on)
        start = {"effectiveOn": str(on), "after": str(newest.version), "key": uuid4().hex}
        return self._render(
            request,
            "grid_publication.html",
            caller,
            status=400 if faults else 200,
            borough=borough,
            held=held,
            newest=newest,
            least=on,
            faults=faults,
            given={**start, "revision": str(held.revision), **(typed or {})},
            text_faults=_spoken(checked, language_of(request)),
            sections=_sections(changes, language_of(request)),
            count=len(changes),
        )

    async def simulation(self, request: Request, caller: Caller, borough: str) -> Response:
        """Past cases through the draft or a version, as figures, a chart and tables."""
        asked = request.query_params.get("version", "")
        number = int(asked) if asked.isdecimal() and 0 < len(asked) < 6 else None
        language = language_of(request)
        faults: list[dict[str, str]] = []
        found = None
        if number is None:
            held = await self.desk.draft(borough, caller)
            if held is None:
                raise NotFound(borough)
            faults = _spoken(await self.desk.check(borough, held.text, caller), language)
        if not faults:
            form = SimulationForm(version=number or None)
            found = await self.desk.simulate(borough, form, caller)
        return self._render(
            request,
            "grid_simulation.html",
            caller,
            borough=borough,
            version=number,
            text_faults=faults,
            found=found,
            chart=flow_chart(found.flows, language) if found and found.flows else None,
            most=MOST_CASES,
            in_force=self.desk.in_force(borough),
        )

    def _render(
        self, request: Request, template: str, caller: Caller, *, status: int = 200, **values: Any
    ) -> Response:
        language = language_of(request)
        return self.pages.render(
            request,
            template,
            caller,
            status=status,
            origin=lambda one: origin_of(one, language),
            labels={name: said(words, language) for name, words in FIELDS.items()},
            kinds={name: said(words, language) for name, words in KINDS.items()},
            w=lambda words: said(words, language),
            **values,
        )


def router(pages: StaffPages, desk: GridDesk) -> APIRouter:
    """`/grilles` and below."""
    routes, grids = APIRouter(include_in_schema=False), GridPages(pages, desk)

    @routes.get("/grilles")
    async def index(request: Request) -> Response:
        return await grids.visited(request, lambda caller: grids.index(request, caller))

    @routes.get("/grilles/{borough}")
    async def one(request: Request, borough: str) -> Response:
        return await grids.visited(request, lambda caller: grids.one(request, caller, borough))

    @routes.get("/grilles/{borough}/versions/{number}")
    async def version(request: Request, borough: str, number: int) -> Response:
        return await grids.visited(
            request, lambda caller: grids.version(request, caller, borough, number)
        )

    @routes.get("/grilles/{borough}/simulation")
    async def simulation(request: Request, borough: str) -> Response:
        return await grids.visited(
            request, lambda caller: grids.simulation(request, caller, borough)
        )

    grid_form_pages.add(routes, grids)
    return routes


def _sections(changes: Sequence[Change], language: str) -> list[tuple[str, list[str]]]:
    """Differences in words, under the heading of their section."""
    return [
        (
            said(heading, language),
            [one.en if language == "en" else one.fr for one in some],
        )
        for heading, some in groupby(changes, key=lambda one: one.heading)
    ]


def _spoken(checked: Checked, language: str) -> list[dict[str, str]]:
    """Faults of a text: where, what, and the remedy."""
    return [
        {
            "key": one.key,
            "problem": said(one.problem, language),
            "remedy": said(one.remedy, language),
        }
        for one in checked.faults
    ]
