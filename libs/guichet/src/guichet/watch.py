"""Listens to the open topics as an integrator would: envelopes only, no content."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from contracts import Undecodable
from contracts.codec import read_envelope
from contracts.topics import TOPICS

REGISTERED = "intake.case-registered.v1"
OPEN = ("intake-cases", "routing-assignments", "sla-commitments", "notifications-deliveries")


@dataclass
class Watch:
    """When each case first had each type of event, and how many there were of each type."""

    first: dict[tuple[str, str], datetime] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    latest: float = 0.0
    """Monotonic time of the newest event."""

    @property
    def quiet_seconds(self) -> float:
        """How long nothing new was said."""
        return time.monotonic() - self.latest

    def note(self, headers: list[tuple[str, bytes | None]], sent_at: datetime) -> None:
        """One record and when it was sent; a repeated event counts once.

        A registration counts from its decision, before it was even written; all that follows
        from when it was sent, after it was written: so latencies are never flattered.
        """
        try:
            envelope = read_envelope(headers)
        except Undecodable:
            return
        if str(envelope.id) in self.seen:
            return
        self.seen.add(str(envelope.id))
        self.events[envelope.type] += 1
        at = envelope.time if envelope.type == REGISTERED else sent_at
        self.first.setdefault((envelope.subject, envelope.type), at)
        self.latest = time.monotonic()

    def latencies_ms(self, since: str, until: str) -> list[float]:
        """Milliseconds from one type of event to another, over the cases that had both; sorted."""
        starts = {case: at for (case, kind), at in self.first.items() if kind == since}
        ends = {case: at for (case, kind), at in self.first.items() if kind == until}
        both = starts.keys() & ends.keys()
        return sorted((ends[case] - starts[case]).total_seconds() * 1000 for case in both)


def quantile(values: list[float], part: float) -> float | None:
    """Nearest rank; None of nothing."""
    if not values:
        return None
    return round(values[min(len(values) - 1, int(part * len(values)))], 1)


@asynccontextmanager
async def watching(bootstrap: str) -> AsyncIterator[Watch]:
    """Watch what is said from now on, until the block ends."""
    watch = Watch()
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    partitions = [
        TopicPartition(name, number) for name in OPEN for number in range(TOPICS[name].partitions)
    ]
    consumer.assign(partitions)
    await consumer.seek_to_end(*partitions)
    # seek_to_end is lazy: asking for positions makes it happen before the first event is poured.
    for partition in partitions:
        await consumer.position(partition)

    async def listen() -> None:
        async for record in consumer:
            sent_at = datetime.fromtimestamp(record.timestamp / 1000, UTC)
            watch.note(list(record.headers), sent_at)

    task = asyncio.create_task(listen(), name="watch")
    try:
        yield watch
    finally:
        task.cancel()
        await consumer.stop()
