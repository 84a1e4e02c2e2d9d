"""Events per second of one consuming service, against the bare loop on the same servers.

Ours: intake-cases in, one document a case under compare-and-set, routing-assignments out, drained,
acknowledged. Bare: aiokafka fetch, one bulk with an upsert per event, commit; it loses and doubles.
Run: `python bench/consume.py [--events N] [--runs N]`; prints medians and their ratio.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from chassis.process import Life, die
from guichet_testing import toy
from guichet_testing.servers import Servers, start_servers
from pymongo import AsyncMongoClient, UpdateOne


async def fill(bootstrap: str, events: int) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", linger_ms=5)
    await producer.start()
    sent = []
    for _ in range(events):
        record = toy.record_of(toy.registered(str(uuid4())), 1)
        sent.append(
            await producer.send(
                record.topic, value=record.value, key=record.key, headers=list(record.headers)
            )
        )
    await asyncio.gather(*sent)
    await producer.stop()


async def bare(servers: Servers, events: int, run: str) -> float:
    """Seconds from the first record fetched to the last committed."""
    consumer = AIOKafkaConsumer(
        "intake-cases",
        bootstrap_servers=servers.broker.bootstrap_servers,
        group_id=f"bare-{run}",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    client: AsyncMongoClient[Any] = AsyncMongoClient(servers.database.uri, retryWrites=False)
    collection = client[f"bare_{run}"]["cases"]
    await consumer.start()
    seen, started = 0, 0.0
    while seen < events:
        batches = await consumer.getmany(timeout_ms=50, max_records=500)
        records = [record for batch in batches.values() for record in batch]
        if not records:
            continue
        started = started or time.monotonic()
        await collection.bulk_write(
            [
                UpdateOne(
                    {"_id": (record.key or b"").decode()},
                    {"$set": {"state": json.loads(record.value or b"{}")}},
                    upsert=True,
                )
                for record in records
            ],
            ordered=False,
        )
        await consumer.commit()
        seen += len(records)
    took = time.monotonic() - started
    await consumer.stop()
    await client.close()
    return took


async def ours(servers: Servers, events: int, run: str) -> float:
    """Seconds from the first document to the last event published and drained."""
    settings = toy.toy_settings(
        servers.broker.bootstrap_servers,
        servers.database.uri,
        f"ours_{run}",
        batch_records=500,
        sweep_every_seconds=1.0,
        sweep_after_seconds=2.0,
    )
    kit = toy.build(settings)
    watch = AIOKafkaConsumer(bootstrap_servers=servers.broker.bootstrap_servers)
    await watch.start()
    partitions = [TopicPartition("routing-assignments", number) for number in range(6)]
    app = Life(kit, "worker", die).app()
    started, before = 0.0, sum((await watch.end_offsets(partitions)).values())
    async with app.router.lifespan_context(app):
        done = 0
        while done < events:
            await asyncio.sleep(0.02)
            done = sum((await watch.end_offsets(partitions)).values()) - before
            started = started or (time.monotonic() if done else 0.0)
        took = time.monotonic() - started
    await watch.stop()
    return took


async def main(events: int, runs: int) -> None:
    ratios, speeds, references = [], [], []
    for number in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            async with start_servers(Path(folder), must_be_kafka=False) as servers:
                await fill(servers.broker.bootstrap_servers, events)
                reference = events / await bare(servers, events, str(number))
                speed = events / await ours(servers, events, str(number))
        ratios.append(speed / reference)
        speeds.append(speed)
        references.append(reference)
        sys.stdout.write(f"run {number + 1}: {speed:.0f}/s, bare {reference:.0f}/s\n")
    sys.stdout.write(
        f"median: ours {statistics.median(speeds):.0f} events/s, "
        f"bare {statistics.median(references):.0f} events/s, "
        f"ratio {statistics.median(ratios):.2f}\n"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.events, arguments.runs))
