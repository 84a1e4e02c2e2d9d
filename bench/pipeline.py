"""The whole house on the embedded servers: latency at a steady 20 accepts a second, and capacity.

Latency: acceptance to assignment and to mail, p50 and p95. Capacity: cases poured at once, until
every mail is handed over, as cases per second, with the busy time of each process. Reference in the
same run: what the database alone does of plain upserts in a second, for it is what gives out first.
Run: `python bench/pipeline.py [--rate N] [--cases N] [--runs N]`; GUICHET_DATABASE=wheel|compiled
names the build of the embedded database.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from guichet.demo import ASSIGNED, DATABASES, MAIL_ACCEPTED, MAIL_FAILED, MAIL_OUT
from guichet.embedded.ports import free_port
from guichet.ledger import read_ledger
from guichet.pour import body_of, pour
from guichet.samples import SampleRow, rows
from guichet.stack import Options, Stack, running
from guichet.watch import REGISTERED, Watch, quantile, watching
from pymongo import AsyncMongoClient, UpdateOne


async def at_a_rate(stack: Stack, sample: list[SampleRow], rate: float) -> None:
    """Accept over HTTP at a steady rate, whatever the answers take."""
    tenants = {row.tenant for row in sample}
    tokens = {one: await stack.token(f"demo-technician-{one}") for one in tenants}
    async with (
        httpx.AsyncClient(base_url=stack.url, timeout=60.0, trust_env=False) as client,
        asyncio.TaskGroup() as tasks,
    ):
        for row in sample:
            headers = {
                "Authorization": f"Bearer {tokens[row.tenant]}",
                "Idempotency-Key": str(uuid4()),
            }
            tasks.create_task(
                client.post("/api/intake/v1/cases", json=body_of(row), headers=headers)
            )
            await asyncio.sleep(1 / rate)


async def drained(stack: Stack, watch: Watch, cases: int) -> None:
    """Wait until all that was accepted went all the way."""
    async with asyncio.timeout(300):
        while True:
            events = watch.events
            mailed = events[MAIL_OUT] + events[MAIL_FAILED] >= events[MAIL_ACCEPTED]
            if events[REGISTERED] >= cases and mailed and watch.quiet_seconds > 1.0:
                ledger = await read_ledger(stack.database_server.database.uri, databases=DATABASES)
                if ledger.settled:
                    return
            await asyncio.sleep(0.2)


async def plain_upserts(uri: str, count: int = 2000) -> float:
    """Upserts a second, in bulks of 500."""
    client: AsyncMongoClient[Any] = AsyncMongoClient(uri, retryWrites=False)
    collection = client["bench"][uuid4().hex]
    started = time.monotonic()
    for part in range(0, count, 500):
        await collection.bulk_write(
            [
                UpdateOne(
                    {"_id": str(n)}, {"$set": {"state": {"n": n, "text": "x" * 300}}}, upsert=True
                )
                for n in range(part, part + 500)
            ],
            ordered=False,
        )
    took = time.monotonic() - started
    await client.close()
    return count / took


def busy_seconds(stack: Stack) -> dict[str, float]:
    """CPU seconds of each process so far (Linux)."""
    ticks: dict[str, float] = {}
    processes: dict[str, int | None] = {name: one.pid for name, one in stack.services.items()}
    processes["database"] = getattr(stack.database_server, "process").pid  # noqa: B009
    nodes = getattr(stack.broker_server, "nodes", None)
    processes["broker"] = nodes[0].process.pid if nodes else None
    for name, pid in processes.items():
        if pid is not None:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks[name] = (int(fields[11]) + int(fields[12])) / 100
    return ticks


async def one_run(data: Path, rate: float, cases: int) -> dict[str, float]:
    """All figures of one run."""
    figures: dict[str, float] = {}
    options = Options(data, port=free_port(), fresh=True)
    async with running(options, lambda line: None) as stack:
        bootstrap = stack.broker_server.broker.bootstrap_servers
        database = stack.database_server.database
        sys.stdout.write(f"on {database.kind} {database.version}\n")
        figures["upserts_per_second"] = await plain_upserts(database.uri)
        await pour(stack, rows(20), uuid4().hex, lambda: None)  # warm: connections, code paths
        sample = [row for row in rows(int(rate * 15)) if row.via == "http"]
        async with watching(bootstrap) as watch:
            await at_a_rate(stack, sample, rate)
            await drained(stack, watch, len(sample))
            for name, until in (("assignment", ASSIGNED), ("mail", MAIL_OUT)):
                times = watch.latencies_ms(REGISTERED, until)
                figures[f"{name}_p50_ms"] = quantile(times, 0.5) or 0.0
                figures[f"{name}_p95_ms"] = quantile(times, 0.95) or 0.0
        before = busy_seconds(stack)
        async with watching(bootstrap) as watch:
            started = time.monotonic()
            await pour(stack, rows(cases), uuid4().hex, lambda: None)
            await drained(stack, watch, cases)
            took = time.monotonic() - started
        figures["cases_per_second"] = cases / took
        for name, seconds in busy_seconds(stack).items():
            figures[f"busy_{name}"] = (seconds - before[name]) / took
    return figures


async def main(rate: float, cases: int, runs: int) -> None:
    results = []
    for number in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            results.append(await one_run(Path(folder), rate, cases))
        shown = ", ".join(f"{name} {value:.2f}" for name, value in results[-1].items())
        sys.stdout.write(f"run {number + 1}: {shown}\n")
    sys.stdout.write(f"medians of {runs} at {rate:.0f} accepts a second (busy: of one core):\n")
    for name in results[0]:
        sys.stdout.write(f"  {name:22} {statistics.median(r[name] for r in results):10.2f}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.rate, arguments.cases, arguments.runs))
