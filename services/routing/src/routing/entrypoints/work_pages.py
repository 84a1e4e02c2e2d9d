"""`/travail`: the work of a responsable, the late first, and completing it in the list itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import WHOLE, faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import in_words, said
from ui.pages import back_to

from routing.application.forms import CompletionForm
from routing.domain.assignment import Assignment
from routing.domain.stage import persons_of, standing_refusal
from routing.entrypoints.assignment_actions import COMPLETION, DONE
from routing.entrypoints.case_desk import Taken
from routing.entrypoints.desk import WORKERS
from routing.entrypoints.page_forms import Sent, filled, sent_by
from routing.entrypoints.set_aside import SetAsideDesk
from routing.entrypoints.staff_pages import StaffPages
from routing.entrypoints.work_desk import WorkDesk
from routing.entrypoints.work_lines import line_of, title_of
from routing.entrypoints.work_lists import LISTS, PER_PAGE, Asked, Reader, asked_by, asked_in
from routing.entrypoints.work_words import FIELDS, refusal

# Lists in which anything at all is something to see to.
ALARMS = frozenset(
    {"transfers", "refused", "no-rule", "no-designation", "elsewhere", "authority", "loop"}
)
ALWAYS = frozenset({"mine", "department", "all", "new", "transfers", "completed"})
TAKEN = ("{n} dossier(s) pris en charge.", "{n} case(s) taken charge of.")
CHOOSE = ("Choisissez au moins un dossier.", "Choose at least one case.")


@dataclass(frozen=True)
class Shown:
    """What the list shows beside itself: a form that is open, faults, news."""

    completing: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    done: str = ""
    ticked: Sequence[str] = ()
    not_done: Sequence[tuple[str, str]] = ()


class WorkPages:
    """The list, in whatever state somebody left it."""

    def __init__(
        self, pages: StaffPages, desk: WorkDesk, set_aside: SetAsideDesk | None = None
    ) -> None:
        self.pages = pages
        self.desk = desk
        self._set_aside = set_aside

    async def show(self, request: Request, reader: Reader, asked: Asked, shown: Shown) -> Response:
        """The list with its tabs and filters. Raises Transient."""
        language, caller = language_of(request), reader.caller
        found = await self.desk.listed(asked, reader)
        counts = await self.desk.counts(reader, asked.borough)
        now, snapshot = self.desk.desk.clock(), self.desk.desk.snapshot
        persons = {person for state in found.assignments for person in persons_of(state)}
        opened = next((s for s in found.assignments if s.case_id == shown.completing), None)
        return self.pages.render(
            request,
            "work.html",
            caller,
            status=400 if shown.faults else 200,
            asked=asked,
            tabs=[
                {
                    "name": one.name,
                    "text": said(one.words, language),
                    "count": counts[one.name],
                    "alarm": one.name in ALARMS and counts[one.name] > 0,
                }
                for one in LISTS
                if one.name in counts
                and (counts[one.name] or one.name in ALWAYS or one.name == asked.name)
            ],
            lines=[line_of(state, snapshot, now, language) for state in found.assignments],
            total=found.total,
            per_page=PER_PAGE,
            empty=said(asked.list.empty, language),
            posts=self.desk.posts(caller, language),
            people=self.desk.colleagues(caller),
            person_names=self.desk.names_of_people(),
            unavailable=await self.desk.unavailable(persons, language),
            labels=in_words(FIELDS, language),
            may_accept=may_work(caller),
            may_complete=may_work(caller),
            back=urlencode({k: v for k, v in asked.query().items() if v}),
            set_aside=await self._set_aside.count(caller) if self._set_aside else 0,
            done=shown.done,
            faults=shown.faults,
            ticked=shown.ticked,
            not_done=shown.not_done,
            **self._completion(opened, shown, caller, language),
        )

    def _completion(
        self, opened: Assignment | None, shown: Shown, caller: Caller, language: str
    ) -> dict[str, Any]:
        """The form of Annex A under the line that it is for."""
        if opened is None:
            nothing: dict[str, Any] = {"codes": [], "needs_extension": False, "refused_why": ""}
            return {"completing": "", "given": {}, "today": "", **nothing}
        codes, needs = self.desk.closing(opened, language)
        refused = standing_refusal(opened)
        return {
            "completing": opened.case_id,
            "codes": codes,
            "needs_extension": needs,
            "today": self.today(opened),
            "given": shown.given or self.completion_given(opened, caller),
            "refused_why": refusal(refused.reason, language) if refused else "",
        }

    def completion_given(self, state: Assignment, caller: Caller) -> dict[str, Any]:
        """What the form of Annex A begins with: a refused report as it was, else what is known."""
        refused = standing_refusal(state)
        if refused is not None:
            report = refused.report
            return {
                "key": uuid4().hex,
                "interventionCode": report.code,
                "plannedOn": str(report.planned_on or ""),
                "doneOn": str(report.done_on or ""),
                "extension": report.extension,
                "internalNote": report.internal_note,
                "publicNote": report.public_note,
            }
        return {
            "key": uuid4().hex,
            "doneOn": self.today(state),
            "extension": self.desk.extension_of(caller.subject),
        }

    def today(self, state: Assignment) -> str:
        """The date in the borough that answers."""
        borough = (state.decision.responsible_borough if state.decision else None) or ""
        return self.desk.desk.snapshot.today(borough, self.desk.desk.clock()).isoformat()

    async def complete(
        self, case_id: str, sent: Sent, caller: Caller, language: str
    ) -> Mapping[str, str]:
        """Completes the work; empty, or why not, by field. Raises NotFound, Transient."""
        known = filled(CompletionForm, sent, COMPLETION, language)
        if known.form is None:
            return known.faults
        try:
            await self.desk.desk.complete(case_id, known.form, caller, sent["key"] or None)
        except (ApiError, CommandConflict) as error:
            return faults_in(error, language)
        return {}

    async def why_not(self, taken: Taken, caller: Caller, language: str) -> tuple[str, str]:
        """The title of a case that could not be taken charge of, and why. Raises Transient."""
        assert taken.error is not None
        why = taken.error.body(language)["error"]["message"]
        try:
            state = await self.desk.desk.assignments.assignment(taken.case_id, caller.scope)
        except NotFound:
            return said(("Dossier", "Case"), language), why
        return title_of(state, self.desk.desk.snapshot, language), why


def may_work(caller: Caller) -> bool:
    return not caller.roles.isdisjoint(WORKERS)


def router(work: WorkPages) -> APIRouter:
    """`/travail`, completing and taking charge in it."""
    routes, pages = APIRouter(include_in_schema=False), work.pages

    @routes.get("/travail")
    async def listed(request: Request) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        reader, query = work.desk.reader(caller), request.query_params
        news, number = query.get("fait", ""), query.get("n", "")
        done = said(DONE[news], language_of(request)) if news in DONE else ""
        if number.isascii() and number.isdigit():
            done = said(TAKEN, language_of(request)).format(n=int(number))
        shown = Shown(
            completing=query.get("complete", "") if may_work(caller) else "",
            done=done,
        )
        return await work.show(request, reader, asked_by(request, reader), shown)

    @routes.post("/travail/completer")
    async def complete(request: Request) -> Response:
        caller = await pages.caller(request, *WORKERS)
        if isinstance(caller, Response):
            return caller
        sent, reader = await sent_by(request), work.desk.reader(caller)
        asked, case_id = asked_in(dict(parse_qsl(sent["back"])), reader), sent["case"]
        try:
            faults = await work.complete(case_id, sent, caller, language_of(request))
        except NotFound:
            return pages.unknown(request, caller)
        if faults:
            shown = Shown(completing=case_id, given=sent.given, faults=faults)
            return await work.show(request, reader, asked, shown)
        return back_to(request, "/travail", **asked.query(), fait="completer")

    @routes.post("/travail/prendre-en-charge")
    async def accept(request: Request) -> Response:
        """Several at once, each by itself: one that is refused keeps none back."""
        caller = await pages.caller(request, *WORKERS)
        if isinstance(caller, Response):
            return caller
        sent, reader, language = (
            await sent_by(request),
            work.desk.reader(caller),
            language_of(request),
        )
        asked, ticked = asked_in(dict(parse_qsl(sent["back"])), reader), sent.all("case")[:PER_PAGE]
        if not ticked:
            shown = Shown(faults={WHOLE: said(CHOOSE, language)})
            return await work.show(request, reader, asked, shown)
        taken = await work.desk.cases.accept_many(ticked, caller)
        if not any(one.error for one in taken):
            return back_to(request, "/travail", **asked.query(), n=len(taken))
        failed = [one for one in taken if one.error is not None]
        shown = Shown(
            ticked=[one.case_id for one in failed],
            not_done=[await work.why_not(one, caller, language) for one in failed],
            done=said(TAKEN, language).format(n=len(taken) - len(failed)),
        )
        return await work.show(request, reader, asked, shown)

    return routes
