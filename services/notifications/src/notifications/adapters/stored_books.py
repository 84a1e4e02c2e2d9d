"""What was last read of a whole collection, made into one value to look things up in."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from chassis.store import Scope, Store
from pydantic import BaseModel

from notifications.domain.people import People
from notifications.domain.voices import Voice

S = TypeVar("S", bound=BaseModel)
T = TypeVar("T")
MOST = 10_000


def index_of_voice(voice: Voice) -> Mapping[str, Any]:
    """Index fields."""
    return {"boroughs": [voice.borough], "version": voice.version}


def index_of_people(people: People) -> Mapping[str, Any]:
    """Index fields: no name, no address."""
    return {"boroughs": [people.borough]}


class StoredBook(Generic[S, T]):
    """Port `Book`. What other replicas heard comes with the loop, what we heard at once."""

    def __init__(self, store: Store[S], make: Callable[[Iterable[S]], T]) -> None:
        self._store = store
        self._make = make
        self._made: T | None = None

    def forget(self) -> None:
        """Something came in: read again before the next use."""
        self._made = None

    async def current(self) -> T:
        """All that is known now. Raises Transient."""
        return await self.refresh() if self._made is None else self._made

    async def refresh(self) -> T:
        """Read the store. Raises Transient."""
        found = await self._store.find(Scope.everything(), {}, limit=MOST)
        made = self._made = self._make(one.state for one in found if one.state is not None)
        return made
