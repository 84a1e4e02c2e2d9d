"""`/travail/conseil`: what members of the council brought, where each stands, and the next step.

An elected official sees their own, and those of their town that name nobody yet (MH-05); nothing
of the journal, the notes or who complained is here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import in_words, said
from ui.pages import back_to

from routing.application.move_forms import StepForm
from routing.domain.assignment import Assignment
from routing.domain.elected import WORDS, ElectedState
from routing.domain.elected_case import flow_of
from routing.entrypoints.assignment_views import StepLine, elected_steps
from routing.entrypoints.desk import READERS
from routing.entrypoints.page_forms import filled, sent_by
from routing.entrypoints.staff_pages import StaffPages
from routing.entrypoints.work_desk import WorkDesk
from routing.entrypoints.work_lines import Line, line_of
from routing.entrypoints.work_words import FIELDS

PATH = "/travail/conseil"
OFFICIAL = "elected-official"
AT_MOST = 100
DONE = ("L'étape est notée.", "The step is recorded.")


@dataclass(frozen=True)
class Brought:
    """A case that an official brought, as its own page shows it."""

    line: Line
    steps: list[StepLine]
    next_steps: list[tuple[str, str]]


def router(pages: StaffPages, work: WorkDesk) -> APIRouter:
    """The page and its one form."""
    routes = APIRouter(include_in_schema=False)

    async def held_by(caller: Caller) -> list[Assignment]:
        where: dict[str, Any] = {"elected": {one.value for one in ElectedState}}
        if caller.roles.isdisjoint(READERS):
            where["official"] = {caller.subject, ""}
        found = await work.desk.assignments.page(caller.scope, where, offset=0, limit=AT_MOST)
        return list(found.assignments)

    async def show(
        request: Request,
        caller: Caller,
        tried: str = "",
        faults: Mapping[str, str] | None = None,
        given: Mapping[str, str] | None = None,
    ) -> Response:
        language = language_of(request)
        cases = [brought(one, caller, language) for one in await held_by(caller)]
        return pages.render(
            request,
            "council.html",
            caller,
            status=400 if faults else 200,
            cases=cases,
            tried=tried,
            faults=faults or {},
            given=given or {},
            key=uuid4().hex,
            labels=in_words(FIELDS, language),
            done=said(DONE, language) if "fait" in request.query_params else "",
        )

    def brought(state: Assignment, caller: Caller, language: str) -> Brought:
        flow = flow_of(state)
        steps = flow.next_steps(caller.roles) if flow is not None else []
        return Brought(
            line_of(state, work.desk.snapshot, work.desk.clock(), language),
            elected_steps(state, language, work),
            [(one.value, said(WORDS[one], language)) for one in steps],
        )

    @routes.get(PATH)
    async def listed(request: Request) -> Response:
        caller = await pages.caller(request, OFFICIAL, *READERS)
        return caller if isinstance(caller, Response) else await show(request, caller)

    @routes.post(PATH)
    async def step(request: Request) -> Response:
        caller = await pages.caller(request, OFFICIAL, *READERS)
        if isinstance(caller, Response):
            return caller
        sent, language = await sent_by(request), language_of(request)
        known, case_id = filled(StepForm, sent, ("step", "note"), language), sent["case"]
        if known.form is None:
            return await show(request, caller, case_id, known.faults, sent.given)
        try:
            await work.cases.elected_step(case_id, known.form, caller, sent["key"] or None)
        except NotFound:
            return pages.unknown(request, caller)
        except (ApiError, CommandConflict) as error:
            return await show(request, caller, case_id, faults_in(error, language), sent.given)
        return back_to(request, PATH, fait="etape")

    return routes
