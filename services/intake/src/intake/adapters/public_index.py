"""What is public of cases, read from the index fields that were written with them."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from chassis.memory import MemoryStore
from chassis.mongo import MongoStore, transient

from intake.domain.case import Case
from intake.domain.public_index import minutes, public_fields
from intake.domain.public_request import PublicFacts, PublicUpdate
from intake.domain.timeline import Timeline

# Several short lists at once are quickest on the server of one machine.
KEYS_AT_ONCE = 10
IDS_AT_ONCE = 25
FACTS, UPDATES, PROMISED = "ix.public", "ix.public_updates", "ix.promised_at"


class MongoPublicIndex:
    """See `intake.domain.public_index.PublicIndex`. No case is loaded: only these fields come."""

    def __init__(self, cases: MongoStore[Case], timelines: MongoStore[Timeline]) -> None:
        self._cases = cases
        self._timelines = timelines

    async def found(self, keys: Collection[str]) -> list[PublicFacts]:
        """See the port."""
        return _facts(await self._read(self._cases, "ix.public_keys", keys, FACTS, KEYS_AT_ONCE))

    async def updates(self, keys: Collection[str]) -> list[PublicUpdate]:
        """See the port."""
        stored = await self._read(self._cases, "ix.public_keys", keys, UPDATES, KEYS_AT_ONCE)
        return _updates(stored)

    async def updates_of(self, ids: Collection[str]) -> list[PublicUpdate]:
        """See the port."""
        return _updates(await self._read(self._cases, "_id", ids, UPDATES, IDS_AT_ONCE))

    async def of_ids(self, ids: Collection[str]) -> list[PublicFacts]:
        """See the port."""
        return _facts(await self._read(self._cases, "_id", ids, FACTS, IDS_AT_ONCE))

    async def changed(self, start: datetime, end: datetime) -> Mapping[str, PublicFacts | None]:
        """See the port."""
        keys = minutes(start, end)
        stored = await self._read(self._cases, "ix.saved_in", keys, FACTS, KEYS_AT_ONCE)
        return _or_none(stored)

    async def promised(self, ids: Collection[str]) -> Mapping[str, datetime]:
        """See the port."""
        stored = await self._read(self._timelines, "_id", ids, PROMISED, IDS_AT_ONCE)
        return {name: at for name, ix in stored.items() if (at := ix.get("promised_at"))}

    @transient
    async def _read(
        self, store: MongoStore[Any], field: str, values: Collection[str], shown: str, at_once: int
    ) -> dict[str, Mapping[str, Any]]:
        """One index field of the documents that have one of these values, by id."""
        wanted = sorted(values)
        lists = (wanted[at : at + at_once] for at in range(0, len(wanted), at_once))
        asked = (
            store.collection.find({field: {"$in": part}}, {shown: 1}).to_list(None)
            for part in lists
        )
        found = await asyncio.gather(*asked)
        return {raw["_id"]: raw.get("ix") or {} for rows in found for raw in rows}


class MemoryPublicIndex:
    """The same over stores in memory; one suite of scenarios runs against both."""

    def __init__(self, cases: MemoryStore[Case], timelines: MemoryStore[Timeline]) -> None:
        self._cases = cases
        self._timelines = timelines

    async def found(self, keys: Collection[str]) -> list[PublicFacts]:
        """See the port."""
        return _facts({name: ix for name, ix in self._all().items() if _has(ix, keys)})

    async def updates(self, keys: Collection[str]) -> list[PublicUpdate]:
        """See the port."""
        return _updates({name: ix for name, ix in self._all().items() if _has(ix, keys)})

    async def updates_of(self, ids: Collection[str]) -> list[PublicUpdate]:
        """See the port."""
        return _updates({name: ix for name, ix in self._all().items() if name in ids})

    async def of_ids(self, ids: Collection[str]) -> list[PublicFacts]:
        """See the port."""
        return _facts({name: ix for name, ix in self._all().items() if name in ids})

    async def changed(self, start: datetime, end: datetime) -> Mapping[str, PublicFacts | None]:
        """See the port: here all of them, for nobody notes when a case is saved."""
        return _or_none(self._all())

    async def promised(self, ids: Collection[str]) -> Mapping[str, datetime]:
        """See the port."""
        kept = {name: self._timelines.documents.get(name) for name in ids}
        states = {name: one.state for name, one in kept.items() if one and one.state}
        return {name: one.promise.due_at for name, one in states.items() if one.promise}

    def _all(self) -> dict[str, Mapping[str, Any]]:
        stored = self._cases.documents
        return {name: public_fields(one.state) for name, one in stored.items() if one.state}


def _has(ix: Mapping[str, Any], keys: Collection[str]) -> bool:
    return not set(ix["public_keys"]).isdisjoint(keys)


def _or_none(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, PublicFacts | None]:
    return {
        name: PublicFacts.model_validate(kept) if (kept := ix.get("public")) else None
        for name, ix in stored.items()
    }


def _facts(stored: Mapping[str, Mapping[str, Any]]) -> list[PublicFacts]:
    kept: Iterable[Any] = (ix.get("public") for ix in stored.values())
    return [PublicFacts.model_validate(one) for one in kept if one]


def _updates(stored: Mapping[str, Mapping[str, Any]]) -> list[PublicUpdate]:
    told = (one for ix in stored.values() for one in ix.get("public_updates") or ())
    return [PublicUpdate.model_validate(one) for one in told]
