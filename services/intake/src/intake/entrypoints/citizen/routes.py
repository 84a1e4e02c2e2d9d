"""`/demande`: the portal of each counter, in steps that work without script (PR-01, PV-03).

Every step is a form that carries what was said before; the case is opened by the last one.
"""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from chassis.commands import CommandConflict
from chassis.errors import ApiError, forbidden
from chassis.page_faults import WHOLE, faults_in
from contracts.words import Kind
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import Pages, language_of
from ui.language import in_words, said

from intake.entrypoints import attachments
from intake.entrypoints.citizen import claim_notice_page, complaint_paper_page, complaint_step
from intake.entrypoints.citizen.complaint_step import OF_THE_FACTS, OF_THE_SIGNATURE
from intake.entrypoints.citizen.faces import CitizenPages
from intake.entrypoints.citizen.looking import ELSE, Looker
from intake.entrypoints.citizen.portal_words import FIELDS, KEY_MISSING, KINDS, SAID_OF
from intake.entrypoints.citizen.receipts import Receipts, photo_in
from intake.entrypoints.citizen.walk import OWN_STEPS, START, Look, Step
from intake.entrypoints.desk import Desk
from intake.entrypoints.notices.answers import news_for, notices_for
from intake.entrypoints.page_forms import Sent, sent_by
from intake.entrypoints.particulars import OF_CLAIM, options
from intake.entrypoints.registering import open_case
from intake.entrypoints.scans import scan_in, sent_with_file
from intake.entrypoints.uploads import TooLarge

TEMPLATES = {step: f"citizen/{step.value}.html" for step in Step}
# What a page does not carry on: it is typed there, or says where the form came from.
NOT_CARRIED = frozenset({"step", "back", "activityButton", "candidate", "photo", "joinToken"})
TYPED_ON: Mapping[Step, frozenset[str]] = {
    Step.WHAT: frozenset(
        {"description", "activity", "activityProposed", "kind", "kindProposed", START}
    ),
    # Whoever is on the page of a kind has chosen it, whatever the words would propose.
    Step.COMPLAINT: OF_THE_FACTS | {"description", "kindProposed", "place.address"},
    Step.CLAIM: OF_CLAIM | {"description", "kindProposed"},
    Step.ACCESS: frozenset({"description", "kindProposed", "access.ownData"}),
    Step.WHERE: frozenset(
        {"place.address", "place.longitude", "place.latitude", "placeSeen", "placeUnknown"}
    ),
    Step.SEND: frozenset(
        {
            *("contact.name", "contact.phone", "contact.email", "contact.address"),
            "contact.byPost",
            *OF_THE_SIGNATURE,
        }
    ),
}
NO_PHOTO = frozenset({Kind.COMPLAINT, Kind.ACCESS})
# Links that begin where a kind is asked what no other is.
BEGINNINGS = {"reclamation": Kind.CLAIM, "acces": Kind.ACCESS, "plainte": Kind.COMPLAINT}
_KEY = re.compile(r"^[0-9a-f]{32}$")


