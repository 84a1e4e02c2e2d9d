"""`/avis` for staff: the notices of their counters, published, changed and taken back (PR-09)."""

from collections.abc import Mapping
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller, optional_caller
from chassis.page_faults import faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import Pages, language_of
from ui.dates import ZONE
from ui.language import said
from ui.pages import back_to

from intake.application.publish_notice import NewNoticeForm, NoticeForm
from intake.domain.gazetteer import Located
from intake.domain.notice import Notice
from intake.entrypoints.desk import Desk
from intake.entrypoints.notices import publishing
from intake.entrypoints.notices.notice_views import notice_view, shown
from intake.entrypoints.notices.notice_words import DONE, NOTICE_KINDS, UNKNOWN
from intake.entrypoints.notices.public_notices import index_page
from intake.entrypoints.page_forms import Sent, filled, sent_by
from intake.entrypoints.staff_pages import StaffPages

FIELDS = (
    *("kind", "titleFr", "bodyFr", "titleEn", "bodyEn", "startsAt", "endsAt", "activities"),
    *("area.streets", "area.text", "area.radiusMetres", "area.longitude", "area.latitude"),
)
LOCAL = "%Y-%m-%dT%H:%M"
RADIUS_METRES = "300"


def router(pages: StaffPages, public: Pages) -> APIRouter:
    """`/avis`, `/avis/nouveau`, `/avis/modifier/{id}`, `/avis/retirer/{id}`."""
    routes, desk = APIRouter(include_in_schema=False), pages.desk

    async def form_page(
        request: Request,
        caller: Caller,
        given: Mapping[str, str],
        faults: Mapping[str, str],
        notice: Notice | None = None,
    ) -> Response:
        language, words = language_of(request), await desk.vocabulary()
        counters = [notice.borough] if notice else [slug for slug, _ in pages.mine(caller)]
        names = {one.name_fr for slug in counters for one in words.activities_of(slug)}
        return pages.render(
            request,
            "avis_formulaire.html",
            caller,
            status=400 if faults else 200,
            given=given,
            faults=faults,
            notice=notice and notice_view(notice, desk.boroughs, language, desk.clock()),
            kind_options=[(name, said(one, language)) for name, one in NOTICE_KINDS.items()],
            activity_names=sorted(names),
        )

    async def listed(
        request: Request, caller: Caller, fault: str = "", status: int = 200
    ) -> Response:
        language, now = language_of(request), desk.clock()
        found = await desk.notices.recent(caller.scope)
        news = request.query_params.get("fait", "")
        return pages.render(
            request,
            "avis_gestion.html",
            caller,
            status=status,
            notices=shown(found, desk.boroughs, language, now),
            done=said(DONE[news], language) if news in DONE else "",
            fault=fault,
            key=uuid4().hex,
        )

    async def unknown(request: Request, caller: Caller) -> Response:
        return await listed(request, caller, said(UNKNOWN, language_of(request)), 404)

    @routes.get("/avis")
    async def board(request: Request) -> Response:
        """Staff keeps its notices here; anybody else chooses a counter."""
        try:
            caller = await optional_caller(request)
        except ApiError:
            caller = None  # an expired session is none
        if caller is None or caller.roles.isdisjoint(publishing.EDITORS):
            return index_page(desk, public, request)
        return await listed(request, caller)

    @routes.get("/avis/nouveau")
    async def new(request: Request) -> Response:
        caller = await pages.caller(request, *publishing.EDITORS)
        if isinstance(caller, Response):
            return caller
        return await form_page(request, caller, _blank(pages, caller), {})

    @routes.post("/avis/nouveau")
    async def publish(request: Request) -> Response:
        caller = await pages.caller(request, *publishing.EDITORS)
        if isinstance(caller, Response):
            return caller
        sent = await sent_by(request)
        found = filled(NewNoticeForm, _asked(sent), ("borough", *FIELDS), language_of(request))
        if found.form is None:
            return await form_page(request, caller, sent.given, _by_field(found.faults))
        try:
            await publishing.publish(desk, caller, found.form, _key(sent))
        except (ApiError, CommandConflict) as error:
            faults = _by_field(faults_in(error, language_of(request)))
            return await form_page(request, caller, sent.given, faults)
        return _back(request, "publie")

    @routes.get("/avis/modifier/{notice_id}")
    async def edit(notice_id: str, request: Request) -> Response:
        caller = await pages.caller(request, *publishing.EDITORS)
        if isinstance(caller, Response):
            return caller
        notice = await _theirs(desk, caller, notice_id)
        if notice is None:
            return await unknown(request, caller)
        return await form_page(request, caller, await _given(desk, notice), {}, notice)

    @routes.post("/avis/modifier/{notice_id}")
    async def change(notice_id: str, request: Request) -> Response:
        caller = await pages.caller(request, *publishing.EDITORS)
        if isinstance(caller, Response):
            return caller
        notice = await _theirs(desk, caller, notice_id)
        if notice is None:
            return await unknown(request, caller)
        sent = await sent_by(request)
        found = filled(NoticeForm, _asked(sent), FIELDS, language_of(request))
        if found.form is None:
            return await form_page(request, caller, sent.given, _by_field(found.faults), notice)
        try:
            await publishing.change(desk, caller, notice_id, found.form, _key(sent))
        except (ApiError, CommandConflict) as error:
            faults = _by_field(faults_in(error, language_of(request)))
            return await form_page(request, caller, sent.given, faults, notice)
        return _back(request, "modifie")

    @routes.post("/avis/retirer/{notice_id}")
    async def withdraw(notice_id: str, request: Request) -> Response:
        caller = await pages.caller(request, *publishing.EDITORS)
        if isinstance(caller, Response):
            return caller
        sent = await sent_by(request)
        try:
            await publishing.withdraw(desk, caller, notice_id, _key(sent))
        except NotFound:
            return await unknown(request, caller)
        except (ApiError, CommandConflict) as error:
            words = faults_in(error, language_of(request))
            return await listed(request, caller, next(iter(words.values())), 422)
        return _back(request, "retire")

    return routes


