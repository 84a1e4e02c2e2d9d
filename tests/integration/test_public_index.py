"""One suite for the public index in memory and on a server: what one finds, the other finds."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from chassis.document import Draft
from chassis.memory import MemoryStore
from chassis.mongo import MongoStore, connect
from contracts.words import Channel, CommitmentKind, Kind
from guichet_testing.servers import Servers
from intake.adapters import case_index, timeline_index
from intake.adapters.public_index import MemoryPublicIndex, MongoPublicIndex
from intake.domain import closing
from intake.domain.case import Case
from intake.domain.derived_keys import derived_key
from intake.domain.dossier import Brought, Commitment, Origin, Place
from intake.domain.public_index import PublicIndex, closed_on, open_in, received_on, updated_on
from intake.domain.search_terms import SearchTerms
from intake.domain.timeline import Timeline

NOW = datetime(2026, 11, 20, 15, 0, 0, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 20)


class Shelves:
    """Cases and timelines, and what is public of them."""

    def __init__(self, cases: Any, timelines: Any, index: PublicIndex) -> None:
        self._cases = cases
        self._timelines = timelines
        self.index = index

    async def put(self, name: str, **changes: Any) -> Case:
        """A registered case."""
        whole: dict[str, Any] = {
            "borough": "verdun",
            "kind": Kind.REQUEST,
            "activity": "Nid-de-poule",
            "channel": Channel.WEB,
            "origin": Origin.CITIZEN,
            "received_at": NOW,
            "description": "Un trou.",
            "place": Place(longitude=-73.57, latitude=45.46, address="4555, rue de Verdun"),
            "is_of_grid": True,
            **changes,
        }
        return await self.save(
            Case(case_id=name, borough="verdun").register(Brought(**whole), "hash")[0]
        )

    async def save(self, case: Case) -> Case:
        """Stored as it is."""
        await self._save(self._cases, case.case_id, case)
        return case

    async def promise(self, name: str, due_at: datetime) -> None:
        """A timeline with a promise."""
        one = Commitment(
            commitment_id="c", kind=CommitmentKind.COMPLETE, due_at=due_at, standing="running"
        )
        timeline = Timeline(case_id=name, borough="verdun", commitments=(one,))
        await self._save(self._timelines, name, timeline)

    async def _save(self, store: Any, name: str, state: Any) -> None:
        draft = Draft.of((await store.load([name]))[name])
        draft.state, draft.borough, draft.changed = state, "verdun", True
        assert await store.save([draft]) == set()


@pytest.fixture(params=["memory", "mongo"])
async def shelves(request: pytest.FixtureRequest, servers: Servers, database_name: str) -> Shelves:
    index = case_index.searched_by(SearchTerms(derived_key("s" * 32, "search")), lambda: NOW)
    if request.param == "memory":
        cases = MemoryStore(Case, index)
        timelines = MemoryStore(Timeline, timeline_index.index)
        return Shelves(cases, timelines, MemoryPublicIndex(cases, timelines))
    database = connect(servers.database.uri, database_name, timeout_seconds=5)
    stored = MongoStore(database, "cases", Case, index, indexes=case_index.INDEXES)
    lines = MongoStore(database, "timeline", Timeline, timeline_index.index, speaks=False)
    await stored.prepare()
    await lines.prepare()
    return Shelves(stored, lines, MongoPublicIndex(stored, lines))


async def test_a_request_is_found_by_any_of_its_keys_once_and_comes_back_whole(
    shelves: Shelves,
) -> None:
    await shelves.put("a")
    keys = [received_on("verdun", TODAY), open_in("verdun"), "other"]
    (found,) = await shelves.index.found(keys)
    assert (found.request_id, found.boroughs, found.requested_at) == ("a", ("verdun",), NOW)
    assert (found.address.streets, found.channels) == (("rue Verdun",), {"web": 1})
    assert await shelves.index.found([received_on("anjou", TODAY)]) == []
    assert await shelves.index.found([]) == []


async def test_many_keys_find_what_each_of_them_finds(shelves: Shelves) -> None:
    for number in range(30):
        await shelves.put(f"c{number}", received_at=NOW - timedelta(days=number))
    keys = [received_on("verdun", TODAY - timedelta(days=number)) for number in range(28)]
    assert len(await shelves.index.found(keys)) == 28
    names = {one.request_id for one in await shelves.index.of_ids([f"c{n}" for n in range(30)])}
    assert len(names) == 30


async def test_a_save_moves_a_request_to_its_new_keys(shelves: Shelves) -> None:
    case = await shelves.put("a")
    later = NOW + timedelta(days=2)
    await shelves.save(closing.close(case, by="t", now=later, without_work=True)[0])
    assert await shelves.index.found([open_in("verdun")]) == []
    (found,) = await shelves.index.found([closed_on("verdun", later.date())])
    assert found.closed_at == later
    updates = await shelves.index.updates([updated_on("verdun", later.date())])
    assert [(one.update_id, one.at) for one in updates] == [("a-0", NOW), ("a-1", later)]
    assert await shelves.index.updates_of(["a", "b"]) == updates


async def test_pv_44_what_is_no_request_has_no_key_and_no_id(shelves: Shelves) -> None:
    await shelves.put("complaint", kind=Kind.COMPLAINT)
    case = await shelves.put("turned")
    await shelves.save(case.reclassify(Kind.CLAIM, "", is_of_grid=False, by="t", now=NOW)[0])
    assert await shelves.index.found([received_on("verdun", TODAY), open_in("verdun")]) == []
    assert await shelves.index.of_ids(["complaint", "turned"]) == []
    assert await shelves.index.updates_of(["complaint", "turned"]) == []


async def test_what_was_saved_is_told_by_its_minute_and_that_it_is_public_no_more(
    shelves: Shelves,
) -> None:
    await shelves.put("a")
    await shelves.put("complaint", kind=Kind.COMPLAINT)
    changed = await shelves.index.changed(NOW - timedelta(minutes=3), NOW)
    assert set(changed) == {"a", "complaint"}
    assert changed["complaint"] is None
    assert changed["a"] == (await shelves.index.of_ids(["a"]))[0]


async def test_promises_are_read_without_the_rest(shelves: Shelves) -> None:
    due = NOW.replace(microsecond=0) + timedelta(days=3)
    await shelves.promise("a", due)
    assert await shelves.index.promised(["a", "b"]) == {"a": due}
