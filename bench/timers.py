"""Timers of sla over many active promises on the database of one machine: no Kafka in it.

What is measured is what a worker does: the rounds of `sla.bootstrap` find what is due, decide, save
under compare-and-set with the event in the same write, and hand it to a sender that says yes at
once and notes it. The database is filled with documents in the very form that the store writes,
due on working days to come; a pass over them with nothing due is the idle tick. Then a herd comes
due within one second (the settling time left out), in twenty boroughs, and a worker process, then
two at once, fire it: every event is counted, by id and in the documents, and the herd is taken out
again. The lag is from the moment from which all are due until the event was taken. The reference
takes the same rows from the same database with bare queries and writes the same bytes back. Medians
of `--runs`; a table at the end. Nothing is drawn by lot: every run fills in the same documents.

Run: `python -m bench.timers [--active 10000,100000,1000000] [--due N] [--runs N]
[--database auto|compiled|wheel|URI] [--data DIR]`; a DIR that holds promises already is filled up.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch
from uuid import uuid4

import bson
from chassis.document import Document, Draft, Entry
from chassis.kit import Kit
from chassis.scribe import Cause
from chassis.sealing import new_key
from chassis.stored import updated
from guichet.embedded.chooser import choose_database
from guichet_testing.sla_promises import NOW, rule_book
from pydantic import SecretStr
from pymongo import UpdateOne
from sla.application.follow_case import FollowCase
from sla.bootstrap import build
from sla.domain.commitment import Commitments
from sla.settings import SlaSettings

from bench.promises_filled import fill, put_herd, store_of, take_out

FRUITLESS = 100  # passes in a row that change nothing though something is due: it is wrong then
Event = tuple[str, datetime, float]


class Taken:
    """Stands for Kafka: takes every event at once, and notes which and when."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def send(self, entries: Sequence[Entry]) -> list[bool]:
        """See `chassis.outbox.Sender`."""
        at = time.time()
        for entry in entries:
            due_at = datetime.fromisoformat(json.loads(entry.value)["due_at"])
            self.events.append((entry.id, due_at, at))
        return [True for _ in entries]


class Herd(NamedTuple):
    """What came of one herd."""

    seconds: float
    lags: list[float]
    fired: int
    doubles: int
    in_order: bool


def kit_on(uri: str, database: str, taken: Taken) -> Kit:
    """Sla as it is wired, on that database, with nobody but us to publish to."""
    settings = SlaSettings(
        _env_file=None,
        mongo_uri=SecretStr(uri),
        mongo_database=database,
        storage_key=SecretStr(new_key()),
        write_deadline_seconds=600.0,
    )
    with patch("chassis.kit.Producer", lambda *_, **__: taken):
        kit = build(settings)
    mark: Any = kit.loops["read mark"][1]
    mark.__self__.until = NOW
    return kit


async def ready(kit: Kit) -> None:
    """What a worker does before its first record."""
    for call in kit.starts:
        await call()


