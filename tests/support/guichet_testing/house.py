"""The whole house for a test, and what must be true of it afterwards, whatever was killed when."""

import os
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from contracts import Envelope
from contracts.codec import read_envelope
from contracts.topics import TOPICS
from guichet.demo import DATABASES
from guichet.embedded.ports import free_port
from guichet.ledger import Ledger, read_ledger
from guichet.stack import Options, Stack, running

from guichet_testing import live


@asynccontextmanager
async def house(data: Path, *, broker: str = "auto") -> AsyncIterator[Stack]:
    """Start everything on a free port."""
    options = Options(data, port=free_port(), broker=broker)
    async with running(options, lambda line: None) as stack:
        yield stack


async def until(check: Callable[[], Awaitable[Any]], seconds: float = 60.0) -> Any:
    """Wait for a condition; the deadline is a failure."""
    return await live.until(check, seconds)


def client(stack: Stack, token: str = "") -> httpx.AsyncClient:
    """A caller at the one address."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        base_url=stack.url, headers=headers, timeout=30.0, trust_env=False, follow_redirects=False
    )


async def ledger_of(stack: Stack) -> Ledger:
    """The ledger now."""
    return await read_ledger(stack.database_server.database.uri, databases=DATABASES)


@dataclass
class Log:
    """Every topic from its beginning, envelopes and raw values."""

    envelopes: dict[str, list[Envelope]] = field(default_factory=lambda: defaultdict(list))
    raw: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    def of_type(self, wire_type: str) -> list[Envelope]:
        """Distinct events of one type."""
        found = {one.id: one for all_ in self.envelopes.values() for one in all_}
        return [one for one in found.values() if one.type == wire_type]


async def read_log(stack: Stack) -> Log:
    """Read all topics of the catalogue to their ends."""
    log = Log()
    consumer = AIOKafkaConsumer(
        bootstrap_servers=stack.broker_server.broker.bootstrap_servers, enable_auto_commit=False
    )
    await consumer.start()
    try:
        partitions = [
            TopicPartition(topic.name, number)
            for topic in TOPICS.values()
            if not topic.reserved
            for number in range(topic.partitions)
        ]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        ends = await consumer.end_offsets(partitions)
        for partition in partitions:
            while await consumer.position(partition) < ends[partition]:
                for batch in (await consumer.getmany(timeout_ms=500)).values():
                    for record in batch:
                        log.raw[record.topic] += [
                            record.key or b"",
                            record.value or b"",
                            *(value or b"" for _, value in record.headers),
                        ]
                        log.envelopes[record.topic].append(read_envelope(list(record.headers)))
    finally:
        await consumer.stop()
    return log


def check_log(log: Log) -> None:
    """Per topic and key: numbers without a gap, first arrivals in order, one event a number."""
    for topic, envelopes in log.envelopes.items():
        highest: Counter[str] = Counter()
        ids: dict[tuple[str, int], Any] = {}
        for envelope in envelopes:
            if envelope.sequence is None:
                continue
            key = envelope.subject
            place = (key, envelope.sequence)
            assert ids.setdefault(place, envelope.id) == envelope.id, f"two events {place} {topic}"
            if envelope.sequence > highest[key]:
                assert envelope.sequence == highest[key] + 1 or TOPICS[topic].compacted, (
                    f"{topic} {key}: {envelope.sequence} came after {highest[key]}"
                )
                highest[key] = envelope.sequence


def check_once(log: Log) -> None:
    """No case with two registrations or two assignments; no promise begun twice."""
    for wire_type in ("intake.case-registered.v1", "routing.case-assigned.v1"):
        cases = Counter(envelope.subject for envelope in log.of_type(wire_type))
        assert not [case for case, times in cases.items() if times > 1], wire_type


async def check_mails(stack: Stack, log: Log) -> None:
    """A second mail of one delivery only where a lost answer was said to be uncertain."""
    copies = Counter(mail["message_id"] for mail in await stack.mail.mails())
    second = sum(times - 1 for times in copies.values())
    uncertain = len(log.of_type("notifications.message-uncertain.v1"))
    assert second <= uncertain, f"{second} second mails, {uncertain} answers lost"


def fresh_run() -> str:
    """A name for one pouring, so that its keys are its own."""
    return uuid4().hex[:8]


def needs_kafka(stack: Stack) -> None:
    """Leave a test out where no Apache Kafka can run: it says so; in CI that is a failure."""
    broker = stack.broker_server.broker
    if broker.kind == "tansu":
        reason = f"NOT RUN: needs Apache Kafka: {broker.fallback_reason}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
