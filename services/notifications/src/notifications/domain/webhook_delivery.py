"""One event owed to one webhook: waiting, delivered, or given up. At least once, under one id.

Taking a delivery moves its next try behind the lease: who dies with it in hand leaves it to be
sent again, with the same `webhook-id`, by which the receiver knows it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=12)
GROWTH = 4
TRIES = 14  # 5 s, 20 s, 80 s ... 5 h 41, then six times 12 h: about three days
GIVE_UP_AFTER = timedelta(days=4)  # whatever Retry-After asked for
JITTER = 0.2


class DeliveryState(StrEnum):
    """Where it stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


SETTLED = frozenset({DeliveryState.DELIVERED, DeliveryState.GIVEN_UP})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt. `status` None: no answer; then `reason` says why.

    Reasons: `timeout`, `connection`, `tls`, `dns`, `refused-address`, `redirect`, `status`;
    `internal` is a fault of ours.
    """

    status: int | None
    reason: str = ""
    retry_after: timedelta | None = None

    @property
    def is_delivered(self) -> bool:
        """2xx and nothing else: a redirect is not followed."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """410: the receiver wants no more of it (Standard Webhooks, operational considerations)."""
        return self.status == 410


class WebhookDelivery(BaseModel):
    """The document of one delivery. `body` is sent as it stands: a CloudEvent in structured JSON.

    `attempt` counts for ever; `tries_from` is where the present allowance began, after a replay.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    delivery_id: str
    webhook_id: str
    event_id: str
    event_type: str
    borough: str
    case_id: str
    occurred_at: AwareDatetime
    received_at: AwareDatetime
    expires_at: AwareDatetime
    body: str = Field(repr=False)
    state: DeliveryState = DeliveryState.WAITING
    attempt: int = 0
    tries_from: int = 0
    queued_at: AwareDatetime
    first_try_at: AwareDatetime | None = None
    next_try_at: AwareDatetime
    settled_at: AwareDatetime | None = None
    status: int | None = None
    reason: str = ""
    replays: int = 0


def delivery_id(webhook_id: str, event_id: str) -> str:
    """The `webhook-id`: the same for an event and a webhook, however often it is sent."""
    return f"msg_{uuid5(NAMESPACE_URL, f'guichet:webhook:{webhook_id}:{event_id}').hex}"


def pause_after(tries: int, jitter: float) -> timedelta:
    """Pause after so many tries (from 1); `jitter` in [0, 1) takes off up to a fifth."""
    longer: int = GROWTH ** min(max(tries, 1) - 1, 10)
    full = min(FIRST_PAUSE * longer, LONGEST_PAUSE)
    return full * (1 - JITTER * jitter)


def taken(delivery: WebhookDelivery, now: datetime, lease: timedelta) -> WebhookDelivery | None:
    """Reserved for one attempt, or None where it is not due (any more). To be saved before it."""
    if delivery.state is not DeliveryState.WAITING or delivery.next_try_at > now:
        return None
    return delivery.model_copy(
        update={
            "attempt": delivery.attempt + 1,
            "first_try_at": delivery.first_try_at or now,
            "next_try_at": now + lease,
        }
    )


def answered(
    delivery: WebhookDelivery, attempt: int, answer: Answer, now: datetime, jitter: float
) -> WebhookDelivery:
    """What the receiver said to that attempt.

    A success counts however late it is heard; a failure only of the latest attempt.
    """
    told: dict[str, object] = {"status": answer.status, "reason": answer.reason}
    if answer.is_delivered:
        if delivery.state is DeliveryState.DELIVERED:
            return delivery
        return _settled(delivery, DeliveryState.DELIVERED, now, told)
    if delivery.state is not DeliveryState.WAITING or delivery.attempt != attempt:
        return delivery
    tries = attempt - delivery.tries_from
    pause = max(pause_after(tries, jitter), answer.retry_after or timedelta(0))
    began_at = delivery.first_try_at or now
    if answer.is_gone or tries >= TRIES or now + pause > began_at + GIVE_UP_AFTER:
        return _settled(delivery, DeliveryState.GIVEN_UP, now, told)
    return delivery.model_copy(update={**told, "next_try_at": now + pause})


def sent_again(delivery: WebhookDelivery, now: datetime, keep: timedelta) -> WebhookDelivery:
    """Queued anew with a whole allowance of tries; one that waits is tried now.

    Under its old id: a receiver that has it already drops it, one that lost it takes it.
    """
    if delivery.state is DeliveryState.WAITING:
        return delivery.model_copy(update={"next_try_at": min(now, delivery.next_try_at)})
    return delivery.model_copy(
        update={
            "state": DeliveryState.WAITING,
            "tries_from": delivery.attempt,
            "queued_at": now,
            "first_try_at": None,
            "next_try_at": now,
            "settled_at": None,
            "expires_at": max(delivery.expires_at, now + keep),
            "replays": delivery.replays + 1,
        }
    )


def _settled(
    delivery: WebhookDelivery, state: DeliveryState, now: datetime, told: dict[str, object]
) -> WebhookDelivery:
    return delivery.model_copy(update={**told, "state": state, "settled_at": now})
