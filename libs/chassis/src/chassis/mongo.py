"""The only module that knows the MongoDB driver. Documents under compare-and-set (DESIGN §3).

Writes are w=majority, j=true, reads go to the primary. Works on a standalone server as on a
sharded cluster (shard key `_id`): no transactions, no change streams.
"""

import asyncio
import functools
import logging
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import uuid4

from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase
from pydantic import BaseModel
from pymongo import DeleteOne, ReadPreference, ReplaceOne, UpdateOne, WriteConcern
from pymongo.errors import BulkWriteError, PyMongoError
from pymongo.operations import IndexModel, InsertOne
from pymongo.read_concern import ReadConcern

from chassis import metrics
from chassis.acknowledged import Acknowledged
from chassis.document import Document, Draft, Entry
from chassis.failpoints import failpoint
from chassis.faults import Transient
from chassis.overflow import Overflow, entries_of, move_out
from chassis.store import Between, Scope
from chassis.stored import document_of, inserted, updated

S = TypeVar("S", bound=BaseModel)
P = ParamSpec("P")
R = TypeVar("R")
Database = AsyncIOMotorDatabase[dict[str, Any]]

DUPLICATE_KEY = 11000
LOADED_AT_ONCE = 25
DRAINED_AT_ONCE = 10
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
log = logging.getLogger(__name__)


def connect(uri: str, database: str, *, timeout_seconds: float) -> Database:
    """A lazy connection: nothing is asked of the server yet."""
    milliseconds = int(timeout_seconds * 1000)
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
        uri,
        tz_aware=True,
        retryWrites=False,  # a standalone refuses them; our own retry reloads and decides again
        serverSelectionTimeoutMS=milliseconds,
        connectTimeoutMS=milliseconds,
        socketTimeoutMS=milliseconds,
        appname="guichet",
    )
    return client[database]


async def ping(database: Database) -> None:
    """Ask the server for a sign of life.

    Raises Transient.
    """
    try:
        await database.command("ping")
    except PyMongoError as error:
        raise Transient(type(error).__name__) from error


