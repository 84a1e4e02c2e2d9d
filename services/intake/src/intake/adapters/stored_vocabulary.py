"""The words of the grids, from their store, kept in memory and read again."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from chassis.clock import Clock, utc_now
from chassis.store import Scope, Store

from intake.domain.activities import GridWords, Vocabulary
from intake.domain.counter_rules import CounterRules

MOST = 10_000
ZONE = ZoneInfo("America/Toronto")  # of the day on which a version comes into force


def index(words: GridWords) -> Mapping[str, Any]:
    """Index fields."""
    return {"boroughs": [words.borough], "version": words.version}


class StoredVocabulary:
    """What was last read. A worker reads again when rung for; whoever only asks, after a while."""

    def __init__(
        self, store: Store[GridWords], *, every_seconds: float = 10.0, clock: Clock = utc_now
    ) -> None:
        self._store = store
        self._clock = clock
        self._every = every_seconds
        self._read_at = float("-inf")  # monotonic
        self._rung = asyncio.Event()
        self._read: tuple[list[GridWords], date] | None = None
        self.held = Vocabulary()

    def ring(self) -> None:
        """A grid came in: read again now."""
        self._rung.set()

    def knows(self, borough: str, activity: str) -> bool | None:
        """As far as it was read; see `Vocabulary`."""
        return self.held.knows(borough, activity)

    def rules_of(self, borough: str) -> CounterRules:
        """As far as it was read; see `Vocabulary`."""
        return self.held.rules_of(borough)

    async def current(self) -> Vocabulary:
        """What was read at most `every_seconds` ago. Raises Transient."""
        if time.monotonic() - self._read_at > self._every:
            await self.refresh()
        return self.held

    async def refresh(self) -> None:
        """Read the store. Raises Transient."""
        found = await self._store.find(Scope.everything(), {}, limit=MOST)
        on = self._clock().astimezone(ZONE).date()
        read = [one.state for one in found if one.state is not None], on
        if read != self._read:  # the same words stay the same object: much is remembered by it
            self._read, self.held = read, Vocabulary(*read)
        self._read_at = time.monotonic()

    async def run(self) -> None:
        """Read again when rung for, or after the pause. Raises Transient."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), self._every)
        self._rung.clear()  # before reading: a ring meanwhile asks for another
        await self.refresh()
