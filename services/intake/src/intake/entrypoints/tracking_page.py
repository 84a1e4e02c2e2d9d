"""The page of a citizen's case: what it shows, and the files that are sent and opened there."""

from collections.abc import Callable
from typing import Annotated
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData
from ui import Pages, language_of

from intake.domain.attaching import may_attach
from intake.domain.case import Case
from intake.domain.errors import Refused
from intake.entrypoints.attachments import Sender, add, hand_out_by_code
from intake.entrypoints.case_queries import Dossier
from intake.entrypoints.desk import Desk
from intake.entrypoints.http_attachments import as_response
from intake.entrypoints.page_forms import faults_in
from intake.entrypoints.uploads import TooLarge, read_form, upload_of
from intake.entrypoints.views import for_citizen
from intake.entrypoints.words import said

Code = Annotated[str, Form(max_length=60)]
Unknown = Callable[[Request], HTMLResponse]
TooMany = Callable[[Request, ApiError], HTMLResponse]
ADDED = ("Nous avons bien reçu votre fichier.", "We have received your file.")
BESIDE_THE_FILE = frozenset({"code", "key"})


def case_page(
    desk: Desk,
    pages: Pages,
    request: Request,
    found: Dossier,
    code: str,
    *,
    refusal: str = "",
    done: str = "",
) -> HTMLResponse:
    """The page of the case that the code opened; 422 when something was refused."""
    return pages.render(
        request,
        "suivi_dossier.html",
        status=422 if refusal else 200,
        case=for_citizen(found, language_of(request), desk.boroughs, code),
        code=code,
        key=uuid4().hex,
        can_attach=desk.files is not None and _takes_files(found.case),
        refusal=refusal,
        done=done,
    )


def add_file_routes(
    routes: APIRouter, desk: Desk, pages: Pages, unknown: Unknown, too_many: TooMany
) -> None:
    """`/suivi/piece` opens a file, `/suivi/joindre` sends one; the code is in the body of both."""

    @routes.post("/suivi/piece")
    async def show(
        request: Request, attachment: Annotated[str, Form(max_length=60)] = "", code: Code = ""
    ) -> Response:
        try:
            async with desk.limits.trying(request, code):
                case = await desk.cases.case_by_code(code)
            return as_response(*await hand_out_by_code(desk, case, code, attachment))
        except NotFound:
            return unknown(request)
        except ApiError as refusal:
            return too_many(request, refusal)

    @routes.post("/suivi/joindre")
    async def send(request: Request) -> Response:
        try:
            await desk.limits.writes(request, None)
        except ApiError as refusal:
            return too_many(request, refusal)
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
            return unknown(request)
        except ApiError as refusal:
            return too_many(request, refusal)
        if form is not None:
            try:
                upload = await upload_of(form, desk.files_max_bytes, others=BESIDE_THE_FILE)
                key = str(form.get("key", ""))
                await add(desk, case, Sender.citizen(case, code), upload, key)
            except (ApiError, CommandConflict) as error:
                why = _why(error, language)
        found = await desk.cases.dossier_by_code(code)
        done = "" if why else said(ADDED, language)
        return case_page(desk, pages, request, found, code, refusal=why, done=done)


def _why(error: ApiError | CommandConflict, language: str) -> str:
    return " ".join(faults_in(error, language).values())


def _takes_files(case: Case) -> bool:
    try:
        may_attach(case, by_citizen=True)
    except Refused:
        return False
    return True
