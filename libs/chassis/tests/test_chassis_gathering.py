"""Saves gathered into one trip: each has its own answer, and nobody waits for company."""

import asyncio
from collections.abc import Sequence

import pytest
from chassis.document import Document, Draft
from chassis.faults import Transient
from chassis.gathering import SAVED_AT_ONCE, Gathering
from chassis.memory import MemoryStore
from guichet_testing import toy


class Watched(MemoryStore[toy.Tally]):
    """Notes who was saved with whom; its gate may be shut, `faults` are raised in turn."""

    def __init__(self) -> None:
        super().__init__(toy.Tally, toy.index)
        self.trips: list[list[str]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.faults: list[Exception | None] = []

    async def save(self, drafts: Sequence[Draft[toy.Tally]]) -> set[str]:
        self.trips.append([draft.id for draft in drafts])
        await self.gate.wait()
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        return await super().save(drafts)


@pytest.fixture
def store() -> Watched:
    return Watched()


def new(case_id: str) -> Draft[toy.Tally]:
    draft = Draft.of(Document[toy.Tally](case_id))
    draft.state, draft.borough, draft.changed = toy.Tally(case_id=case_id), "anjou", True
    return draft


async def saved(gathering: Gathering[toy.Tally], *ids: str) -> list[bool | BaseException]:
    asked = (gathering.save(new(one)) for one in ids)
    return await asyncio.gather(*asked, return_exceptions=True)


async def test_a_lone_save_goes_at_once(store: Watched) -> None:
    assert await saved(Gathering(store), "c1") == [True]
    assert store.trips == [["c1"]]


async def test_what_comes_while_a_save_is_under_way_goes_together_in_the_next(
    store: Watched,
) -> None:
    gathering = Gathering(store)
    store.gate.clear()
    first = asyncio.create_task(gathering.save(new("c0")))
    while not store.trips:
        await asyncio.sleep(0)
    others = asyncio.create_task(saved(gathering, "c1", "c2", "c3"))
    await asyncio.sleep(0)
    store.gate.set()
    assert await first is True
    assert await others == [True, True, True]
    assert store.trips == [["c0"], ["c1", "c2", "c3"]]


async def test_of_two_saves_of_one_document_the_second_loses_by_itself(store: Watched) -> None:
    assert await saved(Gathering(store), "c1", "c1", "c2") == [True, False, True]
    assert store.trips == [["c1", "c2"], ["c1"]]


async def test_a_trip_is_of_bounded_length(store: Watched) -> None:
    ids = [f"c{number}" for number in range(SAVED_AT_ONCE + 5)]
    assert await saved(Gathering(store), *ids) == [True] * len(ids)
    assert [len(trip) for trip in store.trips] == [SAVED_AT_ONCE, 5]


async def test_what_is_wrong_with_one_is_not_told_to_its_neighbours(store: Watched) -> None:
    too_large = ValueError("document too large")
    store.faults = [too_large, None, too_large, None]
    assert await saved(Gathering(store), "c1", "c2", "c3") == [True, too_large, True]


async def test_a_lost_answer_is_told_to_all_who_went_together(store: Watched) -> None:
    store.faults = [Transient("the answer was lost")]
    answers = await saved(Gathering(store), "c1", "c2")
    assert [type(answer) for answer in answers] == [Transient, Transient]


async def test_who_asked_and_went_away_holds_nobody_up(store: Watched) -> None:
    gathering = Gathering(store)
    store.gate.clear()
    gone = asyncio.create_task(gathering.save(new("c1")))
    while not store.trips:
        await asyncio.sleep(0)
    gone.cancel()
    store.gate.set()
    assert await saved(gathering, "c2") == [True]
