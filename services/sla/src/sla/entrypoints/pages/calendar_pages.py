"""`/calendriers`: a borough's year at a glance, so that whoever counts days sees which do not."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import Words, said

from sla.domain.calendar import CalendarMissing, Cause
from sla.entrypoints.pages.horizon import horizons
from sla.entrypoints.pages.staff_pages import StaffPages
from sla.entrypoints.pages.year_view import DAYS, YearView, year_view

CAUSES: dict[Cause, Words] = {
    Cause.HOLIDAY: ("Jour férié", "Holiday"),
    Cause.CLOSURE: ("Fermeture", "Closure"),
}
NO_YEAR: Words = (
    "Le calendrier de {name} pour {year} n'a pas été confirmé. Aucun délai ne s'y calcule : "
    "la grille de l'arrondissement doit d'abord nommer cette année.",
    "The calendar of {name} for {year} was not confirmed. No delay is worked out in it: "
    "the borough's grid has to name that year first.",
)


def router(pages: StaffPages) -> APIRouter:
    """`/calendriers`."""
    routes, desk = APIRouter(include_in_schema=False), pages.desk

    @routes.get("/calendriers")
    async def calendar(request: Request) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        lang, query = language_of(request), request.query_params
        names = pages.names(lang)
        mine = [slug for slug, _ in names.of(caller.boroughs)]
        borough = query.get("borough", "")[:60] or (mine[0] if mine else "")
        rules = desk.in_force(borough) if borough in caller.boroughs else None
        if rules is None and borough:
            return pages.unknown(request, caller)
        year = _year(query.get("year", ""), desk.today().year)
        view: YearView | None = None
        missing = ""
        if rules is not None:
            try:
                view = year_view(rules.calendar, year, lang)
            except CalendarMissing:
                missing = said(NO_YEAR, lang).format(name=names.borough(borough), year=year)
        held = {(one.borough, one.version): one for one in desk.book.grids()}
        grid = held.get((borough, rules.version)) if rules else None
        years = sorted(rules.calendar.years) if rules else []
        return pages.render(
            request,
            "calendar.html",
            caller,
            status=404 if missing else 200,
            borough=borough,
            name=names.borough(borough),
            year=year,
            years=[*years, years[-1] + 1] if years else [],
            view=view,
            missing=missing,
            weekdays=DAYS[lang],
            causes={cause: said(words, lang) for cause, words in CAUSES.items()},
            version=rules.version if rules else None,
            since=grid.effective_on if grid else None,
            horizons=[one for one in horizons(desk, caller, names) if one.borough == borough],
        )

    return routes


def _year(given: str, this_year: int) -> int:
    is_year = given.isascii() and given.isdigit() and 1900 <= int(given[:5]) <= 2999
    return int(given) if is_year and len(given) == 4 else this_year
