"""`/dossiers/{id}`: the dossier, its journal, and what the caller may do, each a small form.

A form posts to `/dossiers/{id}/<action>` and runs the same command as the API; done, it goes back
to the dossier, refused, the form is there again with what was typed.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import WHOLE, faults_in
from contracts.words import CommitmentKind
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import in_words, said
from ui.pages import back_to

from intake.domain.dossier import OPEN, Status
from intake.entrypoints import attachments, particulars
from intake.entrypoints.completing_complaint import completed_at_counter, of_scan
from intake.entrypoints.desk import Desk, sees_contacts
from intake.entrypoints.dossier_actions import (
    ACTIONS,
    DONE,
    FILE,
    FILE_KINDS,
    SIGNED,
    Action,
    may_attach,
    may_complete,
)
from intake.entrypoints.page_forms import Sent, filled, sent_by
from intake.entrypoints.place_help import known_place, place_help, place_of
from intake.entrypoints.scans import sent_with_file
from intake.entrypoints.staff_pages import StaffPages
from intake.entrypoints.uploads import TooLarge, read_form, upload_of
from intake.entrypoints.views import for_staff
from intake.entrypoints.words import KINDS, REOPENINGS

STOP_POLLING = 286  # understood by htmx as: swap, and ask no more
_NO_KEY = ("Ouvrez le dossier à nouveau, puis recommencez.", "Open the case anew, then try again.")


def router(pages: StaffPages) -> APIRouter:
    """`/dossiers/{id}` and below."""
    routes, desk = APIRouter(include_in_schema=False), pages.desk

    async def page(
        request: Request, caller: Caller, case_id: str, tried: str = "", **typed: Any
    ) -> Response:
        language = language_of(request)
        found = await desk.cases.dossier(case_id, caller.scope)
        words = await desk.vocabulary()
        rules, case = words.rules_of(found.case.borough), found.case
        news = request.query_params.get("fait", "")
        return pages.render(
            request,
            "dossier.html",
            caller,
            status=400 if typed.get("faults") else 200,
            case=for_staff(found, language, with_contacts=sees_contacts(caller, case)),
            may={
                FILE: desk.files is not None and may_attach(case, caller),
                SIGNED: may_complete(case, caller, words.complaint_rules_of(case.borough)),
                **{name: one.allowed(case, caller, rules) for name, one in ACTIONS.items()},
            },
            file_kinds=list(in_words(FILE_KINDS, language).items()),
            is_completed=case.status is Status.COMPLETED,
            tried=tried,
            given={"key": uuid4().hex, **typed.get("given", {})},
            spot=place_help(desk, place_of(case, Sent(typed.get("given", {}))), language),
            faults=typed.get("faults", {}),
            done=said(DONE[news], language) if news in DONE else "",
            damages=particulars.options(language),
            reopenings=list(in_words(REOPENINGS, language).items()),
            kind_options=[(n, said(w, language)) for n, w in KINDS.items() if n != "other"],
            request_means=said(rules.request_means, language),
            activities=sorted(one.name_fr for one in words.activities_of(case.borough)),
        )

    @routes.get("/dossiers/{case_id}")
    async def show(request: Request, case_id: str) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        try:
            return await page(request, caller, case_id)
        except NotFound:
            return pages.unknown(request, caller)

    @routes.get("/dossiers/{case_id}/promesse")
    async def promise(request: Request, case_id: str) -> Response:
        """The date promised, a part of the receipt; once it is known nobody need ask again."""
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        found = await desk.cases.dossier(case_id, caller.scope)
        view = for_staff(found, language_of(request), with_contacts=False)
        is_open = found.case.status in OPEN
        told = any(one["kind"] == CommitmentKind.COMPLETE for one in view["commitments"])
        known = STOP_POLLING if told or not is_open else 200
        return pages.render(request, "promesse.html", caller, status=known, case=view)

    @routes.post(f"/dossiers/{{case_id}}/{FILE}")
    async def attach(request: Request, case_id: str) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        typed: dict[str, str] = {}
        try:
            sender = attachments.Sender.staff(caller)
            case = await desk.cases.case(case_id, caller.scope)
            data = await read_form(request, desk.files_max_bytes)
            typed = {name: text for name, text in data.items() if isinstance(text, str)}
            key = typed.get("key", "")
            if not 16 <= len(key) <= 100:
                faults = {WHOLE: said(_NO_KEY, language_of(request))}
                typed["key"] = uuid4().hex
                return await page(request, caller, case_id, FILE, faults=faults, given=typed)
            upload = await upload_of(data, desk.files_max_bytes, others=frozenset({"key"}))
            await attachments.add(desk, case, sender, upload, key)
        except NotFound:
            return pages.unknown(request, caller)
        except (ApiError, CommandConflict) as error:
            faults = faults_in(error, language_of(request))
            typed |= error.before if isinstance(error, TooLarge) else {}
            return await page(request, caller, case_id, FILE, faults=faults, given=typed)
        return _back(request, case_id, FILE)

    @routes.post(f"/dossiers/{{case_id}}/{SIGNED}")
    async def complete(request: Request, case_id: str) -> Response:
        """A paper or a date that came to the counter, for a complaint that lacked it (PV-18)."""
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        language, sent = language_of(request), Sent({})
        try:
            sent = await sent_with_file(request, desk.files_max_bytes)
            faults = await completed_at_counter(desk, caller, case_id, sent, language)
        except NotFound:
            return pages.unknown(request, caller)
        except (ApiError, CommandConflict) as error:
            sent = Sent(error.before) if isinstance(error, TooLarge) else sent
            faults = of_scan(faults_in(error, language))
        if faults:
            given = {**sent.given, "key": uuid4().hex}
            return await page(request, caller, case_id, SIGNED, faults=faults, given=given)
        return _back(request, case_id, SIGNED)

    @routes.post("/dossiers/{case_id}/situer/lieu")
    async def place(request: Request, case_id: str) -> Response:
        """Where the address is, or which places it may mean; nothing is stored."""
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        sent, language = await sent_by(request), language_of(request)
        try:
            if request.headers.get("hx-request") != "true":
                return await page(request, caller, case_id, "situer", given=dict(sent.given))
            case = await desk.cases.case(case_id, caller.scope)
        except NotFound:
            return pages.unknown(request, caller)
        spot = place_help(desk, place_of(case, sent), language)
        return pages.render(request, "lieu.html", caller, spot=spot)

    @routes.post("/dossiers/{case_id}/{name}")
    async def act(request: Request, case_id: str, name: str) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        action = ACTIONS.get(name)
        if action is None:
            return pages.unknown(request, caller)
        sent = await sent_by(request)
        try:
            told = sent
            if name == "situer":
                case = await desk.cases.case(case_id, caller.scope)
                told = known_place(sent, place_help(desk, place_of(case, sent), ""))
            faults = await _done(desk, caller, case_id, action, told, language_of(request))
            if faults:
                return await page(
                    request, caller, case_id, name, given=dict(sent.given), faults=faults
                )
        except NotFound:
            return pages.unknown(request, caller)
        return _back(request, case_id, name)

    return routes


def _back(request: Request, case_id: str, name: str) -> Response:
    """To the dossier, which says what was done; nothing of what was typed is in the address."""
    return back_to(request, f"/dossiers/{case_id}", fait=name)


async def _done(
    desk: Desk, caller: Caller, case_id: str, action: Action, sent: Sent, language: str
) -> Mapping[str, str]:
    """Do it, or say why not, by field. Raises NotFound, Transient."""
    if not 16 <= len(sent["key"]) <= 100:
        return {WHOLE: said(_NO_KEY, language)}
    texts = Sent(particulars.told(sent, sent["kind"]))
    own = particulars.names_of(sent["kind"]) if "kind" in action.fields else ()
    found = filled(action.form, texts, (*action.fields, *own), language)
    if found.form is None:
        return found.faults
    try:
        await action.run(desk, caller, case_id, found.form, sent["key"])
    except (ApiError, CommandConflict) as error:
        return faults_in(error, language)
    return {}
