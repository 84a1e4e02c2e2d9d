"""What sla says of the work's promised delay, kept beside the assignment; nothing is decided of it.

A promise may speak first of a case (rule 3); only the delay for the work is kept, and of several
in a case's life the one that began last.
"""

from collections.abc import Mapping
from datetime import datetime

from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events.sla import (
    CommitmentCancelledV1,
    CommitmentExtendedV1,
    CommitmentMetV1,
    CommitmentMissedV1,
    CommitmentMissWithdrawnV1,
    CommitmentMovedV1,
    CommitmentResumedV1,
    CommitmentStartedV1,
    CommitmentSuspendedV1,
)
from contracts.words import CommitmentKind

from routing.domain.assignment import Assignment
from routing.domain.promise import Kept, Promise

Said = (
    CommitmentStartedV1
    | CommitmentMovedV1
    | CommitmentSuspendedV1
    | CommitmentResumedV1
    | CommitmentExtendedV1
    | CommitmentMetV1
    | CommitmentMissedV1
    | CommitmentMissWithdrawnV1
    | CommitmentCancelledV1
)
ENDS: Mapping[type[Event], Kept] = {
    CommitmentMetV1: Kept.MET,
    CommitmentMissedV1: Kept.MISSED,
    CommitmentMissWithdrawnV1: Kept.RUNNING,
    CommitmentSuspendedV1: Kept.WAITING,
    CommitmentResumedV1: Kept.RUNNING,
    CommitmentCancelledV1: Kept.CANCELLED,
}


def record_promise(
    state: Assignment | None, received: Received[Said], now: datetime
) -> Outcome[Assignment]:
    """The last word on the delay promised for the work (PV-04)."""
    data = received.data
    known = state or Assignment(case_id=data.case_id)
    if data.commitment_kind is not CommitmentKind.COMPLETE:
        return Outcome(known)
    return Outcome(known.model_copy(update={"promise": _after(known.promise, data)}))


def _after(held: Promise | None, data: Said) -> Promise | None:
    if isinstance(data, CommitmentStartedV1):
        return Promise(
            commitment_id=data.commitment_id,
            due_at=data.due_at,
            demonstration=data.demonstration,
        )
    if held is None or held.commitment_id != data.commitment_id:
        return held
    kept = ENDS.get(type(data), held.kept)
    return held.model_copy(update={"due_at": data.due_at, "kept": kept})
