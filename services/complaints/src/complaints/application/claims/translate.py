"""From what happened to a claim to the events of the contract, and nothing else."""

from collections.abc import Iterable
from typing import assert_never

from chassis.outcome import Outcome
from contracts import Event
from contracts.events.claims import (
    ClaimDatedV1,
    ClaimDecidedV1,
    ClaimHandedOverV1,
    ClaimNoticeRecordedV1,
    ClaimOpenedV1,
    ClaimWithdrawnV1,
)

from complaints.application.legal_mail import letter_event
from complaints.domain.claims.claim import Claim
from complaints.domain.claims.said import (
    Dated,
    Decided,
    HandedOver,
    NoticeRecorded,
    Opened,
    Said,
    Withdrawn,
    Written,
)


def outcome(state: Claim, said: Iterable[Said]) -> Outcome[Claim]:
    """A decision as the chassis takes it."""
    return Outcome(state, [_event(state.case_id, one) for one in said])


def _event(case_id: str, said: Said) -> Event:
    match said:
        case Opened(opened_at):
            return ClaimOpenedV1(case_id=case_id, opened_at=opened_at)
        case Dated(facts_on, dated_at):
            return ClaimDatedV1(case_id=case_id, facts_on=facts_on, dated_at=dated_at)
        case NoticeRecorded(received_on, recorded_at):
            return ClaimNoticeRecordedV1(
                case_id=case_id, received_on=received_on, recorded_at=recorded_at
            )
        case HandedOver(to, handed_over_at):
            return ClaimHandedOverV1(case_id=case_id, handed_over_at=handed_over_at, to=to.value)
        case Decided(decided_at):
            return ClaimDecidedV1(case_id=case_id, decided_at=decided_at)
        case Withdrawn(withdrawn_at):
            return ClaimWithdrawnV1(case_id=case_id, withdrawn_at=withdrawn_at)
        case Written(letter, written_at):
            return letter_event(case_id, letter, written_at)
    assert_never(said)
