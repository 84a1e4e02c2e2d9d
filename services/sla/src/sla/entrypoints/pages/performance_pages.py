"""`/performance`: how the service to citizens does, as charts with their tables; of no person.

Every figure is of the caller's boroughs; several of them are compared, never ranked.
"""

from collections.abc import Mapping, Sequence

from chassis.page_faults import in_words as faults_by_field
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.dates import ZONE, month_in_words
from ui.language import said

from sla.domain.performance.report import Selection
from sla.domain.performance.tally import TOO_FEW
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.pages.staff_pages import StaffPages
from sla.entrypoints.performance.dictionary import OPEN_DATA, PERFORMANCE
from sla.entrypoints.performance.figures_desk import READERS, FiguresDesk, months_of
from sla.entrypoints.performance.picture import definitions_in, picture_of
from sla.entrypoints.performance.selection import Asked, asked, months_before
from sla.entrypoints.performance.words import CHANNELS

HOME = "/performance"
MONTHS_OFFERED = 36
Options = Sequence[tuple[str, str]]


def router(pages: StaffPages, desk: FiguresDesk) -> APIRouter:
    """The page and the dictionary of its files."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(HOME)
    async def show(request: Request) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        language, today = language_of(request), desk.clock().astimezone(ZONE).date()
        found = asked(request.query_params, caller, today)
        report, names = await desk.report(found.selection), pages.names(language)
        snapshot = await desk.snapshot()
        months = [months_before(today, number) for number in range(MONTHS_OFFERED)]
        return pages.render(
            request,
            "performance.html",
            caller,
            status=400 if found.faults else 200,
            given=found.given,
            faults=faults_by_field(found.faults, language),
            months=[(one, month_in_words(one, language)) for one in _with(months, found)],
            activities=_activities(snapshot.activities_of(caller.boroughs), names),
            departments=names.departments(caller.boroughs),
            channels=sorted(
                ((code, said(words, language)) for code, words in CHANNELS.items()),
                key=lambda one: one[1],
            ),
            period=_period(found.selection, language),
            taken_at=snapshot.taken_at,
            file_query={name: text for name, text in found.given.items() if text},
            **picture_of(report, names, language),
        )

    @routes.get(f"{HOME}/dictionnaire")
    async def dictionary(request: Request) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        return pages.render(
            request,
            "performance_dictionary.html",
            caller,
            lists=[("performance", PERFORMANCE), ("open-data", OPEN_DATA)],
            definitions=definitions_in(language_of(request)),
            too_few=TOO_FEW,
        )

    return routes


def _activities(cells: Mapping[str, str], names: BoroughNames) -> Options:
    """Code and name of what was asked for in these boroughs, by name."""
    found = [(code, names.activity(slug, code)) for code, slug in cells.items() if code]
    return sorted(found, key=lambda one: one[1].casefold())


def _period(selection: Selection, language: str) -> str:
    first = month_in_words(selection.from_month, language)
    last = month_in_words(selection.to_month, language)
    if first == last:
        return first
    return f"{first} à {last}" if language == "fr" else f"{first} to {last}"


def _with(months: list[str], found: Asked) -> list[str]:
    """The months on offer, and those that were asked for, the newest first."""
    return sorted({*months, *months_of(found.selection)}, reverse=True)
