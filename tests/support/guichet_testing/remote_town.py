"""A town that answers by a service of its own: the example's manifest, and a service on a port."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from contracts.signatures import new_secret, signature_headers
from guichet.embedded.ports import LOOPBACK, free_port
from guichet.stack import serve
from routing.adapters.conformance_run import at_url
from routing.adapters.manifests_check import check_folders
from routing.domain.grid import Grid
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "boroughs" / "rive_claire"
KEY_NAME, KEY = "rive-claire", new_secret()
TODAY = date(2026, 11, 20)
DECISION: dict[str, Any] = {
    "outcome": "assigned",
    "responsible_borough": "rive-claire",
    "department": "travaux-publics",
    "department_name_fr": "Travaux publics",
    "rule": "jeux-cette-annee",
    "reason_fr": "Cette année, les travaux publics réparent les jeux.",
    "reason_en": "This year public works repair the playgrounds.",
}


def everybody(url: str, deadline_ms: int = 2000) -> list[Grid]:
    """All grids that ship, and Rive-Claire whose service is at this address."""
    return [
        _waiting(at_url(grid, url), deadline_ms) if grid.slug == "rive-claire" else grid
        for grid in _loaded()
    ]


@cache
def _loaded() -> tuple[Grid, ...]:
    loaded = check_folders([EXAMPLE], TODAY)
    assert loaded.faults == ()
    return loaded.everybody


def _waiting(grid: Grid, deadline_ms: int) -> Grid:
    assert grid.manifest.remote is not None
    remote = grid.manifest.remote.model_copy(update={"deadline_ms": deadline_ms})
    return replace(grid, manifest=grid.manifest.model_copy(update={"remote": remote}))


@dataclass
class Town:
    """Its service. `decision` is what it says; `reply` answers a question in place of all that."""

    url: str
    decision: Any = None
    reply: Callable[[dict[str, str], bytes], Awaitable[Response]] | None = None
    asked: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        """One question."""
        headers, body = dict(request.headers), await request.body()
        self.asked.append((headers, body))
        if self.reply is not None:
            return await self.reply(headers, body)
        return signed(headers["webhook-id"], json.dumps({"decision": self.decision}).encode())


def signed(question: str, body: bytes, key: str = KEY, at: datetime | None = None) -> Response:
    """An answer to that question, signed with that key at that moment."""
    headers = signature_headers(question, at or datetime.now(UTC), body, [key])
    return Response(body, headers=headers, media_type="application/json")


@asynccontextmanager
async def town() -> AsyncIterator[Town]:
    """On a free port of this machine."""
    port = free_port()
    made = Town(f"http://{LOOPBACK}:{port}/route")
    stop = await serve(Starlette(routes=[Route("/route", made.take, methods=["POST"])]), port)
    try:
        yield made
    finally:
        await stop()
