"""`/plaintes/employes`: what founded complaints left of an employee; who read it (PV-43, PV-45).

Whose file it is travels in the body alone; nothing is shown before the reading is stored, and
nobody opens their own.
"""

from collections.abc import Mapping
from typing import Any

from chassis.commands import NotFound
from chassis.identity import Caller
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import in_words, said

from complaints.application.read_employee import EmployeeFiles
from complaints.entrypoints.custody_http import KEEPERS, person_of
from complaints.entrypoints.employees_http import EmployeeForm, entry_view
from complaints.entrypoints.pages.complaint_words import EXCEPTION_NAMES, EXCEPTIONS
from complaints.entrypoints.pages.page_forms import A_STAFF_ID, Sent, filled, sent_by
from complaints.entrypoints.pages.reading_pages import faults_of
from complaints.entrypoints.pages.reading_words import ACTS, FIELDS
from complaints.entrypoints.pages.staff_pages import StaffPages

PATH = "/plaintes/employes"
SENT = ("borough", "personId", "exception")
RECORD = "record"


def router(pages: StaffPages, employees: EmployeeFiles) -> APIRouter:
    """The page and its one form."""
    routes = APIRouter(include_in_schema=False)

    def page(
        request: Request,
        caller: Caller,
        sent: Sent,
        faults: Mapping[str, str],
        opened: str = "",
        **found: Any,
    ) -> Response:
        language = language_of(request)
        return pages.render(
            request,
            "employees.html",
            caller,
            status=400 if faults else 200,
            given=sent.given,
            faults=faults,
            labels=in_words(FIELDS, language),
            exceptions=[(one, said(words, language)) for one, words in EXCEPTIONS.items()],
            say={
                "acts": in_words(ACTS, language),
                "exceptions": in_words(EXCEPTION_NAMES, language),
            },
            opened=opened,
            **{"entries": (), "lines": (), **found},
        )

    @routes.get(PATH)
    async def asked(request: Request) -> Response:
        caller = await pages.caller(request, *KEEPERS)
        return caller if isinstance(caller, Response) else page(request, caller, Sent({}), {})

    @routes.post(PATH)
    async def read(request: Request) -> Response:
        caller = await pages.caller(request, *KEEPERS)
        if isinstance(caller, Response):
            return caller
        sent, language = await sent_by(request), language_of(request)
        known = filled(EmployeeForm, sent, SENT, {"personId": A_STAFF_ID}, language)
        if known.form is None:
            return page(request, caller, sent, faults_of(known.faults, language))
        form = known.form
        whose = form.borough, form.person_id, person_of(caller), caller.scope
        try:
            if sent["what"] == RECORD:
                lines = await employees.record(*whose, exception=form.exception)
                return page(request, caller, sent, {}, RECORD, lines=list(reversed(lines)))
            held = await employees.read(*whose, exception=form.exception)
        except NotFound:
            return pages.unknown(request, caller, back=PATH)
        ladder = await employees.ladder(form.borough)
        entries = [entry_view(one, ladder, language) for one in held.entries]
        return page(request, caller, sent, {}, "file", entries=entries)

    return routes
