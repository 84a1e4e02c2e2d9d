"""What became of the messages about a case, into its timeline; never to whom by name."""

from collections.abc import Mapping
from datetime import datetime

from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events.notifications import (
    MessageFailedV1,
    MessageHandedOverV1,
    MessageUncertainV1,
)

from intake.application.stub import timeline_of
from intake.domain.dossier import Delivery, Line
from intake.domain.timeline import Timeline, replaced

Said = MessageHandedOverV1 | MessageFailedV1 | MessageUncertainV1

# Mails about a monthly list have the list's id for their key.
OF_LISTS = frozenset({"monthly_list", "monthly_list_reminder"})

# That a message is owed and queued is no news for the dossier: it shows what became of it.
STANDINGS: Mapping[type[Event], str] = {
    MessageHandedOverV1: "handed-over",
    MessageFailedV1: "failed",
    MessageUncertainV1: "uncertain",
}


def record_delivery(
    state: Timeline | None, received: Received[Said], now: datetime
) -> Outcome[Timeline] | None:
    """Where a message stands, as notifications last said it. None: it was about no case."""
    if received.data.template in OF_LISTS:
        return None
    timeline, data = timeline_of(state, received.envelope), received.data
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
    kept = replaced(timeline.deliveries, "delivery_id", delivery)
    return Outcome(timeline.told(line, deliveries=kept))
