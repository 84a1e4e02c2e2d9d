"""Workers of the toy in this process, on real servers: run, fed, watched, with deadlines."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from chassis.kit import Kit
from chassis.process import Life, Role
from chassis.record import Record
from chassis.subscribers import to_record


@asynccontextmanager
async def living(
    kit: Kit, role: Role = "worker", *, fatal: list[BaseException] | None = None
) -> AsyncIterator[Life]:
    """Run a process's life without its HTTP port. `fatal` takes what would have ended it."""
    ends: list[BaseException] = []
    life = Life(kit, role, (ends if fatal is None else fatal).append)
    app = life.app()
    async with app.router.lifespan_context(app):
        yield life
    assert not ends


async def send(bootstrap: str, records: Iterable[Record], *, placed: bool = False) -> None:
    """Append records as they are, in order; `placed`: on the partition that they name."""
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks="all", max_request_size=4 * 1024 * 1024
    )
    await producer.start()
    try:
        sent = [
            await producer.send(
                record.topic,
                value=record.value,
                key=record.key,
                headers=list(record.headers),
                partition=record.partition if placed else None,
            )
            for record in records
        ]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


async def until(check: Callable[[], Awaitable[Any]], seconds: float = 30.0) -> Any:
    """Wait for a condition; the deadline is a failure."""
    async with asyncio.timeout(seconds):
        while not (found := await check()):
            await asyncio.sleep(0.05)
        return found


async def read_log(bootstrap: str, topic: str, keys: Iterable[str]) -> list[Record]:
    """All that lies on a topic under these keys now, in order per partition."""
    wanted = {key.encode() for key in keys}
    found: list[Record] = []
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        partitions = await partitions_of(consumer, topic)
        ends = await consumer.end_offsets(partitions)
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        async with asyncio.timeout(30):
            while any([await consumer.position(tp) < end for tp, end in ends.items()]):
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    found += [to_record(record) for record in records if record.key in wanted]
    finally:
        await consumer.stop()
    return found


async def partitions_of(consumer: Any, topic: str) -> list[TopicPartition]:
    """Its partitions, once the client knows them."""
    await consumer._client.add_topic(topic)

    async def known() -> Any:
        return consumer.partitions_for_topic(topic)

    return [TopicPartition(topic, number) for number in sorted(await until(known))]


def header(record: Record, name: str) -> str:
    """A header, as text."""
    return (dict(record.headers)[name] or b"").decode()


def applied_by_a_reader(records: Sequence[Record], key: str) -> list[int]:
    """Sequences that a deduplicating reader of a log applies for a key."""
    last, heard = 0, []
    for record in records:
        if record.key == key.encode() and (number := int(header(record, "ce_sequence"))) > last:
            last = number
            heard.append(number)
    return heard


class Gate:
    """Holds calls of one method up until it is opened; tells when somebody stands before it."""

    def __init__(self, owner: Any, method: str) -> None:
        self._call = getattr(owner, method)
        self._open = asyncio.Event()
        self.reached = asyncio.Event()
        setattr(owner, method, self._pass)

    def open(self) -> None:
        """Let all through, from now on."""
        self._open.set()

    async def _pass(self, *args: Any, **kwargs: Any) -> Any:
        self.reached.set()
        await self._open.wait()
        return await self._call(*args, **kwargs)
