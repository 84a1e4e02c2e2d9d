"""Timers of the service as it is wired: once only, oldest first, whatever the clock and the
replicas do (DESIGN §3, Timers)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from contracts import Received
from guichet_testing.rig import Clock
from guichet_testing.sla_workers import SlaWorkers
from sla.domain import commitments
from sla.domain.commitment import DEFAULT_TIMING

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ELSEWHERE = "mont-saint-hilaire"


def case_ids(count: int, start: int = 1) -> list[str]:
    return [str(UUID(int=number)) for number in range(start, start + count)]


def promised(
    told: Any, ids: Iterable[str], received_at: datetime | None = None, borough: str = "prevost"
) -> list[Received[Any]]:
    """So many potholes, each promised within four working days; nobody to acknowledge them to."""
    found: list[Received[Any]] = []
    at = received_at or told.received_at
    for case_id in ids:
        came_in = told.registered(case_id=case_id, received_at=at, contacts_version=0)
        given = told.assigned(borough=borough).model_copy(update={"case_id": case_id})
        found += [told.received(event, key=case_id, borough=borough) for event in (came_in, given)]
    return found


def grids(told: Any) -> list[Received[Any]]:
    return [told.received(told.grid(borough=name)) for name in ("prevost", ELSEWHERE)]


@pytest.fixture
def clock(told: Any) -> Clock:
    made = Clock()
    made.now = told.received_at
    return made


async def house(told: Any, clock: Clock, herd: list[Received[Any]], count: int = 1) -> SlaWorkers:
    workers = SlaWorkers(clock, count)
    await workers.hear([*grids(told), *herd])
    return workers


def goes_to(workers: SlaWorkers, clock: Clock, at: datetime) -> None:
    """Time passes, and everything said until then was read."""
    clock.now = at
    workers.read(at)


async def test_a_day_of_standstill_is_caught_up_oldest_first_with_due_at_and_fired_at_mh_13(
    told: Any, clock: Clock
) -> None:
    ids = case_ids(6)
    herd: list[Received[Any]] = []
    for number, case_id in enumerate(reversed(ids)):
        herd += promised(told, [case_id], told.received_at + number * 4 * timedelta(hours=1))
    workers = await house(told, clock, herd)
    goes_to(workers, clock, told.complete_due_at + 4 * DAY)
    await workers.tick()
    missed = workers.fired("missed")
    assert [one.due_at for one in missed] == sorted(one.due_at for one in missed)
    assert {one.case_id for one in missed} == set(ids)
    assert {one.due_at for one in missed} == {told.complete_due_at, told.complete_due_at + 3 * DAY}
    assert {one.fired_at for one in missed} == {clock.now}, "when it fired, not when it was due"


async def test_two_workers_at_one_herd_never_fire_a_timer_twice(told: Any, clock: Clock) -> None:
    ids = case_ids(250)
    workers = await house(told, clock, promised(told, ids), count=2)
    goes_to(workers, clock, told.complete_due_at + 3 * MINUTE)
    for one in workers.rounds(0):
        found = one._find

        async def overtaken(now: datetime, limit: int, found: Any = found) -> Any:
            documents = await found(now, limit)
            # The other one does all of it between our look and our write.
            await workers.tick(1)
            return documents

        one._find = overtaken
    assert await workers.tick(0) == 0
    missed = workers.fired("missed")
    assert sorted(one.case_id for one in missed) == sorted(ids)
    assert len({one.event_id for one in missed}) == len(ids)


async def test_a_worker_that_starts_again_takes_up_the_herd_where_it_was_left(
    told: Any, clock: Clock
) -> None:
    ids = case_ids(30)
    workers = await house(told, clock, promised(told, ids), count=2)
    goes_to(workers, clock, told.complete_due_at + 3 * MINUTE)
    misses = workers.rounds(0)[1]
    misses.limit = 12
    assert await misses.run(clock.now) == 12, "and then it dies"
    await workers.tick(1)
    assert sorted(one.case_id for one in workers.fired("missed")) == ids


async def test_a_clock_that_jumps_ahead_and_back_fires_nothing_twice(
    told: Any, clock: Clock
) -> None:
    workers = await house(told, clock, promised(told, case_ids(2)))
    ahead = told.complete_due_at + DAY
    goes_to(workers, clock, ahead)
    await workers.tick()
    said = workers.fired()
    for at in (told.received_at, told.complete_due_at, told.complete_due_at + 2 * DAY):
        goes_to(workers, clock, at)
        await workers.tick()
    assert workers.fired() == said
    assert len(workers.fired("missed")) == 2


async def test_what_was_read_by_a_clock_that_was_wrong_is_not_believed_after_it_is_set_back(
    told: Any, clock: Clock
) -> None:
    workers = await house(told, clock, promised(told, case_ids(1)))
    workers.read(told.complete_due_at + DAY)
    clock.now = told.complete_due_at + 3 * MINUTE
    await workers.tick()
    assert workers.fired("missed") == [], "nobody knows how far the streams were read by this clock"
    goes_to(workers, clock, clock.now)
    await workers.tick()
    assert len(workers.fired("missed")) == 1


async def test_a_miss_said_by_a_clock_that_was_ahead_is_withdrawn_by_work_done_in_time_pv_53(
    told: Any, clock: Clock
) -> None:
    (case_id,) = case_ids(1)
    workers = await house(told, clock, promised(told, [case_id]))
    goes_to(workers, clock, told.complete_due_at + DAY)
    await workers.tick()
    clock.now = told.received_at + DAY
    done = told.completed(clock.now.date(), clock.now).model_copy(update={"case_id": case_id})
    await workers.hear([told.received(done, 2, key=case_id)])
    assert [one.word for one in workers.fired()][-3:] == ["missed", "miss-withdrawn", "met"]


async def test_while_the_streams_are_unread_overdue_promises_cost_no_write(
    told: Any, clock: Clock
) -> None:
    workers = await house(told, clock, promised(told, case_ids(3)))
    clock.now = told.complete_due_at + DAY
    await workers.tick()
    before = dict(workers.documents)
    for _ in range(5):
        clock.forward(3600)
        assert await workers.tick() == 0
    assert workers.documents == before
    assert workers.fired("missed") == []


async def test_the_herd_of_one_borough_does_not_keep_another_waiting(
    told: Any, clock: Clock
) -> None:
    herd, (other,) = case_ids(40), case_ids(1, start=100)
    later = told.received_at + 2 * timedelta(hours=1)
    workers = await house(
        told, clock, [*promised(told, herd), *promised(told, [other], later, ELSEWHERE)]
    )
    goes_to(workers, clock, told.complete_due_at + 3 * DAY)
    misses = workers.rounds()[1]
    misses.limit = 10
    assert await misses.run(clock.now) == 10
    assert other in [one.case_id for one in workers.fired("missed")], "in the very first pass"


async def test_a_timer_that_fails_backs_off_and_is_alarmed_and_blocks_nobody(
    told: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = case_ids(5)
    workers = await house(told, clock, promised(told, ids))
    works, broken = commitments.tick, {ids[0]}

    def fails(state: Any, *rest: Any) -> Any:
        if state.case_id in broken:
            raise ZeroDivisionError
        return works(state, *rest)

    monkeypatch.setattr(commitments, "tick", fails)
    goes_to(workers, clock, told.complete_due_at + 3 * MINUTE)
    await workers.tick()
    assert sorted(one.case_id for one in workers.fired("missed")) == ids[1:]
    pauses = []
    for _ in range(4):
        waiting = workers.documents[ids[0]].state.waiting_for
        assert waiting.reason == "fault", "counted by guichet_sla_waiting_cases"
        pauses.append(waiting.retry_at - clock.now)
        assert await workers.tick() == 0, "not before its time"
        goes_to(workers, clock, waiting.retry_at)
        await workers.tick()
    assert pauses == sorted(set(pauses)), "ever longer"
    broken.clear()
    goes_to(workers, clock, workers.documents[ids[0]].state.waiting_for.retry_at)
    await workers.tick()
    goes_to(workers, clock, clock.now + DEFAULT_TIMING.settling)
    await workers.tick()
    assert workers.documents[ids[0]].state.waiting_for is None
    assert [one.case_id for one in workers.fired("missed")][-1] == ids[0]
