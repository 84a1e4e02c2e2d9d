"""A request and what sla says of its promise, for tests of those who follow it."""

import datetime
from uuid import UUID

from contracts.events.intake import CaseRegisteredV1
from contracts.events.sla import CommitmentMissedV1, CommitmentStartedV1
from contracts.words import CommitmentKind, Counting

NOW = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
DUE = NOW + datetime.timedelta(days=2)
CASES = [str(UUID(int=number)) for number in range(1, 5)]


def started(case_id: str, kind: CommitmentKind = CommitmentKind.COMPLETE) -> CommitmentStartedV1:
    """The promise, due two days from now."""
    return CommitmentStartedV1(
        case_id=case_id,
        commitment_id=f"{kind}-{case_id}",
        commitment_kind=kind,
        due_at=DUE,
        original_due_at=DUE,
        started_at=NOW,
        counting=Counting.CALENDAR_DAYS,
        amount=2,
        demonstration=True,
        explanation_fr="Deux jours.",
        explanation_en="Two days.",
    )


def missed(case_id: str) -> CommitmentMissedV1:
    """The promise was not kept."""
    return CommitmentMissedV1(
        case_id=case_id,
        commitment_id=f"complete-{case_id}",
        commitment_kind=CommitmentKind.COMPLETE,
        due_at=DUE,
        read_until=DUE,
    )


def registered(case_id: str) -> CaseRegisteredV1:
    """A pothole by telephone, without a place or a person."""
    return CaseRegisteredV1.model_validate(
        {
            "case_id": case_id,
            "kind": "request",
            "activity": "Nid-de-poule",
            "channel": "phone",
            "received_at": NOW,
            "details_version": 0,
            "contacts_version": 0,
        }
    )
