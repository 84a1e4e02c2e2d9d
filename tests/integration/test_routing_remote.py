"""Cases that wait for a borough's own service, in a real store: found, asked, written, once."""

import asyncio

import pytest
from chassis.clock import utc_now
from chassis.commands import Commands
from chassis.document import Draft
from chassis.mongo import MongoStore, connect
from chassis.outbox import Courier, Publisher
from chassis.scribe import Scribe
from chassis.sealing import Seals
from guichet_testing.remote_town import DECISION, KEY, KEY_NAME, TODAY, everybody, town
from guichet_testing.rig import Clock, Log
from guichet_testing.servers import Servers
from pydantic import SecretStr
from routing.adapters.assignment_index import INDEXES, index
from routing.adapters.remote_http import HttpResolver
from routing.adapters.territories_shapely import island_of_montreal
from routing.application.ask_remotes import RemoteDesk
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.directory import seeded_directory
from routing.domain.facts import CaseKind
from routing.domain.grid import Grids
from routing.domain.held_facts import RegisteredFacts
from routing.domain.remote import Heard

CASES = [f"case-{number:02}" for number in range(12)]


def waiting(case_id: str, snapshot: Snapshot, clock: Clock) -> Assignment:
    """A case at the town's counter, all its facts there."""
    facts = RegisteredFacts(
        counter_borough="rive-claire",
        kind=CaseKind.REQUEST,
        activity="Module de jeu brisé",
        received_on=TODAY,
        created_on=TODAY,
    )
    state, said = (
        Assignment(case_id=case_id)
        .with_registered(facts)
        .decide_if_ready(snapshot.grids, snapshot.territories, snapshot.directory, clock())
    )
    assert (state.asks, said) == ("rive-claire", [])
    return state


@pytest.mark.parametrize("decides", [True, False])
async def test_mt_08_two_workers_find_what_waits_and_each_case_is_decided_once(
    servers: Servers, database_name: str, *, decides: bool
) -> None:
    clock = Clock()
    database = connect(servers.database.uri, database_name, timeout_seconds=5)
    store = MongoStore(database, "assignments", Assignment, index, indexes=INDEXES)
    await store.prepare()
    async with town() as theirs:
        theirs.decision = DECISION if decides else None
        loaded = everybody(theirs.url)
        people = seeded_directory(grid.manifest for grid in loaded)
        snapshot = Snapshot(Grids(loaded), island_of_montreal(), people)
        drafts = [Draft.of(one) for one in (await store.load(CASES)).values()]
        for draft in drafts:
            draft.state = waiting(draft.id, snapshot, clock)
            draft.borough, draft.changed = "rive-claire", True
        assert await store.save(drafts) == set()
        resolver = HttpResolver({KEY_NAME: SecretStr(KEY)}, utc_now)
        scribe, courier = Scribe("routing", Seals({}), clock), Courier(Publisher(store, Log()))
        commands = Commands(store, scribe, courier, deadline_seconds=10.0)
        desks = [
            RemoteDesk(store, commands, resolver, snapshot, clock, lambda *_: None)
            for _ in range(2)
        ]
        found = await asyncio.gather(*(desk.run() for desk in desks))
        await resolver.close()
    assert max(found) == len(CASES)
    assert await desks[0].run() == 0
    for document in (await store.load(CASES)).values():
        assert document.state is not None
        assert document.state.decision is not None
        assert document.state.remote is not None
        heard = Heard.DECIDED if decides else Heard.LEFT_TO_GRID
        assert document.state.remote.heard is heard
        assert document.state.decision.department == ("travaux-publics" if decides else "parcs")
        assert len(document.pending) == 1
