"""`/plaintes/{id}`: the file of a complaint, opened by a choice and never by a link (PV-44, PV-45).

The address alone shows where the complaint stands, to whoever may know of it. The file comes as
the answer to a POST that names the exception relied on; each showing is on record before. A form
of the file posts there too: it runs the same command as the API, and the file is shown again.
Whoever may not gets the page of an address at which there is nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import WHOLE, Shapes, faults_in, fill
from chassis.store import Store
from fastapi import APIRouter, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import Response
from ui import language_of
from ui.dates import ZONE
from ui.language import Words, said
from ui.pages import back_to

from complaints.application.read_file import Files
from complaints.domain.access import ground_of, may_list
from complaints.domain.complaint_clocks import ComplaintClocks, clock_due
from complaints.domain.custody import Act, Disclosure
from complaints.domain.file import Investigation
from complaints.domain.stage import stage_of
from complaints.entrypoints.custody_http import person_of
from complaints.entrypoints.http import READERS, saved_as, whole_view
from complaints.entrypoints.pages.clock_words import clock_line
from complaints.entrypoints.pages.complaint_words import BADGES, spoken
from complaints.entrypoints.pages.file_actions import ACTIONS, DONE, FileDesk
from complaints.entrypoints.pages.file_fields import given_back, values_of
from complaints.entrypoints.pages.file_view import (
    exceptions_in_words,
    offered,
    rows_in,
    shown,
    staff_of,
)
from complaints.entrypoints.pages.file_words import SHAPES, label_of
from complaints.entrypoints.pages.page_forms import KINDS, Sent, sent_by
from complaints.entrypoints.pages.staff_pages import StaffPages

CHOOSE: Words = (
    "Choisissez l'exception qui vous permet d'ouvrir ce dossier.",
    "Choose the exception that lets you open this file.",
)
READ, PRINT, EXPORT, PIECE = "read", "print", "export", "piece"


@dataclass(frozen=True)
class Tried:
    """What came of a form: its action, why not by field, what was typed, or what is done."""

    action: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    done: str = ""


NOTHING = Tried()


@dataclass(frozen=True)
class FilePages:
    """The door of a file, and the file."""

    pages: StaffPages
    desk: FileDesk
    files: Files
    clocks: Store[ComplaintClocks]

    async def door(
        self, request: Request, caller: Caller, case_id: str, tried: Tried = NOTHING
    ) -> Response:
        """Where it stands, and the exceptions to choose from. Raises NotFound, Transient."""
        person, language = person_of(caller), language_of(request)
        state = await self.files.find(case_id, caller.scope)
        around, now = await self.files.neighbourhoods.around(state), self.files.clock()
        if not may_list(state, person, around, now):
            await self.files.refused(state, person, Disclosure.INVESTIGATION)
            raise NotFound(case_id)
        ways = [one for one in Disclosure if ground_of(state, person, around, one, now)]
        return self.pages.render(
            request,
            "complaint_door.html",
            caller,
            status=400 if tried.faults else 200,
            exception="",
            ways=exceptions_in_words(ways, language),
            may_grant="grant" in offered(state, around, caller, now),
            exceptions=exceptions_in_words(Disclosure, language),
            staff=staff_of(around),
            **forms_in(tried, language),
            **await self._standing(state, language),
        )

    async def opened(
        self,
        request: Request,
        caller: Caller,
        case_id: str,
        exception: Disclosure,
        tried: Tried,
        act: Act = Act.READ,
    ) -> Response:
        """The file, once the reading is on record. Raises NotFound, Transient."""
        language = language_of(request)
        state = await self.files.read(
            case_id, person_of(caller), caller.scope, exception=exception, act=act
        )
        around, now = await self.files.neighbourhoods.around(state), self.files.clock()
        values = shown(state, around, caller, self.pages.names(request), now, language)
        own = f"{tried.action}."
        first = {name: one for name, one in values["first"].items() if not name.startswith(own)}
        given = {**first, **tried.given}
        return self.pages.render(
            request,
            "complaint_print.html" if act is Act.PRINT else "complaint.html",
            caller,
            status=400 if tried.faults else 200,
            exception=exception.value,
            printing=act is Act.PRINT,
            opened_at=now,
            exceptions=exceptions_in_words(Disclosure, language),
            rows=lambda prefix: rows_in(given, prefix, values["spare"]),
            **{**forms_in(tried, language), "given": given},
            **{**await self._standing(state, language), **values},
        )

    async def run(
        self, caller: Caller, case_id: str, name: str, sent: Sent, language: str
    ) -> Tried:
        """Runs an action. Raises NotFound, Transient."""
        action = ACTIONS[name]
        given = given_back(action.fields, sent, name)
        values = values_of(action.fields, sent, name, ZONE.key)
        known = fill(action.form, values, Shapes(SHAPES, KINDS), language)
        faults: Mapping[str, str] = known.faults
        if known.form is not None:
            # One page has one key, and each of its forms is a command of its own.
            key = f"{sent['key'] or uuid4().hex}-{name}"
            try:
                await action.run(self.desk, case_id, known.form, caller, key)
            except (ApiError, CommandConflict) as error:
                faults = faults_in(error, language)
        if faults:
            return Tried(name, _on_this_form(faults, name), given)
        return Tried(done=said(DONE[name], language))

    async def _standing(self, state: Investigation, language: str) -> dict[str, Any]:
        held = (await self.clocks.load([state.case_id]))[state.case_id].state
        clock, first = clock_due(state, held), state.first_content
        return {
            "case_id": state.case_id,
            "borough": state.borough or "",
            "stage": stage_of(state).value,
            "received_at": first.received_at if first else state.received_at,
            "clock": None if clock is None else clock_line(clock, self.files.clock(), language),
            "badges": BADGES,
        }

    async def export(
        self, request: Request, caller: Caller, case_id: str, exception: Disclosure
    ) -> Response:
        """The file as the API gives it, to be saved. Raises NotFound, Transient."""
        state = await self.files.read(
            case_id, person_of(caller), caller.scope, exception=exception, act=Act.EXPORT
        )
        whole = jsonable_encoder(await whole_view(self.files, state, language_of(request)))
        content = json.dumps(whole, ensure_ascii=False, indent=2).encode()
        return saved_as(f"plainte-{case_id}.json", "application/json", content)

    async def piece(
        self, caller: Caller, case_id: str, file_id: str, exception: Disclosure
    ) -> Response:
        """A photo or document, to be saved. Raises NotFound, Transient."""
        file, content = await self.files.open_attachment(
            case_id, file_id, person_of(caller), caller.scope, exception=exception
        )
        return saved_as(file.name, file.media_type, content)

    async def answer(self, request: Request, caller: Caller, case_id: str, sent: Sent) -> Response:
        """What a form of the file or of its door asks for. Raises NotFound, Transient."""
        language, what = language_of(request), sent["do"] or READ
        exception = exception_in(sent)
        if exception is None:
            return await self._without_exception(request, caller, case_id, sent)
        if what == EXPORT:
            return await self.export(request, caller, case_id, exception)
        if what == PIECE:
            return await self.piece(caller, case_id, sent["fileId"], exception)
        tried = NOTHING
        if what in ACTIONS:
            tried = await self.run(caller, case_id, what, sent, language)
        act = Act.PRINT if what == PRINT else Act.READ
        try:
            return await self.opened(request, caller, case_id, exception, tried, act)
        except NotFound:
            if not tried.done:
                raise
            # It was done, and with it the right to read on has ended.
            return back_to(request, "/plaintes", fait=what)

    async def _without_exception(
        self, request: Request, caller: Caller, case_id: str, sent: Sent
    ) -> Response:
        """Nothing opens; who keeps the access list may put somebody on it all the same."""
        language = language_of(request)
        if sent["do"] != "grant":
            missing = Tried(faults={"exception": said(CHOOSE, language)})
            return await self.door(request, caller, case_id, missing)
        tried = await self.run(caller, case_id, "grant", sent, language)
        return await self.door(request, caller, case_id, tried)


def forms_in(tried: Tried, language: str) -> dict[str, Any]:
    """What every page with forms of a complaint needs of what came of them."""
    return {
        "key": uuid4().hex,
        "tried": tried.action,
        "faults": tried.faults,
        "given": tried.given,
        "labels": {name: label_of(name, language) for name in tried.faults if name != WHOLE},
        "label": lambda name: label_of(name, language),
        "done": tried.done,
        "say": spoken(language),
    }


def exception_in(sent: Sent) -> Disclosure | None:
    """The exception that was chosen; None: none, or none that there is."""
    chosen = sent["exception"]
    return Disclosure(chosen) if chosen in set(Disclosure) else None


def _on_this_form(faults: Mapping[str, str], name: str) -> dict[str, str]:
    """By field of the page; what is of no field of this form is of the whole."""
    action, found = ACTIONS[name], dict[str, str]()
    for target, why in faults.items():
        beside = action.beside.get(target, target)
        is_ours = beside.split(".")[0] in action.fields.names()
        found.setdefault(f"{name}.{beside}" if is_ours else WHOLE, why)
    return found


def router(file: FilePages) -> APIRouter:
    """`/plaintes/{case_id}`, to look at from outside and to open."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/plaintes/{case_id}")
    async def door(request: Request, case_id: str) -> Response:
        caller = await file.pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        try:
            return await file.door(request, caller, case_id)
        except NotFound:
            return file.pages.unknown(request, caller)

    @routes.post("/plaintes/{case_id}")
    async def answer(request: Request, case_id: str) -> Response:
        caller = await file.pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        try:
            return await file.answer(request, caller, case_id, await sent_by(request))
        except NotFound:
            return file.pages.unknown(request, caller)

    return routes
