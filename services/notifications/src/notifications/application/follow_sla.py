"""What sla says of the promises on a case, where the citizen has to be told."""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.sla import CommitmentExtendedV1
from contracts.words import CommitmentKind

from notifications.application.date_words import ZONE
from notifications.application.record_fact import record_fact
from notifications.domain.dossier import Dossier, ExtensionNews

TOLD = (CommitmentKind.COMPLETE, CommitmentKind.ACCESS_ANSWER)
"""What the citizen waits for; steps inside the house are not written about."""


def note_extension(
    state: Dossier | None, received: Received[CommitmentExtendedV1], now: datetime
) -> Outcome[Dossier] | None:
    """A delay is longer: the citizen is told until when (PV-47, PV-48). None: of no concern."""
    data, envelope = received.data, received.envelope
    if data.commitment_kind not in TOLD:
        return None
    fact = ExtensionNews(
        event_id=str(envelope.id),
        at=envelope.time,
        before_on=data.previous_due_at.astimezone(ZONE).date().isoformat(),
        due_on=data.due_at.astimezone(ZONE).date().isoformat(),
    )
    return record_fact(state, received, fact, now)
