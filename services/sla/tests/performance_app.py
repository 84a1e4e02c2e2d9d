"""Figures and the improvement register behind their routes, on stores in memory."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from chassis.commands import Commands
from chassis.document import Draft
from chassis.errors import unauthorized
from chassis.http import create_app
from chassis.identity import Caller
from chassis.memory import MemoryStore
from chassis.scribe import Scribe
from chassis.sealing import Seals
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from sla.adapters.figures_board import FiguresBoard
from sla.adapters.figures_counter import FiguresCounter
from sla.adapters.figures_index import figures_index, improvement_index, months_index
from sla.adapters.indexes import commitments_index
from sla.domain.commitment import Commitments
from sla.domain.performance.case_figures import CaseFigures
from sla.domain.performance.improvement import Improvement
from sla.domain.performance.months import MonthFigures
from sla.domain.performance.working_days import WorkingDays
from sla.entrypoints.desk import Desk
from sla.entrypoints.pages import improvement_pages, performance_pages
from sla.entrypoints.pages.staff_pages import StaffPages
from sla.entrypoints.performance.figures_desk import FiguresDesk
from sla.entrypoints.performance.http import figures_router, improvements_router
from sla.entrypoints.performance.improvements_desk import ImprovementsDesk

from services.sla.tests.performance_cases import NOW

EVERY_SECONDS = 20.0
BOTH = frozenset({"prevost", "verdun"})
CALLERS = {
    "director": Caller("directrice", frozenset({"director"}), BOTH),
    "verdun": Caller("v", frozenset({"director"}), frozenset({"verdun"})),
    "technician": Caller("t", frozenset({"technician"}), BOTH),
    "integrator": Caller("i", frozenset({"integrator"}), BOTH),
    "elected": Caller("e", frozenset({"elected-official"}), BOTH),
}


class ByName:
    """Stands for the authenticator: the token is the name of a caller."""

    async def caller(self, token: str) -> Caller:
        """See `chassis.identity.Authenticator`."""
        if token not in CALLERS:
            raise unauthorized()
        return CALLERS[token]


class Silent:
    """A courier of a store that says nothing."""

    def hand_over(self, *_: object) -> None:
        """See `chassis.outbox.Courier`."""


class PerformanceApp:
    """The routes, and the stores behind them."""

    def __init__(self, told: Any) -> None:
        self.now = NOW
        self.cases: MemoryStore[CaseFigures] = MemoryStore(CaseFigures, figures_index)
        self.register: MemoryStore[Improvement] = MemoryStore(Improvement, improvement_index)
        silent: Any = Silent()
        scribe = Scribe("sla", Seals({}), lambda: self.now)

        def commands(store: Any) -> Commands[Any]:
            return Commands(store, scribe, silent, deadline_seconds=5.0)

        promises: MemoryStore[Commitments] = MemoryStore(Commitments, commitments_index)
        book = told.book(told.grid(), told.grid(borough="verdun"))
        desk = Desk(promises, commands(promises), book, lambda: self.now)
        self.months: MemoryStore[MonthFigures] = MemoryStore(MonthFigures, months_index)
        self.board = FiguresBoard(self.months, lambda: self.now, EVERY_SECONDS)
        worked_in = WorkingDays(book.calendar)
        self.counter = FiguresCounter(
            *(self.cases, self.months, lambda: sorted(BOTH)),
            *(lambda: self.now, EVERY_SECONDS, worked_in),
        )
        self.desk = FiguresDesk(self.board, self.cases, lambda: self.now)
        improvements = ImprovementsDesk(
            self.register, commands(self.register), self.desk, lambda: self.now
        )
        pages = StaffPages(desk, "/signin")
        routers = [
            pages.assets_router(),
            figures_router(self.desk, pages.names),
            improvements_router(improvements),
            performance_pages.router(pages, self.desk),
            improvement_pages.router(pages, improvements),
        ]
        self.app = create_app("sla", routers, lifespan=_nothing, alive=dict, ready=_healthy)
        self.app.state.authenticator = ByName()

    async def hold(self, cases: Iterable[CaseFigures]) -> None:
        """These cases were heard, and counted a moment later."""
        for one in cases:
            draft = Draft.of((await self.cases.load([one.case_id]))[one.case_id])
            draft.state, draft.changed = one, True
            assert not await self.cases.save([draft])
        self.now += timedelta(seconds=EVERY_SECONDS)
        await self.counter.run()
        await self.board.read()

    async def get(
        self, path: str, caller: str = "director", language: str = "fr", **query: str
    ) -> Response:
        """What somebody is shown."""
        async with self._client() as client:
            return await client.get(path, headers=_headers(caller, language), params=query)

    async def post(
        self,
        path: str,
        caller: str = "director",
        *,
        form: Any = None,
        body: Any = None,
        key: str = "",
    ) -> Response:
        """A form of a page, or the JSON of a command."""
        headers = _headers(caller, "fr") | ({"idempotency-key": key} if key else {})
        async with self._client() as client:
            return await client.post(path, headers=headers, data=form, json=body)

    def _client(self) -> AsyncClient:
        return AsyncClient(transport=ASGITransport(self.app), base_url="http://sla")


def _headers(caller: str, language: str) -> dict[str, str]:
    signed_in = {"authorization": f"Bearer {caller}"} if caller else {}
    return {**signed_in, "accept-language": language}


@asynccontextmanager
async def _nothing(_: FastAPI) -> AsyncIterator[None]:
    yield


async def _healthy() -> dict[str, str]:
    return {}
