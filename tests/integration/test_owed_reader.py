"""One suite for what reads the owed in memory and on a server: what one finds, the other finds."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from chassis.document import Draft
from chassis.memory import MemoryStore
from chassis.mongo import MongoStore, connect
from guichet_testing.servers import Servers
from guichet_testing.sla_promises import NOW, promise, rule_book
from sla.adapters.indexes import COMMITMENTS_BY, commitments_index
from sla.adapters.owed_reader import MemoryOwedReader, MongoOwedReader, saved_index
from sla.domain.commitment import Commitments
from sla.domain.owed_cases import OwedReader

LATER = NOW + timedelta(hours=1)
BOOK = rule_book()
HERE, THERE = "borough-00", "borough-01"


class Shelf:
    """Promises, and how they are read."""

    def __init__(self, store: Any, reader: OwedReader, clock: list[datetime]) -> None:
        self._store = store
        self.reader = reader
        self.clock = clock

    async def put(self, number: int, borough: str = HERE, days: int = 5) -> Commitments:
        """A case with a promise that runs, saved now."""
        return await self.save(promise(BOOK, UUID(int=number), borough, days))

    async def save(self, state: Commitments) -> Commitments:
        """Stored as it is."""
        draft = Draft.of((await self._store.load([state.case_id]))[state.case_id])
        draft.state, draft.borough, draft.changed = state, state.facts.borough or "", True
        assert await self._store.save([draft]) == set()
        return state


@pytest.fixture(params=["memory", "mongo"])
async def shelf(request: pytest.FixtureRequest, servers: Servers, database_name: str) -> Shelf:
    clock = [NOW]
    if request.param == "memory":
        held = MemoryStore(Commitments, commitments_index)
        return Shelf(held, MemoryOwedReader(held), clock)
    database = connect(servers.database.uri, database_name, timeout_seconds=5)
    index = saved_index(lambda: clock[0])
    stored = MongoStore(database, "commitments", Commitments, index, indexes=COMMITMENTS_BY)
    await stored.prepare()
    return Shelf(stored, MongoOwedReader(stored), clock)


async def test_a_borough_finds_what_it_owes_with_all_that_lists_go_by(shelf: Shelf) -> None:
    mine = await shelf.put(1)
    await shelf.put(2, THERE)
    (found,) = await shelf.reader.owed_in(HERE)
    (promised,) = mine.commitments
    assert (found.case_id, found.kind, found.activity) == (mine.case_id, "request", "days-5")
    assert found.boroughs == (HERE,)
    assert found.department == f"{HERE}/travaux-publics"
    assert found.due_at == found.owed_at == promised.due_at
    assert f"{HERE}/running/complete" in found.words


async def test_what_is_owed_no_more_is_found_among_what_was_saved_without_a_word(
    shelf: Shelf,
) -> None:
    state = await shelf.put(1)
    shelf.clock[0] = LATER
    await shelf.save(state.model_copy(update={"commitments": ()}))
    assert list(await shelf.reader.owed_in(HERE)) == []
    saved = await shelf.reader.saved(LATER - timedelta(seconds=30), LATER)
    assert saved[state.case_id].words == ()
    assert saved[state.case_id].due_at is None


async def test_what_was_saved_in_a_span_of_many_slots_is_found_whole(shelf: Shelf) -> None:
    names = set()
    for number in range(12):
        shelf.clock[0] = NOW + number * timedelta(seconds=25)
        names.add((await shelf.put(number + 1)).case_id)
    saved = await shelf.reader.saved(NOW, shelf.clock[0])
    assert set(saved) == names
