"""`/echeances/{case_id}`: what was promised on one case, read aloud, and what staff decide of it.

A form posts to `/echeances/{case_id}/{action}` and runs the same command as the API; done, it goes
back to the case; refused, the form is there again with what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import WHOLE, faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.dates import ZONE
from ui.language import in_words, said
from ui.pages import back_to

from sla.domain.commitment import Commitments, Waiting
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.desk import kind_of
from sla.entrypoints.due_desk import title_of
from sla.entrypoints.due_words import kind_in_words, promise_in_words
from sla.entrypoints.pages.page_forms import filled, sent_by
from sla.entrypoints.pages.promise_actions import (
    ACTIONS,
    FIELDS,
    allowed,
    allowed_on_case,
    duties,
    values_of,
)
from sla.entrypoints.pages.promise_view import promise_view
from sla.entrypoints.pages.staff_pages import StaffPages
from sla.entrypoints.promise_desk import PromiseDesk


@dataclass(frozen=True)
class Tried:
    """The form that is open: of which promise, what was typed, and why not."""

    action: str = ""
    commitment_id: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def router(pages: StaffPages, promises: PromiseDesk) -> APIRouter:
    """`/echeances/{case_id}` and its actions."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/echeances/{case_id}")
    async def show(request: Request, case_id: str) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        query = request.query_params
        action = query.get("agir", "")
        opened = Tried(action if action in ACTIONS else "", query.get("promesse", "")[:60])
        try:
            return await _page(pages, request, caller, case_id, opened)
        except NotFound:
            return pages.unknown(request, caller)

    @routes.post("/echeances/{case_id}/{name}")
    async def act(request: Request, case_id: str, name: str) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        action = ACTIONS.get(name)
        if action is None:
            return pages.unknown(request, caller)
        sent, lang = await sent_by(request), language_of(request)
        one = sent["commitment"][:60]
        known = filled(action.form, values_of(sent), action.fields, action.shapes, lang)
        faults: Mapping[str, str] = known.faults
        try:
            if known.form is not None:
                await action.run(promises, case_id, one, known.form, caller, sent["key"] or None)
                return back_to(request, f"/echeances/{case_id}", fait=name)
        except NotFound:
            return pages.unknown(request, caller)
        except (ApiError, CommandConflict) as error:
            found = faults_in(error, lang)
            faults = {key if key in action.fields else WHOLE: why for key, why in found.items()}
        try:
            tried = Tried(name, one, sent.given, faults)
            return await _page(pages, request, caller, case_id, tried)
        except NotFound:
            return pages.unknown(request, caller)

    return routes


async def _page(
    pages: StaffPages, request: Request, caller: Caller, case_id: str, tried: Tried
) -> Response:
    """The page, with a form open or none. Raises NotFound, Transient."""
    desk, lang = pages.desk, language_of(request)
    state, now = await desk.case(case_id, caller), desk.clock()
    names = pages.names(lang)
    views = [
        promise_view(one, state, names, now, lang, allowed(state, one, caller, desk.book, now))
        for one in state.commitments
    ]
    news = request.query_params.get("fait", "")
    return pages.render(
        request,
        "promises.html",
        caller,
        status=400 if tried.faults else 200,
        case_id=case_id,
        title=title_of(state, names, lang),
        kind=kind_in_words(kind_of(state), lang),
        received_at=state.facts.received_at,
        counter=names.borough(state.facts.borough) if state.facts.borough else "",
        department=_department(state, names),
        views=views,
        waiting=_waiting(state.waiting_for, names, lang) if state.waiting_for else "",
        on_case=allowed_on_case(state, caller, desk.book),
        tried=tried,
        given=tried.given or {"key": uuid4().hex},
        labels=in_words(FIELDS, lang),
        words={name: said(one.words, lang) for name, one in ACTIONS.items()},
        duties=[(kind, promise_in_words(kind, lang)) for kind in duties(state, desk.book)],
        done=said(ACTIONS[news].done, lang) if news in ACTIONS else "",
        zone=ZONE,
        today=desk.today().isoformat(),
        now_local=f"{now.astimezone(ZONE):%Y-%m-%dT%H:%M}",
    )


def _department(state: Commitments, names: BoroughNames) -> str:
    given = state.facts.assignment
    if given is None or kind_of(state) == "complaint":
        return ""
    return names.department(given.borough, given.department)


def _waiting(waiting: Waiting, names: BoroughNames, lang: str) -> str:
    """Why a due time cannot be told yet; a year that is missing is named."""
    name = names.borough(waiting.borough)
    if waiting.reason == "calendar":
        words = (
            f"Le calendrier de {name} pour {waiting.year} n'a pas été confirmé : un délai attend.",
            f"The calendar of {name} for {waiting.year} was not confirmed: a delay waits.",
        )
    elif waiting.reason == "grid":
        words = (
            f"La grille de {name} n'est pas encore arrivée : un délai attend.",
            f"The grid of {name} has not arrived yet: a delay waits.",
        )
    else:
        words = (
            f"Un délai de {name} ne peut être calculé : l'exploitation en est avertie.",
            f"A delay of {name} cannot be worked out: operations are alerted.",
        )
    return said(words, lang)
