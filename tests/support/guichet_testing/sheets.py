"""Documents of a made-up sort, in the fake store and in the real one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis.document import Draft
from chassis.memory import MemoryStore
from chassis.mongo import MongoStore, connect
from chassis.outcome import Outcome
from chassis.scribe import Cause, Scribe
from chassis.sealing import Seals, new_key
from chassis.store import Scope
from contracts import Event
from pydantic import BaseModel, ConfigDict

from guichet_testing import toy
from guichet_testing.rig import Clock

CONTACTS = "intake-contacts"
ANJOU, LACHINE = Scope(frozenset({"anjou"})), Scope(frozenset({"lachine"}))
Store = MemoryStore[Any] | MongoStore[Any]


class Sheet(BaseModel):
    """A state with what a state may hold."""

    model_config = ConfigDict(frozen=True)

    borough: str = "anjou"
    number: int = 0
    words: tuple[str, ...] = ()
    words_moved: int = 0
    due_at: datetime | None = None


def index(sheet: Sheet) -> dict[str, Any]:
    """Index fields."""
    return {
        "boroughs": [sheet.borough, "shared"],
        "number": sheet.number,
        "words": list(sheet.words),
        "due_at": sheet.due_at,
    }


class Desk:
    """Writes documents into a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.scribe = Scribe("routing", Seals({CONTACTS: {"k": new_key()}}), self.clock)

    async def draft(
        self, name: str, sheet: Sheet | None = None, events: Sequence[Event] = ()
    ) -> Draft[Any]:
        """A draft that says these events."""
        draft = Draft.of((await self.store.load([name]))[name])
        self.scribe.apply(draft, Outcome(sheet or Sheet(), events), Cause("t", borough="anjou"))
        return draft

    async def put(self, name: str, sheet: Sheet | None = None, said: int = 0) -> Any:
        """Save it with so many events; what is stored then."""
        events: list[Event] = [toy.assigned(name, toy.NOW, str(n)) for n in range(said)]
        assert await self.store.save([await self.draft(name, sheet, events)]) == set()
        return await self.get(name)

    async def get(self, name: str) -> Any:
        """The document; Any, for tests look into its state."""
        return (await self.store.load([name]))[name]


async def real_store(uri: str, database: str, **more: Any) -> MongoStore[Any]:
    """A collection on a server."""
    connection = connect(uri, database, timeout_seconds=5)
    store = MongoStore(connection, "sheets", Sheet, index, indexes=["due_at"], **more)
    await store.prepare()
    await store.prepare()
    return store
