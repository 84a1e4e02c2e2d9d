"""What notifications says of its messages; never to whom by name."""

from pydantic import AwareDatetime, Field

from contracts.events.intake import CaseId
from contracts.registry import Event, event
from contracts.words import RecipientKind

DELIVERIES = "notifications-deliveries"


class _Delivery(Event):
    case_id: CaseId
    delivery_id: str = Field(description="UUID derived from event, recipient, channel, template")
    template: str = Field(description="Gabarit: acknowledgement, assignment-citizen, ...")
    channel: str = Field(description="email, letter (by post), ...")
    recipient: RecipientKind = Field(description="Destinataire: what he is, never who")
    at: AwareDatetime = Field(description="Instant at which this came to be")


@event("notifications.message-accepted.v1", topic=DELIVERIES)
class MessageAcceptedV1(_Delivery):
    """A message is owed and queued."""


@event("notifications.message-handed-over.v1", topic=DELIVERIES)
class MessageHandedOverV1(_Delivery):
    """The provider took the message."""

    resent: bool = Field(False, description="True: an earlier try may have arrived as well")


@event("notifications.message-failed.v1", topic=DELIVERIES)
class MessageFailedV1(_Delivery):
    """Given up: refused for good, too old, or tried too often."""

    reason: str = Field(
        description="Code: refused, expired, exhausted, cancelled, no-address, erased, by-post "
        "(a letter goes instead); of a letter that the post brought back, returned-..."
    )


@event("notifications.message-uncertain.v1", topic=DELIVERIES)
class MessageUncertainV1(_Delivery):
    """No answer came back: it may have arrived, or not."""
