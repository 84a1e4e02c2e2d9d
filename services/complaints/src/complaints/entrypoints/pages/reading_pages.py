"""`/plaintes/{case_id}/lectures`: who read, printed or exported a file, and who tried (PV-45).

The address alone shows nothing: the exception is chosen and sent, and the record of readings is
itself read, printed or exported on record. Whoever may not gets what no such file gets.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from chassis.commands import NotFound
from chassis.identity import Caller
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from ui import language_of
from ui.csv_file import csv_file
from ui.language import in_words, said

from complaints.application.read_file import Files
from complaints.domain.custody import Act, Disclosure
from complaints.domain.trace import Trace
from complaints.entrypoints.custody_http import person_of
from complaints.entrypoints.http import READERS
from complaints.entrypoints.pages.complaint_words import EXCEPTION_NAMES, EXCEPTIONS
from complaints.entrypoints.pages.page_forms import filled, sent_by
from complaints.entrypoints.pages.reading_words import (
    ACTS,
    CHOOSE_EXCEPTION,
    COUNTED,
    EXPORT_COLUMNS,
    FIELDS,
    GROUNDS,
)
from complaints.entrypoints.pages.staff_pages import NO_REFERRER, StaffPages

AT_MOST = 500  # lines on the page; the export has all
SENT = ("exception", "person", "kind", "act")


class ReadingsForm(BaseModel):
    """Why the record is read, what of it, and what becomes of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    exception: Disclosure
    person: str = ""
    kind: Act | None = None
    act: Literal[Act.READ, Act.PRINT, Act.EXPORT] = Act.READ


def router(pages: StaffPages, files: Files) -> APIRouter:
    """The page and its one form."""
    routes = APIRouter(include_in_schema=False)

    def page(
        request: Request,
        caller: Caller,
        case_id: str,
        given: Mapping[str, Any],
        faults: Mapping[str, str],
        found: Sequence[Trace] | None,
    ) -> Response:
        language = language_of(request)
        return pages.render(
            request,
            "readings.html",
            caller,
            status=400 if faults else 200,
            case_id=case_id,
            given=given,
            faults=faults,
            labels=in_words(FIELDS, language),
            exceptions=[(one, said(words, language)) for one, words in EXCEPTIONS.items()],
            acts=[(one, said(words, language)) for one, words in ACTS.items()],
            counted=[(one, said(words, language)) for one, words in COUNTED.items()],
            say={
                "acts": in_words(ACTS, language),
                "grounds": in_words(GROUNDS, language),
                "exceptions": in_words(EXCEPTION_NAMES, language),
            },
            **_shown(found, given),
        )

    @routes.get("/plaintes/{case_id}/lectures")
    async def asked(request: Request, case_id: str) -> Response:
        """Which exception: the same page whether there is such a file or not."""
        caller = await pages.caller(request, *READERS)
        return (
            caller if isinstance(caller, Response) else page(request, caller, case_id, {}, {}, None)
        )

    @routes.post("/plaintes/{case_id}/lectures")
    async def shown(request: Request, case_id: str) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        sent, language = await sent_by(request), language_of(request)
        known = filled(ReadingsForm, sent, SENT, {}, language)
        if known.form is None:
            faults = faults_of(known.faults, language)
            return page(request, caller, case_id, sent.given, faults, None)
        form = known.form
        try:
            found = await files.traces(
                case_id,
                person_of(caller),
                caller.scope,
                exception=form.exception,
                act=form.act,
            )
        except NotFound:
            return pages.unknown(request, caller)
        held = [one for one in found if _is_asked_for(one, form)]
        if form.act is Act.EXPORT:
            return _exported(case_id, held)
        return page(request, caller, case_id, sent.given, {}, held)

    return routes


def _is_asked_for(one: Trace, form: ReadingsForm) -> bool:
    return form.person in ("", one.person_id) and form.kind in (None, one.act)


def faults_of(faults: Mapping[str, str], language: str) -> dict[str, str]:
    """By field of the page; of the exception, that it is to be chosen, and why."""
    chosen = {"exception": said(CHOOSE_EXCEPTION, language)} if "exception" in faults else {}
    return {name: why for name, why in faults.items() if name in FIELDS} | chosen


def _shown(found: Sequence[Trace] | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The latest first; how many there are of each act."""
    held = list(reversed(found or ()))
    return {
        "opened": found is not None,
        "lines": held[:AT_MOST],
        "total": len(held),
        "counts": Counter(one.act.value for one in held),
        "is_print": given.get("act") == Act.PRINT and found is not None,
    }


def _exported(case_id: str, found: Sequence[Trace]) -> Response:
    """All lines, oldest first; instants in UTC."""
    rows = (
        (
            one.at.isoformat(),
            one.person_id,
            one.act.value,
            one.exception.value,
            one.ground,
            one.file_id,
        )
        for one in found
    )
    answer = csv_file(f"lectures-{case_id[:8]}", EXPORT_COLUMNS, rows)
    answer.headers["Referrer-Policy"] = NO_REFERRER
    return answer
