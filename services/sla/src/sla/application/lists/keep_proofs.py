"""What notifications says of the mails about a list, kept as the proof that it was told of."""

from collections.abc import Mapping
from datetime import datetime

from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events.notifications import (
    MessageAcceptedV1,
    MessageFailedV1,
    MessageHandedOverV1,
    MessageUncertainV1,
)

from sla.domain.lists.proof import TEMPLATES, Proof, Proofs

Told = MessageAcceptedV1 | MessageHandedOverV1 | MessageFailedV1 | MessageUncertainV1
STATES: Mapping[type[Event], str] = {
    MessageAcceptedV1: "accepted",
    MessageHandedOverV1: "handed-over",
    MessageFailedV1: "failed",
    MessageUncertainV1: "uncertain",
}


def heard(state: Proofs | None, received: Received[Told], now: datetime) -> Outcome[Proofs] | None:
    """None: a message about something else. The key of such a message is the list's id."""
    event, name = received.data, received.envelope.subject
    if event.template not in TEMPLATES:
        return None
    proof = Proof(
        delivery_id=event.delivery_id,
        template=event.template,
        recipient=event.recipient.value,
        state=STATES[type(event)],
        at=event.at,
        reason=event.reason if isinstance(event, MessageFailedV1) else "",
    )
    return Outcome((state or Proofs(list_id=name)).heard(proof))
