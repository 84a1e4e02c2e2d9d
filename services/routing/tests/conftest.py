"""The boroughs that ship, loaded once, and routing wired without servers."""

import datetime
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import httpx
import pytest
from chassis import parking, patience
from chassis.commands import Commands
from chassis.errors import unauthorized
from chassis.http import create_app
from chassis.identity import Caller
from chassis.inbox import Inbox, Subscription
from chassis.memory import MemoryStore
from chassis.outbox import Courier, Publisher
from chassis.parking import ParkedRecord, Parking
from chassis.patience import Patience, Pulse
from chassis.record import Record
from chassis.rounds import Round
from chassis.scribe import Scribe
from chassis.sealing import Seals, new_key
from contracts import Event, encode
from contracts.registry import event_class
from contracts.topics import TOPICS, sealed_for
from fastapi import APIRouter, FastAPI
from guichet_testing import toy
from guichet_testing.rig import Clock, Log
from routing.adapters.assignment_index import index
from routing.adapters.manifests_toml import TomlBoroughs, shipped_folders
from routing.adapters.mending_finds import in_wrong_hands, without_designation
from routing.adapters.people_reader import (
    PeopleReader,
    index_of_availability,
    index_of_people,
)
from routing.adapters.start import GridPress, PeopleSeeder, index_of_grid
from routing.adapters.territories_shapely import ShapelyTerritories, island_of_montreal
from routing.application.find_alerts import AlertFinder
from routing.application.mend_assignments import assign_after_designation, follow_people
from routing.application.pass_on import expire_transfer
from routing.application.publish_grid import PublishedGrid
from routing.application.snapshot import Snapshot
from routing.bootstrap import seeds_of
from routing.domain.assignment import Assignment
from routing.domain.availability import Availability
from routing.domain.directory import Designation, Directory, seeded_directory
from routing.domain.grid import Grid, Grids
from routing.domain.people import BoroughPeople
from routing.entrypoints import http, moves_http, pages, people_http
from routing.entrypoints.assignment_queries import AssignmentQueries
from routing.entrypoints.case_desk import CaseDesk
from routing.entrypoints.desk import Desk
from routing.entrypoints.people_desk import PeopleDesk
from routing.entrypoints.staff_pages import StaffPages
from routing.entrypoints.subscribers import by_topic

REST_KEY = new_key()
SEALS = Seals({topic.name: {"one": new_key()} for topic in sealed_for("routing")})


@pytest.fixture(scope="session")
def grids() -> Grids:
    return Grids(TomlBoroughs(shipped_folders()).load())


@pytest.fixture(scope="session")
def territories() -> ShapelyTerritories:
    return island_of_montreal()


@pytest.fixture(scope="session")
def directory(grids: Grids) -> Directory:
    return seeded_directory(grid.manifest for grid in grids)


@pytest.fixture
def today() -> datetime.date:
    return datetime.date(2026, 11, 20)


