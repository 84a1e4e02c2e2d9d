"""What saves writes: acknowledged events leave a document together, topics of a case take turns."""

import asyncio

import pytest
from chassis.document import Draft
from chassis.faults import Transient
from chassis.outbox import Publisher
from chassis.outcome import Outcome
from chassis.scribe import Cause
from chassis.turnstile import Turnstile
from guichet_testing import toy
from guichet_testing.rig import ASSIGNMENTS, Rig, replica


async def say(rig: Rig, number: int) -> None:
    """One more event of case c1, decided and saved, not published."""
    draft = Draft.of((await rig.documents.load(["c1"]))["c1"])
    event = toy.assigned("c1", toy.NOW, str(number))
    rig.scribe.apply(
        draft, Outcome(toy.Tally(case_id="c1"), [event]), Cause("test", borough="anjou")
    )
    assert not await rig.documents.save([draft])


async def test_what_was_acknowledged_is_not_said_again_while_it_waits_to_be_drained(
    rig: Rig,
) -> None:
    publisher = Publisher(rig.documents, rig.log, drains_later=True)
    for number in (1, 2):
        await say(rig, number)
        await publisher.publish({"c1": rig.document("c1").pending})
    assert [entry.sequence for entry in rig.log.on(ASSIGNMENTS, "c1")] == [1, 2]
    assert [entry.sequence for entry in rig.document("c1").pending] == [2], "1 left with the save"
    await publisher.drain()
    assert not rig.document("c1").pending


async def test_a_drain_that_failed_is_made_again_and_forgets_nothing(rig: Rig) -> None:
    store = rig.store
    publisher = Publisher(store, rig.log, drains_later=True)
    await say(rig, 1)
    await publisher.publish({"c1": rig.document("c1").pending})

    async def away() -> None:
        raise Transient("database")

    store.before["drain"].append(away)
    with pytest.raises(Transient):
        await publisher.drain()
    await say(rig, 2)
    await publisher.publish({"c1": rig.document("c1").pending})
    await publisher.drain()
    assert not rig.document("c1").pending
    assert [entry.sequence for entry in rig.log.on(ASSIGNMENTS, "c1")] == [1, 2]


async def test_a_process_that_died_before_the_drain_says_it_again_and_readers_drop_it(
    rig: Rig,
) -> None:
    await say(rig, 1)
    await Publisher(rig.documents, rig.log, drains_later=True).publish(
        {"c1": rig.document("c1").pending}
    )
    restarted = Publisher(replica(rig.documents), rig.log, drains_later=True)
    await restarted.publish({"c1": rig.document("c1").pending})
    await restarted.drain()
    assert [entry.sequence for entry in rig.log.on(ASSIGNMENTS, "c1")] == [1, 1]
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1]
    assert not rig.document("c1").pending


async def test_at_one_document_there_is_one_piece_of_work_at_a_time() -> None:
    turnstile = Turnstile()
    inside: list[str] = []
    most = 0

    async def work(*ids: str) -> None:
        nonlocal most
        async with turnstile.passing(ids):
            inside.extend(ids)
            most = max(most, inside.count("c1"))
            for _ in range(3):
                await asyncio.sleep(0)
            for name in ids:
                inside.remove(name)

    async with asyncio.timeout(5):
        await asyncio.gather(*(work("c1", f"c{n}") for n in range(2, 9)), work("c1"))
    assert most == 1


async def test_others_pass_while_one_document_is_being_worked_at() -> None:
    turnstile = Turnstile()
    async with asyncio.timeout(5), turnstile.passing(["c1"]), turnstile.passing(["c2"]):
        pass


async def test_whoever_gives_up_waiting_holds_nobody_up() -> None:
    turnstile = Turnstile()

    async def wait_for_it() -> None:
        async with turnstile.passing(["c1"]):
            pass

    async with turnstile.passing(["c1"]):
        waiting = asyncio.create_task(wait_for_it())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
    async with asyncio.timeout(5), turnstile.passing(["c1"]):
        pass
