"""`/comptoir`: the desk of the technician, who opens a case while somebody is on the phone.

One form, all of it by keyboard, and no page in between: what is proposed shows beside the words.
"""

from collections.abc import Mapping
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import Filled, faults_in
from contracts.words import Channel, Kind
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import said

from intake.application.form import ZONE, CaseForm
from intake.application.keep_dossier import JoinForm
from intake.entrypoints import keeping, particulars
from intake.entrypoints.assist import Assist, Help, taken
from intake.entrypoints.citizen.complaint_step import Asked
from intake.entrypoints.completing_complaint import of_scan
from intake.entrypoints.desk import TECHNICIAN, sees_contacts
from intake.entrypoints.notices.answers import answered_by
from intake.entrypoints.notices.notice_words import NOT_TOLD
from intake.entrypoints.notices.public_notices import site_of
from intake.entrypoints.page_forms import Sent, filled
from intake.entrypoints.place_help import chosen_place
from intake.entrypoints.registering import open_case
from intake.entrypoints.scans import scan_in, sent_with_file
from intake.entrypoints.staff_pages import StaffPages
from intake.entrypoints.uploads import TooLarge
from intake.entrypoints.views import for_staff
from intake.entrypoints.words import CHANNELS, KINDS

FIELDS = (
    *("borough", "kind", "activity", "channel", "description", "language"),
    *("place.address", "place.longitude", "place.latitude"),
    *("contact.name", "contact.phone", "contact.email", "contact.address", "contact.byPost"),
    *("receivedAt", "originalOn", "answer.reference", "answer.verifiedOn"),
    *("complaint.factsOn", "complaint.signed", "complaint.signedBy", "complaint.signer"),
    *("complaint.anonymous", "complaint.privateLitigation", "complaint.danger", "complaint.about"),
)
JOIN_FIELDS = ("contact.name", "contact.phone", "contact.email", "channel", "language")
# In the order in which calls, visits and letters come; the pilot has a way in of its own.
CHANNELS_HERE = ("phone", "counter", "email", "letter", "social", "elected", "web", "mobile")
PAPER = frozenset({Channel.EMAIL, Channel.LETTER})
NOTICE_UNREAD = (
    "lisez l'avis à la personne, puis cochez la case",
    "read the notice to the person, then tick the box",
)
PAPER_UNSEEN = (
    "cochez si vous avez le papier signé : un nom seul ne signe rien",
    "tick if you have the signed paper: a name alone signs nothing",
)
TWINS_UNSEEN = (
    "joignez le dossier semblable, ou enregistrez de nouveau pour en ouvrir un autre",
    "join the similar case, or register again to open another",
)


def router(pages: StaffPages) -> APIRouter:
    """`/comptoir` and below."""
    routes = APIRouter(include_in_schema=False)
    assist = Assist(pages.desk)

    async def asked_of(sent: Sent) -> Asked:
        """What the chosen counter asks of a complaint."""
        rules = (await pages.desk.vocabulary()).complaint_rules_of(sent["borough"])
        return Asked.of(rules, sent.given, pages.desk.clock().astimezone(ZONE).date())

    async def form_page(
        request: Request, caller: Caller, sent: Sent, faults: Mapping[str, str], status: int = 200
    ) -> Response:
        """The form with what was typed, and what is proposed for it."""
        language = language_of(request)
        start = Sent(defaults(pages, request, caller, sent))
        help_ = await assist.help_for(start, caller, language)
        return pages.render(
            request,
            "comptoir.html",
            caller,
            status=status,
            given=taken(start, help_),
            faults=faults,
            help=help_,
            all_kinds=[(kind.value, said(KINDS[kind.value], language)) for kind in _KINDS],
            channel_options=[(one, said(CHANNELS[one], language)) for one in CHANNELS_HERE],
            damages=particulars.options(language),
            activities=await assist.activities(caller, language),
            takes_scans=pages.desk.files is not None,
            asked=await asked_of(start),
        )

    @routes.get("/comptoir")
    async def new(request: Request) -> Response:
        caller = await pages.caller(request, TECHNICIAN)
        if isinstance(caller, Response):
            return caller
        return await form_page(request, caller, Sent({}), {})

    @routes.post("/comptoir/aide")
    async def propose(request: Request) -> Response:
        """What the words, the place and the twins suggest: beside the form, or in it."""
        caller = await pages.caller(request, TECHNICIAN)
        if isinstance(caller, Response):
            return caller
        sent = await sent_with_file(request, pages.desk.files_max_bytes)
        if request.headers.get("hx-request") != "true":
            return await form_page(request, caller, sent, {})
        language = language_of(request)
        start = Sent(defaults(pages, request, caller, sent))
        help_ = await assist.help_for(start, caller, language)
        return pages.render(
            request,
            "comptoir_aide.html",
            caller,
            given=taken(start, help_),
            faults={},
            help=help_,
            all_kinds=[(kind.value, said(KINDS[kind.value], language)) for kind in _KINDS],
            asked=await asked_of(start),
        )

    @routes.post("/comptoir")
    async def register(request: Request) -> Response:
        caller = await pages.caller(request, TECHNICIAN)
        if isinstance(caller, Response):
            return caller
        language = language_of(request)
        try:
            sent = await sent_with_file(request, pages.desk.files_max_bytes)
        except TooLarge as error:
            why = " ".join(faults_in(error, language).values())
            return await form_page(request, caller, Sent(error.before), {"scan": why}, 400)
        if sent["answerNotice"]:
            told = await answered_by(pages.desk, sent, sent["answerNotice"], site_of(request))
            if told is None:
                return await form_page(
                    request, caller, sent, {"answer": said(NOT_TOLD, language)}, 400
                )
            sent = told
        help_ = await assist.help_for(sent, caller, language)
        activity = sent["activity"] or sent["activityPicked"]
        given = chosen_place(Sent({**sent.given, "activity": activity}, sent.files), help_.place)
        found = case_form(given, language)
        faults = {**found.faults, **_unread(given, help_, language)}
        if found.form is None or faults:
            return await form_page(request, caller, sent, faults, 400)
        try:
            scan = await scan_in(sent)
            opened = await open_case(pages.desk, found.form, caller, sent["key"], scan=scan)
        except (ApiError, CommandConflict) as error:
            faults = of_scan(faults_in(error, language))
            return await form_page(request, caller, sent, faults, 400)
        return await receipt(pages, request, caller, opened.case_id, opened.tracking_code)

    @routes.post("/comptoir/joindre")
    async def join(request: Request) -> Response:
        """The person asks for what a case asks already: joined, with a code of their own."""
        caller = await pages.caller(request, TECHNICIAN)
        if isinstance(caller, Response):
            return caller
        sent = await sent_with_file(request, pages.desk.files_max_bytes)
        language = language_of(request)
        found = filled(JoinForm, sent, JOIN_FIELDS, language)
        if found.form is None:
            return await form_page(request, caller, sent, found.faults, 400)
        try:
            _, code = await keeping.join(pages.desk, caller, sent["join"], found.form, sent["key"])
        except NotFound:
            return pages.unknown(request, caller)
        except (ApiError, CommandConflict) as error:
            return await form_page(request, caller, sent, faults_in(error, language), 400)
        return await receipt(pages, request, caller, sent["join"], code)

    return routes


