"""Grids in a real store: two replicas see a new version, and a command reads a house's cases."""

import datetime
from dataclasses import dataclass

from chassis.commands import Commands
from chassis.document import Draft
from chassis.mongo import MongoStore, connect
from chassis.outbox import Courier, Publisher
from chassis.scribe import Scribe
from chassis.sealing import Seals
from chassis.store import Scope
from guichet_testing import toy
from guichet_testing.rig import Clock, Log
from guichet_testing.servers import Servers
from routing.adapters.assignment_index import INDEXES, index
from routing.adapters.grids_reader import GridsReader
from routing.adapters.house_reader import HouseReader
from routing.adapters.snapshot_files import read_snapshot
from routing.adapters.start import GridPress, index_of_grid
from routing.application.grid_life import numbered_manifest
from routing.application.publish_grid import PublishedGrid, from_manifest, publish_grid
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.facts import CaseFacts, CaseKind
from routing.domain.held_facts import RegisteredFacts

TODAY = toy.NOW.date()


@dataclass(frozen=True)
class Replica:
    """What one process of routing has of grids."""

    store: MongoStore[PublishedGrid]
    snapshot: Snapshot
    reader: GridsReader
    commands: Commands[PublishedGrid]
    press: GridPress


def replica(uri: str, database_name: str) -> Replica:
    """A process of its own, as far as grids go."""
    database = connect(uri, database_name, timeout_seconds=5)
    store = MongoStore(database, "grids", PublishedGrid, index_of_grid, indexes=["is_grid"])
    courier = Courier(Publisher(store, Log()))
    commands = Commands(store, Scribe("routing", Seals({}), Clock()), courier, deadline_seconds=5.0)
    snapshot = read_snapshot(None)
    folders = tuple(snapshot.grids)
    reader = GridsReader(store, folders, snapshot, {})
    return Replica(store, snapshot, reader, commands, GridPress(store, commands, folders))


async def test_two_replicas_decide_with_a_version_that_one_of_them_published(
    servers: Servers, database_name: str
) -> None:
    one, other = (replica(servers.database.uri, database_name) for _ in range(2))
    await one.store.prepare()
    for each in (one, other):
        await each.press.publish()
        assert await each.reader.refresh()
        assert not await each.reader.refresh()
    held = next(grid for grid in one.reader.held if grid.borough == "prevost")
    manifest = numbered_manifest(held.manifest(), 2, TODAY)
    made = from_manifest(manifest).model_copy(update={"origin": "draft", "text": "# as written"})
    await one.commands.execute(
        "prevost@2",
        lambda state: publish_grid(state, manifest, made),
        command_id="publication",
        content="2",
        scope=Scope(frozenset({"prevost"})),
        borough="prevost",
        creates=True,
    )
    assert await other.reader.refresh()
    assert {grid.name for grid in other.reader.held} >= {"prevost@1", "prevost@2"}
    grid = other.snapshot.grids.on("prevost", TODAY)
    assert grid is not None
    assert grid.version == "prevost@2"


async def test_a_house_s_past_cases_are_read_from_outside_it(
    servers: Servers, database_name: str
) -> None:
    database = connect(servers.database.uri, database_name, timeout_seconds=5)
    store = MongoStore(database, "assignments", Assignment, index, indexes=INDEXES)
    await store.prepare()
    drafts = []
    for number, received_on in enumerate((TODAY, TODAY - datetime.timedelta(days=90))):
        facts = CaseFacts(
            counter_borough="prevost",
            kind=CaseKind.REQUEST,
            activity="Nid-de-poule",
            received_on=received_on,
        )
        known = RegisteredFacts(
            counter_borough="prevost",
            kind=CaseKind.REQUEST,
            activity="Nid-de-poule",
            received_on=received_on,
            created_on=received_on,
        )
        loaded = (await store.load([f"case-{number}"]))[f"case-{number}"]
        draft = Draft.of(loaded)
        draft.state = Assignment(case_id=f"case-{number}", registered=known, decided_facts=facts)
        draft.changed = True
        drafts.append(draft)
    assert await store.save(drafts) == set()
    house = HouseReader(servers.database.uri, database_name)
    since = TODAY - datetime.timedelta(days=30)
    assert [one.reference for one in await house.cases(["prevost"], since, 10)] == ["case-0"]
    assert len(await house.cases(None, since - datetime.timedelta(days=90), 10)) == 2
    assert await house.cases(["anjou"], since, 10) == []
    assert await house.draft("prevost") is None
    snapshot = read_snapshot(None)
    await house.bring_up(snapshot)
    assert snapshot.grids.on("prevost", TODAY) is not None
