"""The pages: the citizen's tracking page, and the dossiers for staff. They work without script."""

from collections.abc import Mapping
from typing import Annotated

from chassis.commands import NotFound
from chassis.errors import ApiError
from chassis.identity import Caller, optional_caller
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from ui import Assets, Pages, language_of

from intake.domain.dossier import Status
from intake.entrypoints.desk import Desk, may_read, scope_in, sees_contacts
from intake.entrypoints.views import for_citizen, for_staff, summary
from intake.entrypoints.words import CHANNELS, COMMITMENTS, KINDS, STANDINGS, STATUSES, said

PER_PAGE = 25
PACKAGE = "intake.entrypoints"
FILTERS = tuple(one for one in Status if one not in (Status.AWAITED, Status.REJECTED))
Code = Annotated[str, Form(max_length=60)]


def routers(desk: Desk, signin_url: str) -> list[APIRouter]:
    """`/static`, `/suivi`, `/dossiers`."""
    assets = Assets(PACKAGE)
    pages = Pages(PACKAGE, assets)
    return [assets.router(), _tracking(desk, pages), _dossiers(desk, pages, signin_url)]


def _tracking(desk: Desk, pages: Pages) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    def unknown(request: Request) -> HTMLResponse:
        return pages.render(request, "suivi.html", status=404, unknown=True)

    @routes.get("/suivi")
    async def ask(request: Request) -> HTMLResponse:
        return pages.render(request, "suivi.html", unknown=False)

    @routes.post("/suivi")
    async def track(request: Request, code: Code = "") -> HTMLResponse:
        try:
            found = await desk.cases.dossier_by_code(code)
        except NotFound:
            return unknown(request)
        view = for_citizen(found, language_of(request), desk.boroughs)
        return pages.render(request, "suivi_dossier.html", case=view, code=code, refusal="")

    @routes.post("/suivi/retirer")
    async def withdraw(request: Request, code: Code = "") -> HTMLResponse:
        language, refusal = language_of(request), ""
        try:
            found = await desk.withdraw_by_code(code)
        except NotFound:
            return unknown(request)
        except ApiError as error:
            refusal = error.body(language)["error"]["message"]
            found = await desk.cases.dossier_by_code(code)
        view = for_citizen(found, language, desk.boroughs)
        return pages.render(
            request,
            "suivi_dossier.html",
            status=422 if refusal else 200,
            case=view,
            code=code,
            refusal=refusal,
        )

    return routes


def _dossiers(desk: Desk, pages: Pages, signin_url: str) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    async def who(request: Request) -> Caller | None:
        """The caller if signed in; an expired session is none."""
        try:
            return await optional_caller(request)
        except ApiError:
            return None

    async def reader(request: Request) -> Caller | Response:
        """The caller, or where a caller goes who may not see dossiers."""
        caller = await who(request)
        if caller is None:
            return RedirectResponse(signin_url, 303)
        try:
            may_read(caller)
        except ApiError as error:
            message = error.body(language_of(request))["error"]["message"]
            return pages.render(
                request, "refus.html", status=403, message=message, signin_url=signin_url
            )
        return caller

    @routes.get("/dossiers")
    async def listed(
        request: Request,
        borough: Annotated[str, Query(max_length=60)] = "",
        status: Annotated[str, Query(max_length=20)] = "",
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    ) -> Response:
        caller = await reader(request)
        if isinstance(caller, Response):
            return caller
        language = language_of(request)
        wanted = status if status in {one.value for one in FILTERS} else ""
        page = await desk.cases.page(
            scope_in(caller, borough or None), status=wanted or None, offset=offset, limit=PER_PAGE
        )
        return pages.render(
            request,
            "dossiers.html",
            cases=[summary(case, language) for case in page.cases],
            total=page.total,
            offset=offset,
            per_page=PER_PAGE,
            wanted=wanted,
            borough=borough,
            statuses=[(one.value, said(STATUSES[one], language)) for one in FILTERS],
            boroughs=sorted((slug, desk.boroughs.get(slug, slug)) for slug in caller.boroughs),
            names=desk.boroughs,
            kinds=_in_words(KINDS, language),
            channels=_in_words(CHANNELS, language),
            caller=caller,
            signin_url=signin_url,
        )

    @routes.get("/dossiers/{case_id}")
    async def show(request: Request, case_id: str) -> Response:
        caller = await reader(request)
        if isinstance(caller, Response):
            return caller
        language = language_of(request)
        try:
            found = await desk.cases.dossier(case_id, caller.scope)
        except NotFound:
            return pages.render(
                request, "introuvable.html", status=404, caller=caller, signin_url=signin_url
            )
        return pages.render(
            request,
            "dossier.html",
            case=for_staff(found, language, with_contacts=sees_contacts(caller, found.case)),
            names=desk.boroughs,
            kinds=_in_words(KINDS, language),
            channels=_in_words(CHANNELS, language),
            promises=_in_words(COMMITMENTS, language),
            standings=_in_words(STANDINGS, language),
            caller=caller,
            signin_url=signin_url,
        )

    return routes


def _in_words(table: Mapping[str, tuple[str, str]], language: str) -> dict[str, str]:
    return {name: said(words, language) for name, words in table.items()}
