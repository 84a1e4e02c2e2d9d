"""Staff's pages of due dates over many promises, on the database of one machine.

Cases of twenty boroughs with a promise each lie there as sla's own decisions made them, some late,
most running. Asked are the lists, a case, a calendar and a delay, by a technician of one borough
and by a director of all twenty. The reference is a find by `_id` through the same store in the same
run. The aim is a p95 under 50 ms a page. Run: `python -m bench.sla_pages [--cases N] [--asks N]`.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import httpx
from chassis.document import Document, Draft
from chassis.http import create_app
from chassis.identity import Caller
from chassis.kit import Kit
from chassis.sealing import new_key
from guichet.embedded.chooser import choose_database
from guichet_testing.sla_promises import AMOUNTS, BOROUGHS, grids, promise, rule_book
from pydantic import SecretStr
from sla.application.follow_case import FollowCase
from sla.bootstrap import build
from sla.domain.commitment import Commitments
from sla.settings import SlaSettings

AIM_MS = 50.0
BULK = 200
CLOCK = datetime(2026, 7, 2, 15, 0, tzinfo=UTC)  # three weeks after the cases came in
SAVED_AT = CLOCK - timedelta(hours=1)  # what was saved within a minute is read again by every list
CALLERS = {
    "technician": Caller("t", frozenset({"technician"}), frozenset(BOROUGHS[:1])),
    "director": Caller("d", frozenset({"director"}), frozenset(BOROUGHS)),
}
PAGES = {
    "late": "/echeances",
    "due today": "/echeances?list=today",
    "within 7 days": "/echeances?list=soon",
    "all that runs, page 5": "/echeances?list=running&offset=100",
    "one activity": "/echeances?list=running&activity=days-30",
    "one kind": "/echeances?list=running&kind=complete",
    "one case": "/echeances/{case_id}",
    "a calendar": "/calendriers?borough=borough-00&year=2026",
    "a delay": "/delais?borough=borough-00&amount=10&counting=working_days_same_time"
    "&receivedAt=2026-06-12T16:59",
    "the list as CSV": "/echeances/liste.csv?list=late",
}


class ByName:
    """Stands for the authenticator: the token is the name of a caller."""

    async def caller(self, token: str) -> Caller:
        """See `chassis.identity.Authenticator`."""
        return CALLERS[token]


@asynccontextmanager
async def no_life(_: object) -> Any:
    yield


async def healthy() -> dict[str, str]:
    return {}


def wired(uri: str, hands: list[datetime]) -> Kit:
    """Sla as its bootstrap wires it, on this database, with a clock that stands at `hands[0]`."""
    defaults: Any = Kit.__init__.__kwdefaults__
    settings = SlaSettings(
        mongo_uri=SecretStr(uri), mongo_database="bench", storage_key=SecretStr(new_key())
    )
    with patch.dict(defaults, {"clock": lambda: hands[0]}):
        return build(settings)


def states(count: int) -> Iterator[Commitments]:
    """Cases like one of a few, each with its id; judged up to now."""
    book = rule_book()
    follow, models = FollowCase(book), list[Commitments]()
    for borough in BOROUGHS:
        for days in AMOUNTS:
            made = promise(book, UUID(int=1), borough, days)
            judged = follow.tick(made, CLOCK, CLOCK)
            models.append(judged.state if judged is not None else made)
    for number in range(count):
        case_id = str(UUID(int=number + 2**64))
        yield models[number % len(models)].model_copy(update={"case_id": case_id})


async def save(store: Any, named: list[tuple[str, Any]]) -> None:
    """New documents, many in one write."""
    for at in range(0, len(named), BULK):
        drafts = []
        for name, state in named[at : at + BULK]:
            draft: Draft[Any] = Draft.of(Document(name))
            draft.state, draft.changed = state, True
            drafts.append(draft)
        assert not await store.save(drafts)


async def times(asks: int, call: Callable[[], Awaitable[object]]) -> list[float]:
    """Milliseconds of so many calls, the first not counted."""
    await call()
    found = []
    for _ in range(asks):
        started = time.perf_counter()
        await call()
        found.append((time.perf_counter() - started) * 1000)
    return found


def told(name: str, found: list[float], aim: float | None = AIM_MS) -> None:
    """One line of the table."""
    p95 = statistics.quantiles(found, n=20)[-1]
    over = f"   above the aim of {aim:.0f} ms" if aim is not None and p95 > aim else ""
    p50 = statistics.median(found)
    sys.stdout.write(f"{name:<36} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms{over}\n")
    sys.stdout.flush()


async def measure(kit: Kit, hands: list[datetime], count: int, asks: int) -> None:
    """Fill and ask."""
    stores: dict[str, Any] = {}
    for one in kit.stores:
        held: Any = one
        stores[held.collection.name] = held
        await held.prepare()
    await save(stores["grids"], [(f"{one.borough}@1", one) for one in grids()])
    await save(stores["commitments"], [(one.case_id, one) for one in states(count)])
    hands[0] = CLOCK
    app = create_app("sla", kit.routers, lifespan=no_life, alive=dict, ready=healthy)
    app.state.authenticator = ByName()
    first = str(UUID(int=2**64))
    told("find by _id (reference)", await times(asks, lambda: stores["commitments"].load([first])))
    for who in CALLERS:
        headers = {"authorization": f"Bearer {who}"}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://bench", headers=headers
        ) as client:

            async def page(path: str, client: httpx.AsyncClient = client) -> None:
                answer = await client.get(path.format(case_id=first))
                assert answer.status_code == 200, (path, answer.text[:2000])

            for name, path in PAGES.items():
                aim = None if name.endswith("CSV") else AIM_MS
                told(f"{who}: {name}", await times(asks, lambda path=path: page(path)), aim)  # type: ignore[misc]


async def main(count: int, asks: int) -> None:
    """With a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        async with await choose_database(data_dir=Path(folder)) as database:
            hands = [SAVED_AT]
            await measure(wired(database.database.uri, hands), hands, count, asks)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--asks", type=int, default=40)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.cases, arguments.asks))
