"""Reads topics from their beginning, beside everybody: no group, nothing is committed."""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError

from chassis.faults import Permanent, Transient
from chassis.record import Record
from chassis.subscribers import to_record

RECORDS_AT_ONCE = 4_000
FETCH_MS = 200
Places = Mapping[TopicPartition, int]


class LogReader:
    """An open connection; see `chassis.rebuild.Log`. Raises Transient when Kafka is away."""

    def __init__(self, bootstrap: str, topics: Sequence[str], *, silence_seconds: float) -> None:
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=bootstrap,
            enable_auto_commit=False,
            max_partition_fetch_bytes=4 * 1024 * 1024,
            fetch_max_wait_ms=FETCH_MS,
        )
        self._topics = topics
        self._silence = silence_seconds
        self._partitions: list[TopicPartition] = []

    async def __aenter__(self) -> Self:
        try:
            await self._consumer.start()
            for topic in self._topics:
                await self._consumer._client.add_topic(topic)
                numbers = self._consumer.partitions_for_topic(topic)
                if not numbers:
                    raise UnknownTopicOrPartitionError(topic)
                self._partitions += [TopicPartition(topic, number) for number in sorted(numbers)]
        except (KafkaError, OSError) as fault:
            await self._consumer.stop()
            raise Transient(f"kafka: {type(fault).__name__}") from fault
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._consumer.stop()

    async def require_all(self) -> None:
        """Raises Permanent where the log does not reach back to its first record."""
        try:
            starts = await self._consumer.beginning_offsets(self._partitions)
        except (KafkaError, OSError) as fault:
            raise Transient(f"kafka: {type(fault).__name__}") from fault
        for partition, start in starts.items():
            if start > 0:
                raise Permanent(
                    f"{partition.topic}: its first {start} records of partition "
                    f"{partition.partition} are gone, what they said cannot be made anew"
                )

    async def ends(self) -> Places:
        """Where each partition ends now. Raises Transient."""
        try:
            ends: Places = await self._consumer.end_offsets(self._partitions)
        except (KafkaError, OSError) as fault:
            raise Transient(f"kafka: {type(fault).__name__}") from fault
        return ends

    async def read(self, since: Places, until: Places) -> AsyncIterator[list[Record]]:
        """The records between, some thousand at a time; in order within a partition.

        The same partition of all topics together: where their keys are the same, all that is said
        of one document comes at once, and folds into one write.
        """
        wanted = [tp for tp, end in until.items() if since.get(tp, 0) < end]
        gathered: list[Record] = []
        for number in sorted({tp.partition for tp in wanted}):
            part = [tp for tp in wanted if tp.partition == number]
            self._consumer.assign(part)
            for tp in part:
                self._consumer.seek(tp, since.get(tp, 0))
            heard = time.monotonic()
            while part:
                for tp, records in (await self._fetch(part)).items():
                    gathered += [to_record(one) for one in records if one.offset < until[tp]]
                    heard = time.monotonic()
                if time.monotonic() - heard > self._silence:
                    raise Transient(f"kafka: nothing came for {self._silence:.0f} s")
                part = [tp for tp in part if await self._consumer.position(tp) < until[tp]]
                if len(gathered) >= RECORDS_AT_ONCE:
                    yield gathered
                    gathered = []
        if gathered:
            yield gathered

    async def _fetch(self, part: list[TopicPartition]) -> dict[TopicPartition, list[Any]]:
        try:
            found: dict[TopicPartition, list[Any]] = await self._consumer.getmany(
                *part, timeout_ms=FETCH_MS, max_records=RECORDS_AT_ONCE
            )
        except (KafkaError, OSError) as fault:
            raise Transient(f"kafka: {type(fault).__name__}") from fault
        return found
