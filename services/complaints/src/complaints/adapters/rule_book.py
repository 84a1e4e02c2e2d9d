"""The boroughs' rules, from their store, kept in memory and read again."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from chassis.store import Scope, Store

from complaints.domain.admissibility import ComplaintRules
from complaints.domain.directory import Directory
from complaints.domain.rules import DatedRules, RuleTable

MOST = 10_000


def index(rules: DatedRules) -> Mapping[str, Any]:
    """Index fields."""
    return {"boroughs": [rules.borough], "version": rules.version}


def index_of_people(directory: Directory) -> Mapping[str, Any]:
    """Index fields of a borough's directory."""
    return {"boroughs": [directory.borough]}


class StoredRules:
    """Port `RuleBook`: what was last read. What it does not know yet is asked again (`tick`)."""

    def __init__(self, store: Store[DatedRules], *, every_seconds: float) -> None:
        self._store = store
        self._every = every_seconds
        self._table = RuleTable()
        self._rung = asyncio.Event()
        self._rung.set()

    def ring(self) -> None:
        """A grid came in: read again now."""
        self._rung.set()

    def rules(self, borough: str, at: datetime) -> ComplaintRules | None:
        """See `complaints.domain.investigation.RuleBook`."""
        return self._table.rules(borough, at)

    def dated(self, borough: str, at: datetime) -> DatedRules | None:
        """The whole version of that instant; None: not known."""
        return self._table.dated(borough, at)

    async def run(self) -> None:
        """Read again when rung for, or after the pause. Raises Transient."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), self._every)
        self._rung.clear()  # before reading: a ring meanwhile asks for another
        found = await self._store.find(Scope.everything(), {}, limit=MOST)
        self._table = RuleTable(one.state for one in found if one.state is not None)