async def _theirs(desk: Desk, caller: Caller, notice_id: str) -> Notice | None:
    """A notice of the caller's counters."""
    try:
        found = await desk.notices.one(notice_id)
    except NotFound:
        return None
    return found if caller.scope.admits([found.borough]) else None


def _key(sent: Sent) -> str:
    """The key of the form, so that one sent twice is done once; a form without one is new."""
    return sent["key"][:100] or uuid4().hex


def _asked(sent: Sent) -> Sent:
    """The radius is part of a place: alone it says nothing."""
    has_place = any(sent[name] for name in ("area.text", "area.longitude", "area.latitude"))
    kept = {} if has_place else {"area.radiusMetres": ""}
    return Sent({**sent.given, **kept})


def _by_field(faults: Mapping[str, str]) -> dict[str, str]:
    """A fault of one line of a list stands beside the list."""
    found: dict[str, str] = {}
    for name, why in faults.items():
        place, _, number = name.rpartition(".")
        found.setdefault(place if number.isdigit() else name, why)
    return found


def _blank(pages: StaffPages, caller: Caller) -> dict[str, str]:
    mine = pages.mine(caller)
    return {
        "key": uuid4().hex,
        "borough": mine[0][0] if len(mine) == 1 else "",
        "kind": "works",
        "startsAt": pages.desk.clock().astimezone(ZONE).strftime(LOCAL),
        "area.radiusMetres": RADIUS_METRES,
    }


async def _given(desk: Desk, notice: Notice) -> dict[str, str]:
    """The fields as they were filled in; a place that its words still find needs no degrees."""
    content, words = notice.content, await desk.vocabulary()
    names = {one.code: one.name_fr for one in words.activities_of(notice.borough)}
    given = {
        "key": uuid4().hex,
        "kind": content.kind.value,
        "titleFr": content.title_fr,
        "titleEn": content.title_en,
        "bodyFr": content.body_fr,
        "bodyEn": content.body_en,
        "startsAt": content.starts_at.astimezone(ZONE).strftime(LOCAL),
        "endsAt": content.ends_at.astimezone(ZONE).strftime(LOCAL),
        "activities": "\n".join(names.get(code, code) for code in content.activities),
        "area.radiusMetres": RADIUS_METRES,
    }
    area = content.area
    if area is None:
        return given
    given |= {"area.text": area.text, "area.streets": "\n".join(area.streets)}
    if area.radius_metres is not None:
        given["area.radiusMetres"] = str(area.radius_metres)
    spot = desk.gazetteer.locate(area.text, notice.borough) if area.text else None
    is_found = isinstance(spot, Located) and spot.longitude == area.longitude
    if area.longitude is not None and not is_found:
        given |= {"area.longitude": str(area.longitude), "area.latitude": str(area.latitude)}
    return given


def _back(request: Request, done: str) -> Response:
    """To the list, which says what was done."""
    return back_to(request, "/avis", fait=done)
