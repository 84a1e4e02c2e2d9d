"""What all pages of complaints share: who is there, where strangers go, what every page shows.

No page is kept by a browser, named after a person, or told of to where its links lead.
"""

from typing import Any

from chassis.clock import Clock
from chassis.errors import ApiError
from chassis.identity import Caller, page_caller
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from ui import Assets, Pages, language_of
from ui.staff_menu import entries_for

from complaints.entrypoints.pages.borough_names import BoroughNames, KnownNames

PACKAGE = "complaints.entrypoints"
# An address here names a case: it is not to be told to any other page (the shell's own headers
# already forbid to keep the page).
NO_REFERRER = "no-referrer"


class StaffPages:
    """Renders pages for a caller; every form is a POST of our own: see `chassis.identity`."""

    def __init__(self, known: KnownNames, clock: Clock, signin_url: str) -> None:
        self.clock = clock
        self._known = known
        self._signin_url = signin_url
        self._assets = Assets()
        self._pages = Pages(PACKAGE, self._assets)

    def assets_router(self) -> APIRouter:
        """`/static`, for where no gateway sends it elsewhere: the same files as everywhere."""
        return self._assets.router()

    async def caller(self, request: Request, *roles: str) -> Caller | Response:
        """The caller with one of these roles, or the page where anybody else goes.

        Raises ApiError 403 for a form that another site sent with our cookie, Transient.
        """
        caller = await page_caller(request)
        if caller is None:
            return RedirectResponse(self._signin_url, 303)
        await self._known.refresh()
        try:
            caller.require(*roles)
        except ApiError as error:
            message = error.body(language_of(request))["error"]["message"]
            return self.render(request, "refused.html", caller, status=403, message=message)
        return caller

    def render(
        self, request: Request, template: str, caller: Caller, *, status: int = 200, **values: Any
    ) -> Response:
        """A page of staff; its template extends `staff.html` of the shell.

        It has `names` (of boroughs by slug), `mine` (the caller's, slug and name) and all that
        `ui.Pages` gives. Call after `caller`, which reads the names.
        """
        names = self.names(request)
        page = self._pages.render(
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
        page.headers["Referrer-Policy"] = NO_REFERRER
        return page

    def unknown(self, request: Request, caller: Caller, back: str = "/plaintes") -> Response:
        """Not there, or not theirs: the same page. `back`: the list it offers to go to."""
        return self.render(request, "unknown.html", caller, status=404, back=back)

    def names(self, request: Request) -> BoroughNames:
        """How boroughs and departments are called in the reader's language."""
        return self._known.spoken(language_of(request))