def transient(call: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Driver errors become Transient: what is wrong with a document raises before the network."""

    @functools.wraps(call)
    async def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await call(*args, **kwargs)
        except PyMongoError as error:
            raise Transient(f"database: {type(error).__name__}") from error

    return guarded


class MongoStore(Generic[S]):
    """Documents of one collection; see `chassis.store.Store`.

    `index` gives the fields to find documents by: plain BSON values, `boroughs` always. What
    never `speaks` has no outbox to sweep, and no index on it.
    """

    def __init__(
        self,
        database: Database,
        collection: str,
        model: type[S],
        index: Callable[[S], Mapping[str, Any]],
        *,
        indexes: Sequence[str | tuple[str, ...]] = (),
        overflow: Sequence[Overflow] = (),
        expires: str | None = None,
        speaks: bool = True,
    ) -> None:
        durable: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)
        options: dict[str, Any] = {
            "codec_options": durable,
            "write_concern": WriteConcern(w="majority", j=True),
            "read_preference": ReadPreference.PRIMARY,
            # What a fail-over may take back must not make us drop a record as a duplicate.
            "read_concern": ReadConcern("majority"),
        }
        self.collection = database.get_collection(collection, **options)
        self._chunks = database.get_collection(f"{collection}_chunks", **options)
        self._model = model
        self._index = index
        self._indexes = indexes
        self._overflow = overflow
        self._expires = expires
        self._speaks = speaks
        self.acknowledged = Acknowledged()

    @transient
    async def prepare(self) -> None:
        """Create the indexes; repeatable."""
        wanted = [IndexModel([("pending.at", 1)], name="pending")] if self._speaks else []
        for index in self._indexes:
            fields = (index,) if isinstance(index, str) else index
            wanted.append(IndexModel([(f"ix.{name}", 1) for name in fields]))
        if self._expires:
            wanted.append(IndexModel([(f"ix.{self._expires}", 1)], expireAfterSeconds=0))
        if wanted:
            await self.collection.create_indexes(wanted)
        if self._overflow:
            await self._chunks.create_index("document")

    def boroughs(self, document: Document[S]) -> Collection[str]:
        if document.state is None:
            return [document.borough]
        found: Collection[str] = self._ix(document.state)["boroughs"]
        return found

    @transient
    async def load(self, ids: Iterable[str]) -> dict[str, Document[S]]:
        wanted = list(dict.fromkeys(ids))
        found = {name: self._read(raw) for name, raw in (await self._stored(wanted)).items()}
        return {name: found.get(name, Document(name)) for name in wanted}

    @transient
    async def save(self, drafts: Sequence[Draft[S]]) -> set[str]:
        changed = [draft for draft in drafts if draft.changed]
        if not changed:
            return set()
        stamp = str(uuid4())
        await self._write_chunks(changed)
        for draft in changed:
            draft.drained = self.acknowledged.of(draft.id)
        operations = [self._write(draft, stamp) for draft in changed]
        failpoint("before-write")
        lost: set[str] = set()
        try:
            result = await self.collection.bulk_write(operations, ordered=False)
            written = result.matched_count + result.inserted_count
        except BulkWriteError as error:
            lost.update(changed[place].id for place in _duplicates(error))
            written = error.details["nMatched"] + error.details["nInserted"]
        if written + len(lost) < len(changed):
            # The result says only how many matched; the stamp says which.
            ids = [draft.id for draft in changed]
            ours = self.collection.find({"_id": {"$in": ids}, "stamp": stamp}, {"_id": 1})
            lost = set(ids) - {raw["_id"] async for raw in ours}
        failpoint("after-write")
        for draft in changed:
            if draft.id not in lost:
                self.acknowledged.forget(draft.id, draft.drained)
        metrics.CONFLICTS.inc(len(lost))
        return lost

    @transient
    async def drain(self, published: Mapping[str, Sequence[str]]) -> None:
        # By event id, never the array: a save may have pushed more meanwhile.
        operations = [
            UpdateOne({"_id": document_id}, {"$pull": {"pending": {"id": {"$in": list(ids)}}}})
            for document_id, ids in published.items()
            if ids
        ]
        # In short lists: nobody waits for a drain, and saves get in between.
        for at in range(0, len(operations), DRAINED_AT_ONCE):
            await self.collection.bulk_write(operations[at : at + DRAINED_AT_ONCE], ordered=False)

    @transient
    async def stale(self, before: datetime, limit: int) -> list[tuple[str, list[Entry]]]:
        # Bounded on both sides: documents without an event lie below every date in the index.
        query = {"pending.at": {"$gt": LONG_AGO, "$lt": before}}
        found = self.collection.find(query, {"pending": 1})
        cursor = found.sort("pending.at", 1).limit(limit)
        return [(raw["_id"], [Entry(**entry) for entry in raw["pending"]]) async for raw in cursor]

    @transient
    async def last_words(self, topics: Collection[str], ids: Iterable[str]) -> dict[str, Entry]:
        fields = {f"last.{topic}": 1 for topic in topics}
        return {
            f"{raw['_id']}:{topic}": Entry(**entry)
            async for raw in self.collection.find({"_id": {"$in": list(ids)}}, fields)
            for topic, entry in raw.get("last", {}).items()
        }

    @transient
    async def oldest_pending(self) -> datetime | None:
        found = self.collection.find({"pending.at": {"$gt": LONG_AGO}}, {"pending.at": 1})
        async for raw in found.sort("pending.at", 1).limit(1):
            oldest: datetime = min(entry["at"] for entry in raw["pending"])
            return oldest
        return None

    @transient
    async def due(self, field: str, now: datetime, limit: int, **where: Any) -> list[Document[S]]:
        query = {f"ix.{name}": value for name, value in where.items()}
        found = self.collection.find({**query, f"ix.{field}": {"$gt": LONG_AGO, "$lte": now}})
        documents, broken = list[Document[S]](), list[str]()
        async for raw in found.sort(f"ix.{field}", 1).limit(limit):
            try:
                documents.append(self._read(raw))
            except ValueError:
                broken.append(raw["_id"])
        if broken:
            metrics.FAILED.labels("timers").inc(len(broken))
            log.error("timers unreadable", extra={"documents": broken})
            later = {"$set": {f"ix.{field}": now + timedelta(hours=1)}}
            await self.collection.update_many({"_id": {"$in": broken}}, later)
        return documents

    @transient
    async def find(
        self,
        scope: Scope,
        where: Mapping[str, Any],
        *,
        order_by: Sequence[tuple[str, int]] = (),
        offset: int = 0,
        limit: int = 50,
    ) -> list[Document[S]]:
        found = self.collection.find(self._where(scope, where))
        if order_by:
            found = found.sort([(f"ix.{name}", direction) for name, direction in order_by])
        return [self._read(raw) async for raw in found.skip(offset).limit(limit)]

    @transient
    async def count(self, scope: Scope, where: Mapping[str, Any]) -> int:
        return await self.collection.count_documents(self._where(scope, where))

    @transient
    async def tally(
        self, *fields: str, where: Mapping[str, Any] | None = None
    ) -> dict[tuple[Any, ...], int]:
        """How many documents there are for each combination of index fields, all boroughs."""
        keys = {name: f"$ix.{name}" for name in fields}
        found = {"$match": self._where(Scope.everything(), where or {})}
        rows = self.collection.aggregate([found, {"$group": {"_id": keys, "n": {"$sum": 1}}}])
        return {tuple(row["_id"].get(name) for name in fields): row["n"] async for row in rows}

    async def chunks(self, document_id: str, field: str | None = None) -> list[Any]:
        """Entries that moved out of a list of a document (or of its only one), oldest first."""
        return entries_of(await self.chunks_of([document_id]), field or self._overflow[0].field)

    @transient
    async def chunks_of(self, ids: Collection[str]) -> list[dict[str, Any]]:
        """All that moved out of these documents, as stored."""
        return [raw async for raw in self._chunks.find({"document": {"$in": list(ids)}})]

    @transient
    async def delete(self, ids: Collection[str]) -> None:
        """Remove documents for good; only for what lives beside the cases (parked records)."""
        for document_id in ids:
            await self.collection.delete_one({"_id": document_id})

    @transient
    async def overwrite(
        self, changes: Mapping[str, tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]
    ) -> None:
        """Put a stored document, or nothing, in place of the one that was read, as it is stored.

        Each only if that one is there still, by its version; who lost is not told: look again.
        """
        operations: list[InsertOne[dict[str, Any]] | DeleteOne | ReplaceOne[dict[str, Any]]] = []
        for name, (before, after) in changes.items():
            known = None if before is None else before.get("version")
            same = {"_id": name, "version": known}
            if after is None:
                operations.append(DeleteOne(same))
                continue
            body = {**after, "_id": name, "version": (known or 0) + 1}
            operations.append(InsertOne(body) if before is None else ReplaceOne(same, body))
        try:
            await self.collection.bulk_write(operations, ordered=False)
        except BulkWriteError as error:
            _duplicates(error)

    async def _stored(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Those of these documents that are there, as they lie there."""
        # Several short lists at once: no server is slower for it, and some are much quicker.
        lists = (ids[at : at + LOADED_AT_ONCE] for at in range(0, len(ids), LOADED_AT_ONCE))
        asked = (self.collection.find({"_id": {"$in": part}}).to_list(None) for part in lists)
        return {raw["_id"]: raw for found in await asyncio.gather(*asked) for raw in found}

    def _where(self, scope: Scope, where: Mapping[str, Any]) -> dict[str, Any]:
        query = {f"ix.{name}": _wanted(value) for name, value in where.items()}
        if scope.boroughs is not None:
            wanted = {"$eq": where["boroughs"]} if "boroughs" in where else {}
            query["ix.boroughs"] = {"$in": sorted(scope.boroughs), **wanted}
        elif all(value is None for value in where.values()):
            query["ix.boroughs"] = {"$exists": True}  # a stub is no finding
        return query

    def _read(self, raw: Mapping[str, Any]) -> Document[S]:
        return document_of(raw, self._model)

    def _write(self, draft: Draft[S], stamp: str) -> UpdateOne | InsertOne[dict[str, Any]]:
        index = {} if draft.state is None else self._ix(draft.state)
        if draft.before.version == 0:
            return InsertOne(inserted(draft, stamp, index))
        unchanged = {"_id": draft.id, "version": draft.before.version}
        return UpdateOne(unchanged, updated(draft, stamp, index))

    def _ix(self, state: S) -> dict[str, Any]:
        index = dict(self._index(state))
        if "boroughs" not in index:
            raise LookupError(f"{type(state).__name__} is indexed without its boroughs")
        return index

    async def _write_chunks(self, drafts: Sequence[Draft[S]]) -> None:
        chunks = [chunk for draft in drafts for chunk in move_out(draft, self._overflow)]
        operations = [ReplaceOne({"_id": one.id}, one.body(), upsert=True) for one in chunks]
        if operations:
            await self._chunks.bulk_write(operations, ordered=False)


def _duplicates(error: BulkWriteError) -> list[int]:
    """Places of the inserts that came second; raises the error if anything else is wrong."""
    faults: list[Any] = error.details["writeErrors"]
    others = [fault for fault in faults if fault["code"] != DUPLICATE_KEY]
    if others or error.details["writeConcernErrors"]:
        raise error  # what is not on a majority yet is as good as unanswered
    return [fault["index"] for fault in faults]


def _wanted(value: Any) -> Any:
    """A set means any of its members, Between what lies in it."""
    value = {"$gte": value.start, "$lt": value.end} if isinstance(value, Between) else value
    return {"$in": sorted(value)} if isinstance(value, (set, frozenset)) else value