def case_form(sent: Sent, language: str) -> Filled[CaseForm]:
    """The form of the counter from the fields of a page; how a complaint came is said by it all."""
    kind, channel = sent["kind"], sent["channel"]
    names = [name for name in FIELDS if kind == Kind.COMPLAINT or not name.startswith("complaint.")]
    names = [name for name in names if kind == Kind.INFORMATION or not name.startswith("answer.")]
    names += particulars.names_of(kind)
    texts = particulars.told(sent, kind)
    if kind == Kind.COMPLAINT:
        names = [*(name for name in names if name != "activity"), "complaint.written"]
        is_signed = sent["complaint.signed"] == "true" or "scan" in sent.files
        texts["complaint.written"] = "true" if channel in PAPER or is_signed else "false"
        if is_signed:
            # At the counter it is the paper that bears the signature (PV-18).
            whose = sent["complaint.signer"] or sent["contact.name"]
            texts |= {"complaint.signed": "true", "complaint.signedBy": "paper"}
            texts["complaint.signer"] = whose
    return filled(CaseForm, Sent(texts), names, language)


def defaults(pages: StaffPages, request: Request, caller: Caller, sent: Sent) -> dict[str, str]:
    """What the form starts with, under what was typed; the counter is that of the last case."""
    mine, last = pages.mine(caller), request.query_params.get("guichet", "")
    counters = [slug for slug, _ in mine if last in ("", slug)]
    start = {
        "key": uuid4().hex,
        "channel": Channel.PHONE.value,
        "language": "fr",
        "borough": counters[0] if len(counters) == 1 else "",
    }
    return {**start, **sent.given}


async def receipt(
    pages: StaffPages, request: Request, caller: Caller, case_id: str, code: str, **news: str
) -> Response:
    """What to tell the person: the code, what comes next, the date promised.

    Not behind a redirect: the code stands in no address, and a repeat under the same key shows
    the same receipt.
    """
    found = await pages.desk.cases.dossier(case_id, caller.scope)
    contacts = sees_contacts(caller, found.case)
    return pages.render(
        request,
        "recu.html",
        caller,
        status=201,
        case=for_staff(found, language_of(request), with_contacts=contacts),
        code=code,
        again="/terrain" if request.url.path.startswith("/terrain") else "/comptoir",
        problem=news.get("problem", ""),
    )


def _unread(sent: Sent, help_: Help, language: str) -> dict[str, str]:
    """What a person must have seen before the case is opened."""
    faults: dict[str, str] = {}
    if (sent["kind"] == Kind.CLAIM or help_.damage) and sent["claimNotice"] != "true":
        faults["claimNotice"] = said(NOTICE_UNREAD, language)
    is_signed = sent["complaint.signed"] or "scan" in sent.files
    if sent["kind"] == Kind.COMPLAINT and sent["complaint.signer"] and not is_signed:
        faults["complaint.signed"] = said(PAPER_UNSEEN, language)
    shown = set(sent["twinsShown"].split())
    if any(twin["caseId"] not in shown for twin in help_.twins):
        faults["twins"] = said(TWINS_UNSEEN, language)
    return faults


_KINDS = (Kind.REQUEST, Kind.INFORMATION, Kind.COMPLAINT, Kind.CLAIM, Kind.ACCESS)
