"""A receiver of webhooks on this machine, and notifications wired to tell it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
from chassis.http import create_app
from chassis.identity import Caller, staff
from chassis.kit import Kit
from chassis.record import Record
from chassis.sealing import new_key
from contracts import Event, encode
from contracts.topics import sealed_for
from fastapi import FastAPI
from guichet.embedded.ports import LOOPBACK, free_port
from guichet.stack import serve
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from guichet_testing import toy
from guichet_testing.servers import Servers

API = "/api/notifications/v1/webhooks"


@dataclass
class Receiver:
    """Keeps what it is sent; answers 204, or what `answer` says."""

    url: str
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answer: Callable[[int], Awaitable[Response]] | None = None

    @property
    def ids(self) -> list[str]:
        """The webhook-id of each post, in order."""
        return [headers["webhook-id"] for headers, _ in self.got]

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        self.got.append((dict(request.headers), body))
        if self.answer is not None:
            return await self.answer(len(self.got))
        return Response(status_code=204)


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    """On a free port of this machine."""
    port = free_port()
    made = Receiver(f"http://{LOOPBACK}:{port}/hook")
    stop = await serve(Starlette(routes=[Route("/hook", made._take, methods=["POST"])]), port)
    try:
        yield made
    finally:
        await stop()


def answers(*statuses: int, **headers: str) -> Callable[[int], Awaitable[Response]]:
    """These in turn, then 204."""

    async def answer(number: int) -> Response:
        status = statuses[number - 1] if number <= len(statuses) else 204
        return Response(status_code=status, headers=headers)

    return answer


def held(until_open: asyncio.Event) -> Callable[[int], Awaitable[Response]]:
    """No answer until the gate is opened."""

    async def answer(_: int) -> Response:
        await until_open.wait()
        return Response(status_code=204)

    return answer


def values(servers: Servers, database: str, **more: Any) -> dict[str, Any]:
    """Settings of notifications: impatient, for tests."""
    return {
        "http_port": 0,
        "kafka_bootstrap": servers.broker.bootstrap_servers,
        "kafka_idempotence": servers.broker.idempotent,
        "mongo_uri": servers.database.uri,
        "mongo_database": database,
        "storage_key": new_key(),
        "topic_keys": {topic.name: {"k1": new_key()} for topic in sealed_for("notifications")},
        "webhook_timeout_seconds": 1.0,
        "webhook_lease_seconds": 2.0,
        "webhook_poll_seconds": 0.2,
        "webhook_pace_seconds": 0.05,
        "webhook_local_receivers": True,
        **more,
    }


@asynccontextmanager
async def api(kit: Kit, *boroughs: str) -> AsyncIterator[httpx.AsyncClient]:
    """The API of this kit, called by an integrator of these boroughs."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield

    async def ready() -> dict[str, str]:
        return {}

    app = create_app("notifications", kit.routers, lifespan=lifespan, alive=dict, ready=ready)
    caller = Caller("partner", frozenset({"integrator"}), frozenset(boroughs))
    app.dependency_overrides[staff] = lambda: caller
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://guichet") as client:
        yield client


async def register(client: httpx.AsyncClient, url: str, borough: str, **more: Any) -> Any:
    """A webhook that is registered; the answer with its secret."""
    answer = await client.post(
        API,
        json={"name": "Essai", "url": url, "boroughs": [borough], **more},
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def record_in(borough: str, event: Event, sequence: int = 1) -> Record:
    """A record of that borough, as of now."""
    key: str = getattr(event, "case_id", "key")
    envelope = toy.envelope_of(event, key, sequence).model_copy(
        update={"borough": borough, "time": datetime.now(UTC)}
    )
    value, headers = encode(envelope, event)
    raw = [(name, text.encode()) for name, text in headers.items()]
    return Record(event.topic, 0, 0, key.encode(), value, raw)
