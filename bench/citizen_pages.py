"""The citizen's pages, whole: the portal from its first page to the receipt, and the tracking page.

Routes, rules, twins, templates, and the database of one machine with the cases of `search.py`; each
walk is at the place and activity of a case that is there, so likely twins are looked for among
neighbours. The reference is a find by `_id` through the same store in the same run. The aim is a
p95 under 50 ms a page. Run: `python -m bench.citizen_pages [--cases N] [--walks N]`.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx
from chassis.http import create_app
from guichet.embedded.chooser import choose_database
from guichet.secrets_file import SECRETS, Secrets

from bench.open311 import no_life, nothing_wrong, wired
from bench.search import Town
from services.intake.tests.portal_walk import Shown

AIM_MS = 50.0
SAME_SITE = {"sec-fetch-site": "same-origin"}


class Citizen:
    """Walks through the pages and notes how long each took, in milliseconds."""

    def __init__(self, client: httpx.AsyncClient, cases: Any, town: Town) -> None:
        self._client = client
        self._cases = cases
        self._town = town
        self.times: dict[str, list[float]] = defaultdict(list)

    async def walk(self, number: int) -> None:
        """A request like the case of that number, sent; then that case by its code."""
        case = self._town.case(number)
        registration = case.registration
        assert registration is not None
        assert registration.place is not None
        started = time.perf_counter()
        await self._cases.load([case.case_id])
        self._note("find by _id", started)
        what = await self._page("what is it", "GET", f"/demande/{case.borough}")
        where = await self._sent("where is it", what, activity=registration.activity)
        point = {
            "place.longitude": str(registration.place.longitude),
            "place.latitude": str(registration.place.latitude),
        }
        check = await self._sent("check, with twins", where, **point)
        await self._sent("send", check)
        code = {"code": self._town.code_of(number)}
        await self._page("tracking", "POST", "/suivi", code)

    async def _sent(self, name: str, page: Shown, **typed: str) -> Shown:
        return await self._page(name, "POST", page.action, {**page.fields, **typed})

    async def _page(
        self, name: str, method: str, path: str, fields: dict[str, str] | None = None
    ) -> Shown:
        started = time.perf_counter()
        answer = await self._client.request(method, path, data=fields, headers=SAME_SITE)
        self._note(name, started)
        assert answer.status_code in (200, 201), (name, answer.status_code, answer.text[:2000])
        return Shown(answer)

    def _note(self, name: str, started: float) -> None:
        self.times[name].append((time.perf_counter() - started) * 1000)


async def main(count: int, walks: int) -> None:
    town = Town(count)
    with tempfile.TemporaryDirectory() as folder:
        async with await choose_database(data_dir=Path(folder)) as database:
            uri = database.database.uri
            kit, stores = await wired(
                uri,
                town,
                count,
                limit_writes="1000000/second",
                limit_tracking="1000000/second",
                topic_keys=Secrets.load_or_make(Path(folder) / SECRETS).keys_of("intake"),
            )
            app = create_app(
                "intake", kit.routers, lifespan=no_life, alive=dict, ready=nothing_wrong
            )
            transport = httpx.ASGITransport(app=app)
            luck = random.Random(7)
            async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
                await Citizen(client, stores["cases"], town).walk(0)  # warm: templates, searches
                citizen = Citizen(client, stores["cases"], town)
                for _ in range(walks):
                    await citizen.walk(luck.randrange(count))
    for name, times in citizen.times.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        over = f"   above the aim of {AIM_MS:.0f} ms" if p95 > AIM_MS else ""
        sys.stdout.write(
            f"{name:<18} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms{over}\n"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--walks", type=int, default=200)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.cases, arguments.walks))