def router(desk: Desk, shared: Pages) -> APIRouter:
    """`/demande` and below."""
    routes = APIRouter(include_in_schema=False)
    pages, looker = CitizenPages(desk, shared), Looker(desk)
    receipts = Receipts(pages)
    pages.add_colours(routes)
    claim_notice_page.add(routes, pages)
    complaint_paper_page.add(routes, pages)

    async def step_page(
        request: Request,
        look: Look,
        step: Step,
        faults: Mapping[str, str],
        *,
        refusal: ApiError | None = None,
    ) -> Response:
        """A step with what was typed, and what follows from it."""
        language = language_of(request)
        status = refusal.status if refusal else 400 if faults else 200
        given = {"key": uuid4().hex, **look.given}
        known: dict[str, Any] = {}
        if step is Step.WHAT:
            known["news"] = await news_for(desk, look.borough, language)
        if step is Step.SEND:
            known["twins"] = await looker.twins(look, language)
            known["notices"] = await notices_for(
                desk,
                look.borough,
                language,
                proposed=look.codes,
                address=given.get("place.address", ""),
                point=look.place.point,
            )
        page = await pages.render(
            request,
            TEMPLATES[step],
            look.borough,
            status=status,
            look=look,
            step=step.value,
            number=look.steps.index(step) + 1 if step in look.steps else 1,
            given=given,
            faults=faults,
            carried=_carried(given, step),
            kind_options=[(kind.value, said(one, language)) for kind, one in KINDS.items()],
            kind_label=said(KINDS[look.kind], language),
            labels=in_words(
                {**FIELDS, "description": SAID_OF.get(look.kind, FIELDS["description"])}, language
            ),
            other=ELSE,
            typing=False,
            takes_photos=desk.files is not None and look.kind not in NO_PHOTO,
            takes_scans=desk.files is not None,
            damages=options(language),
            boroughs=desk.boroughs,
            **known,
        )
        page.headers.update(refusal.headers if refusal else {})
        return page

    async def refused(
        request: Request, borough: str, sent: Sent, step: Step, error: ApiError | CommandConflict
    ) -> Response:
        """The step as it was sent, with why it was not taken."""
        language = language_of(request)
        look = await looker.look(borough, sent, language)
        faults = {
            _own_name(name, look.kind): why for name, why in faults_in(error, language).items()
        }
        refusal = error if isinstance(error, ApiError) else None
        page = look.page_with(name for name in faults if name != WHOLE) or step
        return await step_page(request, look, page, faults, refusal=refusal)

    @routes.get("/demande")
    async def choose(request: Request) -> Response:
        return pages.choose(request)

    @routes.get("/demande/{borough}")
    async def start(borough: str, request: Request) -> Response:
        if borough not in desk.boroughs:
            return pages.choose(request, unknown=True)
        look = await looker.look(borough, Sent({}), language_of(request))
        return await step_page(request, look, Step.WHAT, {})

    @routes.get("/demande/{borough}/{beginning}")
    async def begin(borough: str, beginning: str, request: Request) -> Response:
        """The page of a kind at once, for whoever knows what they bring."""
        kind = BEGINNINGS.get(beginning)
        if borough not in desk.boroughs or kind is None:
            return pages.choose(request, unknown=True)
        begun = Sent({"kind": kind.value, START: kind.value})
        look = await looker.look(borough, begun, language_of(request))
        return await step_page(request, look, OWN_STEPS[kind], {})

    @routes.post("/demande/{borough}")
    async def walk(borough: str, request: Request) -> Response:
        """The next step, or the one that was asked for again."""
        _from_our_own_page(request)
        if borough not in desk.boroughs:
            return pages.choose(request, unknown=True)
        sent = await sent_by(request)
        step = _step(sent["step"])
        try:
            await desk.limits.lookups(request, None)
        except ApiError as error:
            return await refused(request, borough, sent, step, error)
        look = await looker.look(borough, sent, language_of(request))
        if sent["back"]:
            return await step_page(request, look, _step(sent["back"]), {})
        following = look.after(step)
        is_past = following in look.steps and _is_not_after(look, following, step)
        return await step_page(
            request, look, following, look.faults_of(following) if is_past else {}
        )

    @routes.post("/demande/{borough}/aide")
    async def propose(borough: str, request: Request) -> Response:
        """What the words or the place suggest, in the page that is open; only with script."""
        _from_our_own_page(request)
        if borough not in desk.boroughs:
            return pages.choose(request, unknown=True)
        await desk.limits.lookups(request, None)
        sent, language = await sent_by(request), language_of(request)
        look = await looker.look(borough, sent, language)
        part = "place_said" if _step(sent["step"]) is Step.WHERE else "proposals"
        return await pages.render(
            request,
            f"citizen/{part}.html",
            borough,
            look=look,
            given=look.given,
            faults={},
            kind_options=[(kind.value, said(one, language)) for kind, one in KINDS.items()],
            other=ELSE,
            typing=True,
            boroughs=desk.boroughs,
        )

    @routes.post("/demande/{borough}/envoyer")
    async def send(borough: str, request: Request) -> Response:
        """Open the case; sent twice under one key, one case is opened."""
        _from_our_own_page(request)
        if borough not in desk.boroughs:
            return pages.choose(request, unknown=True)
        language = language_of(request)
        try:
            sent = await sent_with_file(request, desk.files_max_bytes)
        except TooLarge as error:
            return await refused(request, borough, Sent(error.before), Step.SEND, error)
        sent = complaint_step.signed(sent)
        try:
            await desk.limits.writes(request, None)
            photo, scan = await photo_in(sent), await scan_in(sent)
            for file in (photo, scan):
                if file is not None:
                    await attachments.checked(file)
        except ApiError as error:
            return await refused(request, borough, sent, Step.SEND, error)
        look = await looker.look(borough, sent, language)
        following = look.after(Step.SEND)
        faults = {**look.faults_of(following)}
        if following is Step.SEND:
            faults |= complaint_step.unscanned(look.given, scan, language)
        if not _KEY.match(sent["key"]):
            faults = {WHOLE: said(KEY_MISSING, language)}
            look = await looker.look(borough, _without_key(sent), language)
        if faults or look.is_open(following) or look.form is None:
            return await step_page(request, look, following, faults)
        try:
            opened = await open_case(desk, look.form, None, sent["key"], scan=scan)
        except (ApiError, CommandConflict) as error:
            return await refused(request, borough, sent, Step.SEND, error)
        return await receipts.opened(request, look, opened, photo, sent["key"])

    @routes.post("/demande/{borough}/joindre")
    async def join(borough: str, request: Request) -> Response:
        """Ask for what a case asks already, instead of opening another."""
        _from_our_own_page(request)
        if borough not in desk.boroughs:
            return pages.choose(request, unknown=True)
        sent = await sent_with_file(request, desk.files_max_bytes)
        look = await looker.look(borough, sent, language_of(request))
        faults = look.faults_of(Step.SEND)
        if not _KEY.match(sent["key"]):
            faults = {WHOLE: said(KEY_MISSING, language_of(request))}
            look = await looker.look(borough, _without_key(sent), language_of(request))
        if faults:
            return await step_page(request, look, Step.SEND, faults)
        try:
            await desk.limits.writes(request, None)
            return await receipts.joined(request, look, sent)
        except (ApiError, CommandConflict) as error:
            return await refused(request, borough, sent, Step.SEND, error)

    @routes.post("/demande/{borough}/promesse")
    async def promise(borough: str, request: Request) -> Response:
        """The promised date of the receipt, once it is known; the code is in the body."""
        _from_our_own_page(request)
        if borough not in desk.boroughs:
            return pages.choose(request, unknown=True)
        return await receipts.promise(request, borough, (await sent_by(request))["code"])

    return routes


def _from_our_own_page(request: Request) -> None:
    """Nobody's browser opens a case because another site says so. Raises ApiError 403."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise forbidden()


def _step(name: str) -> Step:
    return Step(name) if name in set(Step) else Step.WHAT


def _is_not_after(look: Look, one: Step, sent: Step) -> bool:
    at = look.steps.index(sent) if sent in look.steps else 0
    return look.steps.index(one) <= at


def _carried(given: Mapping[str, str], step: Step) -> list[tuple[str, str]]:
    """What the page holds without showing it."""
    left_out = NOT_CARRIED | TYPED_ON[step] | {"key"}
    known = frozenset().union(*TYPED_ON.values())
    return [(name, text) for name, text in given.items() if name in known - left_out]


def _own_name(fault: str, kind: Kind) -> str:
    """The form has one field for the file, whatever the reader of files calls it."""
    own = "scan" if kind is Kind.COMPLAINT else "photo"
    return own if fault in ("file", "kind", "public") else fault


def _without_key(sent: Sent) -> Sent:
    return Sent({name: text for name, text in sent.given.items() if name != "key"}, sent.files)
