"""`/acces/{id}`: an access request for the offices that the law gives it to; each opening recorded.

A form posts to `/acces/{id}/{action}` and runs the same command as the API; done, it goes back to
the request; refused, the form is there again with what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import WHOLE, Shapes, faults_in, fill
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import in_words, said
from ui.pages import back_to

from complaints.application.access_requests.desk import AccessDesk
from complaints.domain.access_requests.request import AccessRequest, stage_of
from complaints.domain.legal_clock import ZONE, Clock
from complaints.entrypoints.access_requests.http import READERS, Doing
from complaints.entrypoints.access_requests.views import (
    commands_open,
    letter_view,
    may_extend,
    provision_view,
)
from complaints.entrypoints.custody_http import person_of
from complaints.entrypoints.pages import access_words as words
from complaints.entrypoints.pages.access_actions import ACTIONS, BY_WHAT, labels_of
from complaints.entrypoints.pages.clock_words import ClockLine, clock_line
from complaints.entrypoints.pages.page_forms import A_DATE, KINDS, Sent, sent_by
from complaints.entrypoints.pages.staff_pages import StaffPages

LIST = "/acces"
SHAPES = Shapes({"decidedOn": A_DATE}, KINDS)


@dataclass(frozen=True)
class Tried:
    """The form that is open: what was typed, of boxes all that were ticked, and why not."""

    action: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    ticked: Mapping[str, Any] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def router(pages: StaffPages, desk: AccessDesk) -> APIRouter:
    """`/acces/{case_id}` and its actions."""
    routes, doing = APIRouter(include_in_schema=False), Doing(desk)

    @routes.get("/acces/{case_id}")
    async def show(request: Request, case_id: str) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        asked = request.query_params.get("agir", "")
        try:
            state = await desk.read(case_id, person_of(caller), caller.scope)
        except NotFound:
            return pages.unknown(request, caller, LIST)
        return await _page(pages, desk, request, caller, state, Tried(asked))

    @routes.post("/acces/{case_id}/{name}")
    async def act(request: Request, case_id: str, name: str) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        if name not in ACTIONS:
            return pages.unknown(request, caller, LIST)
        sent, language = await sent_by(request), language_of(request)
        try:
            faults = await _run(doing, name, case_id, sent, caller, language)
            if not faults:
                return back_to(request, f"/acces/{case_id}", fait=name)
            state = await desk.read(case_id, person_of(caller), caller.scope)
        except NotFound:
            return pages.unknown(request, caller, LIST)
        tried = Tried(name, sent.given, sent.many, faults)
        return await _page(pages, desk, request, caller, state, tried)

    return routes


async def _run(
    doing: Doing, name: str, case_id: str, sent: Sent, caller: Caller, language: str
) -> Mapping[str, str]:
    """Why it was refused, by field; empty: it is done. Raises NotFound, Transient."""
    action = ACTIONS[name]
    known = fill(action.form, action.values(sent), SHAPES, language)
    if known.form is None:
        return known.faults
    try:
        key = f"page-{name}-{sent['key'][:60]}"
        await doing(action.what, action.decide, case_id, known.form, caller, key)
    except (ApiError, CommandConflict) as error:
        found = faults_in(error, language)
        return {WHOLE if key == "stage" else key: why for key, why in found.items()}
    return {}


async def _page(
    pages: StaffPages,
    desk: AccessDesk,
    request: Request,
    caller: Caller,
    state: AccessRequest,
    tried: Tried,
) -> Response:
    """The page, with a form open or none. Raises Transient."""
    language, now = language_of(request), desk.clock()
    offices = await desk.offices(state)
    open_now = [BY_WHAT[one] for one in commands_open(state, caller.roles, offices)]
    action = tried.action if tried.action in open_now else ""
    texts = desk.law.in_force(now.astimezone(ZONE).date())
    news = request.query_params.get("fait", "")
    kept = (
        ""
        if tried.action == action or not tried.faults
        else said(ACTIONS[tried.action].words, language)
    )
    return pages.render(
        request,
        "access_request.html",
        caller,
        status=400 if tried.faults else 200,
        state=state,
        stage=stage_of(state).value,
        badges=words.BADGES,
        say={name: in_words(table, language) for name, table in _TABLES.items()},
        clock=clock_line(state.clock, now, language) if state.clock else None,
        clocks=[_clock(one, now, language) for one in state.clocks],
        listed=[(one.document_id, one.title) for one in state.documents],
        unheard=[(one.party_id, one.name) for one in state.unheard],
        titles={one.document_id: one.title for one in state.documents},
        parties={one.party_id: one.name for one in state.third_parties},
        letters=[letter_view(one, language) for one in reversed(state.letters)],
        readings=await desk.audit.of(state.case_id),
        provisions=[provision_view(one, language) for one in texts.refusals],
        cited={
            one.key: provision_view(one, language)
            for version in desk.law.versions
            for one in version.provisions.values()
        },
        law_version=texts.version,
        may_extend=may_extend(state, caller.roles, offices),
        answers_by=said(words.ROLES.get(offices.answers_by, (offices.answers_by,) * 2), language),
        open_now=open_now,
        action=action,
        actions={name: said(one.words, language) for name, one in ACTIONS.items()},
        tried=tried,
        kept=kept,
        given=tried.given or {"key": uuid4().hex},
        faults=tried.faults,
        labels=in_words(words.FIELDS, language) | labels_of(list(tried.faults), state, language),
        done=said(ACTIONS[news].done, language) if news in ACTIONS else "",
        today=now.astimezone(ZONE).date().isoformat(),
    )


def _clock(one: Clock, now: Any, language: str) -> tuple[Clock, ClockLine, str]:
    explained = one.explanation_en if language == "en" else one.explanation_fr
    return one, clock_line(one, now, language), explained


_TABLES = {
    "stages": words.STAGES,
    "clocks": words.CLOCKS,
    "clock_states": words.CLOCK_STATES,
    "outcomes": words.OUTCOMES,
    "letters": words.LETTERS,
    "steps": words.STEPS,
    "acts": words.ACTS,
}
