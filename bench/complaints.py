"""Opening a sealed complaint, against a find by `_id`; and with `--canary N`, a scan for leaks.

A file of two thousand words with fifty hearings is opened as a director opens it: rules, directory
and data key read, decrypted, the reading recorded durably; the same to its page, and the list of
all of them with the keys at hand. Medians of five runs.
Run: `PYTHONPATH=tests/support python -m bench.complaints [--files N] [--reads N] [--canary N]`.
"""

import argparse
import asyncio
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from chassis.document import Document, Draft
from chassis.identity import Caller
from chassis.kit import Kit
from chassis.process import Life
from chassis.sealing import new_key
from chassis.store import Scope
from complaints.bootstrap import build
from complaints.domain.access import Person
from complaints.domain.custody import Disclosure
from complaints.domain.file import Content, Investigation
from complaints.domain.proceedings import Hearing, Proceedings
from complaints.settings import ComplaintsSettings
from guichet.embedded.chooser import choose_database
from guichet_testing.complaint_days import ComplaintDays
from guichet_testing.leak_scan import leaks
from guichet_testing.memory_house import MemoryHouse
from intake.settings import COUNTERS
from pydantic import SecretStr

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
RUNS, BULK, AIM_MS = 5, 100, 100.0
DIRECTOR = Person("director", frozenset({"director"}))
HERE = Scope(frozenset({"prevost"}))
SENTENCE = "On m'a répondu sèchement au comptoir, devant tout le monde. "


class AlwaysDirector:
    """Whoever asks is the director."""

    async def caller(self, token: str) -> Caller:
        """See `chassis.identity.Authenticator`."""
        return Caller(DIRECTOR.person_id, DIRECTOR.roles, frozenset({"prevost"}))


def file_of(case_id: str) -> Investigation:
    """A thick file."""
    content = Content(version=1, received_at=NOW, statement=SENTENCE * 200)
    hearings = tuple(
        Hearing.model_validate(
            {
                "hearing_id": str(uuid4()),
                "person": f"Témoin {number}",
                "capacity": "witness",
                "held_at": NOW,
                "account": SENTENCE * 20,
                "recorded_at": NOW,
                "recorded_by": "director",
            }
        )
        for number in range(50)
    )
    return Investigation(
        case_id=case_id,
        kind="complaint",
        borough="prevost",
        received_at=NOW,
        first_content=content,
        content=content,
        proceedings=Proceedings(hearings=hearings),
    )


async def filled(kit: Kit, files: Any, count: int) -> list[str]:
    """Ids of the files that were stored."""
    for store in kit.stores:
        await store.prepare()
    ids = [str(uuid4()) for _ in range(count)]
    for start in range(0, count, BULK):
        drafts = []
        for case_id in ids[start : start + BULK]:
            draft = Draft.of(Document[Investigation](case_id))
            draft.state, draft.borough, draft.changed = file_of(case_id), "prevost", True
            drafts.append(draft)
        assert not await files.save(drafts)
    return ids


async def p95_ms(call: Callable[[str], Awaitable[Any]], ids: list[str]) -> float:
    """Of one run over these ids, in milliseconds."""
    took = []
    for case_id in ids:
        begun = time.perf_counter()
        await call(case_id)
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(took, n=20)[-1]


async def measure(data: Path, count: int, reads: int) -> bool:
    """Print ours and the reference; True where ours is within the aim."""
    database = await choose_database(data_dir=data / "mongo")
    async with database:
        settings = ComplaintsSettings(
            mongo_uri=SecretStr(database.database.uri),
            mongo_database=f"bench_complaints_{uuid4().hex[:8]}",
            storage_key=SecretStr(new_key()),
            keys_dir=data / "keys",
        )
        kit = build(settings)
        loop: Any = kit.loops["destruction"][1]
        destroying = loop.__self__
        ids = await filled(kit, destroying.store, count)
        (reading,) = {
            cell.cell_contents
            for route in kit.routers[0].routes
            for cell in getattr(route, "endpoint", measure).__closure__ or ()
        }

        async def ours(case_id: str) -> None:
            destroying.keys._open.clear()  # as if never opened in this process
            await reading.read(case_id, DIRECTOR, HERE, exception=Disclosure.INVESTIGATION)

        app = Life(kit, "api").app()
        app.state.authenticator = AlwaysDirector()
        transport, signed = httpx.ASGITransport(app=app), {"authorization": "Bearer x"}
        browser = httpx.AsyncClient(transport=transport, base_url="http://bench", headers=signed)

        async def page(case_id: str) -> None:
            destroying.keys._open.clear()
            chosen = {"exception": "investigation"}
            answer = await browser.post(f"/plaintes/{case_id}", data=chosen)
            assert answer.status_code == 200

        async def listed(_: str) -> None:
            assert (await browser.get("/plaintes")).status_code == 200

        async def reference(case_id: str) -> None:
            assert await destroying.store.inner.collection.find_one({"_id": case_id})

        asked = (ids * (reads // len(ids) + 1))[:reads]
        mine = [await p95_ms(ours, asked) for _ in range(RUNS)]
        theirs = [await p95_ms(reference, asked) for _ in range(RUNS)]
        pages = [await p95_ms(page, asked) for _ in range(RUNS)]
        lists = [await p95_ms(listed, asked[:20]) for _ in range(RUNS)]
        await browser.aclose()
    figure = statistics.median(mine)
    sys.stdout.write(
        f"{count} files, {reads} readings a run, medians of {RUNS} p95\n"
        f"open, decrypt, record   {figure:8.1f} ms   (aim: under {AIM_MS:.0f} ms)\n"
        f"the same, to its page   {statistics.median(pages):8.1f} ms\n"
        f"list of all {count:<12}{statistics.median(lists):8.1f} ms\n"
        f"find by _id, sealed     {statistics.median(theirs):8.1f} ms\n"
    )
    return figure < AIM_MS


async def scan(count: int) -> bool:
    """Marked complaints through a house in memory; True where no mark is seen."""
    house = MemoryHouse(COUNTERS)
    days = ComplaintDays(house)
    await house.start()
    mark, begun = f"serin{uuid4().hex[:8]}", time.perf_counter()
    for number in range(count):
        await days.complain(f"Plainte {mark} {number}", f"Luc Essai{number}")
        if number % BULK == BULK - 1:
            await house.settle()
    await house.settle()
    await house.wait(5)
    poured = time.perf_counter() - begun
    found = leaks(house, [mark])
    scanned = time.perf_counter() - begun - poured
    sys.stdout.write(
        f"{count} complaints in {poured:.0f} s, {len(house.records)} records and all stores "
        f"scanned in {scanned:.1f} s: {len(found)} hits\n"
    )
    for one in found:
        sys.stdout.write(f"  {one}\n")
    return not found


def main() -> int:
    """Exit code 1 where the aim is missed or a mark is seen."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=1_000)
    options.add_argument("--reads", type=int, default=200)
    options.add_argument("--canary", type=int, default=0, metavar="N")
    asked = options.parse_args()
    logging.disable(logging.CRITICAL)
    if asked.canary:
        return 0 if asyncio.run(scan(asked.canary)) else 1
    with tempfile.TemporaryDirectory() as folder:
        return 0 if asyncio.run(measure(Path(folder), asked.files, asked.reads)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
