"""Photos and documents of a case over HTTP: added, handed out, removed."""

from typing import Any
from urllib.parse import quote

from chassis.http import language_of
from fastapi import APIRouter, Depends, Request, Response

from intake.domain.attachment import PHOTO_SUFFIXES, Attachment
from intake.entrypoints.attachments import (
    Sender,
    hand_out_by_code,
    hand_out_to_staff,
    remove,
    take_in,
)
from intake.entrypoints.desk import Desk
from intake.entrypoints.parameters import IdempotencyKey, Staff, TrackingCode
from intake.entrypoints.uploads import FORM_BODY
from intake.entrypoints.views import View, answered

A_FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file", "content": {"*/*": {}}}}


def add(routes: APIRouter, desk: Desk) -> None:
    """`/cases/{case_id}/attachments` for staff, `/tracking/attachments` for the citizen."""
    _for_staff(routes, desk)
    _for_citizens(routes, desk)


def _for_staff(routes: APIRouter, desk: Desk) -> None:
    @routes.post(
        "/cases/{case_id}/attachments",
        status_code=201,
        tags=["attachments"],
        openapi_extra=FORM_BODY,
    )
    async def attach(case_id: str, key: IdempotencyKey, caller: Staff, request: Request) -> View:
        """Add a photo, a document or a photo of the work done, 10 MB at most, 10 to a case.

        A photo loses its metadata (place, camera, date). A complaint takes none here.
        """
        sender = Sender.staff(caller)
        case = await desk.cases.case(case_id, caller.scope)
        answer = await take_in(desk, case, sender, request, key)
        return answered(answer.body, language_of(request))

    @routes.get(
        "/cases/{case_id}/attachments/{attachment_id}",
        tags=["attachments"],
        response_class=Response,
        responses=A_FILE,
    )
    async def show(case_id: str, attachment_id: str, caller: Staff) -> Response:
        """The file itself, for those who read dossiers; never one of a complaint (PV-44)."""
        return as_response(*await hand_out_to_staff(desk, caller, case_id, attachment_id))

    @routes.delete("/cases/{case_id}/attachments/{attachment_id}", tags=["attachments"])
    async def detach(
        case_id: str, attachment_id: str, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Remove a file; the journal keeps that it was there (MH-11)."""
        answer = await remove(desk, caller, case_id, attachment_id, key)
        return answered(answer.body, language_of(request))


def _for_citizens(routes: APIRouter, desk: Desk) -> None:
    @routes.post(
        "/tracking/attachments",
        status_code=201,
        tags=["tracking"],
        openapi_extra=FORM_BODY,
        dependencies=[Depends(desk.limits.writes)],
    )
    async def attach_own(code: TrackingCode, key: IdempotencyKey, request: Request) -> View:
        """The citizen adds a photo or a document, seen by staff and under this code alone."""
        async with desk.limits.trying(request, code):
            case = await desk.cases.case_by_code(code)
        answer = await take_in(desk, case, Sender.citizen(case, code), request, key)
        return answered(answer.body, language_of(request))

    @routes.get(
        "/tracking/attachments/{attachment_id}",
        tags=["tracking"],
        response_class=Response,
        responses=A_FILE,
    )
    async def show_own(attachment_id: str, code: TrackingCode, request: Request) -> Response:
        """A public photo of the case, or a file that was sent under this code."""
        async with desk.limits.trying(request, code):
            case = await desk.cases.case_by_code(code)
        return as_response(*await hand_out_by_code(desk, case, code, attachment_id))


def as_response(attachment: Attachment, data: bytes) -> Response:
    """The bytes, so that no browser takes them for anything else, runs or keeps them."""
    # What was not encoded anew is saved and not shown.
    shown = "inline" if attachment.media_type in PHOTO_SUFFIXES else "attachment"
    return Response(
        data,
        media_type=attachment.media_type,
        headers={
            "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(attachment.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )
