"""What sla says of the promises made on a case, into its timeline (MH-13)."""

from collections.abc import Mapping
from datetime import datetime

from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events.sla import (
    CommitmentCancelledV1,
    CommitmentDueSoonV1,
    CommitmentExtendedV1,
    CommitmentMetV1,
    CommitmentMissedV1,
    CommitmentMissWithdrawnV1,
    CommitmentMovedV1,
    CommitmentResumedV1,
    CommitmentStartedV1,
    CommitmentSuspendedV1,
)

from intake.application.stub import timeline_of
from intake.domain.dossier import Commitment, Line
from intake.domain.timeline import Timeline, replaced

Said = (
    CommitmentStartedV1
    | CommitmentMovedV1
    | CommitmentSuspendedV1
    | CommitmentResumedV1
    | CommitmentExtendedV1
    | CommitmentDueSoonV1
    | CommitmentMetV1
    | CommitmentMissedV1
    | CommitmentMissWithdrawnV1
    | CommitmentCancelledV1
)

STANDINGS: Mapping[type[Event], tuple[str, str]] = {  # what the line says, how the promise stands
    CommitmentStartedV1: ("commitment-started", "running"),
    CommitmentMovedV1: ("commitment-moved", "running"),
    CommitmentSuspendedV1: ("commitment-suspended", "suspended"),
    CommitmentResumedV1: ("commitment-resumed", "running"),
    CommitmentExtendedV1: ("commitment-extended", "running"),
    CommitmentDueSoonV1: ("commitment-due-soon", "due-soon"),
    CommitmentMetV1: ("commitment-met", "met"),
    CommitmentMissedV1: ("commitment-missed", "missed"),
    CommitmentMissWithdrawnV1: ("commitment-miss-withdrawn", "running"),
    CommitmentCancelledV1: ("commitment-cancelled", "cancelled"),
}

MOVES = CommitmentMovedV1 | CommitmentResumedV1 | CommitmentExtendedV1


def record_commitment(
    state: Timeline | None, received: Received[Said], now: datetime
) -> Outcome[Timeline]:
    """Where a promise stands, as sla last said it."""
    data, envelope = received.data, received.envelope
    timeline = timeline_of(state, envelope)
    what, standing = STANDINGS[type(data)]
    known = {one.commitment_id: one for one in timeline.commitments}.get(data.commitment_id)
    changes = {"kind": data.commitment_kind, "due_at": data.due_at, "standing": standing}
    if isinstance(data, MOVES) and known and not _runs_again(known, data):
        del changes["standing"]  # only its time moved: what was kept or missed is said apart
    if isinstance(data, CommitmentStartedV1 | MOVES):
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


def _runs_again(known: Commitment, moved: Said) -> bool:
    """A new due time ends a warning; only a resumption ends a wait."""
    if known.standing == "suspended":
        return isinstance(moved, CommitmentResumedV1)
    return known.standing == "due-soon"
