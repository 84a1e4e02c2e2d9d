"""Cases with promises that are owed, read from the index fields that were written with them."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from sys import intern
from typing import Any

from chassis.clock import Clock
from chassis.memory import MemoryStore
from chassis.mongo import MongoStore, transient

from sla.adapters.indexes import commitments_index
from sla.domain.commitment import Commitments
from sla.domain.owed import Standing
from sla.domain.owed_cases import OwedCase, slot_of, slots

SAVED_IN = "saved_in"
SHOWN = ("boroughs", "owed", "kind", "activity", "department", "due_at", "owed_at")
KEYS_AT_ONCE = 10


def saved_index(clock: Clock) -> Callable[[Commitments], Mapping[str, Any]]:
    """The index of commitments with the moment of the save, by which readers learn what changed."""
    return lambda state: {**commitments_index(state), SAVED_IN: slot_of(clock())}


class MongoOwedReader:
    """See `sla.domain.owed_cases.OwedReader`. No case is loaded: only these fields come."""

    def __init__(self, cases: MongoStore[Commitments]) -> None:
        self._cases = cases

    async def owed_in(self, borough: str) -> Collection[OwedCase]:
        """See the port."""
        return (await self._read("ix.owed", _all_of(borough))).values()

    async def saved(self, start: datetime, end: datetime) -> Mapping[str, OwedCase]:
        """See the port."""
        return await self._read(f"ix.{SAVED_IN}", slots(start, end))

    @transient
    async def _read(self, field: str, wanted: list[str]) -> dict[str, OwedCase]:
        fields = {f"ix.{name}": 1 for name in SHOWN}
        lists = (wanted[at : at + KEYS_AT_ONCE] for at in range(0, len(wanted), KEYS_AT_ONCE))
        asked = (
            self._cases.collection.find({field: {"$in": part}}, fields).to_list(None)
            for part in lists
        )
        found = await asyncio.gather(*asked)
        return {raw["_id"]: _case(raw["_id"], raw["ix"]) for rows in found for raw in rows}


class MemoryOwedReader:
    """The same over a store in memory; one suite of scenarios runs against both."""

    def __init__(self, cases: MemoryStore[Commitments]) -> None:
        self._cases = cases

    async def owed_in(self, borough: str) -> Collection[OwedCase]:
        """See the port."""
        words = set(_all_of(borough))
        return [one for one in self._all() if not words.isdisjoint(one.words)]

    async def saved(self, start: datetime, end: datetime) -> Mapping[str, OwedCase]:
        """See the port: here all of them, for nobody notes when a case is saved."""
        return {one.case_id: one for one in self._all()}

    def _all(self) -> Iterable[OwedCase]:
        documents = self._cases.documents
        states = [(name, one.state) for name, one in documents.items() if one.state is not None]
        return [_case(name, commitments_index(state)) for name, state in states]


def _all_of(borough: str) -> list[str]:
    """The words of which every case that is owed has one."""
    return [f"{borough}/{standing}" for standing in Standing]


def _case(name: str, ix: Mapping[str, Any]) -> OwedCase:
    """What was stored before an index had these fields is owed nothing, as far as is known.

    Thousands are held at a time: what many of them say is one string.
    """
    return OwedCase(
        case_id=name,
        boroughs=tuple(map(intern, ix.get("boroughs") or ())),
        words=tuple(map(intern, ix.get("owed") or ())),
        kind=ix.get("kind"),
        activity=intern(ix.get("activity") or ""),
        department=intern(ix.get("department") or ""),
        due_at=ix.get("due_at"),
        owed_at=ix.get("owed_at"),
    )
