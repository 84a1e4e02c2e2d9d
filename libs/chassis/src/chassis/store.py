"""The port to a collection of documents; `mongo.py` is the real one, `memory.py` the fake."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from chassis.acknowledged import Acknowledged
from chassis.document import Document, Draft, Entry

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True)
class Scope:
    """Boroughs that a caller may see; None: all (our own workers). Deny by default: empty."""

    boroughs: frozenset[str] | None = frozenset()

    @classmethod
    def everything(cls) -> "Scope":
        """The scope of the service itself; never that of a caller."""
        return cls(None)

    def admits(self, boroughs: Collection[str]) -> bool:
        """True when one of these boroughs is the caller's."""
        return self.boroughs is None or not self.boroughs.isdisjoint(boroughs)


@dataclass(frozen=True)
class Between:
    """For `where`: a value from one on, up to but without another."""

    start: Any
    end: Any


class Store(Protocol[S]):
    """Documents of one collection.

    `index` fields (see the concrete stores) lie beside the state; each document has `boroughs`
    among them. All methods raise Transient when the database does not answer.
    """

    acknowledged: Acknowledged

    def boroughs(self, document: Document[S]) -> Collection[str]:
        """Boroughs that may see a document."""
        ...

    async def load(self, ids: Iterable[str]) -> dict[str, Document[S]]:
        """The documents of these ids; for an unknown one, an empty document (version 0)."""
        ...

    async def save(self, drafts: Sequence[Draft[S]]) -> set[str]:
        """Compare-and-set each draft on its version; ids that lost the race come back.

        Takes what was acknowledged out of `pending` in the same write, and says so in
        `draft.drained`. Durable (w=majority, j=true) when it returns.
        """
        ...

    async def drain(self, published: Mapping[str, Sequence[str]]) -> None:
        """Take acknowledged events (ids by document id) out of `pending`."""
        ...

    async def stale(self, before: datetime, limit: int) -> list[tuple[str, list[Entry]]]:
        """Documents with an event pending since before then, and their whole outbox."""
        ...

    async def last_words(self, topics: Collection[str], ids: Iterable[str]) -> dict[str, Entry]:
        """Newest event that each document ever said on compacted topics, as `id:topic`."""
        ...

    async def oldest_pending(self) -> datetime | None:
        """Since when the oldest unpublished event waits."""
        ...

    async def due(self, field: str, now: datetime, limit: int, **where: Any) -> list[Document[S]]:
        """Documents whose index field (a time) has come, oldest first; other fields equal `where`.

        One that cannot be read is left out, alarmed, and not looked at for an hour.
        """
        ...

    async def find(
        self,
        scope: Scope,
        where: Mapping[str, Any],
        *,
        order_by: Sequence[tuple[str, int]] = (),
        offset: int = 0,
        limit: int = 50,
    ) -> list[Document[S]]:
        """Documents in scope whose index fields equal `where`.

        A set means any of its members, Between what lies in it.
        """
        ...

    async def count(self, scope: Scope, where: Mapping[str, Any]) -> int:
        """How many `find` would give without a limit."""
        ...
