"""What is owed, as each process holds it: as new as the database, and read no more than it must."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sla.domain.owed_cases import OwedCase, slot_of, slots
from sla.entrypoints.owed_board import APART, SLACK, UNREAD_MOST, Held, OwedBoard

NOW = datetime(2026, 6, 16, 15, 0, 3, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=900)).map(lambda after: NOW + after)

SPANS = st.timedeltas(timedelta(0), timedelta(minutes=30))


def case(name: str, *words: str, boroughs: tuple[str, ...] = ("prevost",)) -> OwedCase:
    return OwedCase(name, boroughs, words, "request", "", "", NOW, NOW)


class Database:
    """Cases with the moment of their last save, and what was asked of it."""

    def __init__(self) -> None:
        self.now = NOW
        self.rows: dict[str, tuple[datetime, OwedCase]] = {}
        self.whole_reads: list[str] = []
        self.spans: list[tuple[datetime, datetime]] = []

    def save(self, *cases: OwedCase) -> None:
        for one in cases:
            self.rows[one.case_id] = self.now, one

    async def owed_in(self, borough: str) -> Collection[OwedCase]:
        self.whole_reads.append(borough)
        start = f"{borough}/"
        found = (one for _, one in self.rows.values())
        return [one for one in found if any(word.startswith(start) for word in one.words)]

    async def saved(self, start: datetime, end: datetime) -> Mapping[str, OwedCase]:
        self.spans.append((start, end))
        wanted = slots(start, end)
        return {name: one for name, (at, one) in self.rows.items() if slot_of(at) in wanted}

    def board(self) -> OwedBoard:
        return OwedBoard(self, lambda: self.now)


async def running(board: OwedBoard, borough: str = "prevost") -> set[str]:
    return (await board.of([borough])).found([f"{borough}/running"])


async def test_what_is_saved_after_the_first_look_is_there_at_the_next_one() -> None:
    database = Database()
    board = database.board()
    database.save(case("a", "prevost/running"))
    assert await running(board) == {"a"}
    database.save(case("b", "prevost/running"))
    assert await running(board) == {"a", "b"}, "in the same second"
    database.now += timedelta(minutes=5)
    database.save(case("a"))
    assert await running(board) == {"b"}, "and gone once nothing is owed"
    assert database.whole_reads == ["prevost"], "the first look alone read all"


async def test_a_case_that_changed_hands_is_found_where_it_is_now() -> None:
    database = Database()
    board = database.board()
    database.save(case("a", "prevost/running"))
    assert await running(board) == {"a"}
    assert await running(board, "verdun") == set()
    database.save(case("a", "verdun/running", boroughs=("prevost", "verdun")))
    assert await running(board) == set()
    assert await running(board, "verdun") == {"a"}


async def test_a_case_may_be_owed_by_two_boroughs_each_by_its_own_words() -> None:
    database = Database()
    both = ("prevost", "verdun")
    database.save(case("a", "prevost/late", "prevost/running", "verdun/running", boroughs=both))
    held = await database.board().of(both)
    assert held.found(["prevost/late"]) == held.found(["verdun/running"]) == {"a"}
    assert held.found(["verdun/late"]) == held.found([APART]) == set()


async def test_what_a_borough_owes_and_has_no_more_is_told_apart() -> None:
    database = Database()
    database.save(case("a", "prevost/late", boroughs=("verdun",)))
    held = await database.board().of(["prevost"])
    assert held.found([APART]) == {"a"}, "for it is not for whoever sees Prévost alone"


async def test_each_look_asks_for_what_was_saved_since_the_last_one() -> None:
    database = Database()
    board = database.board()
    await running(board)
    assert database.spans == [], "nothing is held yet"
    database.now += timedelta(minutes=3)
    await running(board)
    assert database.spans == [(NOW - SLACK, database.now)]


async def test_after_a_long_silence_and_after_a_clock_set_back_all_is_read_anew() -> None:
    database = Database()
    board = database.board()
    await running(board)
    database.now += UNREAD_MOST + timedelta(seconds=1)
    await running(board)
    database.now -= timedelta(minutes=10)
    await running(board)
    assert (database.whole_reads, database.spans) == (["prevost"] * 3, [])


async def test_a_read_that_fails_loses_nothing() -> None:
    database = Database()
    board = database.board()
    await running(board)
    database.now += timedelta(minutes=4)
    database.save(case("a", "prevost/running"))

    async def fails(start: datetime, end: datetime) -> Mapping[str, OwedCase]:
        raise ConnectionError

    works = database.saved
    database.saved = fails  # type: ignore[method-assign]
    try:
        await running(board)
    except ConnectionError:
        database.now += timedelta(minutes=4)
    database.saved = works  # type: ignore[method-assign]
    assert await running(board) == {"a"}


@given(one=MOMENTS, length=SPANS, share=st.floats(0, 1))
def test_every_moment_of_a_span_lies_in_one_of_its_slots(
    one: datetime, length: timedelta, share: float
) -> None:
    found = slots(one, one + length)
    assert slot_of(one + length * share) in found
    assert found == sorted(set(found))
    assert len(found) <= length / timedelta(seconds=10) + 2
    assert slots(one, one - timedelta(minutes=1)) == []


def test_a_case_that_is_as_it_was_changes_nothing() -> None:
    """What was saved within the last minute is read again at each look."""
    held, first = Held(), case("a", "prevost/running")
    held.boroughs.add("prevost")
    held.take(first)
    held.take(replace(first))
    assert held.cases["a"] is first


@given(days=st.lists(st.integers(0, 3) | st.none(), max_size=12), most=st.integers(0, 14))
def test_the_first_of_a_list_are_those_due_first_and_always_in_the_same_order(
    days: list[int | None], most: int
) -> None:
    held = Held()
    held.boroughs.add("prevost")
    for number, after in enumerate(days):
        due_at = None if after is None else NOW + after * timedelta(days=1)
        held.take(replace(case(f"{number:02}", "prevost/running"), due_at=due_at))
    found = held.found(["prevost/running"])
    expected = sorted((9 if after is None else after, place) for place, after in enumerate(days))
    names = [f"{place:02}" for _, place in expected]
    assert list(held.first(found, "due_at", most)) == names[:most]


def test_what_is_no_longer_owed_leaves_nothing_behind() -> None:
    held, one = Held(), case("a", "prevost/running")
    held.boroughs.add("prevost")
    held.take(one)
    held.take(replace(one, words=()))
    assert held.cases == {}
    assert held.found(["prevost/running", "kind=request", "department=", "activity="]) == set()
    assert list(held.first((), "due_at", 5)) == []
