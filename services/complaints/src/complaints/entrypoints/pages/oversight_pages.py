"""`/plaintes/direction`: how complaints stand, what waits for the general director first (C-02).

Stages, dates and numbers of what the reader may know of; nothing is opened here, so nothing is
recorded, and nothing of what a complaint says is shown (PV-44).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chassis.identity import Caller
from chassis.store import Scope
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.dates import ZONE, month_in_words
from ui.language import in_words, said

from complaints.application.destroy_files import DestroyFiles
from complaints.application.surroundings import Neighbourhood
from complaints.domain import oversight
from complaints.domain.access import is_escalated
from complaints.domain.file import Investigation
from complaints.entrypoints.custody_http import KEEPERS, person_of
from complaints.entrypoints.pages.complaint_lists import Caseload, Line
from complaints.entrypoints.pages.complaint_words import BADGES, STAGES
from complaints.entrypoints.pages.oversight_chart import BAR, LABEL, ROW, WIDTH, bars_of
from complaints.entrypoints.pages.oversight_words import AGES, AWAITED, ENDINGS, REFUSALS
from complaints.entrypoints.pages.staff_pages import StaffPages

PATH = "/plaintes/direction"
AT_MOST = 50  # lines of a table, certificates
GENERAL_DIRECTOR = "general-director"


@dataclass(frozen=True)
class Overseen:
    """The complaints that a reader may know of, as lines, with what follows from their rules."""

    states: list[Investigation]
    lines: list[Line]
    escalated: frozenset[str]
    awaited: Mapping[str, oversight.Awaited]


def router(pages: StaffPages, caseload: Caseload, destroying: DestroyFiles) -> APIRouter:
    """The page; it has no form but the choice of a borough."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    async def overseen(request: Request) -> Response:
        caller = await pages.caller(request, *KEEPERS)
        if isinstance(caller, Response):
            return caller
        language, asked = language_of(request), request.query_params.get("borough", "")
        borough = asked if asked in caller.boroughs else ""
        scope = Scope(frozenset({borough})) if borough else caller.scope
        held = await _overseen(caseload, caller, scope, language)
        gone = await destroying.counts(scope.boroughs or ())
        now = caseload.now()
        months = oversight.months(held.states, gone, now.astimezone(ZONE).date())
        lines = [one for one in held.lines if not one.is_closed]
        lines.sort(key=lambda one: (one.due_at, one.case_id))
        return pages.render(
            request,
            "oversight.html",
            caller,
            borough=borough,
            is_general=GENERAL_DIRECTOR in caller.roles,
            waiting=[
                (one, said(AWAITED[held.awaited[one.case_id]], language))
                for one in sorted(held.lines, key=lambda one: (one.due_at, one.case_id))
                if one.case_id in held.awaited
            ],
            open=len(lines),
            late=[one for one in lines if one.clock is not None and one.clock.is_late][:AT_MOST],
            soon=[one for one in lines if one.clock is not None and one.clock.is_soon][:AT_MOST],
            own=[one for one in lines if one.case_id in held.escalated],
            ages=[said(words, language) for words in AGES],
            by_age={
                stage.value: numbers
                for stage, numbers in oversight.by_age(held.states, now).items()
            },
            refusals=[
                (said(REFUSALS[code], language), number)
                for code, number in oversight.refusals(held.states, gone).items()
            ],
            months=[(month_in_words(one.month, language), one) for one in months],
            bars=bars_of(months),
            names_of_months={one.month: month_in_words(one.month, language) for one in months},
            geometry={"width": WIDTH, "height": ROW * len(months), "label": LABEL, "bar": BAR},
            endings=in_words(ENDINGS, language),
            certificates=await destroying.certificates(scope, offset=0, limit=AT_MOST),
            stages=in_words(STAGES, language),
            badges=BADGES,
        )

    return routes


async def _overseen(caseload: Caseload, caller: Caller, scope: Scope, language: str) -> Overseen:
    """Read once, for all figures of the page. Raises Transient."""
    files = caseload.files
    states = await files.known_to(person_of(caller), scope, {})
    near: dict[str, Neighbourhood] = {}
    escalated, awaited = set[str](), dict[str, oversight.Awaited]()
    for state in states:
        slug = state.borough or ""
        if slug not in near:
            near[slug] = await files.neighbourhoods.of(slug)
        around = near[slug].around(state)
        if is_escalated(state, around):
            escalated.add(state.case_id)
        if GENERAL_DIRECTOR in caller.roles and (one := oversight.awaited(state, around)):
            awaited[state.case_id] = one
    lines = await caseload.lines(states, caller, language)
    return Overseen(states, lines, frozenset(escalated), awaited)
