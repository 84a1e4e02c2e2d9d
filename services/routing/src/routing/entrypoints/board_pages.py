"""`/direction`: how the departments stand, as bars with a table beside them; no person is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.dates import MONTHS, ZONE
from ui.language import said

from routing.domain.board import COUNTED, Figures, figures_of, total_of
from routing.domain.grid import Grid
from routing.entrypoints.desk import scope_in
from routing.entrypoints.staff_pages import StaffPages
from routing.entrypoints.work_desk import WorkDesk

LEADERS = ("director", "general-director", "citizen-experience")
UNROUTED = frozenset({"no-rule", "no-designation", "out-of-territory", "other-authority"})
WIDTH, ROW, LABEL = 360, 46, 18  # of the picture, in its own units


@dataclass(frozen=True)
class Bar:
    """A department in the picture; lengths in units of the picture."""

    name: str
    y: int
    open_length: float
    late_length: float
    figures: Figures


@dataclass(frozen=True)
class Row:
    """A department in the table."""

    name: str
    post: str
    figures: Figures


def router(pages: StaffPages, work: WorkDesk) -> APIRouter:
    """`/direction`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/direction")
    async def board(request: Request) -> Response:
        caller = await pages.caller(request, *LEADERS)
        if isinstance(caller, Response):
            return caller
        language, slugs = language_of(request), dict(pages.mine(caller))
        asked = request.query_params.get("borough", "")
        borough = asked if asked in slugs else ""
        scope, today = scope_in(caller, borough or None), work.desk.clock().astimezone(ZONE).date()
        counts = await work.desk.assignments.tally(scope, *COUNTED)
        where = {"stage": "open", "outcome": set(UNROUTED)}
        nobodys = await work.desk.assignments.count(scope, where)
        figures = figures_of(counts, f"{today:%Y-%m}")
        rows = _rows(figures, work, borough or None, language)
        return pages.render(
            request,
            "board.html",
            caller,
            borough=borough,
            rows=rows,
            bars=_bars(rows),
            height=ROW * len(rows),
            width=WIDTH,
            total=total_of(one.figures for one in rows),
            nobodys=nobodys,
            month=f"{MONTHS[language][today.month - 1]} {today.year}",
        )

    return routes


def _rows(
    figures: Mapping[tuple[str, str], Figures], work: WorkDesk, borough: str | None, language: str
) -> list[Row]:
    """Departments that have work, by name; with their borough where there are several."""
    many = borough is None and len({slug for slug, _ in figures}) > 1
    rows = []
    for (slug, code), one in figures.items():
        grid = work.grid_in_force(slug)
        name = _name(grid, code, language)
        if many and grid is not None:
            name = f"{grid.manifest.borough.name} : {name}"
        rows.append(Row(name, f"{slug}/{code}", one))
    return sorted(rows, key=lambda row: row.name)


def _name(grid: Grid | None, code: str, language: str) -> str:
    found = grid.manifest.department(code) if grid is not None else None
    return code if found is None else said((found.name_fr, found.name_en), language)


def _bars(rows: Sequence[Row]) -> list[Bar]:
    """To the scale of the longest."""
    longest = max((row.figures.open for row in rows), default=0) or 1
    return [
        Bar(
            row.name,
            number * ROW,
            round(WIDTH * row.figures.open / longest, 1),
            round(WIDTH * row.figures.late / longest, 1),
            row.figures,
        )
        for number, row in enumerate(rows)
    ]
