"""Webhooks over stores in memory: the fan-out, the pumps, and a receiver that follows a script."""

from collections import deque
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chassis.document import Draft
from chassis.memory import MemoryStore
from chassis.patience import Patience, Pulse
from chassis.record import Record
from chassis.sealing import new_key
from contracts import Envelope, Event, encode
from contracts.events import intake
from notifications.adapters import webhook_index
from notifications.adapters.webhook_vault import SealedVault
from notifications.application.deliver_webhooks import Pumps, PumpTerms
from notifications.application.fan_out_webhooks import FanOut
from notifications.application.webhook_book import WebhookBook
from notifications.domain.webhook import Secret, Webhook
from notifications.domain.webhook_delivery import (
    Answer,
    WebhookDelivery,
)

from guichet_testing.rig import Clock, Meddled
from guichet_testing.toy import NOW, envelope_of

CASE = "5f0c1e0a-0000-4000-8000-00000000000a"
LEASE, KEEP = timedelta(seconds=45), timedelta(days=14)
DONE, FAULT = Answer(204), Answer(500, "status")
SECRET = "whsec_" + new_key()


class Killed(BaseException):
    """As by kill -9."""


class Receiver:
    """A receiver that answers by script, 204 when the script is at its end."""

    def __init__(self) -> None:
        self.script: deque[Answer | BaseException] = deque()
        self.got: list[tuple[str, dict[str, str], str]] = []

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """See `Poster`."""
        self.got.append((url, dict(headers), body.decode()))
        step = self.script.popleft() if self.script else DONE
        if isinstance(step, BaseException):
            raise step
        return step

    @property
    def ids(self) -> list[str]:
        """The webhook-id of each post, in order."""
        return [headers["webhook-id"] for _, headers, _ in self.got]


class House:
    """One replica. Its clock moves by hand."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.vault = SealedVault(new_key())
        self.webhooks = MemoryStore(Webhook, webhook_index.of_webhook)
        self.deliveries = MemoryStore(WebhookDelivery, webhook_index.of_delivery)
        self.meddled = Meddled(self.deliveries)
        self.receiver = Receiver()
        self.rung: list[set[str]] = []
        store: Any = self.meddled
        patience = Patience(Pulse(), limit_seconds=2.0)
        self.book = WebhookBook(self.webhooks)
        self.fan_out = FanOut(
            pace_seconds=0.0,
            deliveries=store,
            book=self.book,
            keep=KEEP,
            clock=self.clock,
            until_done=patience.until_done,
            ring=lambda ids: self.rung.append(set(ids)),
        )
        self.pumps = Pumps(
            deliveries=store,
            book=self.book,
            vault=self.vault,
            poster=self.receiver,
            terms=PumpTerms(LEASE, 4, 1.0, timedelta(days=5), KEEP),
            clock=self.clock,
            until_done=patience.until_done,
            jitter=lambda: 0.0,
        )

    async def register(self, webhook_id: str = "w-1", **fields: object) -> Webhook:
        """A webhook of Verdun is there."""
        sealed = self.vault.seal(webhook_id, 1, SECRET)
        made = Webhook.model_validate(
            {
                "webhook_id": webhook_id,
                "owner": "partner",
                "name": "Essai",
                "url": f"https://{webhook_id}.example.org/",
                "boroughs": ("verdun",),
                "secrets": (Secret(number=1, sealed=sealed, made_at=NOW),),
                "created_at": NOW,
                "changed_at": NOW,
                **fields,
            }
        )
        document = (await self.webhooks.load([webhook_id]))[webhook_id]
        draft = Draft.of(document)
        draft.state, draft.changed = made, True
        await self.webhooks.save([draft])
        return made

    async def pump(self) -> None:
        """All pumps until nothing is due."""
        await self.pumps.start()
        await self.pumps.settled()

    async def webhook(self, webhook_id: str = "w-1") -> Webhook:
        """As it is stored."""
        found = await self.book.one(webhook_id)
        assert found is not None
        return found

    def owed(self) -> list[WebhookDelivery]:
        """All deliveries."""
        return [one.state for one in self.deliveries.documents.values() if one.state is not None]

    def only(self) -> WebhookDelivery:
        """The one delivery."""
        (one,) = self.owed()
        return one


def event(case_id: str = CASE) -> Event:
    return intake.CaseWithdrawnV1(case_id=case_id, withdrawn_at=NOW)


def record(
    said: Event | None = None, *, borough: str = "verdun", sequence: int = 1, **attributes: Any
) -> Record:
    """A record as it lies on an open topic."""
    told = said or event()
    key = getattr(told, "case_id", CASE)
    envelope: Envelope = envelope_of(told, key, sequence).model_copy(
        update={"borough": borough, "time": NOW, **attributes}
    )
    value, headers = encode(envelope, told)
    raw = [(name, text.encode()) for name, text in headers.items()]
    return Record(told.topic, 0, sequence, key.encode(), value, raw)
