"""What sla says of the promises made on a case, into its timeline (MH-13)."""

from collections.abc import Mapping
from datetime import datetime

from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events.sla import (
    CommitmentCancelledV1,
    CommitmentDueSoonV1,
    CommitmentMetV1,
    CommitmentMissedV1,
    CommitmentMissWithdrawnV1,
    CommitmentMovedV1,
    CommitmentStartedV1,
)

from intake.application.stub import timeline_of
from intake.domain.dossier import Commitment, Line
from intake.domain.timeline import Timeline, replaced

Said = (
    CommitmentStartedV1
    | CommitmentMovedV1
    | CommitmentDueSoonV1
    | CommitmentMetV1
    | CommitmentMissedV1
    | CommitmentMissWithdrawnV1
    | CommitmentCancelledV1
)

STANDINGS: Mapping[type[Event], tuple[str, str]] = {  # what the line says, how the promise stands
    CommitmentStartedV1: ("commitment-started", "running"),
    CommitmentMovedV1: ("commitment-moved", "running"),
    CommitmentDueSoonV1: ("commitment-due-soon", "due-soon"),
    CommitmentMetV1: ("commitment-met", "met"),
    CommitmentMissedV1: ("commitment-missed", "missed"),
    CommitmentMissWithdrawnV1: ("commitment-miss-withdrawn", "met"),
    CommitmentCancelledV1: ("commitment-cancelled", "cancelled"),
}


def record_commitment(
    state: Timeline | None, received: Received[Said], now: datetime
) -> Outcome[Timeline]:
    """Where a promise stands, as sla last said it."""
    data, envelope = received.data, received.envelope
    timeline = timeline_of(state, envelope)
    what, standing = STANDINGS[type(data)]
    known = {one.commitment_id: one for one in timeline.commitments}.get(data.commitment_id)
    changes = {"kind": data.commitment_kind, "due_at": data.due_at, "standing": standing}
    if isinstance(data, CommitmentMovedV1) and known and known.standing != "due-soon":
        del changes["standing"]  # only its time moved: what was kept or missed is said apart
    if isinstance(data, CommitmentStartedV1 | CommitmentMovedV1):
        changes |= data.model_dump(include={"demonstration", "explanation_fr", "explanation_en"})
    commitment = (
        known.model_copy(update=changes)
        if known
        else Commitment(commitment_id=data.commitment_id, **changes)
    )
    line = Line(
        at=envelope.time,
        service="sla",
        what=what,
        params={"kind": data.commitment_kind.value, "due_at": data.due_at.isoformat()},
    )
    kept = replaced(timeline.commitments, "commitment_id", commitment)
    return Outcome(timeline.told(line, commitments=kept))
