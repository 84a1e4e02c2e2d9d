"""`/travail/mis-de-cote`: cases whose messages were set aside, why, and trying them again."""

from typing import Any

from chassis.commands import NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.pages import back_to

from routing.entrypoints.http import Staff
from routing.entrypoints.page_forms import sent_by
from routing.entrypoints.set_aside import AT_MOST, SEERS, SetAsideDesk
from routing.entrypoints.staff_pages import StaffPages
from routing.entrypoints.views import View

PATH = "/travail/mis-de-cote"


def api(desk: SetAsideDesk) -> APIRouter:
    """`/api/routing/v1/set-aside`."""
    routes = APIRouter(prefix="/api/routing/v1")

    @routes.get("/set-aside", tags=["assignments"])
    async def listed(caller: Staff) -> View:
        """Cases of the caller's boroughs whose messages were set aside: since when, and why.

        Such as those whose borough's plug-in failed. For technicians and operators; nothing of
        what the messages hold.
        """
        found = await desk.listed(caller)
        return {
            "items": [
                {
                    "id": one.record_id,
                    "caseId": one.case_id,
                    "borough": one.borough,
                    "since": one.since.isoformat(),
                    "reasonFr": one.why[0],
                    "reasonEn": one.why[1],
                    "pluginOf": one.plugin_of,
                }
                for one in found
            ]
        }

    return routes


def router(pages: StaffPages, desk: SetAsideDesk) -> APIRouter:
    """The page and its one form."""
    routes = APIRouter(include_in_schema=False)

    async def show(request: Request, caller: Caller, **values: Any) -> Response:
        which = 0 if language_of(request) == "fr" else 1
        lines = [(one, one.why[which]) for one in await desk.listed(caller)]
        shown: dict[str, Any] = {"done": "", "fault": "", "status": 200} | values
        return pages.render(
            request, "set_aside.html", caller, lines=lines, at_most=AT_MOST, path_=PATH, **shown
        )

    @routes.get(PATH)
    async def listed(request: Request) -> Response:
        caller = await pages.caller(request, *SEERS)
        if isinstance(caller, Response):
            return caller
        number = request.query_params.get("n", "")
        done = number if number.isascii() and number.isdigit() and len(number) < 4 else ""
        return await show(request, caller, done=done)

    @routes.post(PATH)
    async def try_again(request: Request) -> Response:
        caller = await pages.caller(request, *SEERS)
        if isinstance(caller, Response):
            return caller
        try:
            applied = await desk.try_again((await sent_by(request))["record"], caller)
        except NotFound:
            return pages.unknown(request, caller)
        except ApiError as error:
            fault = error.body(language_of(request))["error"]["message"]
            return await show(request, caller, fault=fault, status=error.status)
        return back_to(request, PATH, n=applied)

    return routes
