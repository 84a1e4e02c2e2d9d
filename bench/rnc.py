"""The monthly lists over many open cases, on the database of one machine; no Kafka in it.

What is measured is one pass of the worker on the day on which lists leave: every open request of
every borough is found, the lists are made, hashed and stored with the event in the same write.
Twenty boroughs, four departments in each. Each run is the next month, so that all lists are new.
The reference reads the very same rows with bare queries in the same run. Medians of `--runs`.

Run: `python -m bench.rnc [--cases N] [--runs N] [--database auto|compiled|wheel|URI]`.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from chassis.document import Document, Draft
from chassis.kit import Kit
from chassis.sealing import new_key
from chassis.stored import inserted
from guichet.embedded.chooser import choose_database
from pydantic import SecretStr
from sla.adapters.lists_index import listed_case_index
from sla.bootstrap import build
from sla.domain.calendar import WEEKDAYS, CalendarRules
from sla.domain.grids import Grid
from sla.domain.lists.listed_case import ListedCase, Post
from sla.domain.lists.plan import ListRules, plan_month
from sla.settings import SlaSettings

AIM_SECONDS = 60.0
DEPARTMENTS = ("travaux-publics", "urbanisme", "loisirs", "environnement")
BOROUGHS = tuple(f"arrondissement-{number:02}" for number in range(20))
RECEIVED_AT = datetime(2025, 11, 3, 14, 0, tzinfo=UTC)
FILLED_AT_ONCE = 500


class Clock:
    """Set by hand."""

    now = datetime(2026, 1, 2, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def kit_on(uri: str, clock: Clock) -> Kit:
    """Sla as it is wired, on a database of its own."""
    settings = SlaSettings(
        _env_file=None,
        mongo_uri=SecretStr(uri),
        mongo_database=f"rnc_{uuid4().hex[:8]}",
        storage_key=SecretStr(new_key()),
        write_deadline_seconds=600.0,
    )
    defaults: Any = Kit.__init__.__kwdefaults__
    with patch.dict(defaults, {"clock": clock}):
        return build(settings)


def store_of(kit: Kit, name: str) -> Any:
    """The store of a collection."""
    stores: list[Any] = list(kit.stores)
    return next(one for one in stores if one.collection.name == name)


def grid_of(borough: str) -> Grid:
    """Open on weekdays; lists by the default rule."""
    weekly = {name: [("08:30", "16:30")] for name in WEEKDAYS[:5]}
    return Grid(
        borough=borough,
        version=1,
        effective_on=date(2025, 1, 1),
        calendar=CalendarRules.model_validate({"weekly": weekly, "years": list(range(2025, 2032))}),
        promises=(),
        heard_at=RECEIVED_AT,
        lists=ListRules(),
    )


def document(number: int) -> dict[str, Any]:
    """An open request as the projection stores it."""
    borough = BOROUGHS[number % len(BOROUGHS)]
    department = DEPARTMENTS[number // len(BOROUGHS) % len(DEPARTMENTS)]
    case = ListedCase(
        case_id=str(UUID(int=number + 2**64)),
        received_at=RECEIVED_AT + timedelta(minutes=number % 40_000),
        kind="request",
        activity="nid-de-poule",
        post=Post(
            borough=borough,
            department=department,
            department_fr=department,
            department_en=department,
            holders=(f"{borough}-{department}",),
        ),
        due_at=RECEIVED_AT + timedelta(days=40),
    )
    draft: Draft[ListedCase] = Draft.of(Document(case.case_id))
    draft.state, draft.borough = case, borough
    draft.seen = {"intake-cases": 1, "routing-assignments": 1, "sla-commitments": 1}
    return inserted(draft, str(uuid4()), listed_case_index(case))


async def fill(kit: Kit, count: int) -> None:
    """The grids, with a rule for their lists, and so many open requests."""
    for store in kit.stores:
        await store.prepare()
    kept = store_of(kit, "grids")
    for borough in BOROUGHS:
        key = f"{borough}@1"
        draft: Any = Draft.of((await kept.load([key]))[key])
        draft.state, draft.borough, draft.changed = grid_of(borough), borough, True
        await kept.save([draft])
    for call in kit.starts:
        await call()
    cases = store_of(kit, "listed_cases").collection
    for at in range(0, count, FILLED_AT_ONCE):
        part = range(at, min(at + FILLED_AT_ONCE, count))
        await cases.insert_many([document(number) for number in part], ordered=False)


async def bare(kit: Kit) -> tuple[float, int]:
    """The same rows by bare queries: seconds, and how many there were."""
    cases = store_of(kit, "listed_cases").collection
    started, found = time.perf_counter(), 0
    for borough in BOROUGHS:
        found += len([row async for row in cases.find({"ix.open_in": borough})])
    return time.perf_counter() - started, found


async def main(count: int, runs: int, database: str) -> None:
    """Fill, then one month after the other."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        server = await choose_database(database, data_dir=Path(folder))
        async with server as running:
            kit = kit_on(running.database.uri, clock)
            await fill(kit, count)
            worker: Any = kit.loops["lists"][1]
            mark: Any = kit.loops["read mark of listed_cases"][1]
            await worker()  # the first look: nothing is due of the time before it
            took, reference = [], []
            for number in range(runs):
                due = _next_sending(worker, number)
                clock.now = mark.__self__.until = due + timedelta(minutes=1)
                before = await _listed(kit)
                started = time.perf_counter()
                await worker()
                took.append(time.perf_counter() - started)
                after = await _listed(kit)
                assert after[1] - before[1] == count, "every open request stands in one list"
                seconds, found = await bare(kit)
                assert found == count
                reference.append(seconds)
    median, least = statistics.median(took), statistics.median(reference)
    over = "" if median < AIM_SECONDS else f"   above the aim of {AIM_SECONDS:.0f} s"
    sys.stdout.write(
        f"{count} open requests, {after[0] - before[0]} lists: median {median:.1f} s"
        f" of {runs} runs (longest {max(took):.1f} s){over}\n"
        f"the same rows by bare queries: median {least:.1f} s\n"
    )


def _next_sending(worker: Any, number: int) -> datetime:
    """Opening time of the day on which the lists of the n-th month leave, the latest borough."""
    month = date(2026 + number // 12, number % 12 + 1, 1)
    found: list[datetime] = []
    for borough in worker.__self__.grids.boroughs():
        held = worker.__self__.grids.grid(borough, worker.__self__.clock())
        assert held is not None
        plan = plan_month(held[1], held[0].lists, month)
        found.append(held[1].instant(plan.send_on, held[1].day(plan.send_on).spans[0][0]))
    return max(found)


async def _listed(kit: Kit) -> tuple[int, int]:
    """How many lists there are, and how many lines they name."""
    heads = [row async for row in store_of(kit, "lists").collection.find({})]
    return len(heads), sum(row["state"]["open_count"] for row in heads)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=30_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--database", default="auto")
    arguments = parser.parse_args()
    asyncio.run(main(arguments.cases, arguments.runs, arguments.database))
