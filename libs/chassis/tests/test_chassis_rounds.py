"""Timers and mending: fired once by the condition in the write, oldest first, nobody starved."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from chassis.document import Draft
from chassis.faults import Transient
from chassis.outcome import Outcome
from chassis.rounds import AT_ONCE, USUAL, Decide, Round
from chassis.scribe import Cause
from guichet_testing import toy
from guichet_testing.rig import ASSIGNMENTS, Fate, Rig


def fire(tally: toy.Tally, now: datetime) -> Outcome[toy.Tally] | None:
    """Say it, and be due no more."""
    if tally.next_try_at is None or tally.next_try_at > now:
        return None
    done = tally.model_copy(update={"next_try_at": None, "heard": (*tally.heard, "fired")})
    return Outcome(done, [toy.assigned(tally.case_id, now, "timer")])


async def timed(rig: Rig, **due_in_seconds: int) -> None:
    for case_id, seconds in due_in_seconds.items():
        draft = Draft.of((await rig.documents.load([case_id]))[case_id])
        due = rig.clock.now + timedelta(seconds=seconds)
        state = toy.Tally(case_id=case_id, next_try_at=due)
        rig.scribe.apply(draft, Outcome(state), Cause("test", borough="anjou"))
        await rig.documents.save([draft])


def round_of(rig: Rig, decide: Decide[toy.Tally] = fire, limit: int = 200) -> Round[toy.Tally]:
    async def find(now: datetime, most: int) -> Any:
        return await rig.store.due("next_try_at", now, most)

    return Round(
        "toy",
        store=rig.store,
        find=find,
        decide=decide,
        scribe=rig.scribe,
        publisher=rig.publisher,
        limit=limit,
    )


async def test_what_is_due_fires_once_and_what_is_not_waits(rig: Rig) -> None:
    await timed(rig, c1=5, c2=60)
    now = rig.clock.forward(10)
    assert await round_of(rig).run(now) == 1
    assert await round_of(rig).run(now) == 0
    assert rig.heard("c1") == ("fired",)
    assert rig.heard("c2") == ()
    assert len(rig.log.on(ASSIGNMENTS)) == 1


@pytest.mark.parametrize("call", ["due", "save"])
async def test_two_rounds_at_once_fire_once(rig: Rig, call: str) -> None:
    await timed(rig, c1=0, c2=0)
    rival = Rig(rig)
    steps = rig.store.after if call == "due" else rig.store.before
    steps[call].append(lambda: round_of(rival).run(rig.clock.now))
    await round_of(rig).run(rig.clock.now)
    assert rig.heard("c1") == rig.heard("c2") == ("fired",)
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1]


async def test_a_fact_that_came_first_wins_over_the_timer(rig: Rig) -> None:
    await timed(rig, c1=0)

    async def put_off() -> None:
        await timed(rig, c1=3600)

    rig.store.before["save"].append(put_off)
    assert await round_of(rig).run(rig.clock.now) == 0
    assert rig.heard("c1") == ()
    assert not rig.log.entries


async def test_a_round_whose_write_was_not_answered_is_finished_by_the_sweeper(rig: Rig) -> None:
    await timed(rig, c1=0)

    async def unanswered() -> None:
        raise Transient("the answer was lost")

    rig.store.after["save"].append(unanswered)
    with pytest.raises(Transient):
        await round_of(rig).run(rig.clock.now)
    assert await round_of(rig).run(rig.clock.now) == 0
    rig.clock.forward(10)
    await rig.sweeper().sweep()
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1]


async def test_a_pass_is_bounded_and_takes_the_oldest_first(rig: Rig) -> None:
    await timed(rig, c1=3, c2=1, c3=2)
    now = rig.clock.forward(10)
    assert await round_of(rig, limit=2).run(now) == 2
    assert rig.heard("c1") == ()
    assert await round_of(rig, limit=2).run(now) == 1


async def test_a_large_batch_goes_out_in_writes_of_a_bearable_size_and_asks_for_the_next(
    rig: Rig,
) -> None:
    await timed(rig, **{f"c{number}": number for number in range(USUAL + 5)})
    now = rig.clock.forward(3600)
    timer = round_of(rig, limit=USUAL + 2)
    assert await timer.run(now) == USUAL + 2
    assert timer.has_more, "a full pass is followed at once"
    assert rig.store.calls.count("save") == USUAL // AT_ONCE + 1
    assert await timer.run(now) == 3
    assert not timer.has_more


async def test_a_replica_that_finds_another_at_its_herd_leaves_the_rest_to_it(rig: Rig) -> None:
    await timed(rig, **{f"c{number}": 0 for number in range(2 * USUAL)})
    rival, now = Rig(rig), rig.clock.now
    rig.store.after["due"].append(lambda: round_of(rival, limit=2 * USUAL).run(now))
    timer = round_of(rig, limit=2 * USUAL)
    assert await timer.run(now) == 0
    assert rig.store.calls.count("save") == 1, "the first write that it lost told it enough"
    assert not timer.has_more
    assert len({entry.id for entry in rig.log.on(ASSIGNMENTS)}) == 2 * USUAL


async def test_a_usual_batch_takes_its_pause_however_full_it_was(rig: Rig) -> None:
    await timed(rig, c1=0, c2=0, c3=0)
    timer = round_of(rig, limit=2)
    assert await timer.run(rig.clock.now) == 2
    assert not timer.has_more


async def test_a_full_pass_in_which_nothing_could_be_done_takes_its_pause(rig: Rig) -> None:
    await timed(rig, **{f"c{number}": 0 for number in range(USUAL + 1)})
    timer = round_of(rig, lambda tally, now: None, limit=USUAL + 1)
    assert await timer.run(rig.clock.now) == 0
    assert not timer.has_more


async def test_timers_that_cannot_be_decided_do_not_keep_the_others_from_firing(rig: Rig) -> None:
    await timed(rig, c1=0, c2=1, c3=2)
    now = rig.clock.forward(10)

    def no_calendar(tally: toy.Tally, at: datetime) -> Outcome[toy.Tally] | None:
        if tally.case_id != "c3":
            raise LookupError("no calendar for this year")
        return fire(tally, at)

    timer = round_of(rig, no_calendar, limit=2)
    for _ in range(3):
        await timer.run(now)
    assert rig.heard("c3") == ("fired",)
    assert rig.heard("c1") == rig.heard("c2") == ()


async def test_a_timer_that_could_not_be_decided_fires_when_it_can_be(rig: Rig) -> None:
    await timed(rig, c1=0)
    calendar: list[int] = []

    def decide(tally: toy.Tally, at: datetime) -> Outcome[toy.Tally] | None:
        if not calendar:
            raise LookupError("no calendar for this year")
        return fire(tally, at)

    timer = round_of(rig, decide)
    await timer.run(rig.clock.now)
    calendar.append(2027)
    assert await timer.run(rig.clock.forward(3600)) == 1


async def test_an_event_that_kafka_did_not_take_is_not_fired_again(rig: Rig) -> None:
    await timed(rig, c1=0)
    rig.log.scripted(Fate.FAILED)
    await round_of(rig).run(rig.clock.now)
    await round_of(rig).run(rig.clock.now)
    rig.clock.forward(10)
    await rig.sweeper().sweep()
    assert rig.heard("c1") == ("fired",)
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1]
