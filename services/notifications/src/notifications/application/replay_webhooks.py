"""Sending again what came since a moment: a wish on the webhook, fulfilled document by document.

Level-triggered (DESIGN §3, rule 9): the wish stays until nothing that it means is left, so a crash
in the middle only delays it; what was queued anew once is not queued again for the same wish.
"""

from datetime import timedelta

from chassis.document import Document, Draft
from chassis.store import Scope, Store

from notifications.domain.webhook import Replay
from notifications.domain.webhook_delivery import (
    SETTLED,
    DeliveryState,
    WebhookDelivery,
    sent_again,
)

AT_ONCE = 100


async def send_again_since(
    deliveries: Store[WebhookDelivery], webhook_id: str, wish: Replay, keep: timedelta
) -> int:
    """Queue anew all that the wish means, newest first; how many there were. Raises Transient."""
    total = 0
    while moved := await _pass(deliveries, webhook_id, wish, keep):
        total += moved
    return total


async def _pass(
    deliveries: Store[WebhookDelivery], webhook_id: str, wish: Replay, keep: timedelta
) -> int:
    """Pages shift as documents leave the state that is asked for: hence pass after pass."""
    states = {DeliveryState.GIVEN_UP} if wish.only_failed else SETTLED
    where = {"webhook_id": webhook_id, "state": {one.value for one in states}}
    moved = offset = 0
    while True:
        page = await deliveries.find(
            Scope.everything(),
            where,
            order_by=[("occurred_at", -1)],
            offset=offset,
            limit=AT_ONCE,
        )
        drafts = [draft for one in page if (draft := _again(one, wish, keep)) is not None]
        won = len(drafts) - len(await deliveries.save(drafts)) if drafts else 0
        moved += won
        last = page[-1].state if page else None
        if len(page) < AT_ONCE or last is None or last.occurred_at < wish.since:
            return moved
        offset += len(page) - won


def _again(
    document: Document[WebhookDelivery], wish: Replay, keep: timedelta
) -> Draft[WebhookDelivery] | None:
    state = document.state
    if state is None or state.occurred_at < wish.since or state.queued_at >= wish.asked_at:
        return None
    draft = Draft.of(document)
    draft.state, draft.changed = sent_again(state, wish.asked_at, keep), True
    return draft
