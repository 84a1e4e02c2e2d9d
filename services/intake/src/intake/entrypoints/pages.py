"""The pages: the citizen's tracking page, and the dossiers for staff. They work without script."""

from collections.abc import Sequence
from typing import Annotated, Any

from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import faults_in
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from ui import Assets, Pages, language_of
from ui.language import said

from intake.domain.dossier import Status
from intake.entrypoints import (
    map_layers,
    pages_channels,
    pages_counter,
    pages_dossier,
    pages_field,
)
from intake.entrypoints.citizen import routes as citizen
from intake.entrypoints.desk import Desk, scope_in
from intake.entrypoints.http_search import SearchForm, found_for, item
from intake.entrypoints.notices import public_notices, staff_notices
from intake.entrypoints.one_file import routes as one_file
from intake.entrypoints.page_forms import filled, sent_by
from intake.entrypoints.policy import policy_pages
from intake.entrypoints.public import public_pages
from intake.entrypoints.staff_pages import StaffPages
from intake.entrypoints.tracking import routes as tracking
from intake.entrypoints.views import View
from intake.entrypoints.words import STATUSES

PER_PAGE = 25
PACKAGE = "intake.entrypoints"
FILTERS = tuple(one for one in Status if one not in (Status.AWAITED, Status.REJECTED))


def routers(desk: Desk, signin_url: str) -> list[APIRouter]:
    """`/static`, `/suivi`, and the pages of staff."""
    assets = Assets(PACKAGE)
    pages = Pages(PACKAGE, assets)
    staff = StaffPages(desk, pages, signin_url)
    return [
        assets.router(),
        map_layers.router(desk.gazetteer, desk.boroughs),
        tracking.router(desk, pages),
        one_file.router(desk, pages),
        citizen.router(desk, pages),
        public_pages.router(desk, pages),
        _dossiers(desk, staff),
        pages_counter.router(staff),
        pages_field.router(staff),
        pages_dossier.router(staff),
        pages_channels.router(staff),
        staff_notices.router(staff, pages),
        policy_pages.router(staff),
        public_notices.router(desk, pages),
    ]


def _dossiers(desk: Desk, pages: StaffPages) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/dossiers")
    async def listed(
        request: Request,
        borough: Annotated[str, Query(max_length=60)] = "",
        status: Annotated[str, Query(max_length=20)] = "",
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    ) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        wanted = status if status in {one.value for one in FILTERS} else ""
        page = await desk.cases.page(
            scope_in(caller, borough or None), status=wanted or None, offset=offset, limit=PER_PAGE
        )
        items = [item(case, caller, language_of(request)) for case in page.cases]
        return shown(
            request,
            caller,
            items,
            page.total,
            wanted=wanted,
            borough=borough,
            offset=offset,
        )

    @routes.post("/dossiers")
    async def search(request: Request) -> Response:
        """Found by what was typed: a POST, so that no name and no phone stands in an address."""
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        sent, language = await sent_by(request), language_of(request)
        known = filled(SearchForm, sent, ("query",), language)
        try:
            if known.form is None:
                return shown(request, caller, [], 0, query=sent["query"], faults=known.faults)
            found = await found_for(desk, caller, known.form)
        except ApiError as error:
            faults = faults_in(error, language)
            return shown(request, caller, [], 0, query=sent["query"], faults=faults)
        return shown(
            request,
            caller,
            [item(case, caller, language) for case in found.cases],
            found.total,
            query=sent["query"],
            is_partial=found.is_partial or found.total > len(found.cases),
        )

    def shown(
        request: Request, caller: Caller, items: Sequence[View], total: int, **asked: Any
    ) -> Response:
        """The list, or what was found."""
        language, faults = language_of(request), asked.get("faults", {})
        known = {"wanted": "", "borough": "", "offset": 0, "query": "", "is_partial": False}
        return pages.render(
            request,
            "dossiers.html",
            caller,
            status=400 if faults else 200,
            cases=items,
            total=total,
            per_page=PER_PAGE,
            statuses=[(one.value, said(STATUSES[one], language)) for one in FILTERS],
            **{**known, "faults": {}, **asked},
        )

    return routes