class House:
    """Routing on stores without a server; nothing is published but into `log`."""

    def __init__(self, snapshot: Snapshot, *, without: str = "") -> None:
        self.clock, self.log, self.snapshot = Clock(), Log(), snapshot
        self.assignments = MemoryStore(Assignment, index)
        self.people = MemoryStore(BoroughPeople, index_of_people)
        self.published = MemoryStore(PublishedGrid, index_of_grid)
        self.scribe = Scribe("routing", SEALS, self.clock)
        self.seeds = {
            slug: seeds.model_copy(update={"designations": _but(seeds.designations, without)})
            for slug, seeds in seeds_of(snapshot).items()
        }
        # Any: parking asks for the real store, whose `delete` no test here needs.
        set_aside: Any = MemoryStore(ParkedRecord, parking.index)
        self._parking = Parking(
            set_aside,
            Publisher(set_aside, self.log),
            self.scribe,
            Seals({parking.REST: {"rest": REST_KEY}}),
            self.clock,
            keep_days=90,
        )
        self.inboxes = {
            topic: Inbox(
                Subscription(topic, self.assignments, handlers),
                scribe=self.scribe,
                publisher=Publisher(self.assignments, self.log),
                parking=self._parking,
                patience=Patience(Pulse(), limit_seconds=5.0),
                clock=self.clock,
            )
            for topic, handlers in by_topic(snapshot).items()
        }
        self.reader = PeopleReader(self.people, self.seeds, snapshot)
        self.desk = Desk(
            work=self.commands(self.assignments),
            people=self.commands(self.people),
            assignments=AssignmentQueries(self.assignments),
            directory=self.people,
            seeds=self.seeds,
            snapshot=snapshot,
            clock=self.clock,
        )
        self.statuses = MemoryStore(Availability, index_of_availability)
        self.finder = AlertFinder(self.assignments, snapshot)
        self.people_desk = PeopleDesk(
            self.desk, self.finder, self.statuses, self.commands(self.statuses)
        )

    def commands(self, store: MemoryStore[Any]) -> Commands[Any]:
        """Commands; what they say stays pending, for no courier runs."""
        courier = Courier(Publisher(store, self.log))
        return Commands(store, self.scribe, courier, deadline_seconds=1.0)

    def press(self, grids: Iterable[Grid]) -> GridPress:
        """What publishes grids at start."""
        return GridPress(self.published, self.commands(self.published), grids)

    def seeder(self) -> PeopleSeeder:
        """What records the first people at start."""
        return PeopleSeeder(self.people, self.commands(self.people), self.seeds)

    async def hear(self, *events: Event, borough: str = "montreal", start: int = 1) -> None:
        """Events of one case on one topic, in one batch; `start` is the sequence of the first."""
        records = [record_of(event, number, borough) for number, event in enumerate(events, start)]
        await self.inboxes[events[0].topic].handle(records)

    async def mend(self) -> int:
        """People read anew, then all rounds; how many cases changed."""
        await self.reader.refresh()
        snapshot, publisher = self.snapshot, Publisher(self.assignments, self.log)
        finds: dict[str, tuple[Any, Any]] = {
            "designations": (
                without_designation(self.assignments, snapshot),
                assign_after_designation,
            ),
            "transfers": (partial(self.assignments.due, "offer_ends_at"), expire_transfer),
            "absences": (in_wrong_hands(self.assignments, snapshot), follow_people),
        }
        changed = 0
        for name, (find, decide) in finds.items():
            one = Round(
                name,
                store=self.assignments,
                find=find,
                decide=partial(decide, snapshot=snapshot),
                scribe=self.scribe,
                publisher=publisher,
            )
            changed += await one.run(self.clock())
        return changed

    def state(self, case_id: str) -> Assignment:
        """What is stored of a case."""
        state = self.assignments.documents[case_id].state
        assert state is not None
        return state

    def said(self, case_id: str) -> list[Event]:
        """Everything said of a case on the open topic, published or pending."""
        published = self.log.on("routing-assignments", case_id)
        known = {entry.id for entry in published}
        waiting = [e for e in self.assignments.documents[case_id].pending if e.id not in known]
        events: list[Event] = []
        for entry in (*published, *waiting):
            cls = event_class(entry.headers["ce_type"])
            assert cls is not None
            events.append(cls.model_validate_json(entry.value))
        return events

    def client(self, caller: Caller | None, more: Iterable[APIRouter] = ()) -> httpx.AsyncClient:
        """The HTTP side, asked by this caller; `more` comes before the rest."""
        staff = StaffPages(self.desk, "/demo/signin")
        routers = [
            *more,
            http.router(self.desk),
            people_http.router(self.people_desk),
            moves_http.router(CaseDesk(self.desk)),
            *pages.routers(staff, self.people_desk),
        ]
        app = create_app("routing", routers, lifespan=_no_life, alive=dict, ready=_all_well)
        app.state.authenticator = _Known(caller)
        headers = {"authorization": "Bearer token"} if caller else {}
        transport = httpx.ASGITransport(app=app)
        return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)


def record_of(event: Event, sequence: int, borough: str) -> Record:
    """The record that intake writes of an event, its value sealed where the topic is."""
    key: str = getattr(event, "case_id")  # noqa: B009 - Event itself has none
    envelope = toy.envelope_of(event, key, sequence).model_copy(
        update={"borough": borough, "dataclassification": TOPICS[event.topic].classification}
    )
    value, headers = encode(envelope, event)
    if TOPICS[event.topic].sealed:
        value, headers = SEALS.seal(event.topic, str(envelope.id), value, headers)
    raw = [(name, text.encode()) for name, text in headers.items()]
    return Record(event.topic, 0, sequence, key.encode(), value, raw)


class _Known:
    def __init__(self, caller: Caller | None) -> None:
        self._caller = caller

    async def caller(self, token: str) -> Caller:
        if self._caller is None:
            raise unauthorized()
        return self._caller


class _NoLife:
    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        return None


def _no_life(_: FastAPI) -> Any:
    return _NoLife()


async def _all_well() -> Mapping[str, str]:
    return {}


def _but(designations: Iterable[Designation], department: str) -> tuple[Designation, ...]:
    return tuple(one for one in designations if one.department != department)


@pytest.fixture
def house(grids: Grids, territories: ShapelyTerritories, directory: Directory) -> House:
    """Routing with the people of the manifests."""
    return House(Snapshot(grids, territories, directory))


@pytest.fixture
def house_without_public_works(
    grids: Grids, territories: ShapelyTerritories, directory: Directory
) -> House:
    """Nobody is designated for public works, in any borough."""
    people = Directory(_but(directory.designations, "travaux-publics"))
    return House(Snapshot(grids, territories, people), without="travaux-publics")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONGEST_PAUSE_SECONDS", 0.0)
