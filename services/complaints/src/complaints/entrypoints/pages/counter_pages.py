"""`/plaintes/{id}/apport`: what a citizen brings to the counter for a complaint (PV-18, PV-39).

The counter takes it in and reads nothing: the page shows no word of the complaint and not where
it stands. Whoever may not gets the page of an address at which there is nothing.
"""

from chassis.commands import NotFound
from chassis.identity import Caller
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.dates import moment
from ui.language import Words, said

from complaints.application.command_desk import TAKERS
from complaints.domain.file import Investigation
from complaints.entrypoints.custody_http import person_of
from complaints.entrypoints.pages.file_actions import AT_THE_COUNTER
from complaints.entrypoints.pages.file_pages import NOTHING, FilePages, Tried, forms_in
from complaints.entrypoints.pages.page_forms import sent_by

_ADDED: Words = ("Pièce ajoutée le", "Document added")


def router(file: FilePages) -> APIRouter:
    """The page and its forms."""
    routes, pages = APIRouter(include_in_schema=False), file.pages

    async def show(request: Request, caller: Caller, case_id: str, tried: Tried) -> Response:
        state = await file.desk.doing.desk.takes_in(case_id, person_of(caller), caller.scope)
        language = language_of(request)
        return pages.render(
            request,
            "complaint_counter.html",
            caller,
            status=400 if tried.faults else 200,
            case_id=case_id,
            borough=state.borough or "",
            counter=list(AT_THE_COUNTER),
            exception="",
            papers=_papers(state, language),
            **forms_in(tried, language),
        )

    @routes.get("/plaintes/{case_id}/apport")
    async def look(request: Request, case_id: str) -> Response:
        caller = await pages.caller(request, *TAKERS)
        if isinstance(caller, Response):
            return caller
        try:
            return await show(request, caller, case_id, NOTHING)
        except NotFound:
            return pages.unknown(request, caller)

    @routes.post("/plaintes/{case_id}/apport")
    async def take_in(request: Request, case_id: str) -> Response:
        caller = await pages.caller(request, *TAKERS)
        if isinstance(caller, Response):
            return caller
        sent, tried = await sent_by(request), NOTHING
        try:
            if sent["do"] in AT_THE_COUNTER:
                language = language_of(request)
                tried = await file.run(caller, case_id, sent["do"], sent, language)
            return await show(request, caller, case_id, tried)
        except NotFound:
            return pages.unknown(request, caller)

    return routes


def _papers(state: Investigation, language: str) -> list[tuple[str, str]]:
    """The documents that are here, by when they came: a name may say too much at the counter."""
    return [
        (one.file_id, f"{said(_ADDED, language)} {moment(one.added_at, language)}")
        for one in state.files
        if one.received_at is not None
    ]
