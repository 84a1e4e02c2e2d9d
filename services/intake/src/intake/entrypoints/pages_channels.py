"""`/canaux`: for staff, which channels of their counters are heard, and which have gone silent."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of

from intake.entrypoints.channel_watch import WATCHERS, heartbeats
from intake.entrypoints.http_channels import view_of
from intake.entrypoints.staff_pages import StaffPages


def router(pages: StaffPages) -> APIRouter:
    """`/canaux`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/canaux")
    async def channels(request: Request) -> Response:
        caller = await pages.caller(request, *WATCHERS)
        if isinstance(caller, Response):
            return caller
        desk = pages.desk
        now, language = desk.clock(), language_of(request)
        found = await heartbeats(desk, caller.boroughs & desk.boroughs.keys())
        rows = [view_of(one, now, language) for one in found]
        return pages.render(request, "canaux.html", caller, rows=rows)

    return routes
