"""`/acces`: the register of access requests, what is due first on top; also as CSV.

A line says where a request stands and by when; what is asked for is in its file alone.
"""

from dataclasses import dataclass
from datetime import datetime

from chassis.identity import Caller
from chassis.store import Scope
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.csv_file import csv_file
from ui.dates import ZONE
from ui.language import in_words, said

from complaints.application.access_requests.desk import AccessDesk
from complaints.domain.access_requests.request import (
    ANSWER,
    AccessRequest,
    Stage,
    stage_of,
)
from complaints.domain.legal_clock import clock_ever
from complaints.entrypoints.access_requests.http import READERS
from complaints.entrypoints.custody_http import person_of
from complaints.entrypoints.pages.access_words import BADGES, STAGES
from complaints.entrypoints.pages.clock_words import ClockLine, clock_line
from complaints.entrypoints.pages.staff_pages import StaffPages

PER_PAGE, IN_A_FILE, AT_ONCE = 50, 5_000, 200
TABS = {
    "": (("À répondre", "To be answered"), True),
    "reglees": (("Réglées", "Settled"), False),
    "toutes": (("Toutes", "All"), None),
}
COLUMNS = (
    "case_id",
    "borough",
    "received_at",
    "stage",
    "due_at",
    "original_due_at",
    "extended_by_days",
    "notice_on",
    "answered_at",
    "deemed_refused_at",
    "third_parties",
)
SETTLED = frozenset({Stage.ANSWERED, Stage.WITHDRAWN, Stage.NO_REQUEST})


@dataclass(frozen=True)
class Line:
    """One request of the register. `extended_by`: days that were added to its delay (PV-48)."""

    case_id: str
    borough: str
    received_at: datetime | None
    stage: str
    clock: ClockLine | None
    extended_by: int
    settled_at: datetime | None


@dataclass(frozen=True)
class Asked:
    """Which list, of which borough, from where on."""

    name: str
    borough: str
    offset: int

    def query(self, **changes: object) -> dict[str, object]:
        """As the parameters of an address."""
        asked: dict[str, object] = {"liste": self.name, "borough": self.borough}
        return {**asked, "offset": self.offset or "", **changes}


def router(pages: StaffPages, desk: AccessDesk) -> APIRouter:
    """`/acces` and `/acces/registre.csv`; to go before `/acces/{case_id}`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/acces")
    async def register(request: Request) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        asked, language, now = _asked(request, caller), language_of(request), desk.clock()
        found = await desk.listed(
            person_of(caller),
            _scope(asked, caller),
            awaited=TABS[asked.name][1],
            offset=asked.offset,
            limit=PER_PAGE,
        )
        return pages.render(
            request,
            "access_list.html",
            caller,
            asked=asked,
            tabs=[(name, said(one, language)) for name, (one, _) in TABS.items()],
            lines=[line_of(one, now, language) for one in found.requests],
            total=found.total,
            per_page=PER_PAGE,
            stages=in_words(STAGES, language),
            badges=BADGES,
        )

    @routes.get("/acces/registre.csv")
    async def register_file(request: Request) -> Response:
        caller = await pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        asked, states = _asked(request, caller), list[AccessRequest]()
        while len(states) < IN_A_FILE:
            found = await desk.listed(
                person_of(caller),
                _scope(asked, caller),
                awaited=TABS[asked.name][1],
                offset=len(states),
                limit=AT_ONCE,
            )
            states += found.requests
            if len(found.requests) < AT_ONCE:
                break
        on = desk.clock().astimezone(ZONE).date()
        return csv_file(f"acces-{on}", COLUMNS, map(_row, states))

    return routes


def line_of(state: AccessRequest, now: datetime, language: str) -> Line:
    """A request as a line of the register; the clock of what is settled is told no more."""
    stage, answer = stage_of(state), clock_ever(state.clocks, ANSWER)
    clock = None if stage in SETTLED else state.clock
    return Line(
        case_id=state.case_id,
        borough=state.borough or "",
        received_at=state.received_at,
        stage=stage.value,
        clock=None if clock is None else clock_line(clock, now, language),
        extended_by=0 if answer is None else answer.extended_by,
        settled_at=state.answer.answered_at if state.answer else state.withdrawn_at,
    )


def _asked(request: Request, caller: Caller) -> Asked:
    query = request.query_params
    name, borough, offset = (query.get(one, "") for one in ("liste", "borough", "offset"))
    return Asked(
        name=name if name in TABS else "",
        borough=borough if borough in caller.boroughs else "",
        offset=int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 6 else 0,
    )


def _scope(asked: Asked, caller: Caller) -> Scope:
    return Scope(frozenset({asked.borough})) if asked.borough else caller.scope


def _row(state: AccessRequest) -> tuple[object, ...]:
    clock, answer = state.clock, clock_ever(state.clocks, ANSWER)
    return (
        state.case_id,
        state.borough,
        _local(state.received_at),
        stage_of(state).value,
        _local(clock.due_at if clock else None),
        _local(answer.original_due_at if answer else None),
        answer.extended_by if answer else "",
        answer.notice_on if answer else "",
        _local(state.answer.answered_at if state.answer else None),
        _local(state.deemed_refused_at),
        len(state.third_parties),
    )


def _local(at: datetime | None) -> str:
    """ISO 8601 with its offset, on the clock of here."""
    return "" if at is None else at.astimezone(ZONE).isoformat(timespec="seconds")
