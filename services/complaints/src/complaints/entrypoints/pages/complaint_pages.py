"""`/plaintes`: the complaints that somebody may know of, what is due first on top."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import said

from complaints.domain.stage import Stage
from complaints.entrypoints.http import READERS
from complaints.entrypoints.pages.complaint_lists import (
    EMPTY,
    LISTS,
    PER_PAGE,
    Caseload,
    asked_by,
)
from complaints.entrypoints.pages.complaint_words import BADGES, spoken
from complaints.entrypoints.pages.file_actions import DONE
from complaints.entrypoints.pages.staff_pages import StaffPages


def router(pages: StaffPages, caseload: Caseload) -> APIRouter:
    """`/plaintes`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/plaintes")
    async def listed(request: Request) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        language, asked = language_of(request), asked_by(request, caller)
        found = await caseload.found(asked, caller, language)
        news = request.query_params.get("fait", "")
        return pages.render(
            request,
            "complaints.html",
            caller,
            asked=asked,
            tabs=[
                {
                    "name": one.name,
                    "text": said(one.words, language),
                    "count": found.counts.get(one.name),
                }
                for one in LISTS
            ],
            lines=found.lines,
            total=found.total,
            per_page=PER_PAGE,
            empty=said(EMPTY, language),
            stages=[one.value for one in Stage if one is not Stage.NO_COMPLAINT],
            say=spoken(language),
            badges=BADGES,
            done=said(DONE[news], language) if news in DONE else "",
        )

    return routes
