"""What the domain found, as events of the contract (`contracts.events.sla`)."""

from collections.abc import Iterable
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from contracts import Event
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
from contracts.words import CommitmentKind, Counting

from sla.domain.citizens_clocks import OF_CLAIMS
from sla.domain.commitment import Commitment
from sla.domain.day_words import Language, day_words
from sla.domain.explanation import trace_words
from sla.domain.outcomes import (
    Cancelled,
    DueSoon,
    Extended,
    Met,
    Missed,
    MissWithdrawn,
    Moved,
    Outcome,
    Resumed,
    Started,
    Suspended,
)
from sla.domain.promises import CommitmentKind as Promised

LANGUAGES: tuple[Language, Language] = ("fr", "en")


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
        case Suspended():
            assert one.stopped is not None  # what is suspended knows since when
            return CommitmentSuspendedV1(
                **whose,
                stopped_at=one.stopped.from_at,
                until_at=one.stopped.until_at,
                reason=one.stopped.reason,
            )
        case Resumed():
            assert outcome.pause.to_at is not None  # a pause that lasts resumes nothing
            return CommitmentResumedV1(
                **whose,
                previous_due_at=outcome.before_at,
                original_due_at=one.original_due_at,
                stopped_at=outcome.pause.from_at,
                resumed_at=outcome.pause.to_at,
                reason=outcome.pause.reason,
                **explanations(one),
            )
        case Extended():
            return CommitmentExtendedV1(
                **whose,
                previous_due_at=outcome.before_at,
                original_due_at=one.original_due_at,
                extended_by=outcome.extension.amount,
                decided_at=outcome.extension.decided_at,
                decided_by_role=outcome.extension.role,
                notice_on=outcome.extension.notice_on,
                **explanations(one),
            )
        case DueSoon():
            return CommitmentDueSoonV1(**whose, fired_at=outcome.fired_at, share=outcome.share)
        case Met():
            return CommitmentMetV1(**whose, met_at=outcome.met_at)
        case Missed():
            return CommitmentMissedV1(
                **whose, read_until=outcome.read_until, fired_at=outcome.fired_at
            )
        case MissWithdrawn():
            return CommitmentMissWithdrawnV1(**whose)
        case Cancelled():
            return CommitmentCancelledV1(**whose, reason=outcome.reason)
    assert_never(outcome)


def explanations(one: Commitment) -> dict[str, str]:
    """The computation in words, French and English (PV-03, PV-04)."""
    if one.kind is Promised.PROMISED:
        due = one.due_at.astimezone(ZoneInfo(one.trace.zone)).date()
        on_fr, on_en = (day_words(due, lang, with_year=True) for lang in LANGUAGES)
        return {
            "explanation_fr": f"Date donnée à la personne : le {on_fr}, fin de la journée.",
            "explanation_en": f"Date given to the citizen: {on_en}, end of the day.",
        }
    begun = {"reopened": one.reopening > 0, "of_facts": one.kind in OF_CLAIMS}
    return {
        "explanation_fr": trace_words(one.trace, "fr", **begun),
        "explanation_en": trace_words(one.trace, "en", **begun),
    }
