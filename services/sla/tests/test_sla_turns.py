"""Which timers a pass takes, from plain values: bounded, oldest first, every borough's turn."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.document import Document, Draft
from chassis.memory import MemoryStore
from hypothesis import given
from hypothesis import strategies as st
from sla.adapters.indexes import commitments_index
from sla.adapters.turns import LAG, Due, Turns, in_turn, judged_until, share_of
from sla.domain.commitment import DEFAULT_TIMING, Commitments
from sla.domain.commitments import judge_at, next_try_at, put_off, tick

NOW = datetime(2026, 6, 19, 21, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BOROUGHS = ("prevost", "anjou", "verdun")


def due(number: int, seconds: float = 0) -> Due:
    return Due(NOW + seconds * SECOND, Document(str(UUID(int=number))))


def ids(batch: Sequence[Due]) -> list[int]:
    return [UUID(one.document.id).int for one in batch]


def test_others_take_the_place_of_the_newest_of_the_herd_and_all_is_in_order_of_time() -> None:
    herd = [due(number, number) for number in range(10)]
    assert ids(in_turn(herd, [due(100, 3.5), due(101, 99)], 10)) == [
        0,
        1,
        2,
        3,
        100,
        *range(4, 8),
        101,
    ]


def test_a_herd_alone_is_taken_as_it_comes() -> None:
    herd = [due(number, number) for number in range(10)]
    assert in_turn(herd, [], 10) == herd


@given(
    herd=st.lists(st.integers(0, 50), max_size=40),
    others=st.lists(st.integers(0, 50), max_size=40),
    limit=st.integers(1, 40),
)
def test_a_batch_is_bounded_names_nobody_twice_and_takes_all_guests(
    herd: list[int], others: list[int], limit: int
) -> None:
    oldest = [due(number, at) for number, at in enumerate(sorted(herd))][:limit]
    guests = [due(100 + number, at) for number, at in enumerate(others)]
    batch = in_turn(oldest, guests, limit)
    assert len(batch) <= max(limit, len(guests))
    assert len(ids(batch)) == len(set(ids(batch)))
    assert [one.at for one in batch] == sorted(one.at for one in batch)
    assert set(ids(guests)) <= set(ids(batch))


@given(herd=st.integers(1, 1000), others=st.integers(1, 40))
def test_the_shares_of_all_others_leave_the_herd_half_of_every_large_pass(
    herd: int, others: int
) -> None:
    share = share_of(herd, others)
    assert share >= 1, "nobody goes away empty"
    assert share * others <= max(herd // 2, others)


def test_nobody_else_means_no_shares() -> None:
    assert share_of(1000, 0) == 0


def test_a_mark_that_the_clock_was_set_back_behind_says_nothing() -> None:
    mark: Any = type("Mark", (), {"until": NOW})()
    until = judged_until(mark, DEFAULT_TIMING.settling)
    assert until(NOW) == NOW - DEFAULT_TIMING.settling
    assert until(NOW - SECOND) is None
    mark.until = None
    assert until(NOW) is None, "not read yet"


class Shop:
    """Commitments in a store, found by their turns; counts the questions."""

    def __init__(self, told: Any) -> None:
        self.store: MemoryStore[Commitments] = MemoryStore(Commitments, commitments_index)
        self.told, self.asked = told, list[dict[str, str]]()
        self.turns = Turns("judge_at", self, judge_at, lambda: BOROUGHS)  # type: ignore[arg-type]

    async def due(self, field: str, now: datetime, limit: int, **where: str) -> Any:
        self.asked.append(where)
        return await self.store.due(field, now, limit, **where)

    async def put(self, number: int, borough: str) -> None:
        case_id = str(UUID(int=number))
        state, _ = self.told.play([self.told.registered(), self.told.assigned()])
        given = state.facts.assignment.model_copy(update={"borough": borough})
        facts = state.facts.model_copy(update={"assignment": given})
        draft: Draft[Commitments] = Draft.of(Document(case_id))
        draft.state = state.model_copy(update={"case_id": case_id, "facts": facts})
        draft.changed = True
        await self.store.save([draft])

    async def batch(self, at: datetime, limit: int) -> list[str]:
        found = await self.turns(at, limit)
        return [
            one.state.facts.assignment.borough
            for one in found
            if one.state is not None and one.state.facts.assignment is not None
        ]


async def test_a_pass_that_is_not_full_asks_once_and_a_herd_asks_for_the_others_too(
    told: Any,
) -> None:
    shop = Shop(told)
    for number in range(6):
        await shop.put(number, "prevost")
    await shop.put(50, "verdun")
    assert len(await shop.batch(told.long_after, 10)) == 7
    assert shop.asked == [{}]
    assert sorted(await shop.batch(told.long_after, 4)) == ["prevost"] * 3 + ["verdun"]
    assert shop.asked[1:] == [{}, {"borough": "anjou"}, {"borough": "verdun"}]


async def test_how_long_the_oldest_has_waited_is_measured(told: Any) -> None:
    shop = Shop(told)
    await shop.put(1, "prevost")
    await shop.batch(told.acknowledge_due_at + 90 * SECOND, 10)
    assert LAG.labels("judge_at")._value.get() == 90
    await shop.batch(told.received_at, 10)
    assert LAG.labels("judge_at")._value.get() == 0


@given(days=st.floats(0, 60), read=st.sampled_from(["all", "nothing", "an hour behind"]))
def test_a_tick_always_leaves_the_next_one_for_later(told: Any, days: float, read: str) -> None:
    state, _ = told.play([told.registered(), told.assigned()])
    now = told.received_at + timedelta(days=days)
    until = {"all": now, "nothing": None, "an hour behind": now - timedelta(hours=1)}[read]
    ticked, _ = tick(state, told.book(), now, until)
    for after in (ticked, put_off(state, now)):
        later = next_try_at(after)
        assert later is None or later > now
    judged = judge_at(ticked)
    assert judged is None or until is None or judged >= until - DEFAULT_TIMING.settling