async def idle(kit: Kit, runs: int) -> float:
    """Milliseconds of a pass of both rounds that finds nothing."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        for one in kit.rounds:
            if one.name in ("due", "misses"):
                assert await one.run(NOW) == 0, "nothing is due"
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


_both_here: Any = None  # in a worker process: where both wait for each other


def meet_at(barrier: Any) -> None:
    """In a worker process, before its first herd."""
    global _both_here
    _both_here = barrier


def work(uri: str, database: str, count: int) -> tuple[float, list[Event]]:
    """A worker process: fires until nothing is due; when it began, and what it published."""

    async def live() -> tuple[float, list[Event]]:
        taken = Taken()
        kit = kit_on(uri, database, taken)
        await ready(kit)
        commitments = store_of(kit, "commitments")
        misses = next(one for one in kit.rounds if one.name == "misses")
        if count > 1:
            _both_here.wait()
        started_at, fruitless = time.time(), 0
        while fruitless < FRUITLESS and await commitments.due("judge_at", NOW, 1):
            fruitless = 0 if await misses.run(NOW) else fruitless + 1
        return started_at, taken.events

    return asyncio.run(live())


class Workers:
    """Two processes, to be had one at a time or both."""

    def __init__(self) -> None:
        processes = get_context("spawn")
        self._pool = ProcessPoolExecutor(
            2, mp_context=processes, initializer=meet_at, initargs=(processes.Barrier(2),)
        )

    async def run(self, uri: str, database: str, count: int) -> tuple[float, list[list[Event]]]:
        """So many at once: when the first began, and what each published."""
        loop = asyncio.get_running_loop()
        asked = [loop.run_in_executor(self._pool, work, uri, database, count) for _ in range(count)]
        done = await asyncio.gather(*asked)
        return min(at for at, _ in done), [events for _, events in done]

    def stop(self) -> None:
        """End them."""
        self._pool.shutdown()


async def fire(kit: Kit, at: Workers, uri: str, database: str, size: int, count: int) -> Herd:
    """A herd, and so many processes at it at once."""
    documents = await put_herd(kit, size)
    start_at, events = await at.run(uri, database, count)
    published = [event for of_one in events for event in of_one]
    lags = sorted(at - start_at for _, _, at in published)
    ids = [one["_id"] for one in documents]
    collection = store_of(kit, "commitments").collection
    numbers = [
        raw["sequences"]["sla-commitments"]
        for at in range(0, size, 25)
        async for raw in collection.find({"_id": {"$in": ids[at : at + 25]}}, {"sequences": 1})
    ]
    await take_out(collection)
    return Herd(
        seconds=lags[-1],
        lags=lags,
        fired=len({event_id for event_id, _, _ in published}),
        # Said twice by the processes, or decided twice in a document: each has said one before.
        doubles=len(published) - size + sum(number != 2 for number in numbers),
        in_order=all(
            [due for _, due, _ in one] == sorted(due for _, due, _ in one) for one in events
        ),
    )


async def reference(kit: Kit, size: int) -> float:
    """Seconds of asking for the same rows and writing the same bytes, with nothing between."""
    follow, herd = FollowCase(rule_book()), await put_herd(kit, size)
    store = store_of(kit, "commitments")
    changes: dict[str, Any] = {}
    for raw in herd:
        document: Document[Commitments] = store._read(bson.decode(raw.raw))
        assert document.state is not None
        draft = Draft.of(document)
        kit.scribe.apply(draft, follow.tick(document.state, NOW, NOW), Cause("bench"))
        assert draft.state is not None
        changes[draft.id] = updated(draft, str(uuid4()), store._ix(draft.state))
    started = time.perf_counter()
    query = {"ix.judge_at": {"$gt": datetime(2000, 1, 1, tzinfo=NOW.tzinfo), "$lte": NOW}}
    while rows := await store.collection.find(query).sort("ix.judge_at", 1).limit(1000).to_list():
        for at in range(0, len(rows), 200):
            part = rows[at : at + 200]
            operations = [
                UpdateOne({"_id": raw["_id"], "version": raw["version"]}, changes[raw["_id"]])
                for raw in part
            ]
            await store.collection.bulk_write(operations, ordered=False)
    seconds = time.perf_counter() - started
    await take_out(store.collection)
    return seconds


def show(active_count: int, workers: int, herds: Sequence[Herd], size: int) -> float:
    """One line of what was measured; the seconds."""
    middle = sorted(herds, key=lambda one: one.seconds)[len(herds) // 2]
    p50, p95 = (statistics.quantiles(middle.lags, n=20)[place] for place in (9, 18))
    sound = all(one.fired == size and not one.doubles for one in herds)
    sys.stdout.write(
        f"{active_count:>9,} active  {workers} worker{'s' if workers > 1 else ' '}  "
        f"{size:,} due: {middle.seconds:6.1f} s, {size / middle.seconds:6,.0f}/s   "
        f"lag p50 {p50:5.1f} p95 {p95:5.1f} max {middle.lags[-1]:5.1f} s   "
        f"each once: {'yes' if sound else 'NO'}   "
        f"in order of due time: {'yes' if all(one.in_order for one in herds) else 'NO'}\n"
    )
    sys.stdout.flush()
    return middle.seconds


async def measured(
    kit: Kit, at: Workers, uri: str, database: str, count: int, size: int, runs: int
) -> dict[str, str]:
    """Print what a herd of that size took with so many promises active, and the reference; the
    same as cells of the table."""
    cells = {}
    for workers in (1, 2):
        herds = [await fire(kit, at, uri, database, size, workers) for _ in range(runs)]
        seconds = show(count, workers, herds, size)
        cells[f"{size:,} due, {workers} at it"] = f"{seconds:.1f} s"
    bare = statistics.median([await reference(kit, size) for _ in range(runs)])
    sys.stdout.write(
        f"{count:>9,} active  reference  {size:,} due: {bare:6.1f} s, {size / bare:6,.0f}/s "
        "(the bare query and update of the same rows)\n"
    )
    return {**cells, f"{size:,} bare": f"{bare:.1f} s"}


def table(rows: Sequence[dict[str, str]]) -> None:
    """What a tick costs, by how many are active and by how many are due."""
    for row in [{name: name for name in rows[0]}, *rows]:
        sys.stdout.write("   ".join(f"{row[name]:>{len(name)}}" for name in row) + "\n")


async def main(asked: argparse.Namespace) -> None:
    """Fill up, measure, print; for each number of active promises."""
    kept = nullcontext(str(asked.data)) if asked.data else tempfile.TemporaryDirectory()
    with kept as folder:
        server = await choose_database(asked.database, data_dir=Path(folder))
        async with server:
            uri, name, rows = server.database.uri, "bench_timers", list[dict[str, str]]()
            sys.stdout.write(f"database: {server.database.kind} {server.database.version}\n")
            kit, workers = kit_on(uri, name, Taken()), Workers()
            for count in asked.active:
                started = time.perf_counter()
                await fill(kit, count)
                sys.stdout.write(f"filled in {time.perf_counter() - started:.0f} s\n")
                await ready(kit)
                nothing = await idle(kit, max(asked.runs, 21))
                sys.stdout.write(f"{count:>9,} active  a tick with nothing due: {nothing:.1f} ms\n")
                row = {"   active": f"{count:,}", "nothing due": f"{nothing:.1f} ms"}
                for size in sorted({asked.due // 10, asked.due}):
                    row |= await measured(kit, workers, uri, name, count, size, asked.runs)
                rows.append(row)
            workers.stop()
            table(rows)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--active",
        type=lambda text: [int(part) for part in text.split(",")],
        default=[10_000, 100_000, 1_000_000],
    )
    options.add_argument("--due", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--database", default="auto")
    options.add_argument("--data", type=Path)
    asyncio.run(main(options.parse_args()))
