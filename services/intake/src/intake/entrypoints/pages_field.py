"""`/terrain`: the form of employees in the field, on the screen of a phone (PV-37).

Name, address and phone of the person, when it was received, nature and department, the facts, and
a photo. It is voluntary: only the facts, the activity and the place must be there.
"""

from collections.abc import Mapping
from typing import Any

from chassis.commands import CommandConflict
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import faults_in
from contracts.words import Channel, Kind
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import said

from intake.domain.attachment import AttachmentKind
from intake.entrypoints import attachments, particulars
from intake.entrypoints.assist import Assist
from intake.entrypoints.desk import FIELD
from intake.entrypoints.page_forms import MAX_FIELDS, Sent, sent_by, sent_in
from intake.entrypoints.pages_counter import case_form, defaults, receipt
from intake.entrypoints.place_help import chosen_place, place_help
from intake.entrypoints.registering import open_case
from intake.entrypoints.staff_pages import StaffPages
from intake.entrypoints.uploads import TooLarge, Upload, read_form
from intake.entrypoints.words import KINDS

# A fact seen in the field is a request, or a question that was answered there and then.
KINDS_HERE = (Kind.REQUEST, Kind.COMPLAINT, Kind.CLAIM)
LONGEST_FIELD = 16_000  # bytes; the rules of the form then say what is too long
DEPARTMENT = ("Service concerné : {name}", "Department concerned: {name}")
PHOTO_LOST = (
    "Le dossier est ouvert, mais la photo n'a pas pu être jointe : {why} Joignez-la au dossier.",
    "The case is open, but the photo could not be attached: {why} Attach it to the case.",
)


def router(pages: StaffPages) -> APIRouter:
    """`/terrain`."""
    routes, desk = APIRouter(include_in_schema=False), pages.desk
    assist = Assist(desk)

    async def form_page(
        request: Request, caller: Caller, given: Mapping[str, str], faults: Mapping[str, str]
    ) -> Response:
        language = language_of(request)
        start = {**defaults(pages, request, caller, Sent({})), "kind": Kind.REQUEST.value}
        whole = Sent({**start, **given})
        return pages.render(
            request,
            "terrain.html",
            caller,
            status=400 if faults else 200,
            given=whole.given,
            faults=faults,
            spot=place_help(desk, whole, language),
            takes_photos=desk.files is not None,
            kind_options=[(one.value, said(KINDS[one.value], language)) for one in KINDS_HERE],
            damages=particulars.options(language),
            activities=await assist.activities(caller, language),
        )

    @routes.get("/terrain")
    async def new(request: Request) -> Response:
        caller = await pages.caller(request, *FIELD)
        if isinstance(caller, Response):
            return caller
        return await form_page(request, caller, {}, {})

    @routes.post("/terrain/lieu")
    async def place(request: Request) -> Response:
        """Where the address is, or which places it may mean; nothing is stored."""
        caller = await pages.caller(request, *FIELD)
        if isinstance(caller, Response):
            return caller
        sent = await sent_by(request)
        if request.headers.get("hx-request") != "true":
            return await form_page(request, caller, sent.given, {})
        spot = place_help(desk, sent, language_of(request))
        return pages.render(request, "lieu.html", caller, spot=spot)

    @routes.post("/terrain")
    async def register(request: Request) -> Response:
        caller = await pages.caller(request, *FIELD)
        if isinstance(caller, Response):
            return caller
        language = language_of(request)
        try:
            sent = sent_in(
                await read_form(
                    request, desk.files_max_bytes, max_fields=MAX_FIELDS, field_bytes=LONGEST_FIELD
                )
            )
        except TooLarge as error:
            # The photo comes last in the form: all that was typed stands before it.
            why = {"photo": " ".join(faults_in(error, language).values())}
            return await form_page(request, caller, error.before, why)
        except ApiError as error:
            return await form_page(request, caller, {}, faults_in(error, language))
        photo, faults = None, dict[str, str]()
        try:
            photo = await _photo(sent)
            if photo is not None:
                await attachments.checked(photo)
        except ApiError as error:
            # The form has one field for the file, whatever the reader of files calls it.
            faults["photo"] = " ".join(faults_in(error, language).values())
        sent = chosen_place(sent, place_help(desk, sent, language))
        found = case_form(_field_facts(sent, language), language)
        if found.form is None or faults:
            return await form_page(request, caller, sent.given, {**found.faults, **faults})
        try:
            opened = await open_case(desk, found.form, caller, sent["key"])
        except (ApiError, CommandConflict) as error:
            return await form_page(request, caller, sent.given, faults_in(error, language))
        problem = ""
        if photo is not None:
            problem = await _attached(pages, caller, opened.case_id, photo, sent["key"], language)
        return await receipt(
            pages, request, caller, opened.case_id, opened.tracking_code, problem=problem
        )

    return routes


def _field_facts(sent: Sent, language: str) -> Sent:
    """The fields as the counter's form has them; the department is a line of the facts."""
    facts, department = sent["description"], sent["department"]
    line = said(DEPARTMENT, language).format(name=department) if department else ""
    words = "\n\n".join(part for part in (facts, line) if part) if facts else ""
    return Sent({**sent.given, "channel": Channel.FIELD.value, "description": words})


async def _photo(sent: Sent) -> Upload | None:
    """The photo of the form, if one was taken."""
    file = sent.files.get("photo")
    if file is None:
        return None
    return Upload(await file.read(), file.filename or "", AttachmentKind.PHOTO)


async def _attached(
    pages: StaffPages, caller: Caller, case_id: str, photo: Upload, key: str, language: str
) -> str:
    """Add the photo to the case that was just opened; why not, where that fails."""
    desk: Any = pages.desk
    try:
        case = await desk.cases.case(case_id, caller.scope)
        await attachments.add(desk, case, attachments.Sender.staff(caller), photo, key)
    except (ApiError, CommandConflict) as error:
        why = " ".join(faults_in(error, language).values())
        return said(PHOTO_LOST, language).format(why=why)
    return ""
