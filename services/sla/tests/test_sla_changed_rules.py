"""A grid or calendar that changes: promises follow, also settled ones, and say before and after."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from chassis.document import Draft
from chassis.memory import MemoryStore
from contracts import Event
from contracts.events.sla import CommitmentMovedV1
from sla.adapters.indexes import commitments_index
from sla.adapters.rule_book import GridRuleBook
from sla.adapters.spreading import Spread, Spreading, months_of
from sla.application.follow_case import FollowCase
from sla.domain.calendar import CalendarMissing
from sla.domain.commitment import Commitments, State
from sla.domain.grids import Grid
from sla.domain.promises import CommitmentKind

COMPLETE = {"kind": "complete", "counting": "working_days_end_of_day", "amount": 4}
ACKNOWLEDGE = {"kind": "acknowledge", "counting": "working_days_end_of_day", "amount": 1}
STORM = {"on": "2026-06-17", "reason_fr": "tempête", "reason_en": "storm"}
NOON = {
    day: [["08:00", "12:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
}
MONDAY_AFTER = datetime(2026, 6, 22, 21, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


def closing(told: Any, effective_on: str = "2026-06-16") -> Any:
    """A second version: the counter is closed on Wednesday 17 June."""
    return told.grid(2, effective_on=effective_on, closures=[STORM])


def again(book: GridRuleBook, state: Commitments, now: datetime = NOW) -> tuple[Commitments, Any]:
    outcome = FollowCase(book).again(state, now)
    if outcome is None:
        return state, []
    return outcome.state, [event for event in outcome.events if isinstance(event, Event)]


def test_a_closure_in_a_new_version_moves_what_is_promised_already_pv_04(told: Any) -> None:
    book = told.book()
    state, _ = told.play([told.registered(), told.assigned()], book=book)
    book.learn(told.kept(closing(told)))
    state, (moved,) = again(book, state)
    assert isinstance(moved, CommitmentMovedV1)
    assert (moved.previous_due_at, moved.due_at) == (told.complete_due_at, MONDAY_AFTER)
    assert (moved.cause, moved.original_due_at) == ("calendar", told.complete_due_at)
    assert "tempête" in moved.explanation_fr
    assert again(book, state) == (state, []), "recomputing twice changes nothing"


def test_each_day_counts_as_the_version_in_force_that_day_says(told: Any) -> None:
    book = told.book()
    book.learn(told.kept(told.grid(2, effective_on="2026-06-19", weekly=NOON)))
    rules = book.rules("prevost", 1, told.received_at)
    assert rules is not None
    closes = [rules.calendar.day(date(2026, 6, day)).spans[-1][1].hour for day in (18, 19)]
    assert closes == [17, 12]
    state, _ = told.play([told.registered(), told.assigned()], book=book)
    assert state.commitments[-1].due_at == datetime(2026, 6, 19, 16, 0, tzinfo=UTC)


def test_a_year_that_the_version_in_force_does_not_know_is_missing(told: Any) -> None:
    book = told.book()
    book.learn(told.kept(told.grid(2, effective_on="2027-07-01", years=[2026])))
    rules = book.rules("prevost", 1, told.received_at)
    assert rules is not None
    assert rules.calendar.day(date(2026, 7, 2)).spans
    with pytest.raises(CalendarMissing):
        rules.calendar.day(date(2027, 7, 2))


def test_a_grid_in_force_before_a_settled_case_is_published_later_and_judged_by_pv_04(
    told: Any,
) -> None:
    book = told.book()
    handed_over = told.handed_over(told.acknowledge_due_at + timedelta(hours=1))
    state, said = told.play([told.registered(), handed_over], book=book)
    assert state.commitments[0].state is State.MISSED
    two_days = ACKNOWLEDGE | {"amount": 2}
    book.learn(told.kept(told.grid(2, effective_on="2026-06-01", commitments=[two_days])))
    state, said = again(book, state)
    assert [one.wire_type for one in said] == [
        "sla.commitment-moved.v1",
        "sla.commitment-miss-withdrawn.v1",
        "sla.commitment-met.v1",
    ]
    assert said[0].cause == "rules"
    kept = state.of_kind(CommitmentKind.ACKNOWLEDGE)
    assert kept is not None
    assert kept.state is State.MET
    assert again(book, state) == (state, [])


def test_a_document_of_before_this_release_is_read_and_not_warned_of_twice(told: Any) -> None:
    state, _ = told.play([told.registered(), told.assigned()])
    old = state.model_dump(mode="json")
    del old["facts"]["entered"]
    for one in old["commitments"]:
        for name in ("told_share", "warn_shares", "original_basis", "extended_by", "stopped"):
            del one[name]
        one |= {"warn_at": one["due_at"], "due_soon_sent": True}
    read = Commitments.model_validate(old)
    assert [one.warn_at for one in read.commitments] == [None, None]
    assert [one.due_at for one in read.commitments] == [one.due_at for one in state.commitments]


async def put(store: MemoryStore[Any], name: str, state: Any) -> None:
    draft = Draft.of((await store.load([name]))[name])
    draft.state, draft.changed = state, True
    assert not await store.save([draft])


class House:
    """A store of cases, and what carries grids to them."""

    def __init__(self, book: GridRuleBook) -> None:
        self.book, self.cases = book, FollowCase(book)
        self.store: MemoryStore[Commitments] = MemoryStore(Commitments, commitments_index)
        self.marks: MemoryStore[Spread] = MemoryStore(Spread, lambda _: {"boroughs": []})
        self.looked = 0

    def spreading(self) -> Spreading:
        def needs(state: Commitments, now: datetime) -> bool:
            self.looked += 1
            return self.cases.again(state, now) is not None

        return Spreading(
            self.store,
            self.marks,
            self.book.grids,
            self.book.latest,
            needs,
            wait=timedelta(seconds=10),
        )

    async def run(self, spreading: Spreading, now: datetime, limit: int = 2) -> list[str]:
        """Rounds until nothing is left to do; the cases that changed, in order."""
        changed: list[str] = []
        for _ in range(200):
            found = await spreading.find(now, limit)
            for one in found:
                assert one.state is not None
                outcome = self.cases.again(one.state, now)
                assert outcome is not None
                await put(self.store, one.id, outcome.state)
                changed.append(one.id)
        return changed


def heard(told: Any, event: Any, at: datetime) -> Grid:
    kept: Grid = told.kept(event)
    return kept.model_copy(update={"heard_at": at})


async def test_a_grid_reaches_every_case_that_it_concerns_and_no_other_and_once(told: Any) -> None:
    house = House(told.book())
    state, _ = told.play([told.registered(), told.assigned()], book=house.book)
    for number in range(5):
        await put(house.store, f"concerned-{number}", state)
    before = told.received_at - timedelta(days=60)
    early = told.registered(received_at=before)
    past, _ = told.play([early, told.assigned()], book=house.book)
    await put(house.store, "long-ago", past)
    await house.run(house.spreading(), NOW)
    house.book.learn(heard(told, closing(told), NOW))
    house.looked = 0
    waiting = house.spreading()
    assert await house.run(waiting, NOW) == [], "other replicas may not hold it yet"
    changed = await house.run(waiting, NOW + timedelta(seconds=10))
    assert sorted(changed) == [f"concerned-{number}" for number in range(5)]
    assert "long-ago" not in changed
    looked, house.looked = house.looked, 0
    assert looked > 0
    assert await house.run(house.spreading(), NOW + timedelta(minutes=1)) == []
    assert house.looked == 0, "a worker that starts anew knows what was carried"


async def test_whoever_dies_in_the_middle_begins_that_grid_again(told: Any) -> None:
    house = House(told.book())
    state, _ = told.play([told.registered(), told.assigned()], book=house.book)
    for number in range(3):
        await put(house.store, f"case-{number}", state)
    house.book.learn(heard(told, closing(told), NOW))
    later = NOW + timedelta(minutes=1)
    dying = house.spreading()
    found = [await dying.find(later, 2) for _ in range(100)]
    assert any(found), "it had begun"
    changed = await house.run(house.spreading(), later)
    assert sorted(changed) == ["case-0", "case-1", "case-2"]


def test_a_case_rests_on_each_month_in_which_its_delays_run_in_each_borough(told: Any) -> None:
    long = COMPLETE | {"counting": "calendar_days", "amount": 60}
    book = told.book(told.grid(commitments=[long]), told.grid(borough="verdun"))
    state, _ = told.play([told.registered(), told.assigned()], book=book)
    assert months_of(state) == ["prevost@2026-06", "prevost@2026-07", "prevost@2026-08"]
    moved, _ = told.play([told.assigned(borough="verdun")], state, book=book)
    assert {name.split("@")[0] for name in months_of(moved)} == {"prevost", "verdun"}
    assert months_of(Commitments(case_id=told.case_id)) == []
