"""Rebuilding a projection on a real broker and database, while events keep coming (DESIGN §3)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from chassis.faults import Permanent, Transient
from chassis.kit import Kit
from chassis.outcome import Outcome
from chassis.overflow import Overflow
from chassis.projection_store import ProjectionStore
from chassis.rebuild import Report, told
from chassis.rebuild_role import rebuild
from chassis.record import Record
from contracts import Received
from contracts.events.intake import CaseRegisteredV1, CaseWithdrawnV1
from contracts.events.notifications import MessageAcceptedV1
from contracts.topics import TOPICS, Topic
from guichet_testing import toy
from guichet_testing.live import living, send, until
from guichet_testing.rig import CASES, DELIVERIES
from guichet_testing.servers import Servers

PASSED_BY = toy.REFUSED


def heard(
    tally: toy.Tally | None, received: Received[CaseRegisteredV1], now: datetime
) -> Outcome[toy.Tally]:
    """Hears, and says nothing; the journal is of intake alone, in the order of its topic."""
    event, number = received.data, received.envelope.sequence
    if getattr(event, "activity", "") == PASSED_BY:
        raise Permanent("activity: refused by a rule")
    kept = tally or toy.Tally(case_id=event.case_id)
    return Outcome(kept.model_copy(update={"journal": (*kept.journal, f"case:{number}")}))


def counted(
    tally: toy.Tally | None, received: Received[MessageAcceptedV1], now: datetime
) -> Outcome[toy.Tally]:
    """Another topic, another list."""
    kept = tally or toy.Tally(case_id=received.data.case_id)
    return Outcome(
        kept.model_copy(update={"heard": (*kept.heard, f"message:{received.envelope.sequence}")})
    )


def said(
    tally: toy.Tally | None, received: Received[CaseWithdrawnV1], now: datetime
) -> Outcome[toy.Tally]:
    """Says something, which a projection may not."""
    event = toy.assigned(received.data.case_id, now, "r")
    return Outcome(tally or toy.Tally(case_id=received.data.case_id), [event])


HANDLERS: dict[Any, Any] = {
    CaseRegisteredV1: heard,
    CaseWithdrawnV1: heard,
    MessageAcceptedV1: counted,
}


def projecting(
    servers: Servers, database: str, handlers: Any = None, *, name: str = "", **settings: Any
) -> Kit:
    """A service that has nothing but a projection, of a group that nobody had: it reads all."""
    made = Kit(
        "routing",
        toy.toy_settings(
            servers.broker.bootstrap_servers, servers.database.uri, database, **settings
        ),
    )
    made.project(
        name or f"tallies_{uuid4().hex[:8]}",
        toy.Tally,
        toy.index,
        handlers or HANDLERS,
        overflow=[Overflow("journal", keep=2, chunk=2)],
        pace_seconds=0.0,
    )
    return made


def store_of(kit: Kit) -> ProjectionStore[toy.Tally]:
    """The live collection."""
    (made,) = kit.projections.values()
    store: ProjectionStore[toy.Tally] = made.store
    return store


async def rebuilt(kit: Kit) -> Report:
    """Rebuild the only projection there is."""
    (name,) = kit.projections
    return await rebuild(kit, name)


async def all_images(store: ProjectionStore[toy.Tally]) -> dict[str, Any]:
    """Every document as it lies there, lists entire, without what tells of the writes."""
    found: dict[str, Any] = {}
    async for ids in store.ids():
        found |= {name: told(image) for name, image in (await store.images(ids)).items()}
    return found


def poured(cases: Sequence[str], rounds: Sequence[int]) -> list[Record]:
    """What two services say of these cases in these rounds."""
    records = []
    for number in rounds:
        for case_id in cases:
            event = toy.registered(case_id) if number == 1 else toy.withdrawn(case_id)
            records += [
                toy.record_of(event, number),
                toy.record_of(toy.message(case_id, number), number),
            ]
    return records


async def caught_up(kit: Kit, cases: Sequence[str], number: int) -> None:
    """Wait until live consumption has applied that round everywhere."""

    async def is_there() -> bool:
        found = await store_of(kit).load(cases)
        wanted = {CASES: number, DELIVERIES: number}
        return all(one.seen == wanted for one in found.values())

    await until(is_there, 60)


async def test_a_damaged_projection_is_as_it_was_after_a_rebuild_while_events_keep_coming(
    servers: Servers, database_name: str
) -> None:
    bootstrap = servers.broker.bootstrap_servers
    kit, cases = projecting(servers, database_name), [str(uuid4()) for _ in range(60)]
    await send(bootstrap, poured(cases, [1, 2, 3, 4, 5, 6]))
    store = store_of(kit)
    async with living(kit):
        await caught_up(kit, cases, 6)
        collection = store.collection
        whole = await collection.find_one({"_id": cases[3]})
        assert whole is not None
        for name in cases[:3]:
            await collection.delete_one({"_id": name})
        for name, change in (
            (cases[3], {"state.heard": ["message:1"]}),
            (cases[4], {"state.journal": []}),
            (cases[5], {"ix": {"boroughs": ["elsewhere"]}}),
            (cases[6], {"seen": {CASES: 99}}),
            (cases[7], {"borough": "elsewhere", "junk": 1}),
            (cases[8], {"state": {"case_id": 7}}),
        ):
            await collection.update_one({"_id": name}, {"$set": change})
        await collection.insert_one({**whole, "_id": "a stray"})

        async def keep_pouring() -> None:
            for number in range(7, 12):
                await send(bootstrap, poured(cases[9:], [number]))

        report, _ = await asyncio.gather(rebuilt(kit), keep_pouring())
        assert (report.unsettled, report.removed) == (0, 1)
        assert report.added >= 3
        assert report.repaired + report.behind >= 5
        await caught_up(kit, cases[9:], 11)
        again = await rebuilt(kit)
    assert again.equal >= 60
    assert (again.repaired, again.added, again.removed) == (0, 0, 0)
    fresh = projecting(servers, f"{database_name}_fresh")
    async with living(fresh):
        await caught_up(fresh, cases[9:], 11)
        await caught_up(fresh, cases[:9], 6)
        expected = await all_images(store_of(fresh))
    found = await all_images(store)
    assert {name: found[name] for name in cases} == {name: expected[name] for name in cases}
    assert "a stray" not in found
    assert len(found[cases[20]]["state"]["journal"]) == 11, "what moved to chunks is whole"
    names = await store.collection.database.list_collection_names()
    assert not [name for name in names if "_rebuild_" in name], "the scratch is gone"


async def test_records_that_live_consumption_parked_are_passed_by_and_marked_alike(
    servers: Servers, database_name: str
) -> None:
    bootstrap = servers.broker.bootstrap_servers
    good, refused, given_up = (str(uuid4()) for _ in range(3))
    spoilt = toy.record_of(toy.registered(good), 1)
    await send(
        bootstrap,
        [
            Record(**{**vars(spoilt), "value": b"{"}),
            toy.record_of(toy.withdrawn(good), 2),
            toy.record_of(toy.registered(refused, PASSED_BY), 1),
            toy.record_of(toy.withdrawn(refused), 2),
            toy.record_of(toy.registered(given_up, PASSED_BY), 1),
        ],
    )
    kit = projecting(servers, database_name)
    store = store_of(kit)
    async with living(kit):

        async def all_there() -> bool:
            marked = await store.load([refused, given_up])
            applied = (await store.load([good]))[good].seen == {CASES: 2}
            return applied and all(one.parked for one in marked.values())

        await until(all_there)
        (inbox,) = kit.inboxes
        waiting = await inbox._parking.waiting(given_up, CASES)
        await inbox.drop(waiting[0].id)
        await send(bootstrap, [toy.record_of(toy.withdrawn(given_up), 2)])

        async def moved_on() -> bool:
            return (await store.load([given_up]))[given_up].seen == {CASES: 2}

        await until(moved_on)
        ids = [good, refused, given_up]
        before = await told_of(store, ids)
        report = await rebuilt(kit)
        assert await told_of(store, ids) == before
        assert (report.repaired, report.removed) == (0, 0)
        assert report.passed_by >= len(await parked_here(kit)) > 0
        await store.collection.delete_many({})
        await rebuilt(kit)
        assert await told_of(store, ids) == before


async def told_of(store: ProjectionStore[toy.Tally], ids: Sequence[str]) -> dict[str, Any]:
    """What the log says of these."""
    return {name: told(image) for name, image in (await store.images(ids)).items()}


async def parked_here(kit: Kit) -> list[Any]:
    """What lies parked and was not dropped."""
    collection = kit.parking.store.collection
    return [raw async for raw in collection.find({"ix.status": "parked"})]


async def test_a_topic_with_a_retention_is_refused_and_nothing_is_touched(
    servers: Servers, database_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chassis import projection

    kit = projecting(servers, database_name)
    await store_of(kit).collection.insert_one({"_id": "kept", "version": 1})
    short = Topic(**{**vars(TOPICS[CASES]), "retention_days": 30})
    monkeypatch.setattr(projection, "TOPICS", {**TOPICS, CASES: short})
    with pytest.raises(Permanent, match=f"{CASES}: kept for 30 days only"):
        await rebuilt(kit)
    monkeypatch.setattr(
        projection,
        "TOPICS",
        {**TOPICS, CASES: Topic(**{**vars(TOPICS[CASES]), "compacted": True})},
    )
    with pytest.raises(Permanent, match="only the last word"):
        await rebuilt(kit)
    assert await store_of(kit).collection.count_documents({"_id": "kept"}) == 1


async def test_what_is_no_projection_is_refused_with_those_that_there_are(
    servers: Servers, database_name: str
) -> None:
    kit = projecting(servers, database_name)
    with pytest.raises(Permanent, match=r"no projection 'cases' \(there are: tallies_.*deliveries"):
        await rebuild(kit, "cases")


async def test_a_broker_that_is_away_is_said_and_nothing_is_touched(
    servers: Servers, database_name: str
) -> None:
    kit = projecting(servers, database_name, kafka_bootstrap="127.0.0.1:9")
    with pytest.raises(Transient, match="kafka"):
        await rebuilt(kit)


async def test_a_handler_of_a_projection_that_says_something_is_parked_loudly(
    servers: Servers, database_name: str
) -> None:
    case_id = str(uuid4())
    kit = projecting(servers, database_name, {CaseWithdrawnV1: said})
    (name,) = kit.projections
    await send(servers.broker.bootstrap_servers, [toy.record_of(toy.withdrawn(case_id), 1)])
    async with living(kit):
        # By its key alone: whatever else lies on the log is being parked meanwhile, one by one.
        wanted = {"ix.document_id": f"{name}:{case_id}"}
        found = await until(lambda: kit.parking.store.collection.find_one(wanted))
    assert "says nothing" in found["state"]["fault"]
    assert found["_id"].endswith(f".{name}")


async def test_two_rebuilds_at_once_do_each_other_no_harm(
    servers: Servers, database_name: str
) -> None:
    cases = [str(uuid4()) for _ in range(20)]
    await send(servers.broker.bootstrap_servers, poured(cases, [1, 2]))
    kit = projecting(servers, database_name)
    async with living(kit):
        await caught_up(kit, cases, 2)
    before = await told_of(store_of(kit), cases)
    await store_of(kit).collection.delete_one({"_id": cases[0]})
    reports = await asyncio.gather(rebuilt(kit), rebuilt(kit))
    assert [one.unsettled for one in reports] == [0, 0]
    assert await told_of(store_of(kit), cases) == before
