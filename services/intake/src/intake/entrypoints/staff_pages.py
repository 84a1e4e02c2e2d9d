"""What all pages for staff share: who is there, where strangers go, the words every page shows."""

from typing import Any

from chassis.errors import ApiError
from chassis.identity import Caller, page_caller
from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from ui import Pages, language_of
from ui.language import in_words
from ui.staff_menu import entries_for

from intake.entrypoints.commitment_words import COMMITMENTS, STANDINGS
from intake.entrypoints.desk import READERS, Desk
from intake.entrypoints.form_words import FIELDS
from intake.entrypoints.map_layers import landmarks_of
from intake.entrypoints.message_words import SENT_BY, TEMPLATES
from intake.entrypoints.words import CHANNELS, KINDS


class StaffPages:
    """Renders pages for a caller; every form is a POST of our own: see `chassis.identity`."""

    def __init__(self, desk: Desk, pages: Pages, signin_url: str) -> None:
        self.desk = desk
        self._pages = pages
        self._signin_url = signin_url

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
            return self._pages.render(
                request, "refus.html", status=403, message=message, signin_url=self._signin_url
            )
        return caller

    async def member(self, request: Request) -> Caller | Response:
        """A member of staff whatever the role (PV-02), or the way in. Raises ApiError as above."""
        caller = await page_caller(request)
        return caller or RedirectResponse(self._signin_url, 303)

    async def reader(self, request: Request) -> Caller | Response:
        """A caller who may read dossiers."""
        return await self.caller(request, *READERS)

    def render(
        self, request: Request, template: str, caller: Caller, *, status: int = 200, **values: Any
    ) -> Response:
        """A page of staff; its template has the names of things in the reader's language."""
        language = language_of(request)
        return self._pages.render(
            request,
            template,
            status=status,
            caller=caller,
            signin_url=self._signin_url,
            menu=entries_for(caller.roles),
            names=self.desk.boroughs,
            landmarks_of=landmarks_of,
            mine=self.mine(caller),
            kinds=in_words(KINDS, language),
            channels=in_words(CHANNELS, language),
            promises=in_words(COMMITMENTS, language),
            standings=in_words(STANDINGS, language),
            templates=in_words(TEMPLATES, language),
            sentBy=in_words(SENT_BY, language),
            labels=in_words(FIELDS, language),
            **values,
        )

    def unknown(self, request: Request, caller: Caller) -> Response:
        """Not there, or not theirs: the same page."""
        return self.render(request, "introuvable.html", caller, status=404)

    def mine(self, caller: Caller) -> list[tuple[str, str]]:
        """The counters of the caller, by name."""
        names = self.desk.boroughs
        known = [(slug, names[slug]) for slug in caller.boroughs if slug in names]
        return sorted(known, key=lambda one: one[1])
