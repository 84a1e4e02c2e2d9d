"""What only the real store does: long lists moved aside, a server that goes and comes back."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from chassis import metrics
from chassis.faults import Transient
from chassis.mongo import MongoStore, connect
from chassis.overflow import Overflow
from guichet.embedded.mongo_secantus import SecantusServer
from guichet_testing import toy
from guichet_testing.servers import Servers
from guichet_testing.sheets import ANJOU, CONTACTS, Desk, Sheet, index, real_store


async def test_the_oldest_entries_of_a_long_list_move_to_chunks_and_none_is_lost(
    servers: Servers, database_name: str
) -> None:
    rule = Overflow("words", keep=3, chunk=4)
    store = await real_store(servers.database.uri, database_name, overflow=[rule])
    desk, everything = Desk(store), [str(number) for number in range(30)]
    for word in everything:
        known = (await desk.get("a")).state or Sheet()
        await desk.put("a", known.model_copy(update={"words": (*known.words, word)}))
    stored = await desk.get("a")
    assert len(stored.state.words) <= 8
    moved = await store.chunks("a")
    assert moved + list(stored.state.words) == everything
    assert stored.state.words_moved == len(moved)


async def test_a_crash_between_chunk_and_document_loses_and_doubles_nothing(
    servers: Servers, database_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = Overflow("words", keep=1, chunk=2)
    store = await real_store(servers.database.uri, database_name, overflow=[rule])
    desk = Desk(store)
    await desk.put("a", Sheet(words=("1", "2", "3")))
    crashed = await desk.draft("a", Sheet(words=("1", "2", "3", "never")))
    real, broken = store.collection, type("Broken", (), {})()
    monkeypatch.setattr(store, "collection", broken)
    with pytest.raises(AttributeError):
        await store.save([crashed])
    monkeypatch.setattr(store, "collection", real)
    assert (await desk.get("a")).state.words == ("1", "2", "3"), "the document is as it was"
    assert await store.chunks("a") == ["1", "2"], "the chunk is there already"
    await desk.put("a", Sheet(words=("1", "2", "3", "4")))
    stored = await desk.get("a")
    assert await store.chunks("a") + list(stored.state.words) == ["1", "2", "3", "4"]


async def test_a_chunk_of_a_write_that_lost_its_race_holds_what_was_stored(
    servers: Servers, database_name: str
) -> None:
    rule = Overflow("words", keep=1, chunk=2)
    store = await real_store(servers.database.uri, database_name, overflow=[rule])
    desk = Desk(store)
    await desk.put("a", Sheet(words=("1", "2", "3")))
    winner = await desk.draft("a", Sheet(words=("1", "2", "3", "won")))
    loser = await desk.draft("a", Sheet(words=("1", "2", "3", "lost")))
    assert await store.save([winner]) == set()
    assert await store.save([loser]) == {"a"}
    stored = await desk.get("a")
    assert await store.chunks("a") + list(stored.state.words) == ["1", "2", "3", "won"]


async def test_what_is_due_and_cannot_be_read_blocks_nobody_and_is_looked_at_again_in_an_hour(
    servers: Servers, database_name: str
) -> None:
    store = await real_store(servers.database.uri, database_name)
    desk = Desk(store)
    for name in ("broken", "sound"):
        await desk.put(name, Sheet(due_at=toy.NOW))
    await store.collection.update_one({"_id": "broken"}, {"$set": {"state.number": "many"}})
    failed = metrics.FAILED.labels("timers")._value.get()
    for _ in range(2):
        assert [one.id for one in await store.due("due_at", toy.NOW, 1)] in (["sound"], [])
    assert [one.id for one in await store.due("due_at", toy.NOW, 1)] == ["sound"]
    assert metrics.FAILED.labels("timers")._value.get() == failed + 1, "alarmed once, not each time"
    await store.collection.update_one({"_id": "broken"}, {"$set": {"state.number": 1}})
    later = toy.NOW + timedelta(hours=1)
    assert {one.id for one in await store.due("due_at", later, 5)} == {"broken", "sound"}


async def test_every_call_is_transient_while_the_server_is_gone_and_good_when_it_is_back(
    tmp_path: Path,
) -> None:
    server = SecantusServer(tmp_path)
    async with server:
        database = connect(server.database.uri, "gone", timeout_seconds=0.5)
        store: MongoStore[Any] = MongoStore(database, "sheets", Sheet, index)
        desk = Desk(store)
        await desk.put("a", Sheet(number=1), said=1)
        draft = await desk.draft("a", Sheet(number=2))
        await server.kill()
        calls = {
            "load": lambda: store.load(["a"]),
            "save": lambda: store.save([draft]),
            "drain": lambda: store.drain({"a": ["x"]}),
            "stale": lambda: store.stale(toy.NOW, 1),
            "last_words": lambda: store.last_words([CONTACTS], ["a"]),
            "oldest_pending": store.oldest_pending,
            "due": lambda: store.due("due_at", toy.NOW, 1),
            "find": lambda: store.find(ANJOU, {}),
            "count": lambda: store.count(ANJOU, {}),
            "delete": lambda: store.delete(["a"]),
            "prepare": store.prepare,
            "tally": lambda: store.tally("number"),
        }

        async def fails(call: Any) -> None:
            with pytest.raises(Transient):
                await call()

        async with asyncio.timeout(20):
            await asyncio.gather(*(fails(call) for call in calls.values()))
        await server.start()
        stored = await desk.get("a")
        assert stored.state.number == 1, "what was acknowledged survived the kill"
        assert len(stored.pending) == 1
        assert await store.save([await desk.draft("a", Sheet(number=3))]) == set()
