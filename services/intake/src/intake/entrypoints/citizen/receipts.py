"""What a citizen is given at the end: the code, what comes next, the date that is promised.

Not behind a redirect: the code stands in no address, and a repeat under the key shows it again.
"""

from typing import Any

from chassis.commands import CommandConflict
from chassis.errors import ApiError
from chassis.page_faults import faults_in
from fastapi import Request
from fastapi.responses import Response
from ui import language_of
from ui.language import said

from intake.domain.attachment import AttachmentKind
from intake.entrypoints import attachments
from intake.entrypoints.citizen.faces import CitizenPages
from intake.entrypoints.citizen.portal_words import PHOTO_LOST
from intake.entrypoints.citizen.walk import Look
from intake.entrypoints.http_twins import PublicJoinForm, join_by_token
from intake.entrypoints.page_forms import Sent
from intake.entrypoints.registering import Opened
from intake.entrypoints.uploads import Upload
from intake.entrypoints.views import View, answered, for_citizen


class Receipts:
    """The last page of the portal."""

    def __init__(self, pages: CitizenPages) -> None:
        self._pages = pages
        self._desk = pages.desk

    async def opened(
        self, request: Request, look: Look, opened: Opened, photo: Upload | None, key: str
    ) -> Response:
        """Of a case just opened; its photo is attached first. Raises Transient."""
        language, code = language_of(request), opened.tracking_code
        problem = ""
        if photo is not None:
            problem = await self._attach(code, photo, key, language)
        view = answered(opened.answer.body, language)
        return await self._shown(
            request, look, view, code, problem=problem, joined=False, status=201
        )

    async def joined(self, request: Request, look: Look, sent: Sent) -> Response:
        """Of a case just joined. Raises ApiError 400, 422, CommandConflict, Transient."""
        language = language_of(request)
        contact = look.form.contact if look.form else None
        form = PublicJoinForm.model_validate(
            {
                # What is no token is refused as one that is too old.
                "joinToken": sent["joinToken"][:400] or "-",
                "contact": contact and contact.model_dump(by_alias=True),
                "language": language,
            }
        )
        done = await join_by_token(self._desk, form, sent["key"])
        view = answered(done.answer.body, language)
        return await self._shown(
            request, look, view, done.tracking_code, problem="", joined=True, status=200
        )

    async def promise(self, request: Request, borough: str, code: str) -> Response:
        """The part of the page with the promised date. Raises ApiError 404, 429, Transient."""
        async with self._desk.limits.trying(request, code):
            promised = await self._promised(code, language_of(request))
        return await self._pages.render(
            request, "citizen/promise.html", borough, code=code, **promised
        )

    async def _shown(
        self, request: Request, look: Look, view: View, code: str, *, status: int, **news: Any
    ) -> Response:
        promised = await self._promised(code, language_of(request))
        return await self._pages.render(
            request,
            "citizen/receipt.html",
            look.borough,
            status=status,
            look=look,
            case=view,
            code=code,
            **promised,
            **news,
        )

    async def _promised(self, code: str, language: str) -> View:
        """Raises NotFound, Transient."""
        dossier = await self._desk.cases.dossier_by_code(code)
        seen = for_citizen(dossier, language, self._desk.boroughs, code)
        return {
            "promised_at": seen["promisedAt"],
            "is_demonstration": bool(seen["promiseIsDemonstration"]),
            "department": seen["departmentName"],
        }

    async def _attach(self, code: str, photo: Upload, key: str, language: str) -> str:
        """Why the photo could not be attached; empty where it was."""
        try:
            case = await self._desk.cases.case_by_code(code)
            sender = attachments.Sender.citizen(case, code)
            await attachments.add(self._desk, case, sender, photo, key)
        except (ApiError, CommandConflict) as error:
            why = " ".join(faults_in(error, language).values())
            return said(PHOTO_LOST, language).format(why=why)
        return ""


async def photo_in(sent: Sent) -> Upload | None:
    """The photo of a form, if one was chosen."""
    file = sent.files.get("photo")
    if file is None:
        return None
    return Upload(await file.read(), file.filename or "", AttachmentKind.PHOTO)
