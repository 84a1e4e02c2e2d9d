"""`/api/sla/v1/performance`, its files and their dictionary, and the improvement register."""

import csv
import io
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, Literal

from chassis.errors import invalid
from chassis.identity import Caller, staff
from contracts import requests311
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from ui.csv_file import csv_file
from ui.dates import ZONE

from sla.application.performance.improve import NoteForm, OpeningForm, PlanForm
from sla.domain.performance.report import Selection
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.desk import Key
from sla.entrypoints.performance.dictionary import as_json
from sla.entrypoints.performance.exports import COLUMNS, open_data_row, performance_rows
from sla.entrypoints.performance.figures_desk import READERS, FiguresDesk
from sla.entrypoints.performance.improvements_desk import ImprovementsDesk
from sla.entrypoints.performance.selection import asked
from sla.entrypoints.performance.views import View, improvement_view, report_view

PUBLISHERS = (*READERS, "integrator")
Staff = Annotated[Caller, Depends(staff)]
Names = Callable[[str], BoroughNames]
Text = Annotated[str, Query(max_length=120)]


def figures_router(desk: FiguresDesk, names: Names) -> APIRouter:
    """Reports, files and dictionary."""
    routes = APIRouter(prefix="/api/sla/v1", tags=["performance"])

    def selected(
        request: Request,
        caller: Staff,
        borough: Text = "",
        from_: Annotated[str, Query(alias="from", max_length=7)] = "",
        to: Annotated[str, Query(max_length=7)] = "",
        activity: Text = "",
        department: Text = "",
        channel: Text = "",
    ) -> Selection:
        """`from` and `to`: months of receipt, both included; `department`: `borough/code`."""
        caller.require(*(PUBLISHERS if "open-data" in request.url.path else READERS))
        found = asked(request.query_params, caller, desk.clock().astimezone(ZONE).date())
        if found.faults:
            raise invalid(found.faults)
        return found.selection

    Selected = Annotated[Selection, Depends(selected)]  # noqa: N806 - a type, for this router alone

    @routes.get("/performance")
    async def report(selection: Selected) -> View:
        """Figures of the service to citizens in the caller's boroughs (PR-03, MT-07, MH-14).

        On time by one versioned definition, against the adjusted and the original deadline; delays
        as distributions. Under five cases a share is null.
        """
        return report_view(await desk.report(selection), selection, await desk.taken_at())

    @routes.get("/performance/export.{form}")
    async def export(form: Literal["csv", "json"], selection: Selected) -> Response:
        """The same by month, borough, department, activity and channel; see the dictionary."""
        rows = performance_rows(await desk.cells(selection), names("fr"))
        if form == "json":
            headers = {"Content-Disposition": 'attachment; filename="performance.json"'}
            return JSONResponse({"columns": COLUMNS, "items": rows}, headers=headers)
        return csv_file("performance", COLUMNS, ([row[one] for one in COLUMNS] for row in rows))

    @routes.get("/performance/dictionary")
    async def dictionary(caller: Staff) -> View:
        """Of every column of the files its type, unit, meaning and source; French and English."""
        caller.require(*PUBLISHERS)
        return as_json()

    @routes.get("/open-data/requests.csv")
    async def open_data(selection: Selected) -> StreamingResponse:
        """Cases as rows of the City's "Requêtes 311" (29 columns), without personal data.

        Complaints, claims and access requests are left out (PV-44). What this service does not
        know, such as the place, stays empty.
        """
        return StreamingResponse(
            _rows(desk, selection, names("fr")),
            media_type="text/csv; charset=utf-8; header=present",
            headers={
                "Content-Disposition": 'attachment; filename="requetes311.csv"',
                "Cache-Control": "no-store",
            },
        )

    return routes


async def _rows(
    desk: FiguresDesk, selection: Selection, names: BoroughNames
) -> AsyncIterator[bytes]:
    yield (requests311.BYTE_ORDER_MARK + _line(requests311.COLUMNS)).encode()
    async for case in desk.cases(selection):
        row = open_data_row(case, names)
        if row is not None:
            yield _line(row).encode()


def _line(values: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue()


def improvements_router(desk: ImprovementsDesk) -> APIRouter:
    """`/api/sla/v1/improvements`."""
    routes = APIRouter(prefix="/api/sla/v1/improvements", tags=["improvements"])

    @routes.get("")
    async def listed(caller: Staff) -> View:
        """The improvement register of the caller's boroughs, each with its measure now (MT-10)."""
        caller.require(*READERS)
        lines = await desk.lines(caller)
        items = [improvement_view(one.improvement, one.now.value) for one in lines]
        paging = {"offset": 0, "limit": len(items), "totalCount": len(items)}
        return {"paging": paging, "items": items}

    @routes.get("/{improvement_id}")
    async def show(improvement_id: str, caller: Staff) -> View:
        """One improvement: target, measure at start and now, follow-up, changes (PV-51)."""
        caller.require(*READERS)
        found = await desk.line(improvement_id, caller)
        return improvement_view(found.improvement, found.now.value)

    @routes.post("", status_code=201)
    async def add(form: OpeningForm, caller: Staff, key: Key = None) -> View:
        """A new improvement; its baseline is measured by the platform at once."""
        return dict((await desk.open(form, caller, key)).body)

    @routes.post("/{improvement_id}/plan")
    async def change(improvement_id: str, form: PlanForm, caller: Staff, key: Key = None) -> View:
        """Another plan; what stood there before is kept. The measure does not change."""
        return dict((await desk.change(improvement_id, form, caller, key)).body)

    @routes.post("/{improvement_id}/follow-ups")
    async def follow(improvement_id: str, form: NoteForm, caller: Staff, key: Key = None) -> View:
        """A dated note on how it goes, with what the measure is just then."""
        return dict((await desk.follow(improvement_id, form, caller, key)).body)

    @routes.post("/{improvement_id}/closing")
    async def close(improvement_id: str, form: NoteForm, caller: Staff, key: Key = None) -> View:
        """The improvement ends; the note says what came of it."""
        return dict((await desk.close(improvement_id, form, caller, key)).body)

    return routes
