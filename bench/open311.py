"""`GET requests` of Open311 over many cases, whole: routes, query, record, form; against a find by
`_id` through the same store in the same run.

Cases are those of `search.py`, over 18 months and the boroughs of intake's gazetteer, so an answer
holds the 90 days of one borough. What a process has read of a borough's last days it keeps: the
first question about each borough is measured apart, and so is a span that lies before. The aim is
a p95 under 100 ms. Run: `python -m bench.open311 [--cases N] [--queries N] [--data DIR]`; a DIR
that holds them already is measured as it is.
"""

import argparse
import asyncio
import gc
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from chassis.document import Document, Draft
from chassis.http import create_app
from chassis.kit import Kit
from chassis.sealing import new_key
from fastapi import FastAPI
from guichet.embedded.chooser import choose_database
from intake.bootstrap import build
from intake.domain.activities import ActivityNames, GridWords, plain
from intake.settings import IntakeSettings
from pydantic import SecretStr

from bench.search import ACTIVITIES, NOW, SECRET, Call, Town, fill, measure

AIM_MS = 100.0
LONG_AGO = NOW - timedelta(days=200)
OLD_SPAN = {
    "start_date": LONG_AGO.isoformat(),
    "end_date": (LONG_AGO + timedelta(days=7)).isoformat(),
}


@asynccontextmanager
async def no_life(_: FastAPI) -> AsyncIterator[None]:
    yield


async def nothing_wrong() -> dict[str, str]:
    return {}


def grids(boroughs: list[str]) -> list[GridWords]:
    """One city's 300 activities, and its boroughs."""
    names = [ActivityNames(code=plain(one).replace(" ", "-"), name_fr=one) for one in ACTIVITIES]
    words = tuple(plain(one) for one in ACTIVITIES)
    city = GridWords(borough="montreal", version=1, words=words, activities=tuple(names))
    return [city, *(GridWords(borough=one, version=1, inherits="montreal") for one in boroughs)]


async def wired(uri: str, town: Town, count: int, **settled: Any) -> tuple[Kit, dict[str, Any]]:
    """Intake as it wires itself, with the cases in its store; stores by their name."""
    chosen: dict[str, Any] = {
        "mongo_uri": SecretStr(uri),
        "mongo_database": "open311",
        "tracking_secret": SecretStr(SECRET),
        "storage_key": SecretStr(new_key()),
        "write_deadline_seconds": 600,
        "limit_lookups": "1000000/second",
    }
    settings = IntakeSettings(**{**chosen, **settled})
    defaults: Any = Kit.__init__.__kwdefaults__
    with patch.dict(defaults, {"clock": lambda: NOW}):
        kit = build(settings)
    stores = {one.collection.name: one for one in kit.stores}
    for store in stores.values():
        await store.prepare()
    started = time.monotonic()
    await fill(stores["cases"], count)
    sys.stdout.write(f"{count} cases, filled in {time.monotonic() - started:.0f} s\n")
    kept = grids(sorted(town.where().boroughs or ()))
    known = await stores["grids"].load([one.borough for one in kept])
    for one in kept:
        if known[one.borough].state is None:
            draft: Draft[GridWords] = Draft.of(Document(one.borough))
            draft.state, draft.borough, draft.changed = one, one.borough, True
            await stores["grids"].save([draft])
    return kit, stores


def calls_on(client: httpx.AsyncClient, stores: dict[str, Any], town: Town) -> dict[str, Call]:
    """What is measured, by the number of a case."""

    async def by_id(number: int) -> int:
        name = town.case(number).case_id
        version: int = (await stores["cases"].load([name]))[name].version
        return version

    async def asked(number: int, form: str, **more: str) -> int:
        params = {"jurisdiction_id": town.case(number).borough, **more}
        answer = await client.get(f"/open311/v2/requests.{form}", params=params)
        assert answer.status_code == 200, answer.text
        return answer.text.count("service_request_id") // (1 if form == "json" else 2)

    async def in_json(number: int) -> int:
        return await asked(number, "json")

    async def in_xml(number: int) -> int:
        return await asked(number, "xml")

    async def open_ones(number: int) -> int:
        return await asked(number, "json", status="open")

    async def long_ago(number: int) -> int:
        return await asked(number, "json", **OLD_SPAN)

    async def one(number: int) -> int:
        case = town.case(number)
        path = f"/open311/v2/requests/{case.case_id}.json?jurisdiction_id={case.borough}"
        return len((await client.get(path)).json())

    return {
        "find by _id": by_id,
        "90 days, JSON": in_json,
        "90 days, XML": in_xml,
        "90 days, open": open_ones,
        "a week long ago": long_ago,
        "one request": one,
    }


async def main(count: int, queries: int, data: Path | None) -> None:
    town = Town(count)
    kept = nullcontext(str(data)) if data else tempfile.TemporaryDirectory()
    with kept as folder:
        database = await choose_database(data_dir=Path(folder))
        async with database:
            kit, stores = await wired(database.database.uri, town, count)
            app = create_app(
                "intake", kit.routers, lifespan=no_life, alive=dict, ready=nothing_wrong
            )
            transport = httpx.ASGITransport(app=app)
            luck = random.Random(7)
            async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
                calls = calls_on(client, stores, town)
                await measure("first in borough", calls["90 days, JSON"], one_of_each(town, count))
                gc.collect()  # what the first readings leave behind is not the later ones' to clear
                for name, call in calls.items():
                    numbers = [luck.randrange(count) for _ in range(queries)]
                    if await measure(name, call, numbers) > AIM_MS:
                        sys.stdout.write(f"{'':<16} above the aim of {AIM_MS:.0f} ms\n")


def one_of_each(town: Town, count: int) -> list[int]:
    """The newest case of each borough."""
    found: dict[str, int] = {}
    for number in reversed(range(max(0, count - 1000), count)):
        found.setdefault(town.case(number).borough, number)
    return list(found.values())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.cases, arguments.queries, arguments.data))
