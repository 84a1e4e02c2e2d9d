"""What the domain found, as events of the contract (`contracts.events.sla`)."""

from collections.abc import Iterable
from typing import Any, assert_never

from contracts import Event
from contracts.events.sla import (
    CommitmentCancelledV1,
    CommitmentDueSoonV1,
    CommitmentMetV1,
    CommitmentMissedV1,
    CommitmentMissWithdrawnV1,
    CommitmentMovedV1,
    CommitmentStartedV1,
)
from contracts.words import CommitmentKind, Counting

from sla.domain.commitment import Commitment
from sla.domain.explanation import trace_words
from sla.domain.outcomes import (
    Cancelled,
    DueSoon,
    Met,
    Missed,
    MissWithdrawn,
    Moved,
    Outcome,
    Started,
)


def said(outcomes: Iterable[Outcome], case_id: str) -> list[Event]:
    """The events, in the order in which they were found."""
    return [translate(outcome, case_id) for outcome in outcomes]


def translate(outcome: Outcome, case_id: str) -> Event:
    """One event for one outcome."""
    one = outcome.commitment
    whose: dict[str, Any] = {
        "case_id": case_id,
        "commitment_id": one.commitment_id,
        "commitment_kind": CommitmentKind(one.kind),
        "due_at": one.due_at,
    }
    match outcome:
        case Started():
            return CommitmentStartedV1(
                **whose,
                original_due_at=one.original_due_at,
                started_at=one.started_at,
                counting=Counting(one.counting),
                amount=one.amount,
                demonstration=one.demonstration,
                **explanations(one),
            )
        case Moved():
            return CommitmentMovedV1(
                **whose,
                previous_due_at=outcome.before_at,
                original_due_at=one.original_due_at,
                cause=outcome.cause,
                **explanations(one),
            )
        case DueSoon():
            return CommitmentDueSoonV1(**whose)
        case Met():
            return CommitmentMetV1(**whose, met_at=outcome.met_at)
        case Missed():
            return CommitmentMissedV1(**whose, read_until=outcome.read_until)
        case MissWithdrawn():
            return CommitmentMissWithdrawnV1(**whose)
        case Cancelled():
            return CommitmentCancelledV1(**whose, reason=outcome.reason)
    assert_never(outcome)


def explanations(one: Commitment) -> dict[str, str]:
    """The computation in words, French and English (PV-03, PV-04)."""
    again = one.reopening > 0
    return {
        "explanation_fr": trace_words(one.trace, "fr", reopened=again),
        "explanation_en": trace_words(one.trace, "en", reopened=again),
    }
