"""One suite of scenarios for the fake and the real store: what one does, the other does."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from chassis.document import Command, Document, Draft
from chassis.memory import MemoryStore
from chassis.store import Between, Scope
from contracts import Event
from contracts.events.intake import CaseContactsRecordedV1
from guichet_testing import toy
from guichet_testing.rig import ASSIGNMENTS, CASES
from guichet_testing.servers import Servers
from guichet_testing.sheets import ANJOU, CONTACTS, LACHINE, Desk, Sheet, index, real_store


@pytest.fixture(params=["memory", "mongo"])
async def desk(request: pytest.FixtureRequest, servers: Servers, database_name: str) -> Desk:
    if request.param == "memory":
        return Desk(MemoryStore(Sheet, index))
    return Desk(await real_store(servers.database.uri, database_name))


async def test_what_is_not_there_is_an_empty_document(desk: Desk) -> None:
    found = await desk.store.load(["a", "b", "a"])
    assert found == {"a": Document("a"), "b": Document("b")}


async def test_a_document_comes_back_as_it_was_saved(desk: Desk) -> None:
    draft = await desk.draft("a", Sheet(words=("é", "", "\x00"), number=2**40))
    draft.saw(CASES, 4)
    draft.park("notifications-deliveries", 0)
    draft.applied(Command("k", "d", {"n": 1, "list": [1, "x", None]}))
    draft.fresh.extend((await desk.draft("a", None, [toy.assigned("a", toy.NOW, "r")])).fresh)
    await desk.store.save([draft])
    stored = await desk.get("a")
    assert stored.version == 1
    assert stored.state == draft.state
    assert stored.seen == {CASES: 4}
    assert stored.parked == {"notifications-deliveries": 0}
    assert list(stored.commands) == draft.commands
    assert list(stored.pending) == draft.fresh
    assert stored.borough == "anjou"


async def test_of_two_that_insert_one_wins(desk: Desk) -> None:
    drafts = [await desk.draft("a", Sheet(number=number)) for number in (1, 2)]
    results = await asyncio.gather(*(desk.store.save([draft]) for draft in drafts))
    assert sorted(map(len, results)) == [0, 1]
    stored = await desk.get("a")
    assert stored.version == 1
    assert stored.state.number == (1 if results[0] == set() else 2)


async def test_of_two_that_update_one_wins_with_its_events(desk: Desk) -> None:
    await desk.put("a")
    drafts = [
        await desk.draft("a", Sheet(number=n), [toy.assigned("a", toy.NOW, str(n))]) for n in (1, 2)
    ]
    results = await asyncio.gather(*(desk.store.save([draft]) for draft in drafts))
    assert sorted(map(len, results)) == [0, 1]
    stored = await desk.get("a")
    assert (stored.version, len(stored.pending)) == (2, 1)
    assert f'"{stored.state.number}"'.encode() in stored.pending[0].value


async def test_in_a_bulk_exactly_those_that_lost_come_back(desk: Desk) -> None:
    for name in "abc":
        await desk.put(name)
    names = ["a", "b", "c", "new", "rival"]
    drafts = [await desk.draft(name, Sheet(number=7)) for name in names]
    await desk.put("b", Sheet(number=1))
    await desk.put("rival", Sheet(number=1))
    assert await desk.store.save(drafts) == {"b", "rival"}
    numbers = {name: (await desk.get(name)).state.number for name in names}
    assert numbers == {"a": 7, "b": 1, "c": 7, "new": 7, "rival": 1}


async def test_updates_alone_that_lost_are_told_by_their_stamp(desk: Desk) -> None:
    for name in "ab":
        await desk.put(name)
    drafts = [await desk.draft(name, Sheet(number=7)) for name in "ab"]
    await desk.put("b", Sheet(number=1))
    assert await desk.store.save(drafts) == {"b"}


async def test_a_draft_without_a_change_writes_nothing(desk: Desk) -> None:
    await desk.put("a")
    assert await desk.store.save([Draft.of(await desk.get("a")), Draft.of(Document("b"))]) == set()
    assert (await desk.get("a")).version == 1
    assert (await desk.get("b")).version == 0


async def test_a_state_indexed_without_its_boroughs_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await desk.draft("a")
    monkeypatch.setattr(desk.store, "_index", lambda _: {"number": 1})
    with pytest.raises(LookupError):
        await desk.store.save([draft])
    assert (await desk.get("a")).version == 0


async def test_a_drain_takes_its_own_entries_and_leaves_what_a_save_pushed(desk: Desk) -> None:
    first = (await desk.put("a", said=2)).pending
    await desk.put("a", said=1)
    await desk.store.drain({"a": [first[0].id, "unknown"], "nobody": ["x"], "b": []})
    stored = await desk.get("a")
    assert [entry.sequence for entry in stored.pending] == [2, 3]
    assert stored.version == 2, "a drain is no change of the case"
    racing = await desk.draft("a", Sheet(number=9))
    await desk.store.drain({"a": [first[1].id]})
    assert await desk.store.save([racing]) == set()
    assert [entry.sequence for entry in (await desk.get("a")).pending] == [3]


async def test_a_save_does_not_bring_back_what_was_drained(desk: Desk) -> None:
    first = (await desk.put("a", said=1)).pending
    late = await desk.draft("a", Sheet(number=9), [toy.assigned("a", toy.NOW, "x")])
    await desk.store.drain({"a": [first[0].id]})
    await desk.store.save([late])
    assert [entry.sequence for entry in (await desk.get("a")).pending] == [2]


async def test_a_save_takes_out_what_was_acknowledged_and_nothing_else(desk: Desk) -> None:
    first = (await desk.put("a", said=3)).pending
    late = await desk.draft("a", Sheet(number=9), [toy.assigned("a", toy.NOW, "x")])
    await desk.store.drain({"a": [first[1].id]})
    desk.store.acknowledged.add("a", [first[0].id])
    assert await desk.store.save([late]) == set()
    assert [entry.sequence for entry in late.outbox()] == [2, 3, 4], "not said once more"
    stored = await desk.get("a")
    assert [entry.sequence for entry in stored.pending] == [3, 4], "nobody's drain is undone"
    assert stored.state == Sheet(number=9)
    assert not desk.store.acknowledged


async def test_what_was_acknowledged_stays_known_when_the_save_loses_its_race(desk: Desk) -> None:
    first = (await desk.put("a", said=1)).pending
    late = await desk.draft("a", Sheet(number=9))
    await desk.put("a")
    desk.store.acknowledged.add("a", [first[0].id])
    assert await desk.store.save([late]) == {"a"}
    assert [entry.sequence for entry in (await desk.get("a")).pending] == [1]
    assert desk.store.acknowledged.of("a") == {first[0].id}


async def test_stale_gives_whole_outboxes_oldest_first_within_the_limit(desk: Desk) -> None:
    assert await desk.store.oldest_pending() is None
    for name in ("b", "a", "c"):
        await desk.put(name, said=1)
        desk.clock.forward(10)
    await desk.put("b", said=1)
    await desk.put("quiet")
    assert await desk.store.oldest_pending() == toy.NOW
    assert await desk.store.stale(toy.NOW, 10) == []
    soon = toy.NOW + timedelta(seconds=15)
    found = await desk.store.stale(soon, 10)
    assert [(name, [e.sequence for e in entries]) for name, entries in found] == [
        ("b", [1, 2]),
        ("a", [1]),
    ]
    assert [name for name, _ in await desk.store.stale(soon, 1)] == ["b"]


async def test_the_last_word_is_kept_after_it_was_drained_on_compacted_topics_only(
    desk: Desk,
) -> None:
    def contacts(version: int) -> list[Event]:
        said = CaseContactsRecordedV1(case_id="a", version=version, tracking_code="t")
        return [toy.assigned("a", toy.NOW, "r"), said]

    await desk.store.save([await desk.draft("a", None, contacts(1))])
    await desk.store.save([await desk.draft("a", None, contacts(2))])
    await desk.put("b", said=1)
    ids = [entry.id for entry in (await desk.get("a")).pending]
    await desk.store.drain({"a": ids})
    await desk.put("a", Sheet(number=3))
    words = await desk.store.last_words([CONTACTS, ASSIGNMENTS], ["a", "b", "nobody"])
    assert {name: entry.sequence for name, entry in words.items()} == {f"a:{CONTACTS}": 2}


async def test_due_gives_what_has_come_oldest_first_and_never_what_has_no_time(desk: Desk) -> None:
    for name, seconds in (("later", 60), ("second", 2), ("first", 1), ("never", None)):
        at = None if seconds is None else toy.NOW + timedelta(seconds=seconds)
        await desk.put(name, Sheet(due_at=at))
    now = toy.NOW + timedelta(seconds=2)
    assert [one.id for one in await desk.store.due("due_at", now, 10)] == ["first", "second"]
    assert [one.id for one in await desk.store.due("due_at", now, 1)] == ["first"]
    assert await desk.store.due("due_at", toy.NOW, 10) == []
    assert [one.id for one in await desk.store.due("due_at", now, 10, number=0)] == [
        "first",
        "second",
    ]
    assert await desk.store.due("due_at", now, 10, number=7) == []


async def test_find_and_count_keep_to_the_callers_boroughs(desk: Desk) -> None:
    for number, name in enumerate("abcd"):
        await desk.put(name, Sheet(number=number, borough="anjou" if number else "lachine"))

    async def names(scope: Scope, **where: Any) -> list[str]:
        found = await desk.store.find(scope, where, order_by=[("number", 1)])
        assert await desk.store.count(scope, where) == len(found)
        return [one.id for one in found]

    assert await names(ANJOU) == ["b", "c", "d"]
    assert await names(LACHINE) == ["a"]
    assert await names(Scope(frozenset({"lachine", "anjou"}))) == ["a", "b", "c", "d"]
    assert await names(Scope.everything()) == ["a", "b", "c", "d"]
    assert await names(Scope()) == [], "nothing is what nobody may see"
    assert await names(ANJOU, number=0) == []
    assert await names(ANJOU, number=2) == ["c"]
    assert await names(LACHINE, boroughs="anjou") == [], "a filter never widens the scope"
    assert desk.store.boroughs(await desk.get("a")) == ["lachine", "shared"]


async def test_find_orders_pages_and_looks_into_lists(desk: Desk) -> None:
    for number, name in enumerate("abcd"):
        await desk.put(name, Sheet(number=number, words=("x", name)))
    descending = [("number", -1)]
    page = await desk.store.find(ANJOU, {}, order_by=descending, offset=1, limit=2)
    assert [one.id for one in page] == ["c", "b"]
    found = await desk.store.find(ANJOU, {"words": "x"}, order_by=[("words", 1), ("number", -1)])
    assert {one.id for one in found} == set("abcd")
    assert [one.id for one in await desk.store.find(ANJOU, {"words": "b"})] == ["b"]


async def test_a_stub_that_only_carries_a_mark_is_no_finding(desk: Desk) -> None:
    draft: Draft[Any] = Draft.of(Document("stub"))
    draft.borough = "anjou"
    draft.park(CASES, 3)
    assert await desk.store.save([draft]) == set()
    stored = await desk.get("stub")
    assert (stored.state, stored.parked, stored.version) == (None, {CASES: 3}, 1)
    for scope in (ANJOU, Scope.everything()):
        assert await desk.store.find(scope, {}) == []
        assert await desk.store.count(scope, {}) == 0
    assert await desk.store.due("due_at", toy.NOW, 10) == []
    assert await desk.store.tally("number") == {}
    await desk.put("stub", Sheet(number=5))
    assert (await desk.get("stub")).parked == {CASES: 3}


async def test_a_search_between_two_values_takes_the_first_and_leaves_the_last(desk: Desk) -> None:
    for number in range(5):
        await desk.put(str(number), Sheet(number=number, due_at=toy.NOW + timedelta(days=number)))
    await desk.put("none", Sheet(number=9))
    days = [toy.NOW + timedelta(days=day) for day in range(5)]
    for where in ({"number": Between(1, 3)}, {"due_at": Between(days[1], days[3])}):
        found = await desk.store.find(ANJOU, where, order_by=[("number", -1)])
        assert [one.id for one in found] == ["2", "1"]
        assert await desk.store.count(ANJOU, where) == 2
    assert await desk.store.count(ANJOU, {"due_at": Between(days[0], days[4]), "number": 0}) == 1


async def test_a_tally_counts_by_index_fields(desk: Desk) -> None:
    for name, number in (("a", 1), ("b", 1), ("c", 2)):
        await desk.put(name, Sheet(number=number))
    assert await desk.store.tally("number") == {(1,): 2, (2,): 1}


async def test_what_is_deleted_is_gone_and_may_be_deleted_again(desk: Desk) -> None:
    await desk.put("a")
    await desk.store.delete(["a", "nobody"])
    await desk.store.delete(["a"])
    assert (await desk.get("a")).version == 0
