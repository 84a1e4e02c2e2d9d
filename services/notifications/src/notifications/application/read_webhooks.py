"""Reading webhooks and what they were told, their owner's only; and a test post. Writes nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from chassis.clock import Clock
from chassis.store import Scope, Store
from contracts.signatures import signature_headers

from notifications.application.deliver_webhooks import HEADERS, Poster, Vault
from notifications.application.manage_webhooks import Owner
from notifications.domain.webhook import State, Webhook
from notifications.domain.webhook_delivery import Answer, DeliveryState, WebhookDelivery

TEST_TYPE = "guichet.webhook-tested.v1"
ALIVE = {one.value for one in State if one is not State.DELETED}


@dataclass(frozen=True)
class DeliveryPage:
    """Some of the deliveries asked for, and how many there are."""

    deliveries: Sequence[WebhookDelivery]
    total: int


class WebhookQueries:
    """All methods raise Transient."""

    def __init__(
        self,
        webhooks: Store[Webhook],
        deliveries: Store[WebhookDelivery],
        vault: Vault,
        poster: Poster,
        clock: Clock,
    ) -> None:
        self._webhooks = webhooks
        self._deliveries = deliveries
        self._vault = vault
        self._poster = poster
        self._clock = clock

    async def page(self, owner: Owner, *, offset: int, limit: int) -> tuple[list[Webhook], int]:
        """The owner's webhooks, the newest first, and how many there are.

        One person has a handful: they are sorted out here, so that the rule stays in one place.
        """
        where = {"owner": owner.subject, "state": ALIVE}
        found = await self._webhooks.find(Scope(owner.boroughs), where, limit=1000)
        own = [one.state for one in found if one.state is not None and owner.owns(one.state)]
        own.sort(key=lambda one: one.created_at, reverse=True)
        return own[offset : offset + limit], len(own)

    async def deliveries(
        self,
        owner: Owner,
        webhook: Webhook,
        state: DeliveryState | None,
        *,
        offset: int,
        limit: int,
    ) -> DeliveryPage:
        """What a webhook was told and is owed, the latest event first."""
        scope, where = Scope(owner.boroughs), {"webhook_id": webhook.webhook_id}
        if state is not None:
            where["state"] = state.value
        found = await self._deliveries.find(
            scope, where, order_by=[("occurred_at", -1)], offset=offset, limit=limit
        )
        total = await self._deliveries.count(scope, where)
        return DeliveryPage([one.state for one in found if one.state is not None], total)

    async def counts(self, owner: Owner, webhook: Webhook) -> Mapping[DeliveryState, int]:
        """How many deliveries stand where."""
        scope = Scope(owner.boroughs)
        where = {"webhook_id": webhook.webhook_id}
        return {
            state: await self._deliveries.count(scope, {**where, "state": state.value})
            for state in DeliveryState
        }

    async def test(self, webhook: Webhook) -> Answer:
        """Post a test event now, signed like any other, whatever the state; nothing is kept."""
        now = self._clock()
        test_id = uuid4()
        event = {
            "specversion": "1.0",
            "id": str(test_id),
            "source": "/guichet/notifications",
            "type": TEST_TYPE,
            "time": now.isoformat(),
            "subject": webhook.webhook_id,
            "datacontenttype": "application/json",
            "data": {"webhook_id": webhook.webhook_id},
        }
        body = json.dumps(event, separators=(",", ":")).encode()
        secrets = self._vault.open(webhook, now)
        signed = signature_headers(f"msg_{test_id.hex}", now, body, secrets)
        return await self._poster.post(webhook.url, {**HEADERS, **signed}, body)
