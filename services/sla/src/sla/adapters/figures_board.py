"""The snapshot of all figures, held in memory by each process that shows them.

It is read from what workers counted; nobody waits for it but the first. Lives in one event loop.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from chassis.clock import Clock
from chassis.faults import Transient
from chassis.store import Scope, Store

from sla.domain.performance.months import MonthFigures, snapshot_from
from sla.domain.performance.snapshot import Snapshot

log = logging.getLogger(__name__)

PAGE = 100
AT_MOST = 10_000


class FiguresBoard:
    """Shows what was read lately, and reads anew behind whoever looks when that is old."""

    def __init__(self, months: Store[MonthFigures], clock: Clock, every_seconds: float) -> None:
        self._months = months
        self._clock = clock
        self._every = timedelta(seconds=every_seconds)
        self._held: Snapshot | None = None
        self._read_at: datetime | None = None
        self._reading: asyncio.Task[None] | None = None

    async def current(self) -> Snapshot:
        """The figures as they were counted, read `every_seconds` ago at most, or just then.

        Raises Transient where nothing was read yet and the database does not answer.
        """
        if self._held is None or self._read_at is None:
            await self.read()
            assert self._held is not None
            return self._held
        idle = self._reading is None or self._reading.done()
        if self._clock() - self._read_at >= self._every and idle:
            self._reading = asyncio.create_task(self._read_behind())
        return self._held

    async def read(self) -> None:
        """Read now. Raises Transient."""
        now = self._clock()
        known: list[MonthFigures] = []
        for offset in range(0, AT_MOST, PAGE):
            found = await self._months.find(Scope.everything(), {}, offset=offset, limit=PAGE)
            known += [one.state for one in found if one.state is not None]
            if len(found) < PAGE:
                break
        # In a thread: thousands of cells would keep everybody else waiting.
        self._held = await asyncio.to_thread(snapshot_from, known, now)
        self._read_at = now

    async def _read_behind(self) -> None:
        try:
            await self.read()
        except Transient as fault:
            log.warning("figures not read", extra={"fault": str(fault)})
