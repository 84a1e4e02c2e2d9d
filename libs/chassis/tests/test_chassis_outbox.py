"""Rules 2 and 8: waves, lost acknowledgements, the sweeper, last words on compacted topics."""

import asyncio
from typing import Any

import pytest
from chassis.document import Document, Draft, Entry
from chassis.faults import Transient
from chassis.memory import MemoryStore
from chassis.outbox import Courier, Publisher
from chassis.outcome import Outcome
from chassis.scribe import Cause, Scribe
from chassis.sealing import Seals, new_key
from contracts import Event
from contracts.events.intake import CaseContactsRecordedV1
from guichet_testing import toy
from guichet_testing.rig import ASSIGNMENTS, Clock, Fate, Log, Meddled, Rig, stream

CONTACTS = "intake-contacts"


async def decided(rig: Rig, **said: int) -> dict[str, list[Entry]]:
    """Documents with so many events pending, none published yet."""
    for case_id, number in said.items():
        draft = Draft.of((await rig.documents.load([case_id]))[case_id])
        events: list[Event] = [toy.assigned(case_id, toy.NOW, str(n)) for n in range(number)]
        state = toy.Tally(case_id=case_id)
        rig.scribe.apply(draft, Outcome(state, events), Cause("test", borough="anjou"))
        assert not await rig.documents.save([draft])
    return {case_id: list(rig.document(case_id).pending) for case_id in said}


def wave_sizes(log: Log) -> list[int]:
    return [len(wave) for wave in log.waves]


async def test_waves_never_hold_two_unacknowledged_events_of_one_document(rig: Rig) -> None:
    outbox = await decided(rig, c1=3, c2=1, c3=2)
    assert await rig.publisher.publish(outbox) == 6
    assert wave_sizes(rig.log) == [3, 2, 1]
    assert [entry.sequence for entry in rig.log.on(ASSIGNMENTS, "c1")] == [1, 2, 3]
    assert not any(rig.document(case_id).pending for case_id in outbox)


@pytest.mark.parametrize("fate", [Fate.FAILED, Fate.ANSWER_LOST])
async def test_a_document_drops_out_at_its_first_failure_and_the_others_go_on(
    rig: Rig, fate: Fate
) -> None:
    outbox = await decided(rig, c1=3, c2=3)
    rig.log.fate = lambda e: fate if (e.key, e.sequence) == ("c1", 2) else Fate.ACKNOWLEDGED
    assert await rig.publisher.publish(outbox) == 4
    assert [entry.sequence for entry in rig.document("c1").pending] == [2, 3]
    assert 3 not in [entry.sequence for entry in rig.log.on(ASSIGNMENTS, "c1")]
    assert not rig.document("c2").pending
    rig.log.fate = lambda _: Fate.ACKNOWLEDGED
    rig.clock.forward(10)
    await rig.sweeper().sweep()
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1, 2, 3]
    assert not rig.document("c1").pending


async def test_what_was_acknowledged_and_not_drained_is_published_again_under_the_same_ids(
    rig: Rig,
) -> None:
    outbox = await decided(rig, c1=2)

    async def crash() -> None:
        raise KeyboardInterrupt

    rig.store.before["drain"].append(crash)
    with pytest.raises(KeyboardInterrupt):
        await rig.publisher.publish(outbox)
    rig.clock.forward(10)
    await Rig(rig).sweeper().sweep()
    ids = [entry.id for entry in rig.log.on(ASSIGNMENTS, "c1")]
    assert ids[:2] == ids[2:]
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1, 2]
    assert not rig.document("c1").pending


async def test_a_drain_leaves_what_was_decided_meanwhile(rig: Rig) -> None:
    outbox = await decided(rig, c1=1)

    async def decide_more() -> None:
        await decided(rig, c1=1)

    rig.store.before["drain"].append(decide_more)
    await rig.publisher.publish(outbox)
    assert [entry.sequence for entry in rig.document("c1").pending] == [2]


async def test_a_publish_that_fails_after_the_write_does_not_undo_or_repeat_the_record(
    rig: Rig,
) -> None:
    rig.log.scripted(Fate.FAILED)
    records = stream([toy.registered("c1")])
    await rig.cases.handle(records)
    await rig.cases.handle(records)
    assert rig.heard("c1") == ("registered:1",)
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1], "a redelivery publishes what stayed"


async def test_events_stay_in_order_when_the_next_batch_finds_one_unpublished(rig: Rig) -> None:
    rig.log.scripted(Fate.FAILED, Fate.ACKNOWLEDGED)
    first, second = stream([toy.registered("c1"), toy.registered("c1")])
    await rig.cases.handle([first])
    await rig.cases.handle([second])
    assert [entry.sequence for entry in rig.log.on(ASSIGNMENTS, "c1")] == [1, 2]


async def test_the_sweeper_leaves_what_is_fresh_and_takes_what_stayed(rig: Rig) -> None:
    await decided(rig, c1=1)
    rig.clock.forward(1)
    assert await rig.sweeper(after_seconds=2).sweep() == 0
    rig.clock.forward(2)
    assert await rig.sweeper(after_seconds=2).sweep() == 1
    assert not rig.document("c1").pending


async def test_a_sweep_goes_on_until_nothing_old_is_left(rig: Rig) -> None:
    await decided(rig, **{f"c{n}": 1 for n in range(7)})
    rig.clock.forward(10)
    assert await rig.sweeper(limit=2).sweep() == 7


async def test_a_sweep_ends_while_nothing_goes_out(rig: Rig) -> None:
    await decided(rig, c1=1, c2=1)
    rig.log.fate = lambda _: Fate.FAILED
    rig.clock.forward(10)
    assert await rig.sweeper(limit=1).sweep() == 0
    assert len(rig.log.waves) == 1


