"""What sla says of the promises made on a case, into the dossier (MH-13)."""

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
    CommitmentStartedV1,
)

from intake.application.stub import case_of
from intake.domain.case import Case, replaced
from intake.domain.dossier import Commitment, Line

Said = (
    CommitmentStartedV1
    | CommitmentDueSoonV1
    | CommitmentMetV1
    | CommitmentMissedV1
    | CommitmentMissWithdrawnV1
    | CommitmentCancelledV1
)

STANDINGS: Mapping[type[Event], tuple[str, str]] = {  # what the line says, how the promise stands
    CommitmentStartedV1: ("commitment-started", "running"),
    CommitmentDueSoonV1: ("commitment-due-soon", "due-soon"),
    CommitmentMetV1: ("commitment-met", "met"),
    CommitmentMissedV1: ("commitment-missed", "missed"),
    CommitmentMissWithdrawnV1: ("commitment-miss-withdrawn", "met"),
    CommitmentCancelledV1: ("commitment-cancelled", "cancelled"),
}


def record_commitment(state: Case | None, received: Received[Said], now: datetime) -> Outcome[Case]:
    """Where a promise stands, as sla last said it."""
    data, envelope = received.data, received.envelope
    case = case_of(state, envelope)
    what, standing = STANDINGS[type(data)]
    known = {one.commitment_id: one for one in case.commitments}.get(data.commitment_id)
    changes = {"kind": data.commitment_kind, "due_at": data.due_at, "standing": standing}
    if isinstance(data, CommitmentStartedV1):
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
    kept = replaced(case.commitments, "commitment_id", commitment)
    return Outcome(case.told(line, commitments=kept)[0])
