"""A store without a server, for tests of decisions and wiring.

Honest: one scenario suite runs against this and against the real one. Lives in one event loop.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from contracts.topics import TOPICS
from pydantic import BaseModel

from chassis.acknowledged import Acknowledged
from chassis.document import Document, Draft, Entry
from chassis.store import Between, Scope

S = TypeVar("S", bound=BaseModel)


class MemoryStore(Generic[S]):
    """See `chassis.store.Store`."""

    def __init__(self, model: type[S], index: Callable[[S], Mapping[str, Any]]) -> None:
        self._model = model
        self._index = index
        self.documents: dict[str, Document[S]] = {}
        self.acknowledged = Acknowledged()
        self._last: dict[str, Entry] = {}

    def boroughs(self, document: Document[S]) -> Collection[str]:
        if document.state is None:
            return [document.borough]
        found: Collection[str] = self._ix(document)["boroughs"]
        return found

    async def load(self, ids: Iterable[str]) -> dict[str, Document[S]]:
        return {name: self.documents.get(name, Document(name)) for name in ids}

    async def save(self, drafts: Sequence[Draft[S]]) -> set[str]:
        lost: set[str] = set()
        changed = [draft for draft in drafts if draft.changed]
        # What is wrong with a document raises before any of them is written.
        stored = {draft.id: draft.state and self._copy(draft.state) for draft in changed}
        for draft in changed:
            current = self.documents.get(draft.id, Document(draft.id))
            if current.version != draft.before.version:
                lost.add(draft.id)
                continue
            for entry in draft.fresh:
                if TOPICS[entry.topic].compacted:
                    self._last[f"{draft.id}:{entry.topic}"] = entry
            draft.drained = self.acknowledged.of(draft.id)
            left = [entry for entry in current.pending if entry.id not in draft.drained]
            self.acknowledged.forget(draft.id, draft.drained)
            # As from a server: what was stored is a copy, read back through the model.
            self.documents[draft.id] = Document(
                id=draft.id,
                version=current.version + 1,
                borough=draft.borough,
                state=stored[draft.id],
                seen=dict(draft.seen),
                sequences=dict(draft.sequences),
                pending=[*left, *draft.fresh],
                commands=list(draft.commands),
                parked=dict(draft.parked),
            )
        return lost

    async def drain(self, published: Mapping[str, Sequence[str]]) -> None:
        for name, ids in published.items():
            if (document := self.documents.get(name)) is None:
                continue
            left = [entry for entry in document.pending if entry.id not in ids]
            self.documents[name] = replace(document, pending=left)

    async def stale(self, before: datetime, limit: int) -> list[tuple[str, list[Entry]]]:
        waiting = [one for one in self.documents.values() if one.pending]
        old = [one for one in waiting if min(entry.at for entry in one.pending) < before]
        old.sort(key=lambda one: one.pending[0].at)
        return [(one.id, list(one.pending)) for one in old[:limit]]

    async def last_words(self, topics: Collection[str], ids: Iterable[str]) -> dict[str, Entry]:
        names = {f"{name}:{topic}" for name in ids for topic in topics}
        return {name: self._last[name] for name in names & set(self._last)}

    async def oldest_pending(self) -> datetime | None:
        return min((e.at for one in self.documents.values() for e in one.pending), default=None)

    async def due(self, field: str, now: datetime, limit: int, **where: Any) -> list[Document[S]]:
        by = {**where, field: Between(datetime.min.replace(tzinfo=UTC), now + timedelta.resolution)}
        return await self.find(Scope.everything(), by, order_by=[(field, 1)], limit=limit)

    async def find(
        self,
        scope: Scope,
        where: Mapping[str, Any],
        *,
        order_by: Sequence[tuple[str, int]] = (),
        offset: int = 0,
        limit: int = 50,
    ) -> list[Document[S]]:
        found = self._matching(scope, where)
        for name, direction in reversed(order_by):
            found.sort(key=lambda one: self._ix(one)[name], reverse=direction < 0)
        return found[offset : offset + limit]

    async def count(self, scope: Scope, where: Mapping[str, Any]) -> int:
        return len(self._matching(scope, where))

    async def tally(
        self, *fields: str, where: Mapping[str, Any] | None = None
    ) -> dict[tuple[Any, ...], int]:
        found = [self._ix(one) for one in self._matching(Scope.everything(), where or {})]
        return dict(Counter(tuple(ix.get(name) for name in fields) for ix in found))

    async def delete(self, ids: Collection[str]) -> None:
        for name in ids:
            self.documents.pop(name, None)

    def _matching(self, scope: Scope, where: Mapping[str, Any]) -> list[Document[S]]:
        return [
            one
            for one in self.documents.values()
            if one.state is not None
            and scope.admits(self.boroughs(one))
            and all(_meets(self._ix(one).get(name), value) for name, value in where.items())
        ]

    def _ix(self, document: Document[S]) -> Mapping[str, Any]:
        return {} if document.state is None else self._index(document.state)

    def _copy(self, state: S) -> S:
        if "boroughs" not in self._index(state):
            raise LookupError(f"{type(state).__name__} is indexed without its boroughs")
        return self._model.model_validate(state.model_dump(mode="json"))


def _meets(stored: Any, wanted: Any) -> bool:
    """Equality as MongoDB means it: a list holds the value, or is it; a set means any of it."""
    if isinstance(wanted, Between):
        return stored is not None and bool(wanted.start <= stored < wanted.end)
    if isinstance(wanted, (set, frozenset)):
        return any(_meets(stored, one) for one in wanted)
    return stored == wanted or (isinstance(stored, list) and wanted in stored)
