"""Sends entries to Kafka, acks=all, every wait with a deadline; a producer gone bad is rebuilt.

aiokafka's idempotent producer hangs while Kafka is down and stays dead after a fatal sequence
error, so no producer is trusted: what does not answer in time is dropped and made anew.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from chassis import metrics
from chassis.document import Entry

log = logging.getLogger(__name__)


class Producer:
    """One for a process. `send` never raises for Kafka's sake: it says what was acknowledged."""

    def __init__(self, build: Callable[[], AIOKafkaProducer], *, deadline_seconds: float) -> None:
        self._build = build
        self._deadline = deadline_seconds
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()
        self._discarding: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        """True while there is a producer that answered lately."""
        return self._producer is not None

    async def send(self, entries: Sequence[Entry]) -> list[bool]:
        """Send all, await all; True for each that every in-sync replica has.

        False means failed or unknown: it may still be there.
        """
        try:
            async with asyncio.timeout(self._deadline):
                producer = await self._started()
        except (KafkaError, OSError, TimeoutError) as error:
            log.warning("kafka does not answer", extra={"fault": type(error).__name__})
            return [False] * len(entries)
        tasks = [asyncio.ensure_future(self._send(producer, entry)) for entry in entries]
        _, late = await asyncio.wait(tasks, timeout=self._deadline)
        for task in late:
            task.cancel()
        acknowledged = [
            task not in late and not task.cancelled() and task.exception() is None for task in tasks
        ]
        for entry, done in zip(entries, acknowledged, strict=True):
            (metrics.PUBLISHED if done else metrics.PUBLISH_FAILED).labels(entry.topic).inc()
        if not all(acknowledged):
            self._discard(producer)
        return acknowledged

    async def stop(self) -> None:
        """Close within the deadline."""
        if self._producer is not None:
            self._discard(self._producer)
        if self._discarding:
            await asyncio.wait(self._discarding, timeout=self._deadline)

    async def _started(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._producer is None:
                producer = self._build()
                try:
                    await producer.start()
                except BaseException:
                    self._discard(producer)
                    raise
                self._producer = producer
            return self._producer

    @staticmethod
    async def _send(producer: AIOKafkaProducer, entry: Entry) -> None:
        headers = [(name, value.encode()) for name, value in entry.headers.items()]
        acknowledged = await producer.send(
            entry.topic, value=entry.value, key=entry.key.encode(), headers=headers
        )
        await acknowledged

    def _discard(self, producer: AIOKafkaProducer) -> None:
        """Forget a producer; it is closed aside, for closing may hang as well."""
        if self._producer is producer:
            self._producer = None

        async def close() -> None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(producer.stop(), self._deadline)

        task = asyncio.ensure_future(close())
        self._discarding.add(task)
        task.add_done_callback(self._discarding.discard)
