"""The files of a citizen's case: sent, opened, and public photos shown on the page."""

from typing import Annotated

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError, not_found
from chassis.page_faults import faults_in
from chassis.store import Scope
from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.datastructures import FormData
from ui import language_of
from ui.language import said

from intake.domain.attaching import find
from intake.entrypoints.attachments import Sender, add, hand_out, hand_out_by_code
from intake.entrypoints.http_attachments import as_response
from intake.entrypoints.tracking.page import CasePage
from intake.entrypoints.tracking.photo_links import PhotoLinks
from intake.entrypoints.tracking.previews import preview_of
from intake.entrypoints.uploads import TooLarge, read_form, upload_of

Code = Annotated[str, Form(max_length=60)]
ADDED = ("Nous avons bien reçu votre fichier.", "We have received your file.")
BESIDE_THE_FILE = frozenset({"code", "key"})


def add_file_routes(routes: APIRouter, page: CasePage) -> None:
    """`/suivi/piece` opens a file, `/suivi/joindre` sends one: the code is in the body of both.

    `/suivi/photo/...` is a public photo, small, for some minutes.
    """
    desk = page.desk

    @routes.get("/suivi/photo/{case_id}/{attachment_id}/{until}/{signature}")
    async def photo(case_id: str, attachment_id: str, until: int, signature: str) -> Response:
        links = PhotoLinks(desk.codes)
        if not links.is_good(case_id, attachment_id, until, signature, desk.clock()):
            raise not_found()
        case = await desk.cases.case(case_id, Scope.everything())
        known = find(case, attachment_id)
        if known is None or not known.is_public:
            raise not_found()
        return as_response(*await preview_of(*await hand_out(desk, case, attachment_id)))

    @routes.post("/suivi/piece")
    async def show(
        request: Request, attachment: Annotated[str, Form(max_length=60)] = "", code: Code = ""
    ) -> Response:
        try:
            async with desk.limits.trying(request, code):
                case = await desk.cases.case_by_code(code)
            return as_response(*await hand_out_by_code(desk, case, code, attachment))
        except NotFound:
            return page.unknown(request)
        except ApiError as refusal:
            return page.too_many(request, refusal)

    @routes.post("/suivi/joindre")
    async def send(request: Request) -> Response:
        try:
            await desk.limits.writes(request, None)
        except ApiError as refusal:
            return page.too_many(request, refusal)
        language, why = language_of(request), ""
        form: FormData | None = None
        try:
            # The code is in the form, so the form is read first: in memory, and to its limit.
            form = await read_form(request, desk.files_max_bytes)
            code = str(form.get("code", ""))
        except TooLarge as error:
            code, why = error.before.get("code", ""), _why(error, language)
        try:
            async with desk.limits.trying(request, code):
                case = await desk.cases.case_by_code(code)
        except NotFound:
            return page.unknown(request)
        except ApiError as refusal:
            return page.too_many(request, refusal)
        if form is not None:
            try:
                upload = await upload_of(form, desk.files_max_bytes, others=BESIDE_THE_FILE)
                key = str(form.get("key", ""))
                await add(desk, case, Sender.citizen(case, code), upload, key)
            except (ApiError, CommandConflict) as error:
                why = _why(error, language)
        found = await desk.cases.dossier_by_code(code)
        done = "" if why else said(ADDED, language)
        return await page.show(request, found, code, refusal=why, done=done)


def _why(error: ApiError | CommandConflict, language: str) -> str:
    return " ".join(faults_in(error, language).values())
