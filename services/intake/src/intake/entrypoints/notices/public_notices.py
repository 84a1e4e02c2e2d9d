"""`/avis/{borough}`: a counter's notices for everybody, one by one, and as a feed (PR-09)."""

from chassis.commands import NotFound
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from ui import Pages, language_of

from intake.entrypoints.citizen.faces import CitizenPages
from intake.entrypoints.desk import Desk
from intake.entrypoints.notices.feed import MEDIA_TYPE, feed_of, tag_of
from intake.entrypoints.notices.notice_views import shown

FEED_KEPT_SECONDS = 300


def router(desk: Desk, pages: Pages) -> APIRouter:
    """The public pages; mounted after those of staff, whose addresses are more precise."""
    routes = APIRouter(include_in_schema=False, dependencies=[Depends(desk.limits.lookups)])
    citizens = CitizenPages(desk, pages)

    @routes.get("/avis/{borough}.atom")
    async def feed(borough: str, request: Request) -> Response:
        if borough not in desk.boroughs:
            raise NotFound(borough)
        told = await desk.notices.told(borough)
        made = feed_of(told, borough, desk.boroughs[borough], site_of(request), desk.clock())
        headers = {"ETag": tag_of(made), "Cache-Control": f"public, max-age={FEED_KEPT_SECONDS}"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(made, media_type=MEDIA_TYPE, headers=headers)

    @routes.get("/avis/{borough}")
    async def listed(borough: str, request: Request) -> Response:
        if borough not in desk.boroughs:
            return index_page(desk, pages, request, status=404)
        language, now = language_of(request), desk.clock()
        told = shown(await desk.notices.told(borough), desk.boroughs, language, now)
        return await citizens.render(
            request,
            "avis_public.html",
            borough,
            current=[one for one in told if one["standing"] == "current"],
            upcoming=[one for one in told if one["standing"] == "upcoming"],
        )

    @routes.get("/avis/{borough}/{notice_id}")
    async def one(borough: str, notice_id: str, request: Request) -> Response:
        try:
            found = await desk.notices.one(notice_id)
        except NotFound:
            return index_page(desk, pages, request, status=404)
        if found.borough != borough or borough not in desk.boroughs:
            return index_page(desk, pages, request, status=404)
        (view,) = shown([found], desk.boroughs, language_of(request), desk.clock())
        return await citizens.render(request, "avis_seul.html", borough, one=view)

    return routes


def index_page(desk: Desk, pages: Pages, request: Request, *, status: int = 200) -> HTMLResponse:
    """The counters, to choose whose notices to read; 404 says that there are none under that."""
    counters = sorted(desk.boroughs.items(), key=lambda one: one[1])
    return pages.render(
        request, "avis_guichets.html", status=status, counters=counters, unknown=status == 404
    )


def site_of(request: Request) -> str:
    """The address of this site as the reader has it, without a final slash."""
    return str(request.base_url).rstrip("/")
