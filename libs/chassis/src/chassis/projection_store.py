"""The collection of a projection: documents made from events alone, which may be made anew."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast
from uuid import uuid4

from pydantic import BaseModel

from chassis.mongo import Database, MongoStore, transient
from chassis.overflow import whole

S = TypeVar("S", bound=BaseModel)
Image = Mapping[str, Any]

IDS_AT_ONCE = 500
FORGOTTEN_AFTER = timedelta(days=1)
STARTED = "%Y%m%d%H%M%S"


class ProjectionStore(MongoStore[S]):
    """As a MongoStore, and what a rebuild needs: stored documents compared and replaced as such.

    An `image` is a document as it lies there, its lists entire, wherever their entries are.
    """

    def scratch(self, now: datetime) -> "ProjectionStore[S]":
        """An empty collection beside this one, of a name that no other rebuild has."""
        name = f"{self._scratch_prefix}{now:{STARTED}}_{uuid4().hex[:6]}"
        return ProjectionStore(
            self._database,
            name,
            self._model,
            self._index,
            overflow=self._overflow,
            speaks=False,
        )

    @transient
    async def forget_scratches(self, now: datetime) -> None:
        """Drop what rebuilds left that were killed a day ago or more."""
        database = self._database
        for name in await database.list_collection_names():
            if name.startswith(self._scratch_prefix):
                started = name.removeprefix(self._scratch_prefix).partition("_")[0]
                at = datetime.strptime(started, STARTED).replace(tzinfo=UTC)
                if now - at > FORGOTTEN_AFTER:
                    await database.drop_collection(name)

    @transient
    async def images(self, ids: Iterable[str]) -> dict[str, Image]:
        """The documents of these ids that are there."""
        found = await self._stored(list(ids))
        moved: dict[str, list[dict[str, Any]]] = {}
        if spread := [name for name, raw in found.items() if self._is_spread(raw)]:
            for chunk in await self.chunks_of(spread):
                moved.setdefault(chunk["document"], []).append(chunk)
        return {name: self._image(raw, moved.get(name, ())) for name, raw in found.items()}

    async def ids(self) -> AsyncIterator[list[str]]:
        """All ids, some at a time. Raises Transient."""
        # Read at once: a cursor that waits while others are worked on would time out.
        everything = await self._all_ids()
        for start in range(0, len(everything), IDS_AT_ONCE):
            yield everything[start : start + IDS_AT_ONCE]

    @transient
    async def drop(self) -> None:
        """Remove the collection and all that moved out of it."""
        await self.collection.drop()
        await self._chunks.drop()

    @property
    def _database(self) -> Database:
        return cast("Database", self.collection.database)

    @property
    def _scratch_prefix(self) -> str:
        return f"{self.collection.name}_rebuild_"

    @transient
    async def _all_ids(self) -> list[str]:
        return [raw["_id"] async for raw in self.collection.find({}, {"_id": 1})]

    def _is_spread(self, raw: Image) -> bool:
        state = raw.get("state") or {}
        return any(state.get(rule.moved) for rule in self._overflow)

    def _image(self, raw: Image, moved: Sequence[Mapping[str, Any]]) -> Image:
        if not isinstance(raw.get("state"), dict):
            return raw
        return {**raw, "state": whole(raw["state"], moved, self._overflow)}
