"""How far a service has read its streams: the time before which no fact can still be unread.

End offsets are noted at t0; once the group's committed offsets have reached them, t0 is read,
idle topics included (DESIGN §3, Timers). A miss is judged by this, never by the wall clock.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError

from chassis import metrics

log = logging.getLogger(__name__)


class ReadMark:
    """`until` moves forward as the groups get on; None until everything was read once."""

    def __init__(
        self,
        groups: Mapping[str, str],
        bootstrap: str,
        clock: Callable[[], datetime],
        *,
        deadline_seconds: float,
        is_gauged: bool = True,
    ) -> None:
        self._groups, self._is_gauged = dict(groups), is_gauged
        self._bootstrap = bootstrap
        self._clock = clock
        self._deadline = deadline_seconds
        self._noted_at: datetime | None = None
        self._ends: dict[TopicPartition, int] = {}
        self._consumer: AIOKafkaConsumer | None = None
        self._admin: AIOKafkaAdminClient | None = None
        self.until: datetime | None = None

    async def advance(self) -> None:
        """Note new ends, or see whether the noted ones were reached. Never raises for Kafka."""
        try:
            async with asyncio.timeout(self._deadline):
                if self._noted_at is None:
                    await self._note()
                elif await self._reached():
                    self.until, self._noted_at = self._noted_at, None
        except (KafkaError, OSError, TimeoutError) as error:
            log.warning("streams not compared", extra={"fault": type(error).__name__})
            self._noted_at = None
            await self.close()
        if self.until is not None and self._is_gauged:
            metrics.READ_UNTIL_AGE.set((self._clock() - self.until).total_seconds())

    async def close(self) -> None:
        """Drop the connections; the next `advance` makes new ones."""
        consumer, admin, self._consumer, self._admin = self._consumer, self._admin, None, None
        for closing in (consumer.stop() if consumer else None, admin.close() if admin else None):
            if closing is not None:
                try:
                    await asyncio.wait_for(closing, self._deadline)
                except (KafkaError, OSError, TimeoutError):
                    log.warning("connection not closed cleanly")

    async def _note(self) -> None:
        if self._consumer is None:
            consumer = AIOKafkaConsumer(bootstrap_servers=self._bootstrap)
            self._consumer = consumer
            await consumer.start()
        # The time first: what is appended while we ask is after it.
        now = self._clock()
        partitions = []
        for topic in self._groups:
            await self._consumer._client.add_topic(topic)
            numbers = self._consumer.partitions_for_topic(topic)
            if not numbers:
                raise UnknownTopicOrPartitionError(topic)  # not known is not read
            partitions += [TopicPartition(topic, number) for number in numbers]
        ends = await self._consumer.end_offsets(partitions)
        starts = await self._consumer.beginning_offsets(partitions)
        self._ends = {tp: end for tp, end in ends.items() if end > starts[tp]}
        self._noted_at = now

    async def _reached(self) -> bool:
        if self._admin is None:
            admin = AIOKafkaAdminClient(bootstrap_servers=self._bootstrap)
            self._admin = admin
            await admin.start()
        for topic, group in self._groups.items():
            ends = {tp: end for tp, end in self._ends.items() if tp.topic == topic}
            if not ends:
                continue
            committed = await self._admin.list_consumer_group_offsets(group, partitions=list(ends))
            for partition, end in ends.items():
                known = committed.get(partition)
                if known is None or known.offset < end:
                    return False
        return True
