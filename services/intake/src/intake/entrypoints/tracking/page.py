"""The page of the case that a tracking code opened, and the pages for a code that opens none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from chassis.errors import ApiError
from fastapi import Request
from fastapi.responses import HTMLResponse
from ui import Pages, language_of
from ui.language import said

from intake.application.form import ZONE
from intake.domain.attaching import may_attach
from intake.domain.case import Case
from intake.domain.errors import Refused
from intake.entrypoints.case_queries import Dossier
from intake.entrypoints.citizen.complaint_paper_page import told
from intake.entrypoints.citizen.complaint_step import Asked
from intake.entrypoints.citizen.faces import face_of
from intake.entrypoints.desk import Desk
from intake.entrypoints.page_forms import Sent
from intake.entrypoints.tracking.photo_links import PhotoLinks
from intake.entrypoints.tracking.views import citizen_view
from intake.entrypoints.tracking.words import LABELS


@dataclass(frozen=True)
class Tried:
    """A form of the page that was refused: its name, what was typed, and why, by field."""

    name: str = ""
    given: Mapping[str, str] | None = None
    faults: Mapping[str, str] | None = None


class CasePage:
    """Renders it. The code goes from form to form in their bodies, never in an address."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self.desk = desk
        self.pages = pages

    async def show(
        self,
        request: Request,
        found: Dossier,
        code: str,
        *,
        refusal: str = "",
        done: str = "",
        tried: Tried | None = None,
    ) -> HTMLResponse:
        """The case; 422 when something was refused, 400 for a form with faults."""
        language, now, at = language_of(request), self.desk.clock(), tried or Tried()
        borough = found.case.borough
        identity = (await self.desk.vocabulary()).identity_of(borough)
        name = self.desk.boroughs.get(borough, borough)
        status = 400 if at.faults else 422 if refusal else 200
        return self.pages.render(
            request,
            "suivi_dossier.html",
            status=status,
            case=await citizen_view(self.desk, found, language, code),
            face=face_of(borough, name, identity, language),
            code=code,
            key=uuid4().hex,
            photos=self._photos(found.case, now),
            can_attach=self.desk.files is not None and _takes_files(found.case),
            tried=at.name,
            given=at.given or {},
            faults=at.faults or {},
            labels={name: said(words, language) for name, words in LABELS.items()},
            takes_scans=self.desk.files is not None,
            refusal=refusal,
            done=done,
        )

    async def paper(self, request: Request, case: Case) -> HTMLResponse:
        """A sheet on which to sign a complaint by hand; it names the case, and nothing it says."""
        words = await self.desk.vocabulary()
        name = self.desk.boroughs.get(case.borough, case.borough)
        identity, language = words.identity_of(case.borough), language_of(request)
        rules = words.complaint_rules_of(case.borough)
        today = self.desk.clock().astimezone(ZONE).date()
        return self.pages.render(
            request,
            "citizen/complaint_paper.html",
            face=face_of(case.borough, name, identity, language),
            asked=Asked.of(rules, {}, today),
            told=told(Sent({})),
            reference=case.case_id,
        )

    def unknown(self, request: Request) -> HTMLResponse:
        """No case answers to that code."""
        return self.ask(request, status=404, unknown=True)

    def too_many(self, request: Request, refusal: ApiError) -> HTMLResponse:
        """Whoever tries too many codes waits."""
        words = refusal.body(language_of(request))["error"]["message"]
        page = self.ask(request, status=429, too_many=words)
        page.headers.update(refusal.headers)
        return page

    def ask(
        self, request: Request, *, status: int = 200, unknown: bool = False, too_many: str = ""
    ) -> HTMLResponse:
        """Where the code is typed in."""
        return self.pages.render(
            request, "suivi.html", status=status, unknown=unknown, too_many=too_many
        )

    def _photos(self, case: Case, now: datetime) -> Mapping[str, Any]:
        """Addresses of the photos that the citizen is shown, by attachment, for some minutes."""
        links = PhotoLinks(self.desk.codes)
        return {
            one.attachment_id: links.path(case.case_id, one.attachment_id, now)
            for one in case.attachments
            if one.is_public and not case.is_complaint
        }


def _takes_files(case: Case) -> bool:
    try:
        may_attach(case, by_citizen=True)
    except Refused:
        return False
    return True
