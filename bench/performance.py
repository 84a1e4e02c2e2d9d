"""The page of performance over many cases on the database of one machine.

Cases of a year are saved by sla's own projection store. Measured: the passes of the worker that
counts them month by month in the background (the first, and one when all was counted), what a
process reads before its first page, a page with a selection that was not asked for yet, and the
page asked for again. The reference is a find by `_id` through the same store in the same run.
Medians of five. The aim is a page within 200 ms, and within 50 ms asked again.
Run: `python -m bench.performance [--cases N]`.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from chassis.document import Document, Draft
from chassis.http import create_app
from chassis.identity import Caller
from chassis.kit import Kit
from chassis.sealing import new_key
from guichet.embedded.chooser import choose_database
from pydantic import SecretStr
from sla.adapters.figures_board import FiguresBoard
from sla.adapters.figures_counter import HOT, FiguresCounter
from sla.bootstrap import build
from sla.domain.performance.case_figures import CaseFigures
from sla.domain.performance.working_days import WorkingDays
from sla.settings import SlaSettings

from services.sla.tests.performance_cases import ACTIVITIES, BOROUGHS, NOW, many, seeded_calendar

BULK, RUNS = 200, 5
FRESH_AIM_MS, AGAIN_AIM_MS = 200.0, 50.0


class Director:
    """Stands for the authenticator: somebody who leads everywhere."""

    async def caller(self, token: str) -> Caller:
        """See `chassis.identity.Authenticator`."""
        return Caller("directrice", frozenset({"director"}), frozenset(BOROUGHS))


@asynccontextmanager
async def no_life(_: object) -> Any:
    yield


async def healthy() -> dict[str, str]:
    return {}


def wired(uri: str) -> Kit:
    """Sla as its bootstrap wires it, on this database and at the hour of the cases."""
    defaults: Any = Kit.__init__.__kwdefaults__
    settings = SlaSettings(
        mongo_uri=SecretStr(uri), mongo_database="bench", storage_key=SecretStr(new_key())
    )
    with patch.dict(defaults, {"clock": lambda: NOW}):
        return build(settings)


async def fill(store: Any, count: int) -> None:
    """Save the cases."""
    await store.prepare()
    drafts: list[Draft[CaseFigures]] = []
    for number, case in enumerate(many(count), start=1):
        draft = Draft.of(Document[CaseFigures](case.case_id))
        draft.state, draft.borough, draft.changed = case, case.borough, True
        drafts.append(draft)
        if len(drafts) == BULK or number == count:
            assert not await store.save(drafts)
            drafts = []


async def median_ms(call: Callable[[int], Awaitable[object]]) -> float:
    """Milliseconds of five calls."""
    times = []
    for run in range(RUNS):
        started = time.perf_counter()
        await call(run)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


async def measure(kit: Kit, count: int) -> None:
    """Fill, count, ask."""
    store: Any = next(one for one in kit.stores if one.collection.name == "figures")
    months: Any = next(one for one in kit.stores if one.collection.name == "month_figures")
    await fill(store, count)
    await months.prepare()
    hour = NOW

    def clock() -> datetime:
        nonlocal hour
        hour += timedelta(seconds=1)
        return hour

    worked_in = WorkingDays(seeded_calendar)
    counter = FiguresCounter(store, months, lambda: BOROUGHS, clock, 0.0, worked_in)
    started, passes = time.perf_counter(), 0
    while await counter.run() > HOT * len(BOROUGHS):
        passes += 1
    told(f"first count, {passes} passes", (time.perf_counter() - started) * 1000)
    told("count of what moves", await median_ms(lambda _: counter.run()))
    board = FiguresBoard(months, lambda: NOW, every_seconds=60.0)
    told("reading of what was counted", await median_ms(lambda _: board.read()))
    app = create_app("sla", kit.routers, lifespan=no_life, alive=dict, ready=healthy)
    app.state.authenticator = Director()
    headers = {"authorization": "Bearer x"}
    transport = httpx.ASGITransport(app=app)
    first = next(many(1)).case_id

    async with httpx.AsyncClient(
        transport=transport, base_url="http://bench", headers=headers, timeout=600
    ) as client:

        async def page(path: str) -> None:
            answer = await client.get(path)
            assert answer.status_code == 200, answer.text[:2000]

        started = time.perf_counter()
        await page("/performance")
        told("first page of a process", (time.perf_counter() - started) * 1000)
        told("find by _id (reference)", await median_ms(lambda _: store.load([first])))
        fresh = await median_ms(lambda run: page(f"/performance?activity={ACTIVITIES[run]}"))
        told("page, a new selection", fresh, FRESH_AIM_MS)
        whole = await median_ms(lambda run: page(f"/performance?from=2025-0{run + 1}"))
        told("page, a new selection of all", whole, FRESH_AIM_MS)
        told("page, asked for again", await median_ms(lambda _: page("/performance")), AGAIN_AIM_MS)
        export = "/api/sla/v1/performance/export.csv"
        told("figures as CSV", await median_ms(lambda _: page(export)))


def told(name: str, value: float, aim: float | None = None) -> None:
    """One line of the table."""
    over = f"   above the aim of {aim:.0f} ms" if aim is not None and value > aim else ""
    sys.stdout.write(f"{name:<32} {value:9.1f} ms{over}\n")
    sys.stdout.flush()


async def main(count: int) -> None:
    """With a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        async with await choose_database(data_dir=Path(folder)) as database:
            await measure(wired(database.database.uri), count)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    asyncio.run(main(parser.parse_args().cases))
