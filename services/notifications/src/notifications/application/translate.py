"""From what happened to a delivery to the events of the contract, and nothing else.

An event names the kind of recipient, never who it is; no address, no name, no tracking code.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, assert_never

from chassis.outcome import Outcome
from contracts import Event
from contracts.events.notifications import (
    MessageAcceptedV1,
    MessageFailedV1,
    MessageHandedOverV1,
    MessageUncertainV1,
)
from contracts.words import RecipientKind

from notifications.domain.deliveries import Accepted, Failed, HandedOver, Said, Uncertain
from notifications.domain.dossier import Delivery, Dossier


def outcome(dossier: Dossier, said: Iterable[Said], now: datetime) -> Outcome[Dossier]:
    """A decision as the chassis takes it."""
    return Outcome(dossier, [event_of(dossier.case_id, one, now) for one in said])


def event_of(case_id: str, said: Said, now: datetime) -> Event:
    """The event that tells it."""
    fields = _fields(case_id, said.delivery)
    match said:
        case Accepted():
            return MessageAcceptedV1(**fields, at=now)
        case HandedOver(delivery, at):
            return MessageHandedOverV1(**fields, at=at, resent=delivery.resends > 0)
        case Failed(delivery, reason):
            return MessageFailedV1(**fields, at=delivery.settled_at or now, reason=reason)
        case Uncertain():
            return MessageUncertainV1(**fields, at=now)
    assert_never(said)


def _fields(case_id: str, delivery: Delivery) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "delivery_id": delivery.delivery_id,
        "template": delivery.template.value,
        "channel": delivery.channel,
        "recipient": RecipientKind(delivery.recipient.value),
    }
