"""The webhooks' API and pages over stores in memory, called by whoever a test says."""

from collections.abc import Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from chassis.commands import Commands
from chassis.document import Draft
from chassis.http import create_app
from chassis.identity import Caller, staff
from chassis.memory import MemoryStore
from chassis.outbox import Courier, Publisher
from chassis.scribe import Scribe
from chassis.sealing import Seals, new_key
from fastapi import FastAPI
from fastapi.testclient import TestClient
from notifications.adapters import webhook_index
from notifications.adapters.webhook_vault import SealedVault
from notifications.application.manage_webhooks import WebhookManager
from notifications.application.read_webhooks import WebhookQueries
from notifications.application.webhook_book import WebhookBook
from notifications.domain.webhook import Webhook
from notifications.domain.webhook_address import Rules
from notifications.domain.webhook_delivery import Answer, WebhookDelivery
from notifications.entrypoints import webhook_pages
from notifications.entrypoints.webhook_desk import WebhookDesk
from notifications.entrypoints.webhook_pages import pages_router
from notifications.entrypoints.webhooks_http import router

from guichet_testing.rig import Clock, Log
from guichet_testing.toy import NOW

API = "/api/notifications/v1/webhooks"
FORM = {"name": "Essai", "url": "https://hooks.example.org/x", "boroughs": ["verdun"]}


def integrator(subject: str, *boroughs: str, role: str = "integrator") -> Caller:
    """Somebody with a token."""
    return Caller(subject, frozenset({role}), frozenset(boroughs))


PARTNER = integrator("partner", "verdun", "lachine")
OTHER = integrator("other", "verdun", "lachine")


class Receiver:
    """Answers 204 and keeps what it was sent."""

    def __init__(self) -> None:
        self.answer = Answer(204)
        self.got: list[tuple[str, Mapping[str, str], bytes]] = []

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """See `Poster`."""
        self.got.append((url, headers, body))
        return self.answer


class AnyToken:
    """An issuer that takes every token for that of the front's caller."""

    def __init__(self, front: "Front") -> None:
        self._front = front

    async def caller(self, _: str) -> Caller:
        """See `chassis.identity.Authenticator`."""
        return self._front.caller


class Front:
    """The API and the pages over stores in memory; `caller` is who calls."""

    def __init__(self) -> None:
        self.caller = PARTNER
        self.clock = Clock()
        self.receiver = Receiver()
        self.webhooks = MemoryStore(Webhook, webhook_index.of_webhook)
        self.deliveries = MemoryStore(WebhookDelivery, webhook_index.of_delivery)
        vault = SealedVault(new_key())
        scribe = Scribe("notifications", Seals({}), self.clock)
        commands: Commands[Webhook] = Commands(
            self.webhooks,
            scribe,
            Courier(Publisher(self.webhooks, Log())),
            deadline_seconds=1.0,
        )
        manager = WebhookManager(
            commands=commands,
            book=WebhookBook(self.webhooks),
            deliveries=self.deliveries,
            sealer=vault,
            clock=self.clock,
            overlap=timedelta(hours=24),
            keep=timedelta(days=14),
        )
        queries = WebhookQueries(self.webhooks, self.deliveries, vault, self.receiver, self.clock)
        desk = WebhookDesk(manager=manager, queries=queries, rules=Rules(), clock=self.clock)

        async def names() -> dict[str, str]:
            return {"verdun": "Verdun"}

        async def ready() -> dict[str, str]:
            return {}

        @asynccontextmanager
        async def lifespan(_: FastAPI) -> Any:
            yield

        routes = [router(desk), pages_router(desk, names, "/demo/signin")]
        app = create_app(
            "notifications",
            [*routes, webhook_pages.assets_router()],
            lifespan=lifespan,
            alive=dict,
            ready=ready,
        )
        app.dependency_overrides[staff] = lambda: self.caller
        app.state.authenticator = AnyToken(self)
        self.http = TestClient(app, follow_redirects=False)

    def register(self, key: str = "", **fields: Any) -> Any:
        """The answer to a registration."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self.http.post(API, json={**FORM, **fields}, headers=headers)

    def made(self, **fields: Any) -> dict[str, Any]:
        """A webhook that was registered."""
        answer = self.register(**fields)
        assert answer.status_code == 201, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def owe(self, webhook_id: str, name: str = "msg_1", **fields: object) -> None:
        """A delivery is there."""
        state = WebhookDelivery.model_validate(
            {
                "delivery_id": name,
                "webhook_id": webhook_id,
                "event_id": "e-1",
                "event_type": "intake.case-registered.v1",
                "borough": "verdun",
                "case_id": "case-1",
                "occurred_at": NOW,
                "received_at": NOW,
                "expires_at": NOW + timedelta(days=14),
                "body": '{"canari":"CORPS"}',
                "queued_at": NOW,
                "next_try_at": NOW,
                **fields,
            }
        )
        draft = Draft.of((await self.deliveries.load([name]))[name])
        draft.state, draft.changed = state, True
        await self.deliveries.save([draft])