async def test_documents_that_never_go_out_do_not_keep_the_sweeper_from_the_others(
    rig: Rig,
) -> None:
    await decided(rig, c1=1, c2=1)
    rig.clock.forward(1)
    await decided(rig, c3=1)
    rig.log.fate = lambda e: Fate.ACKNOWLEDGED if e.key == "c3" else Fate.FAILED
    rig.clock.forward(10)
    sweeper = rig.sweeper(limit=2)
    for _ in range(3):
        await sweeper.sweep()
    assert not rig.document("c3").pending


async def test_two_sweepers_at_once_only_make_duplicates(rig: Rig) -> None:
    await decided(rig, c1=3)
    rig.clock.forward(10)
    rival = Rig(rig)
    rig.store.after["stale"].append(lambda: rival.sweeper().sweep())
    await rig.sweeper().sweep()
    assert len(rig.log.on(ASSIGNMENTS, "c1")) == 6
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1, 2, 3]
    assert not rig.document("c1").pending


class Contacts:
    """A document that speaks on a compacted topic."""

    def __init__(self) -> None:
        self.clock, self.log = Clock(), Log()
        self.documents: MemoryStore[toy.Tally] = MemoryStore(toy.Tally, toy.index)
        self.store: Any = Meddled(self.documents)
        seals = Seals({CONTACTS: {"k1": new_key()}})
        self.scribe = Scribe("intake", seals, self.clock)
        self.publisher = Publisher(self.store, self.log)

    async def say(self, version: int) -> list[Entry]:
        """Decide a version; the outbox of the document."""
        draft = Draft.of((await self.documents.load(["c1"]))["c1"])
        said = CaseContactsRecordedV1(case_id="c1", version=version, tracking_code="x")
        self.scribe.apply(draft, Outcome(toy.Tally(case_id="c1"), [said]), Cause("test"))
        assert not await self.documents.save([draft])
        return list(self.documents.documents["c1"].pending)

    @property
    def last(self) -> int:
        """What compaction would leave."""
        return self.log.on(CONTACTS, "c1")[-1].sequence

    @property
    def pending(self) -> list[int]:
        return [entry.sequence for entry in self.documents.documents["c1"].pending]


async def test_whoever_publishes_late_on_a_compacted_topic_repeats_the_newest() -> None:
    contacts = Contacts()
    late = await contacts.say(1)
    await contacts.publisher.publish({"c1": await contacts.say(2)})
    assert contacts.last == 2
    await contacts.publisher.publish({"c1": late})
    assert contacts.last == 2
    assert contacts.pending == []


async def test_a_newer_word_decided_while_the_newest_is_repeated_wins_as_well() -> None:
    contacts = Contacts()
    late = await contacts.say(1)
    await contacts.publisher.publish({"c1": await contacts.say(2)})

    async def third() -> None:
        await contacts.publisher.publish({"c1": await contacts.say(3)})

    contacts.store.after["last_words"].append(third)
    await contacts.publisher.publish({"c1": late})
    assert contacts.last == 3


async def test_a_repeat_of_the_newest_that_failed_is_made_again_by_the_sweeper() -> None:
    contacts = Contacts()
    late = await contacts.say(1)
    rival = Publisher(contacts.documents, contacts.log)
    newest = await contacts.say(2)

    async def rival_drains_only_the_second() -> None:
        await rival.publish({"c1": newest[1:]})

    await rival_drains_only_the_second()
    contacts.log.scripted(Fate.ACKNOWLEDGED, Fate.FAILED)
    await contacts.publisher.publish({"c1": late})
    assert contacts.last == 1
    assert contacts.pending == [1], "undrained: the log's last word is not the newest yet"
    await contacts.publisher.publish({"c1": list(contacts.documents.documents["c1"].pending)})
    assert contacts.last == 2
    assert contacts.pending == []


async def test_on_other_topics_nothing_is_repeated(rig: Rig) -> None:
    outbox = await decided(rig, c1=1)
    await decided(rig, c1=1)
    await rig.publisher.publish(outbox)
    assert "last_words" not in rig.store.calls
    assert wave_sizes(rig.log) == [1]


async def test_a_full_courier_leaves_the_rest_to_the_sweeper(rig: Rig) -> None:
    outbox = await decided(rig, c1=1, c2=1)
    courier = Courier(rig.publisher, capacity=1)
    for case_id, entries in outbox.items():
        courier.hand_over(case_id, entries)
    rig.clock.forward(10)
    await rig.sweeper().sweep()
    assert not rig.document("c2").pending


async def test_a_drain_that_fails_does_not_end_the_courier(rig: Rig) -> None:
    outbox = await decided(rig, c1=1, c2=1)

    async def away() -> None:
        raise Transient("away")

    rig.store.before["drain"].append(away)
    courier = Courier(rig.publisher)
    task = asyncio.create_task(courier.run())
    courier.hand_over("c1", outbox["c1"])
    async with asyncio.timeout(5):
        while not rig.log.entries:
            await asyncio.sleep(0)
    courier.hand_over("c2", outbox["c2"])
    async with asyncio.timeout(5):
        while rig.document("c2").pending:
            await asyncio.sleep(0)
    task.cancel()


async def test_a_document_is_its_own_outbox_whole_or_not_at_all(rig: Rig) -> None:
    """State and event are one write: a save that lost leaves neither."""
    await decided(rig, c1=1)
    draft = Draft.of(Document[toy.Tally]("c1"))
    said = [toy.assigned("c1", toy.NOW, "x")]
    rig.scribe.apply(draft, Outcome(toy.Tally(case_id="c1"), said), Cause("test"))
    assert await rig.documents.save([draft]) == {"c1"}
    assert [entry.sequence for entry in rig.document("c1").pending] == [1]
