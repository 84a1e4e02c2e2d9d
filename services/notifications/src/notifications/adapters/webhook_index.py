"""By which fields webhooks and their deliveries are found."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from notifications.domain.webhook import State, Webhook
from notifications.domain.webhook_delivery import DeliveryState, WebhookDelivery

TOMBSTONE_DAYS = 30

WEBHOOK_INDEXES: Sequence[str | tuple[str, ...]] = ("state", "owner")
# The first serves the pumps and the lists by state, the second the list of all and the replays.
DELIVERY_INDEXES: Sequence[str | tuple[str, ...]] = (
    ("webhook_id", "state", "sort_at"),
    ("webhook_id", "occurred_at"),
)


def of_webhook(webhook: Webhook) -> Mapping[str, Any]:
    """Index fields; a tombstone outlives the commands that may be repeated, then expires."""
    is_gone = webhook.state is State.DELETED
    return {
        "boroughs": sorted(webhook.boroughs),
        "owner": webhook.owner,
        "state": webhook.state.value,
        "created_at": webhook.created_at,
        "expires_at": webhook.changed_at + timedelta(days=TOMBSTONE_DAYS) if is_gone else None,
    }


def of_delivery(delivery: WebhookDelivery) -> Mapping[str, Any]:
    """Index fields. `sort_at`: when to try what waits, when it happened for what is settled."""
    waits = delivery.state is DeliveryState.WAITING
    return {
        "boroughs": [delivery.borough],
        "webhook_id": delivery.webhook_id,
        "state": delivery.state.value,
        "sort_at": delivery.next_try_at if waits else delivery.occurred_at,
        "occurred_at": delivery.occurred_at,
        "expires_at": delivery.expires_at,
    }
