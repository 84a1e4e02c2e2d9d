"""The promise of DESIGN §3 as a property: heard once, in order, and said without a gap."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

from chassis.faults import Transient
from chassis.record import Record
from guichet_testing import toy
from guichet_testing.rig import ASSIGNMENTS, CASES, DELIVERIES, Fate, Log, Rig
from hypothesis import given, settings
from hypothesis import strategies as st

CASE_IDS = ("c1", "c2")


class Troubled:
    """A store at which every call may yield, fail before, or be done and not answered."""

    def __init__(self, inner: Any, chance: random.Random) -> None:
        self.inner = inner
        self.chance = chance
        self.calm = False

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.inner, name)
        if not asyncio.iscoroutinefunction(call):
            return call

        async def troubled(*args: Any, **kwargs: Any) -> Any:
            for _ in range(self.chance.randrange(3)):
                await asyncio.sleep(0)
            fate = 1.0 if self.calm else self.chance.random()
            if fate < 0.1:
                raise Transient("failed")
            result = await call(*args, **kwargs)
            if fate < 0.2:
                raise Transient("done, and not answered")
            return result

        return troubled


def topics(sizes: Sequence[int]) -> dict[str, list[Record]]:
    """Both topics with so many events of each case, cases interleaved, in order per key."""
    cases, deliveries = [], []
    for number in range(1, max(sizes) + 1):
        for case_id in CASE_IDS:
            if number <= sizes[0]:
                event = toy.withdrawn(case_id) if number % 3 == 2 else toy.registered(case_id)
                cases.append(toy.record_of(event, number))
            if number <= sizes[1]:
                deliveries.append(toy.record_of(toy.message(case_id, number), number))
    return {CASES: cases, DELIVERIES: deliveries}


def disordered(records: list[Record], chance: random.Random) -> list[list[Record]]:
    """As a broker may bring them: records doubled by their writer, batches cut anywhere, and
    suffixes redelivered after a crash."""
    log: list[Record] = []
    for record in records:
        log.append(record)
        while chance.random() < 0.2:
            log.append(chance.choice(log))  # published again, late
    log = [Record(**{**vars(r), "offset": at}) for at, r in enumerate(log)]
    batches, at = [], 0
    while at < len(log):
        size = chance.randrange(1, 5)
        batches.append(log[at : at + size])
        at += size
        if chance.random() < 0.2:
            at = max(0, at - chance.randrange(1, 6))  # not acknowledged: from there again
    return batches


async def play(seed: int, sizes: Sequence[int]) -> None:
    chance = random.Random(seed)
    first = Rig(limit_seconds=60)
    log: Log = first.log
    calm = False

    def fate(_: Any) -> Fate:
        return Fate.ACKNOWLEDGED if calm else chance.choices(list(Fate), [6, 1, 1])[0]

    log.fate = fate
    replicas = [first, Rig(first, limit_seconds=60)]
    stores = []
    for rig in replicas:
        stores.append(Troubled(rig.documents, chance))
        rig.store.inner = stores[-1]
    streams = topics(sizes)

    async def consume(rig: Rig, topic: str) -> None:
        inbox = rig.cases if topic == CASES else rig.deliveries
        for batch in disordered(streams[topic], chance):
            await inbox.handle(batch)

    async def sweep(rig: Rig) -> None:
        for _ in range(chance.randrange(4)):
            rig.clock.forward(3)
            try:
                await rig.sweeper().sweep()
            except Transient:
                await asyncio.sleep(0)

    # A rebalance gone wrong: two members may read the same topic at once.
    readers = [consume(replicas[0], CASES), consume(replicas[1], DELIVERIES)]
    if chance.random() < 0.5:
        readers.append(consume(replicas[1], CASES))
    async with asyncio.timeout(30):
        await asyncio.gather(*readers, *(sweep(rig) for rig in replicas))
    calm = True
    for store in stores:
        store.calm = True
    first.clock.forward(100)
    await first.sweeper().sweep()

    for case_id in CASE_IDS:
        heard = first.heard(case_id)
        for word, count in (("message", sizes[1]), ("case", sizes[0])):
            mine = [h for h in heard if h.startswith("message") == (word == "message")]
            numbers = [int(h.partition(":")[2]) for h in mine]
            assert numbers == list(range(1, count + 1)), "heard once each, in order"
        said = [h for h in heard if not h.startswith("withdrawn")]
        expected: list[str] = []
        for what in said:
            is_message = what.startswith("message")
            expected += [what, "238"] if is_message else [what.partition(":")[2]]
        stored = first.document(case_id)
        assert not stored.pending
        total = stored.sequences.get(ASSIGNMENTS, 0)
        assert total == len(expected)
        assert log.heard_by_a_reader(ASSIGNMENTS, case_id) == list(range(1, total + 1)), "no gap"
        by_number = {entry.sequence: entry for entry in log.on(ASSIGNMENTS, case_id)}
        for number, rule in enumerate(expected, 1):
            field = b'"intervention_code":' if rule == "238" else b'"rule":'
            assert field + f'"{rule}"'.encode() in by_number[number].value, "said in order"
        versions = {(e.sequence, e.value) for e in log.on(ASSIGNMENTS, case_id)}
        assert len(versions) == total, "one number, one content"


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    sizes=st.tuples(st.integers(0, 6), st.integers(0, 5)).filter(any),
)
def test_each_event_is_heard_once_in_order_and_what_is_said_has_no_gap(
    seed: int, sizes: tuple[int, int]
) -> None:
    asyncio.run(play(seed, sizes))
