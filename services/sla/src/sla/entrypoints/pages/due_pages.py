"""`/echeances`: what is late, due today, due soon or suspended, the earliest first; also as CSV."""

from collections.abc import Iterable
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.csv_file import csv_file
from ui.dates import ZONE
from ui.language import said

from sla.domain.promises import NOT_OURS, CommitmentKind
from sla.entrypoints.due_desk import DueDesk, Line
from sla.entrypoints.due_lists import LISTS, PER_PAGE, asked_in
from sla.entrypoints.due_words import promise_in_words
from sla.entrypoints.owed_board import OwedBoard
from sla.entrypoints.pages.horizon import horizon_warnings
from sla.entrypoints.pages.staff_pages import StaffPages

# Named alike in both languages, so that a sheet made from the file outlives who reads it.
COLUMNS = (
    "case_id",
    "kind",
    "title",
    "borough",
    "department",
    "promise",
    "received_at",
    "due_at",
    "original_due_at",
    "late",
    "suspended",
    "demonstration",
)


def router(pages: StaffPages, board: OwedBoard) -> APIRouter:
    """`/echeances` and `/echeances/liste.csv`."""
    routes, desk = APIRouter(include_in_schema=False), DueDesk(pages.desk, board)

    @routes.get("/echeances")
    async def due(request: Request) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        lang = language_of(request)
        names, asked = pages.names(lang), asked_in(request.query_params)
        found = await desk.listed(asked, caller, names, lang)
        return pages.render(
            request,
            "due.html",
            caller,
            asked=asked,
            tabs=[(one.name, said(one.words, lang), found.counts[one.name]) for one in LISTS],
            lines=found.lines,
            total=found.counts[asked.name],
            shown=found.cases,
            per_page=PER_PAGE,
            empty=said(asked.list.empty, lang),
            departments=names.departments(caller.boroughs),
            kinds=sorted(
                ((one.value, promise_in_words(one, lang)) for one in _kinds()),
                key=lambda pair: pair[1],
            ),
            horizons=horizon_warnings(pages.desk, caller, names),
        )

    @routes.get("/echeances/liste.csv")
    async def due_file(request: Request) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        lang = language_of(request)
        names, asked = pages.names(lang), asked_in(request.query_params)
        lines = await desk.every(asked, caller, names, lang)
        on = pages.desk.today()
        return csv_file(f"echeances-{asked.name}-{on}", COLUMNS, _rows(lines))

    return routes


def _kinds() -> Iterable[CommitmentKind]:
    return [one for one in CommitmentKind if one not in NOT_OURS]


def _rows(lines: Iterable[Line]) -> Iterable[tuple[object, ...]]:
    for one in lines:
        yield (
            one.case_id,
            one.kind,
            one.title,
            one.borough,
            one.department,
            one.promise,
            _local(one.received_at),
            _local(one.due_at),
            _local(one.original_due_at),
            one.late,
            "1" if one.is_suspended else "0",
            "1" if one.demonstration else "0",
        )


def _local(at: datetime | None) -> str:
    """ISO 8601 with its offset, on the clock of here."""
    return "" if at is None else at.astimezone(ZONE).isoformat(timespec="seconds")
