"""What pages, API and files of performance share: reports, held while nothing new was counted."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Protocol

from chassis.clock import Clock
from chassis.store import Scope, Store

from sla.domain.performance.case_figures import CaseFigures
from sla.domain.performance.report import Report, Selection, cells_of, report_of
from sla.domain.performance.snapshot import Cell, Snapshot
from sla.domain.performance.tally import Tally
from sla.entrypoints.performance.selection import months_before

HELD = 64
PAGE = 500
LEADERS = ("director", "general-director", "citizen-experience")
READERS = (*LEADERS, "technician", "operator")


class Board(Protocol):
    """Port to the figures that were counted lately."""

    async def current(self) -> Snapshot:
        """See `FiguresBoard`. Raises Transient."""
        ...


class FiguresDesk:
    """Answers questions about figures; lives in one event loop."""

    def __init__(self, board: Board, cases: Store[CaseFigures], clock: Clock) -> None:
        self.clock = clock
        self._board = board
        self._cases = cases
        self._held: OrderedDict[tuple[object, ...], Report] = OrderedDict()

    async def taken_at(self) -> datetime:
        """When the figures were counted that are shown now. Raises Transient."""
        return (await self._board.current()).taken_at

    async def report(self, selection: Selection) -> Report:
        """The figures of a selection, to the minute. Raises Transient."""
        snapshot, now = await self._board.current(), self._minute()
        key = (selection, snapshot.taken_at, now)
        found = self._held.get(key)
        if found is None:
            # In a thread: over a year of a city it takes long enough to keep others waiting.
            found = await asyncio.to_thread(report_of, snapshot, selection, now)
            self._held[key] = found
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        return found

    async def cells(self, selection: Selection) -> list[tuple[Cell, Tally]]:
        """The same, cell by cell, for files. Raises Transient."""
        return cells_of(await self._board.current(), selection, self._minute())

    async def snapshot(self) -> Snapshot:
        """All that was counted, to offer filters from. Raises Transient."""
        return await self._board.current()

    async def cases(self, selection: Selection) -> AsyncIterator[CaseFigures]:
        """The cases of a selection, one month after the other. Raises Transient."""
        scope = Scope(selection.boroughs)
        for month in months_of(selection):
            for borough in sorted(selection.boroughs):
                offset = 0
                while True:
                    found = await self._cases.find(
                        scope,
                        {"borough": borough, "month": month},
                        order_by=[("received_at", 1)],
                        offset=offset,
                        limit=PAGE,
                    )
                    for one in found:
                        if one.state is not None and _fits(one.state, selection):
                            yield one.state
                    if len(found) < PAGE:
                        break
                    offset += PAGE

    def _minute(self) -> datetime:
        return self.clock().replace(second=0, microsecond=0)


def months_of(selection: Selection) -> list[str]:
    """The months of the period, the first one first."""
    first = date.fromisoformat(f"{selection.from_month}-01")
    last = date.fromisoformat(f"{selection.to_month}-01")
    many = (last.year - first.year) * 12 + last.month - first.month
    return [months_before(last, many - number) for number in range(many + 1)]


def _fits(case: CaseFigures, selection: Selection) -> bool:
    cell = Cell(case.answering_borough, case.department, case.activity_code, case.channel, "")
    return selection.admits(cell)
