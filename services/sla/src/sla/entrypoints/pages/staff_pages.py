"""What all pages of sla share: who is there, where strangers go, what every page shows."""

from typing import Any

from chassis.errors import ApiError
from chassis.identity import Caller, page_caller
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from ui import Assets, Pages, language_of
from ui.staff_menu import entries_for

from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.desk import ALL_READERS, Desk

PACKAGE = "sla.entrypoints"


class StaffPages:
    """Renders pages for a caller; every form is a POST of our own: see `chassis.identity`."""

    def __init__(self, desk: Desk, signin_url: str) -> None:
        self.desk = desk
        self._signin_url = signin_url
        self._assets = Assets()
        self._pages = Pages(PACKAGE, self._assets)

    def assets_router(self) -> APIRouter:
        """`/static`, for where no gateway sends it elsewhere: the same files as everywhere."""
        return self._assets.router()

    async def caller(self, request: Request, *roles: str) -> Caller | Response:
        """The caller with one of these roles, or the page where anybody else goes.

        Raises ApiError 403 for a form that another site sent with our cookie.
        """
        caller = await page_caller(request)
        if caller is None:
            return RedirectResponse(self._signin_url, 303)
        try:
            caller.require(*roles)
        except ApiError as error:
            message = error.body(language_of(request))["error"]["message"]
            return self.render(request, "refused.html", caller, status=403, message=message)
        return caller

    async def reader(self, request: Request) -> Caller | Response:
        """A caller who may read what was promised. Raises ApiError as above."""
        return await self.caller(request, *ALL_READERS)

    def render(
        self, request: Request, template: str, caller: Caller, *, status: int = 200, **values: Any
    ) -> Response:
        """A page of staff; its template extends `staff.html` of the shell.

        It has `names` (of boroughs by slug), `mine` (the caller's, slug and name) and all that
        `ui.Pages` gives.
        """
        names = self.names(language_of(request))
        return self._pages.render(
            request,
            template,
            status=status,
            caller=caller,
            signin_url=self._signin_url,
            menu=entries_for(caller.roles),
            names=names.boroughs(),
            mine=names.of(caller.boroughs),
            **values,
        )

    def unknown(self, request: Request, caller: Caller) -> Response:
        """Not there, or not theirs: the same page."""
        return self.render(request, "unknown.html", caller, status=404)

    def names(self, language: str) -> BoroughNames:
        """How boroughs, departments and activities are called in a language."""
        return BoroughNames(self.desk.book.grids(), language)
