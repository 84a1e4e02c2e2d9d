"""FastStream wiring: one batch subscriber per topic, raw records, acknowledged by hand (rule 4).

`ack()` commits the position of all that was fetched, so a handler ends only in `ack()` or with
the process; `ack()` returning proves nothing, and nothing here relies on it.
"""

import asyncio
import copy
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from aiokafka import ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage

from chassis import metrics
from chassis.failpoints import failpoint
from chassis.patience import Pulse
from chassis.record import Record
from chassis.settings import ServiceSettings
from chassis.telemetry import span

log = logging.getLogger(__name__)
# Apart from our own: it tells as news of each task that ends at a stop.
BROKER_LOG = f"{__name__}.broker"

GRACE = 0.7  # share of the stop deadline for running batches; the rest is for leaving the groups

Batch = tuple[ConsumerRecord, ...]


def group_of(service: str, topic: str) -> str:
    """Consumer group, one for each topic (or projection, whose members all read the same topics).

    Members of one group that read different topics disturb each other.
    """
    return f"{service}.{topic}"


async def _parse(records: Batch, original: Callable[[Batch], Awaitable[Any]]) -> Any:
    """FastStream's parser raises on a null or non-UTF-8 header: it is shown bare copies."""
    bare = []
    for record in records:
        stripped = copy.copy(record)
        object.__setattr__(stripped, "headers", ())
        bare.append(stripped)
    message = await original(tuple(bare))
    message.raw_message = records
    return message


async def _leave(message: KafkaMessage) -> Any:
    """A decoder that leaves the body alone: reading it is the inbox's work, and cannot block."""
    return message.body


def to_record(raw: Any) -> Record:
    """Our record of aiokafka's."""
    return Record(raw.topic, raw.partition, raw.offset, raw.key, raw.value, tuple(raw.headers))


class Hearer(Protocol):
    """What is fed with records: an inbox, or a reader of raw records of the service's own.

    `topic` names its group. `handle` ends when every record is done with, or with the process.
    """

    @property
    def topic(self) -> str: ...
    @property
    def topics(self) -> tuple[str, ...]: ...
    @property
    def pace_seconds(self) -> float: ...

    async def handle(self, records: Sequence[Record]) -> None:
        """Raises nothing but WaitTooLong."""
        ...


class Subscribers:
    """All subscribers of a process: started together, watched, stopped with a deadline."""

    def __init__(
        self,
        service: str,
        settings: ServiceSettings,
        inboxes: Iterable[Hearer],
        pulse: Pulse,
        on_fatal: Callable[[BaseException], None],
    ) -> None:
        self._service = service
        self._settings = settings
        self._inboxes = list(inboxes)
        self._pulse = pulse
        self._on_fatal = on_fatal
        self._broker: KafkaBroker | None = None

    async def start(self) -> None:
        """Join the groups. Raises KafkaError or OSError while Kafka or a topic is away."""
        await self._require_topics()
        broker = KafkaBroker(
            self._settings.kafka_bootstrap.split(","),
            client_id=f"guichet-{self._service}",
            graceful_timeout=GRACE * self._settings.stop_deadline_seconds,
            allow_auto_create_topics=False,
            logger=logging.getLogger(BROKER_LOG),
            log_level=logging.DEBUG,
        )
        for inbox in self._inboxes:
            self._subscribe(broker, inbox)
        try:
            await broker.start()
        except BaseException:
            await self._close(broker)
            raise
        self._broker = broker

    async def stop(self) -> None:
        """Let running batches end, then leave the groups, within the deadline."""
        if self._broker is not None:
            broker, self._broker = self._broker, None
            await self._close(broker)

    def lag(self) -> Mapping[str, int]:
        """Records on the log and not fetched yet, per topic, as far as we were told."""
        behind: dict[str, int] = {}
        for subscriber in self._broker.subscribers if self._broker else ():
            consumer: Any = getattr(subscriber, "consumer", None)
            for partition in consumer.assignment() if consumer else ():
                end = consumer.highwater(partition)
                state = consumer._subscription.subscription.assignment.state_value(partition)
                known = end is not None and state.has_valid_position
                behind[partition.topic] = behind.get(partition.topic, 0) + (
                    end - state.position if known else 0
                )
        return behind

    async def _require_topics(self) -> None:
        """A group that joins before its topic exists would wait minutes for fresh metadata."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self._settings.kafka_bootstrap)
        try:
            await admin.start()
            wanted = {topic for inbox in self._inboxes for topic in inbox.topics}
            missing = wanted - set(await admin.list_topics())
        finally:
            await admin.close()
        if missing:
            raise UnknownTopicOrPartitionError(", ".join(sorted(missing)))

    async def _close(self, broker: KafkaBroker) -> None:
        try:
            await asyncio.wait_for(broker.stop(), self._settings.stop_deadline_seconds)
        except (KafkaError, OSError, TimeoutError, ExceptionGroup) as error:
            log.warning("broker not left cleanly", extra={"fault": type(error).__name__})

    def _subscribe(self, broker: KafkaBroker, inbox: Hearer) -> None:
        settings = self._settings

        async def on_records(message: KafkaMessage) -> None:
            started = time.monotonic()
            raw: Any = message.raw_message
            self._pulse.beat(f"deliver {inbox.topic}")
            try:
                with span(f"deliver {inbox.topic}", records=len(raw)):
                    await inbox.handle([to_record(record) for record in raw])
            except asyncio.CancelledError:
                raise  # we are being stopped: no ack, the records come again
            except BaseException as fatal:
                # Never return without ack: the next ack would commit past these records.
                self._on_fatal(fatal)
                raise
            failpoint("before-ack")
            await message.ack()
            self._pulse.rest(f"deliver {inbox.topic}")
            took = time.monotonic() - started
            metrics.BATCH_SECONDS.labels(inbox.topic).observe(took)
            if took < inbox.pace_seconds:
                # Nobody waits for this topic: let records gather, to fold more into one write.
                await asyncio.sleep(inbox.pace_seconds - took)

        broker.subscriber(
            *inbox.topics,
            group_id=group_of(self._service, inbox.topic),
            batch=True,
            max_records=settings.batch_records,
            batch_timeout_ms=max(1, int(settings.batch_wait_seconds * 1000)),
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.MANUAL,
            parser=_parse,
            decoder=_leave,
            session_timeout_ms=int(settings.kafka_session_timeout_seconds * 1000),
            heartbeat_interval_ms=int(settings.kafka_heartbeat_seconds * 1000),
            max_poll_interval_ms=int(settings.wait_limit_seconds * 2000),
            max_partition_fetch_bytes=4 * 1024 * 1024,
            fetch_max_wait_ms=500,
        )(on_records)
