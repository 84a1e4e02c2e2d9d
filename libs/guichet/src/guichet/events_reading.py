"""Reads a topic for a person who looks on: no consumer group, nothing committed, nothing kept."""

import heapq
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from chassis.record import Record

from guichet.events_attach import CannotAttach

ZONE = ZoneInfo("America/Toronto")
OFFSET = re.compile(r"^(?:(?P<partition>\d+):)?(?P<offset>\d+)$")
WAIT_MS = 300


@dataclass(frozen=True)
class Start:
    """Where to begin: with the next record (all empty), at a time, or at an offset.

    `offset` counts in each partition, or in `partition` alone, which then is the only one read.
    """

    at: datetime | None = None
    offset: int | None = None
    partition: int | None = None


NEXT, BEGINNING = Start(), Start(offset=0)


def start_of(text: str) -> Start:
    """What `--from` says; a time without a zone is Montréal's. Raises ValueError with the forms."""
    if text == "beginning":
        return BEGINNING
    if text == "now":
        return NEXT
    if place := OFFSET.match(text):
        partition = place["partition"]
        return Start(
            offset=int(place["offset"]), partition=None if partition is None else int(partition)
        )
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is none of: beginning, now, an offset (120), an offset of one partition"
            " (3:120), a time (2026-11-20T09:30 in Montréal, 2026-11-20T14:30Z)"
        ) from None
    return Start(at=(at if at.tzinfo else at.replace(tzinfo=ZONE)).astimezone(UTC))


async def read_topic(
    bootstrap: str, topic: str, start: Start, *, follow: bool
) -> AsyncGenerator[Record, None]:
    """Its records from there on, in order per partition; ends at today's ends unless `follow`.

    Raises CannotAttach for a partition that is not there, KafkaError.
    """
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, group_id=None, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        partitions = _chosen(consumer, topic, start.partition)
        ends = await consumer.end_offsets(partitions)
        await _seek(consumer, start, ends)
        while follow or await _behind(consumer, ends):
            batches = await consumer.getmany(timeout_ms=WAIT_MS)
            for raw in _in_turn(batches):
                if not follow and raw.offset >= ends[TopicPartition(topic, raw.partition)]:
                    continue
                # A broker that does not know offsets by time (Tansu) begins too early.
                if start.at is None or raw.timestamp >= start.at.timestamp() * 1000:
                    yield _record(raw)
    finally:
        await consumer.stop()


def _chosen(consumer: Any, topic: str, only: int | None) -> list[TopicPartition]:
    partitions = sorted(consumer.assignment())
    if only is None:
        return partitions
    wanted = TopicPartition(topic, only)
    if wanted not in partitions:
        raise CannotAttach(f"{topic}: has partitions 0 to {len(partitions) - 1}, no {only}")
    consumer.pause(*(one for one in partitions if one != wanted))
    return [wanted]


async def _seek(consumer: Any, start: Start, ends: dict[TopicPartition, int]) -> None:
    """Go where reading begins, never outside of what is kept: that would reset the position."""
    first = await consumer.beginning_offsets(list(ends))
    wanted = dict(ends)
    if start.offset is not None:
        wanted = dict.fromkeys(ends, start.offset)
    elif start.at is not None:
        since_ms = int(start.at.timestamp() * 1000)
        found = await consumer.offsets_for_times(dict.fromkeys(ends, since_ms))
        wanted |= {partition: place.offset for partition, place in found.items() if place}
    for partition, offset in wanted.items():
        consumer.seek(partition, min(max(offset, first[partition]), ends[partition]))


async def _behind(consumer: Any, ends: dict[TopicPartition, int]) -> bool:
    return any([await consumer.position(one) < end for one, end in ends.items()])


def _in_turn(batches: dict[TopicPartition, list[ConsumerRecord]]) -> Any:
    """All partitions by time, as a person expects it; each partition stays in its own order."""
    return heapq.merge(*batches.values(), key=lambda record: record.timestamp)


def _record(raw: ConsumerRecord) -> Record:
    """Our record of aiokafka's; the chassis's own subscribers would load a whole framework."""
    return Record(raw.topic, raw.partition, raw.offset, raw.key, raw.value, tuple(raw.headers))
