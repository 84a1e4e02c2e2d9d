"""The HTTP API of complaints: closed by default, every reading of a file on record."""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from chassis.http import language_of
from chassis.identity import Caller, staff
from chassis.store import Scope
from fastapi import APIRouter, Depends, Query, Request, Response

from complaints.application.read_file import Files
from complaints.domain.custody import Act, Disclosure
from complaints.domain.file import Content, HeldFile, Investigation
from complaints.entrypoints.custody_http import person_of, trace_view
from complaints.entrypoints.views import investigation_view

READERS = ("director", "investigator", "general-director", "clerk", "responsable")
Staff = Annotated[Caller, Depends(staff)]
Opening = Literal["read", "print", "export"]
Standing = Literal["admitted", "invited", "refused", "undecided"]
View = dict[str, Any]
UNKEPT = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


def router(files: Files) -> APIRouter:
    """`/api/complaints/v1`."""
    routes = APIRouter(prefix="/api/complaints/v1", tags=["investigations"])

    @routes.get("/investigations")
    async def listed(
        caller: Staff,
        request: Request,
        borough: str | None = None,
        admissibility: Standing | None = None,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> View:
        """Where the complaints stand that the caller may open; nothing of what they say."""
        caller.require(*READERS)
        scope = caller.scope
        if borough is not None:
            scope = Scope(frozenset({borough}) & caller.boroughs)
        page = await files.page(person_of(caller), scope, admissibility, offset=offset, limit=limit)
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": page.total},
            "items": [_standing(one, language_of(request)) for one in page.files],
        }

    @routes.get("/investigations/{case_id}")
    async def show(
        case_id: str,
        exception: Disclosure,
        caller: Staff,
        request: Request,
        act: Opening = "read",
    ) -> View:
        """A whole file, under the exception that allows it (PV-44); the reading is recorded, and
        so is that it was to be printed or exported. Who may not gets 404, as for no such file."""
        state = await files.read(
            case_id, person_of(caller), caller.scope, exception=exception, act=Act(act)
        )
        return await whole_view(files, state, language_of(request))

    @routes.get(
        "/investigations/{case_id}/files/{file_id}",
        response_class=Response,
        responses={200: {"description": "The file", "content": {"*/*": {}}}},
    )
    async def show_file(
        case_id: str, file_id: str, exception: Disclosure, caller: Staff
    ) -> Response:
        """A photo or document, under the exception that allows it (PV-44); recorded like a reading.

        To be saved: nothing of a complaint is shown in the browser or kept by it.
        """
        file, content = await files.open_attachment(
            case_id, file_id, person_of(caller), caller.scope, exception=exception
        )
        return saved_as(file.name, file.media_type, content)

    return routes


async def whole_view(files: Files, state: Investigation, language: str) -> View:
    """All of a file that was opened and whose reading is on record. Raises Transient."""
    traces = await files.audit.of(state.case_id)
    return {
        **_standing(state, language),
        "content": None if state.content is None else _content(state.content),
        "files": [_file(one) for one in state.files],
        "investigation": investigation_view(
            state, await files.neighbourhoods.around(state), language
        ),
        "readings": [trace_view(one) for one in traces],
        "readingsCount": state.readings_moved + len(state.readings) + len(traces),
    }


def saved_as(name: str, media_type: str, content: bytes) -> Response:
    """A file of a complaint, to be saved: never shown in the browser or kept by it."""
    quoted = quote(name, safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quoted}", **UNKEPT}
    return Response(content, media_type=media_type, headers=headers)


def _standing(state: Investigation, language: str) -> View:
    decided = state.admissibility
    first = state.first_content
    return {
        "caseId": state.case_id,
        "borough": state.borough,
        "receivedAt": first.received_at if first else state.received_at,
        "withdrawnAt": state.withdrawn_at,
        "admissibility": "undecided" if decided is None else decided.outcome.value,
        "code": decided.code.value if decided and decided.code else None,
        "asks": [ask.value for ask in decided.asks] if decided else [],
        "respondByOn": decided.respond_by_on if decided else None,
        "safetyRequest": decided.safety_request if decided else False,
        "reasons": [getattr(one, language) for one in decided.reasons] if decided else [],
    }


def _file(one: HeldFile) -> View:
    """`receivedAt` is null while not all of it is here: it cannot be opened yet."""
    return {
        "fileId": one.file_id,
        "name": one.name,
        "mediaType": one.media_type,
        "sizeBytes": one.size_bytes,
        "addedAt": one.added_at,
        "receivedAt": one.received_at,
    }


def _content(content: Content) -> View:
    return {
        "version": content.version,
        "receivedAt": content.received_at,
        "written": content.written,
        "signed": content.signed,
        "anonymous": content.anonymous,
        "fullContact": content.full_contact,
        "privateLitigation": content.private_litigation,
        "danger": content.danger,
        "factsOn": content.facts_on,
        "statement": content.statement,
    }
