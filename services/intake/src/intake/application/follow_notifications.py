"""What became of the messages about a case, into the dossier; never to whom by name."""

from collections.abc import Mapping
from datetime import datetime

from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events.notifications import (
    MessageFailedV1,
    MessageHandedOverV1,
    MessageUncertainV1,
)

from intake.application.stub import case_of
from intake.domain.case import Case, replaced
from intake.domain.dossier import Delivery, Line

Said = MessageHandedOverV1 | MessageFailedV1 | MessageUncertainV1

# That a message is owed and queued is no news for the dossier: it shows what became of it.
STANDINGS: Mapping[type[Event], str] = {
    MessageHandedOverV1: "handed-over",
    MessageFailedV1: "failed",
    MessageUncertainV1: "uncertain",
}


def record_delivery(state: Case | None, received: Received[Said], now: datetime) -> Outcome[Case]:
    """Where a message stands, as notifications last said it."""
    case, data = case_of(state, received.envelope), received.data
    standing = STANDINGS[type(data)]
    delivery = Delivery(
        delivery_id=data.delivery_id,
        template=data.template,
        channel=data.channel,
        recipient=data.recipient,
        standing=standing,
        at=data.at,
    )
    line = Line(
        at=data.at,
        service="notifications",
        what=f"message-{standing}",
        params={
            "template": data.template,
            "channel": data.channel,
            "recipient": data.recipient.value,
        },
    )
    kept = replaced(case.deliveries, "delivery_id", delivery)
    return Outcome(case.told(line, deliveries=kept)[0])
