"""`/ameliorations`: what is to become better, measured by the platform; follow-up and history.

Who leads writes (MT-10, PV-51); everybody who reads figures reads the register.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError, Words
from chassis.identity import Caller
from chassis.page_faults import Filled, faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import in_words, said
from ui.pages import back_to

from sla.application.performance.improve import NoteForm, OpeningForm, PlanForm
from sla.domain.performance.improvement import THEMES, Improvement
from sla.domain.performance.measures import MEANINGS
from sla.entrypoints.pages.page_forms import A_DATE, A_NUMBER, Sent, filled, sent_by
from sla.entrypoints.pages.staff_pages import StaffPages
from sla.entrypoints.performance.figures_desk import LEADERS, READERS
from sla.entrypoints.performance.improvements_desk import ImprovementsDesk, Line
from sla.entrypoints.performance.words import (
    CHANNELS,
    FIGURES,
    UNITS,
    number_in_words,
    value_in_words,
)

HOME = "/ameliorations"
PLAN = (
    "title", "figure", "activity", "channel", "months", "target", "action", "answerable", "dueOn",
)  # fmt: skip
SHAPES: Mapping[str, Words] = {"dueOn": A_DATE, "months": A_NUMBER, "target": A_NUMBER}
LABELS: Mapping[str, Words] = {
    "borough": ("Arrondissement ou ville", "Borough or town"),
    "title": ("Ce qui doit s'améliorer", "What is to become better"),
    "themes": ("Thèmes prioritaires", "Priority themes"),
    "figure": ("Mesure", "Measure"),
    "activity": ("Activité", "Activity"),
    "department": ("Service", "Department"),
    "channel": ("Provenance", "Channel"),
    "months": ("Dossiers reçus dans les derniers mois", "Cases received in the last months"),
    "target": ("Cible", "Target"),
    "action": ("Action", "Action"),
    "answerable": ("Poste qui en répond", "Post that answers for it"),
    "dueOn": ("Date visée", "Aimed-at date"),
    "text": ("Note", "Note"),
}
DONE: Mapping[str, Words] = {
    "ouverte": ("L'amélioration est inscrite.", "The improvement is recorded."),
    "modifiee": ("Le plan est modifié.", "The plan is changed."),
    "note": ("La note est ajoutée.", "The note is added."),
    "fermee": ("L'amélioration est fermée.", "The improvement is closed."),
}
OTHER_BOROUGH: Words = (
    "ce service est d'un autre arrondissement",
    "this department is of another borough",
)
Command = Callable[[Sent, Caller, Any, str | None], Awaitable[object]]


class ImprovementPages:
    """Shows the register and its lines, with what was typed where something is wrong."""

    def __init__(self, pages: StaffPages, desk: ImprovementsDesk) -> None:
        self.pages = pages
        self.desk = desk

    async def listed(
        self,
        request: Request,
        caller: Caller,
        given: Mapping[str, Any] | None = None,
        faults: Mapping[str, str] | None = None,
    ) -> Response:
        """The register, and the form for who may write."""
        language = language_of(request)
        lines = [_shown(line, language) for line in await self.desk.lines(caller)]
        theme = request.query_params.get("theme", "")
        return self.pages.render(
            request,
            "improvements.html",
            caller,
            status=400 if faults else 200,
            lines=[one for one in lines if not theme or theme in one["theme_codes"]],
            theme=theme if theme in THEMES else "",
            done=_done(request),
            **await self._form(caller, language, given or {"months": "3"}, faults or {}),
        )

    async def one(
        self,
        request: Request,
        caller: Caller,
        improvement_id: str,
        given: Mapping[str, Any] | None = None,
        faults: Mapping[str, str] | None = None,
        tried: str = "",
    ) -> Response:
        """A line, and its forms for who may write. Raises NotFound."""
        language = language_of(request)
        line = await self.desk.line(improvement_id, caller)
        return self.pages.render(
            request,
            "improvement.html",
            caller,
            status=400 if faults else 200,
            line=_shown(line, language),
            tried=tried,
            done=_done(request),
            plan_given=given if tried == "plan" else _typed(line.improvement, language),
            **await self._form(caller, language, given or {}, faults or {}),
        )

    async def _form(
        self, caller: Caller, language: str, given: Mapping[str, Any], faults: Mapping[str, str]
    ) -> dict[str, Any]:
        names = self.pages.names(language)
        activities = (await self.desk.figures.snapshot()).activities_of(caller.boroughs)
        everything = ("", said(("Toutes", "All"), language))
        return {
            "given": given,
            "faults": faults,
            "labels": in_words(LABELS, language),
            "key": uuid4().hex,
            "may_write": not caller.roles.isdisjoint(LEADERS),
            "themes": [(code, said(words, language)) for code, words in THEMES.items()],
            "figures": [
                (figure.value, f"{said(words, language)} ({_unit(figure, language)})")
                for figure, words in FIGURES.items()
            ],
            "activities": [
                everything,
                *sorted(
                    ((code, names.activity(slug, code)) for code, slug in activities.items()),
                    key=lambda one: one[1].casefold(),
                ),
            ],
            "departments": [
                ("", said(("Tous", "All"), language)),
                *names.departments(caller.boroughs),
            ],
            "channels": [everything, *((c, said(w, language)) for c, w in CHANNELS.items())],
        }


def router(pages: StaffPages, desk: ImprovementsDesk) -> APIRouter:
    """The register, a line of it, and what is sent to it."""
    routes, shown = APIRouter(include_in_schema=False), ImprovementPages(pages, desk)

    @routes.get(HOME)
    async def listed(request: Request) -> Response:
        caller = await pages.caller(request, *READERS)
        return caller if isinstance(caller, Response) else await shown.listed(request, caller)

    @routes.post(HOME)
    async def add(request: Request) -> Response:
        caller = await pages.caller(request, *LEADERS)
        if isinstance(caller, Response):
            return caller
        sent, language = await sent_by(request), language_of(request)
        known = _plan(OpeningForm, sent, language, sent["borough"], (*PLAN, "borough"))
        faults = known.faults
        if known.form is not None:
            try:
                answer = await desk.open(known.form, caller, sent["key"] or None)
                path = f"{HOME}/{answer.body['improvementId']}"
                return back_to(request, path, fait="ouverte")
            except (ApiError, CommandConflict) as error:
                faults = faults_in(error, language)
        return await shown.listed(request, caller, _kept(sent), faults)

    @routes.get(f"{HOME}/{{improvement_id}}")
    async def one(request: Request, improvement_id: str) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        try:
            return await shown.one(request, caller, improvement_id)
        except NotFound:
            return pages.unknown(request, caller)

    @routes.post(f"{HOME}/{{improvement_id}}/{{what}}")
    async def decide(request: Request, improvement_id: str, what: str) -> Response:
        caller = await pages.caller(request, *LEADERS)
        if isinstance(caller, Response):
            return caller
        sent, language = await sent_by(request), language_of(request)
        try:
            borough = (await desk.line(improvement_id, caller)).improvement.borough
            made: Filled[Any]
            if what == "plan":
                made, command, done = (
                    _plan(PlanForm, sent, language, borough, PLAN),
                    desk.change,
                    "modifiee",
                )
            elif what in ("note", "fermeture"):
                made = filled(NoteForm, sent, ("text",), {}, language)
                command = desk.follow if what == "note" else desk.close  # type: ignore[assignment]
                done = "note" if what == "note" else "fermee"
            else:
                return pages.unknown(request, caller)
            faults = made.faults
            if made.form is not None:
                try:
                    await command(improvement_id, made.form, caller, sent["key"] or None)
                    return back_to(request, f"{HOME}/{improvement_id}", fait=done)
                except (ApiError, CommandConflict) as error:
                    faults = faults_in(error, language)
            return await shown.one(request, caller, improvement_id, _kept(sent), faults, what)
        except NotFound:
            return pages.unknown(request, caller)

    return routes


def _plan(
    model: Any, sent: Sent, language: str, borough: str, names: tuple[str, ...]
) -> Filled[Any]:
    """The form of a plan; a department is typed with its borough, a decimal with a comma."""
    slug, _, code = sent["department"].partition("/")
    if code and slug != borough:
        return Filled(None, {"department": said(OTHER_BOROUGH, language)})
    target = {"target": sent["target"].replace(",", ".")} if sent["target"] else {}
    typed = Sent({**sent.given, **target}, sent.many)
    known = {"themes": tuple(sent.all("themes")), "department": code}
    return filled(model, typed, names, SHAPES, language, **known)


def _kept(sent: Sent) -> dict[str, Any]:
    return {**sent.given, "themes": list(sent.all("themes"))}


def _typed(one: Improvement, language: str) -> dict[str, Any]:
    """A plan as its form shows it."""
    plan, measure = one.plan, one.plan.measure
    return {
        "title": plan.title,
        "themes": list(plan.themes),
        "figure": measure.figure.value,
        "activity": measure.activity,
        "department": f"{one.borough}/{measure.department}" if measure.department else "",
        "channel": measure.channel,
        "months": str(measure.months),
        "target": number_in_words(plan.target, language),
        "action": plan.action,
        "answerable": plan.answerable,
        "dueOn": plan.due_on.isoformat() if plan.due_on else "",
    }


def _shown(line: Line, language: str) -> dict[str, Any]:
    """A line in words."""
    one, plan = line.improvement, line.improvement.plan
    unit = MEANINGS[plan.measure.figure].unit
    sign = "≥" if MEANINGS[plan.measure.figure].more_is_better else "≤"
    return {
        "state": one,
        "plan": plan,
        "measure": plan.measure,
        "figure": said(FIGURES[plan.measure.figure], language),
        "theme_codes": plan.themes,
        "theme_words": [said(THEMES[code], language) for code in plan.themes],
        "target": f"{sign} {value_in_words(plan.target, unit, language)}",
        "before": value_in_words(one.baseline.value, unit, language),
        "now": value_in_words(line.now.value, unit, language),
        "cases": line.now.cases,
        "reached": line.is_reached,
        "notes": [
            (note, value_in_words(note.value, unit, language)) for note in reversed(one.follow_ups)
        ],
        "changes": [
            (change, said(LABELS.get(change.field, (change.field, change.field)), language))
            for change in reversed(one.changes)
        ],
    }


def _unit(figure: Any, language: str) -> str:
    return said(UNITS[MEANINGS[figure].unit], language)


def _done(request: Request) -> str:
    words = DONE.get(request.query_params.get("fait", ""))
    return said(words, language_of(request)) if words else ""
