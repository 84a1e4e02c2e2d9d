"""The grids of the boroughs: kept, held in memory, waited for."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from chassis.document import Draft
from chassis.faults import Permanent
from chassis.memory import MemoryStore
from chassis.outcome import Outcome
from contracts.events.routing import GridCounter
from sla.adapters.alarms import HORIZON, WAITING, months_between, watch_horizon, watch_waiting
from sla.adapters.indexes import commitments_index, grid_index
from sla.adapters.rule_book import GridRuleBook, GridWatch
from sla.application.follow_case import FollowCase
from sla.application.keep_grid import keep_grid
from sla.domain.commitment import DEFAULT_TIMING, Commitments
from sla.domain.grids import Grid
from sla.entrypoints.subscribers import OnGrid

ACKNOWLEDGE = {"kind": "acknowledge", "counting": "working_days_end_of_day", "amount": 1}
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


class Counted(MemoryStore[Grid]):
    """Remembers how much was asked for."""

    read = 0

    async def find(self, *args: Any, **kwargs: Any) -> Any:
        found = await super().find(*args, **kwargs)
        self.read += len(found)
        return found


async def put(store: MemoryStore[Any], name: str, state: Any) -> None:
    draft = Draft.of((await store.load([name]))[name])
    draft.state, draft.changed = state, True
    assert not await store.save([draft])


def heard(told: Any, version: int, at: datetime, **more: Any) -> Grid:
    kept: Grid = told.kept(told.grid(version, **more))
    return kept.model_copy(update={"heard_at": at})


@pytest.mark.parametrize(
    "row", [{"counting": "no_delay", "amount": 3}, {"counting": "working_hours", "amount": 0}]
)
def test_no_delay_is_said_in_two_ways_and_promises_nothing(told: Any, row: dict[str, Any]) -> None:
    book = told.book(told.grid(commitments=[{"kind": "acknowledge", **row}]))
    state, said = told.play([told.registered()], book=book)
    assert (state.commitments, state.waiting_for, said) == ((), None, [])


@pytest.mark.parametrize(
    ("owed", "channel", "promised"),
    [
        ({}, "social", 0),
        ({"*": False}, "social", 0),
        ({"social": True, "email": True}, "social", 1),
        ({"social": True, "email": True}, "web", 0),
        ({"*": True}, "web", 1),
        ({"*": True, "web": False}, "web", 0),
    ],
)
def test_a_comment_runs_under_the_rule_of_the_grid_for_its_channel_c_12(
    told: Any, owed: dict[str, bool], channel: str, promised: int
) -> None:
    grid = told.grid(commitments=[ACKNOWLEDGE])
    counter = GridCounter(comment_ack=owed)
    book = told.book(grid.model_copy(update={"counter": counter, "digest": str(owed)}))
    asked = told.registered(kind="information", channel=channel)
    state, _ = told.play([asked], book=book)
    assert len(state.commitments) == promised


async def test_a_way_of_counting_we_do_not_know_waits_and_is_alarmed(told: Any) -> None:
    row = {"kind": "acknowledge", "counting": "phases_of_the_moon", "amount": 3}
    state, said = told.play([told.registered()], book=told.book(told.grid(commitments=[row])))
    assert said == []
    assert state.waiting_for.reason == "counting"
    store: MemoryStore[Commitments] = MemoryStore(Commitments, commitments_index)
    await put(store, told.case_id, state)
    await watch_waiting(store)
    assert WAITING.labels("counting")._value.get() == 1


@pytest.mark.parametrize(
    ("lacking", "there"),
    [(["grid"], {}), ([], {"years": [2025]})],
    ids=["no grid", "no calendar of that year"],
)
def test_a_case_waits_with_back_off_and_is_decided_once_its_rules_are_there(
    told: Any, lacking: list[str], there: dict[str, Any]
) -> None:
    book = GridRuleBook(told.seed)
    if not lacking:
        book.learn(told.kept(told.grid(1, **there)))
    cases = FollowCase(book)
    state, said = told.play([told.registered()], book=book)
    assert said == []
    pauses, now = [], told.received_at
    for _ in range(4):
        retry_at = commitments_index(state)["next_try_at"]
        pauses.append(retry_at - now)
        now = retry_at
        outcome = cases.tick(state, now, None)
        assert outcome is not None
        state = outcome.state
    assert pauses == [DEFAULT_TIMING.first_retry * 2**tries for tries in range(4)]
    book.learn(told.kept(told.grid(2 if not lacking else 1)))
    outcome = cases.tick(state, now, None)
    assert outcome is not None
    assert [type(one).__name__ for one in outcome.events] == ["CommitmentStartedV1"]
    assert commitments_index(outcome.state)["waiting"] is None


def test_the_version_in_force_at_receipt_holds_and_an_unknown_one_is_not_guessed(told: Any) -> None:
    book = told.book(
        told.grid(1, effective_on="2020-01-01"), told.grid(2, effective_on="2026-06-15")
    )
    midnight = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)  # the local day begins
    found = [book.rules("prevost", None, midnight - timedelta(seconds=after)) for after in (0, 1)]
    assert [one.version for one in found] == [2, 1]
    assert book.rules("prevost", 3, midnight) is None
    assert book.rules("verdun", None, midnight) is None
    assert book.rules("prevost", None, datetime(2019, 1, 1, tzinfo=UTC)) is None


def test_a_grid_said_again_is_the_same_and_is_usable_at_once(told: Any) -> None:
    book = GridRuleBook(told.seed)
    handle = OnGrid(told.seed, book.learn)
    kept: Outcome[Grid] = handle(None, told.received(told.grid()), NOW)
    assert book.rules("prevost", 1, NOW) is not None
    assert handle(kept.state, told.received(told.grid()), NOW).state is kept.state
    corrected = handle(kept.state, told.received(told.grid(years=[2026])), NOW)
    assert corrected.state is not kept.state
    rules = book.rules("prevost", 1, NOW)
    assert rules is not None
    assert rules.calendar.years == {2026}


@pytest.mark.parametrize(
    ("more", "key", "reason"),
    [
        ({"zone": "Mars/Olympus"}, "", "zone"),
        ({"years": [1500]}, "", "seed knows no holiday"),
        ({"commitments": [ACKNOWLEDGE | {"amount": 99_999}]}, "", "amount"),
        ({}, "prevost@7", "key"),
    ],
)
def test_what_cannot_be_a_grid_is_refused_with_the_field(
    told: Any, more: dict[str, Any], key: str, reason: str
) -> None:
    with pytest.raises(Permanent, match=reason):
        keep_grid(None, told.received(told.grid(**more), key=key), NOW, seed=told.seed)


def test_a_kind_of_promise_we_do_not_know_is_left_out(told: Any) -> None:
    rows = [ACKNOWLEDGE, {"kind": "sing", "counting": "working_hours", "amount": 1}]
    assert len(told.kept(told.grid(commitments=rows)).promises) == 1


async def test_a_restart_reads_all_grids_and_later_looks_only_what_is_new(told: Any) -> None:
    store, book, clock = Counted(Grid, grid_index), GridRuleBook(told.seed), [NOW]
    await put(store, "prevost@1", heard(told, 1, NOW))
    await put(store, "prevost@2", heard(told, 2, NOW + timedelta(seconds=1)))
    watch = GridWatch(store, book, lambda: clock[0])
    await watch.refresh()
    assert book.rules("prevost", 1, NOW)
    assert book.rules("prevost", 2, NOW)
    store.read = 0
    await watch.refresh()
    assert store.read == 1, "nothing is new: only the newest is looked at"
    await put(store, "prevost@3", heard(told, 3, NOW + timedelta(seconds=2)))
    await watch.refresh()
    assert book.rules("prevost", 3, NOW)
    await put(store, "prevost@4", heard(told, 4, NOW - timedelta(seconds=2)))
    await watch.refresh()
    assert book.rules("prevost", 4, NOW) is None
    clock[0] += timedelta(minutes=2)
    await watch.refresh()
    assert book.rules("prevost", 4, NOW), "slipped in behind the newest: found within a minute"


def test_a_calendar_that_runs_out_within_a_year_is_an_alarm(told: Any) -> None:
    book = told.book(told.grid(1), told.grid(1, borough="verdun", years=[2026, 2027, 2028]))
    assert watch_horizon(book.latest(), NOW, 12) == []
    assert HORIZON.labels("prevost")._value.get() == 13
    assert watch_horizon(book.latest(), NOW + timedelta(days=60), 12) == ["prevost"]


def test_months_are_whole() -> None:
    assert months_between(date(2026, 12, 31), date(2027, 12, 30)) == 11
    assert months_between(date(2026, 12, 31), date(2027, 12, 31)) == 12
    assert months_between(date(2027, 1, 1), date(2026, 12, 31)) == -1
