"""`/reclamations`: the clerk's register of claims and notices, and the file of each.

A file is shown once its reading is stored; whoever may not gets the page of an address that leads
nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import WHOLE, faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.csv_file import csv_file
from ui.dates import ZONE
from ui.language import Words, said
from ui.pages import back_to

from complaints.application.claims.desk import ClaimDesk
from complaints.domain.claims.claim import Claim, may_decide, stage_of
from complaints.domain.errors import Refused
from complaints.domain.legal_letters.claims import money
from complaints.entrypoints.claims import words as claim_words
from complaints.entrypoints.claims.actions import (
    ACTIONS,
    LABELS,
    SHAPES,
    Action,
    boxes_and_money,
    names_of,
)
from complaints.entrypoints.claims.http import Doing
from complaints.entrypoints.claims.register import LISTS, PER_PAGE, asked_by, found_by, line_of
from complaints.entrypoints.claims.views import next_steps
from complaints.entrypoints.custody_http import person_of
from complaints.entrypoints.pages.page_forms import Sent, filled, sent_by
from complaints.entrypoints.pages.staff_pages import StaffPages

REGISTER = "/reclamations"
READERS = ("clerk", "general-director", "access-officer", "director")
"""Who may be bound to claims by a grid; whether somebody is, their borough's says."""
COLUMNS: tuple[Words, ...] = (
    ("Réclamation", "Claim"),
    ("Arrondissement ou ville", "Borough or town"),
    ("Reçue le", "Received on"),
    ("Date des faits", "Date of the facts"),
    ("État", "State"),
    ("Avis écrit", "Written notice"),
    ("Recours", "Going to court"),
    ("Il manque", "Missing"),
)
SPOKEN: Mapping[str, Mapping[str, Words]] = {
    "damages": claim_words.DAMAGES,
    "means": claim_words.MEANS,
    "papers": claim_words.PAPERS,
    "recipients": claim_words.RECIPIENTS,
    "outcomes": claim_words.OUTCOMES,
    "letters": claim_words.LETTERS,
    "steps": claim_words.STEPS,
    "labels": LABELS,
    "actions": {name: one.words for name, one in ACTIONS.items()},
}


@dataclass(frozen=True)
class Tried:
    """The form that is open: what was typed, and why not."""

    action: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimPages:
    """What the pages of claims are made from."""

    pages: StaffPages
    desk: ClaimDesk

    async def file(self, request: Request, caller: Caller, case_id: str, tried: Tried) -> Response:
        """The file, with a form open or none. Raises NotFound, Transient."""
        state = await self.desk.read(case_id, person_of(caller), caller.scope)
        rules = await self.desk.rules_of(state.borough or "")
        language, now = language_of(request), self.desk.clock()
        steps = next_steps(state) if may_decide(caller.roles, rules) else ()
        news = request.query_params.get("fait", "")
        return self.pages.render(
            request,
            "claims/claim.html",
            caller,
            status=400 if tried.faults else 200,
            claim=state,
            line=line_of(state, now, language),
            stage=stage_of(state).value,
            next=[name for name, one in ACTIONS.items() if one.what in steps],
            tried=tried,
            given=tried.given or {"key": uuid4().hex, **_prefilled(tried.action, state, now)},
            say=_spoken(language),
            money=lambda cents: getattr(money(cents), language),
            papers_cents=sum(one.amount_cents or 0 for one in state.papers),
            done=said(ACTIONS[news].done, language) if news in ACTIONS else "",
            today=now.astimezone(ZONE).date().isoformat(),
            readings=await self.desk.traces(case_id),
        )

    async def run(self, action: Action, case_id: str, sent: Sent, caller: Caller, lang: str) -> Any:
        """Why not, by field; empty: it is done. Raises NotFound, Transient."""
        try:
            known = filled(
                action.form, sent, action.fields, SHAPES, lang, **boxes_and_money(action, sent)
            )
        except Refused as refusal:
            words = (refusal.reason_fr, refusal.reason_en)
            return {refusal.field: said(words, lang)}
        if known.form is None:
            return known.faults
        try:
            doing, key = Doing(self.desk), sent["key"]
            await doing(action.what, case_id, known.form, action.decide, caller, key)
        except (ApiError, CommandConflict) as error:
            found, fields = faults_in(error, lang), names_of(action)
            return {name if name in fields else WHOLE: why for name, why in found.items()}
        return {}


def router(pages: StaffPages, desk: ClaimDesk) -> APIRouter:
    """`/reclamations` and `/reclamations/{case_id}`."""
    routes = APIRouter(include_in_schema=False)
    _register(routes, pages, desk)
    _file(routes, ClaimPages(pages, desk))
    return routes


def _register(routes: APIRouter, pages: StaffPages, desk: ClaimDesk) -> None:
    @routes.get(REGISTER)
    async def listed(request: Request) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        language, asked = language_of(request), asked_by(request, caller)
        found = await found_by(desk, asked, caller, language)
        return pages.render(
            request,
            "claims/claims.html",
            caller,
            asked=asked,
            tabs=[
                {"name": one.name, "text": said(one.words, language), "count": count}
                for one in LISTS
                if (count := found.counts[one.name]) or one.name in ("open", asked.name)
            ],
            lines=found.lines,
            total=found.total,
            per_page=PER_PAGE,
        )

    @routes.get(f"{REGISTER}/registre.csv")
    async def exported(request: Request) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        language, asked = language_of(request), asked_by(request, caller)
        found = await found_by(desk, asked, caller, language, whole=True)
        names = pages.names(request)
        columns = [said(one, language) for one in COLUMNS]
        return csv_file(
            "reclamations",
            columns,
            (
                (
                    one.state.case_id,
                    names.borough(one.state.borough or ""),
                    _local_day(one.state.received_at),
                    one.state.happened_on,
                    one.stage_words,
                    one.notice.words,
                    one.action.words,
                    one.lacks,
                )
                for one in found.lines
            ),
        )


def _file(routes: APIRouter, files: ClaimPages) -> None:
    pages = files.pages

    @routes.get(f"{REGISTER}/{{case_id}}")
    async def show(request: Request, case_id: str) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        action = request.query_params.get("agir", "")
        try:
            opened = Tried(action if action in ACTIONS else "")
            return await files.file(request, caller, case_id, opened)
        except NotFound:
            return pages.unknown(request, caller, REGISTER)

    @routes.post(f"{REGISTER}/{{case_id}}/{{name}}")
    async def act(request: Request, case_id: str, name: str) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        action = ACTIONS.get(name)
        if action is None:
            return pages.unknown(request, caller, REGISTER)
        sent = await sent_by(request)
        try:
            faults = await files.run(action, case_id, sent, caller, language_of(request))
            if not faults:
                return back_to(request, f"{REGISTER}/{case_id}", fait=name)
            given = {**sent.given, "damages": list(sent.all("damages"))}
            return await files.file(request, caller, case_id, Tried(name, given, faults))
        except NotFound:
            return pages.unknown(request, caller, REGISTER)


def _prefilled(action: str, state: Claim, now: datetime) -> dict[str, Any]:
    """What a form begins with."""
    match action:
        case "faits":
            on = state.happened_on
            return {
                "happenedOn": on.isoformat() if on else "",
                "place": state.place,
                "damages": [one.value for one in state.damages],
            }
        case "remise":
            return {"on": now.astimezone(ZONE).date().isoformat()}
        case _:
            return {}


def _spoken(language: str) -> dict[str, dict[str, str]]:
    return {
        group: {name: said(one, language) for name, one in words.items()}
        for group, words in SPOKEN.items()
    }


def _local_day(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(ZONE).date().isoformat()
