"""Reading the public record: spans, counters, promises, and what is held in memory meanwhile."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chassis.document import Document, Draft
from chassis.memory import MemoryStore
from contracts.words import CommitmentKind, Kind
from guichet_testing.bad_input import example
from guichet_testing.grids import heard
from intake.adapters import timeline_index
from intake.adapters.case_index import index
from intake.adapters.public_index import MemoryPublicIndex
from intake.application.keep_grid import keep_words
from intake.domain import closing
from intake.domain.activities import GridWords, Vocabulary
from intake.domain.case import Case
from intake.domain.dossier import Commitment, Place
from intake.domain.gazetteer import Gazetteer, Spot
from intake.domain.place_text import Form
from intake.domain.public_index import days, minutes
from intake.domain.public_request import PublicFacts, PublicRequest, PublicStatus
from intake.domain.timeline import Timeline
from intake.entrypoints.public import recent
from intake.entrypoints.public.public_requests import PublicRequests

from services.intake.tests.conftest import NOW
from services.intake.tests.public_samples import HERE, assigned, brought, public_grids

OPEN = frozenset({PublicStatus.OPEN})


class Counted(MemoryPublicIndex):
    """Counts how often it is asked, and for how many days."""

    def __init__(self, cases: MemoryStore[Case], timelines: MemoryStore[Timeline]) -> None:
        super().__init__(cases, timelines)
        self.keys = 0
        self.promises = 0

    async def found(self, keys: Collection[str]) -> list[PublicFacts]:
        """As the other, counted."""
        self.keys += len(keys)
        return await super().found(keys)

    async def promised(self, ids: Collection[str]) -> Mapping[str, datetime]:
        """As the other, counted."""
        self.promises += len(ids)
        return await super().promised(ids)


class Town:
    """Cases in memory, and what is read of them."""

    def __init__(self) -> None:
        self.now = NOW
        self.cases: MemoryStore[Case] = MemoryStore(Case, index)
        self.timelines = MemoryStore(Timeline, timeline_index.index)
        self.index = Counted(self.cases, self.timelines)
        self.public = PublicRequests.over(self.index, public_grids, Gazetteer(), lambda: self.now)

    async def save(self, case: Case) -> None:
        """Put a case there, whatever was."""
        draft = Draft.of((await self.cases.load([case.case_id]))[case.case_id])
        draft.state, draft.borough, draft.changed = case, case.borough, True
        assert await self.cases.save([draft]) == set()

    async def bring(self, name: str, at: datetime, **changes: object) -> Case:
        """A request received then."""
        made = brought(received_at=at, **changes).model_copy(update={"case_id": name})
        await self.save(made)
        return made

    async def promise(self, name: str, due_at: datetime) -> None:
        """Work promised for then."""
        one = Commitment(
            commitment_id="c", kind=CommitmentKind.COMPLETE, due_at=due_at, standing="running"
        )
        draft: Draft[Timeline] = Draft.of(Document(name))
        draft.state = Timeline(case_id=name, borough=HERE, commitments=(one,))
        draft.borough, draft.changed = HERE, True
        self.timelines.documents.pop(name, None)
        assert await self.timelines.save([draft]) == set()


@pytest.fixture
def town() -> Town:
    return Town()


def ids(found: Collection[PublicRequest]) -> list[str]:
    return [one.request_id for one in found]


async def test_the_newest_come_first_within_the_span_and_the_limit(town: Town) -> None:
    for number in range(6):
        await town.bring(f"c{number}", NOW - timedelta(days=20 * number))
    assert ids(await town.public.page(HERE)) == ["c0", "c1", "c2", "c3", "c4"]
    assert ids(await town.public.page(HERE, limit=2)) == ["c0", "c1"]
    start, end = NOW - timedelta(days=40), NOW - timedelta(days=20)
    assert ids(await town.public.page(HERE, start=start, end=end)) == ["c1", "c2"]
    start, end = NOW - timedelta(days=120), NOW - timedelta(days=70)
    assert ids(await town.public.page(HERE, start=start, end=end)) == ["c4", "c5"]


async def test_a_page_is_filtered_by_status_and_by_codes_of_the_grid(town: Town) -> None:
    first = await town.bring("a", NOW, activity="Trou")
    await town.bring("b", NOW - timedelta(days=1), activity="eclairage")
    await town.save(closing.close(first, by="t", now=NOW, without_work=True)[0])
    assert ids(await town.public.page(HERE, statuses=OPEN)) == ["b"]
    (found,) = await town.public.page(HERE, codes={"nid-de-poule"})
    assert (found.request_id, found.activity_code) == ("a", "nid-de-poule")
    assert (found.activity_fr, found.activity_en) == ("Nid-de-poule", "Pothole")


async def test_a_counter_is_told_of_its_own_and_of_what_it_answers_for(town: Town) -> None:
    await town.save(assigned(await town.bring("a", NOW), to="verdun"))
    await town.bring("b", NOW)
    assert ids(await town.public.page("verdun")) == ["a"]
    assert ids(await town.public.by_ids(["b", "a", "b", "x"], "verdun")) == ["a"]
    assert ids(await town.public.by_ids(["b", "a", "b", "x"], None)) == ["b", "a"]
    assert await town.public.page("prevost") == []


async def test_what_is_open_is_current_however_old_and_what_closed_lately(town: Town) -> None:
    await town.bring("old", NOW - timedelta(days=400))
    for name, ago in (("lately", 10), ("long ago", 31)):
        case = await town.bring(name, NOW - timedelta(days=300))
        at = NOW - timedelta(days=ago)
        await town.save(closing.close(case, by="t", now=at, without_work=True)[0])
    found = await town.public.current(HERE, NOW - timedelta(days=30))
    assert sorted(ids(found)) == ["lately", "old"]


async def test_pv_03_what_is_held_is_as_new_as_the_database(town: Town) -> None:
    case = await town.bring("a", NOW)
    assert ids(await town.public.page(HERE)) == ["a"]
    read = town.index.keys
    await town.save(closing.close(case, by="t", now=NOW, without_work=True)[0])
    await town.bring("b", NOW)
    assert [(one.request_id, one.status.value) for one in await town.public.page(HERE)] == [
        ("b", "open"),
        ("a", "closed"),
    ]
    assert town.index.keys == read, "it was not read anew"


async def test_what_becomes_a_complaint_is_let_go_of_at_once_pv_44(town: Town) -> None:
    case = await town.bring("a", NOW)
    assert ids(await town.public.current(HERE, NOW - timedelta(days=30))) == ["a"]
    changed = case.reclassify(Kind.COMPLAINT, "", is_of_grid=False, by="t", now=NOW)[0]
    await town.save(changed)
    assert await town.public.current(HERE, NOW - timedelta(days=30)) == []
    assert await town.public.page(HERE) == []


@pytest.mark.parametrize("later", [timedelta(minutes=21), timedelta(days=2), timedelta(days=-1)])
async def test_what_was_not_read_for_long_is_read_anew(town: Town, later: timedelta) -> None:
    await town.public.page(HERE)
    read = town.index.keys
    town.now += later
    await town.public.page(HERE)
    assert town.index.keys > read


async def test_more_than_is_held_is_read_from_the_database(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "MOST", 3)
    for number in range(20):
        await town.bring(f"c{number:02}", NOW - timedelta(days=4 * number))
    held = await town.public.recent.of(HERE)
    assert NOW - timedelta(days=30) < held.since < NOW
    for number in range(20):
        case = brought(received_at=NOW - timedelta(days=4 * number))
        ended = closing.close(case, by="t", now=NOW, without_work=True)[0]
        await town.save(ended.model_copy(update={"case_id": f"c{number:02}"}))
    assert len(await town.public.page(HERE)) == 20
    assert ids(await town.public.page(HERE, limit=2)) == ["c00", "c01"]


async def test_a_promise_is_told_and_read_again_soon_while_the_request_is_open(
    town: Town,
) -> None:
    due = NOW + timedelta(days=3)
    await town.bring("a", NOW)
    assert (await town.public.page(HERE))[0].expected_at is None
    await town.promise("a", due)
    assert (await town.public.by_ids(["a"], HERE))[0].expected_at == due
    town.now += timedelta(seconds=16)
    assert (await town.public.page(HERE))[0].expected_at == due
    read = town.index.promises
    town.now += timedelta(seconds=5)
    assert (await town.public.page(HERE))[0].expected_at == due
    assert town.index.promises == read


async def test_the_promise_of_what_has_not_changed_lately_is_read_again_in_ten_minutes(
    town: Town,
) -> None:
    await town.bring("a", NOW - timedelta(hours=1))
    await town.promise("a", NOW + timedelta(days=3))
    await town.public.page(HERE)
    moved = NOW + timedelta(days=9)
    await town.promise("a", moved)
    town.now += timedelta(minutes=9)
    assert (await town.public.page(HERE))[0].expected_at != moved
    town.now += timedelta(minutes=2)
    assert (await town.public.page(HERE))[0].expected_at == moved
    assert town.index.promises == 2


async def test_the_promise_of_what_closed_long_ago_is_read_once(town: Town) -> None:
    case = await town.bring("a", NOW - timedelta(days=3))
    at = NOW - timedelta(days=1)
    await town.save(closing.close(case, by="t", now=at, without_work=True)[0])
    await town.promise("a", NOW)
    for _ in range(3):
        assert (await town.public.page(HERE))[0].expected_at == NOW
        town.now += timedelta(minutes=10)
    assert town.index.promises == 1


async def test_how_coarse_a_place_is_told_follows_from_the_grid_of_its_counter(town: Town) -> None:
    grid: Any = example("routing.grid-published.v1", borough=HERE, inherits=None)
    kept = keep_words(None, heard(grid), NOW).state
    assert kept.counter.public_location == "segment"
    spot = Spot(
        form=Form.CORNER,
        streets=("rue Gouin", "rue Dumas"),
        borough=HERE,
        city="montreal",
        longitude=-73.8608,
        latitude=45.4901,
        source="montreal",
    )
    town.public = PublicRequests.over(
        town.index, words_of(kept), Gazetteer([spot]), lambda: town.now
    )
    await town.bring("a", NOW, place=Place(longitude=-73.8612, latitude=45.4904))
    (found,) = await town.public.page(HERE)
    assert (found.longitude, found.latitude) == (spot.longitude, spot.latitude)
    assert found.near == "rue Gouin / rue Dumas"


def words_of(grid: GridWords) -> Callable[[], Awaitable[Vocabulary]]:
    async def words() -> Vocabulary:
        return Vocabulary([grid])

    return words


async def test_updates_are_in_a_stable_order_within_the_span(town: Town) -> None:
    await town.save(assigned(await town.bring("b", NOW), at=NOW))
    await town.bring("a", NOW)
    await town.bring("c", NOW + timedelta(days=1))
    found = await town.public.updates(HERE, NOW, NOW)
    assert [one.update_id for one in found] == ["a-0", "b-0", "b-assigned-20260615140000"]
    assert await town.public.updates("prevost", NOW, NOW) == []
    assert [one.what for one in await town.public.updates_of("b")] == ["registered", "assigned"]


def test_a_span_is_walked_by_days_the_newest_first_and_by_minutes() -> None:
    start = datetime(2026, 2, 28, 23, 59, 30, tzinfo=UTC)
    end = start + timedelta(minutes=1)
    assert [str(one) for one in days(start, end)] == ["2026-03-01", "2026-02-28"]
    assert days(end, start) == []
    assert minutes(start, end) == ["2026-02-28T23:59", "2026-03-01T00:00"]
