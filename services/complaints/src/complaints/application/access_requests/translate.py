"""From what happened to an access request to the events of the contract, and nothing else."""

from collections.abc import Iterable
from typing import assert_never

from chassis.outcome import Outcome
from contracts import Event
from contracts.events.access import (
    AccessRefusalDeemedV1,
    AccessRequestAnsweredV1,
    AccessRequestOpenedV1,
    ThirdPartiesHeardV1,
    ThirdPartiesNotifiedV1,
)

from complaints.application.legal_mail import letter_event
from complaints.domain.access_requests.request import (
    AccessRequest,
    Answered,
    Deemed,
    Heard,
    Notified,
    Opened,
    Said,
    Written,
)


def outcome(state: AccessRequest, said: Iterable[Said]) -> Outcome[AccessRequest]:
    """A decision as the chassis takes it."""
    return Outcome(state, [_event(state.case_id, one) for one in said])


def _event(case_id: str, said: Said) -> Event:
    match said:
        case Opened(opened_at):
            return AccessRequestOpenedV1(case_id=case_id, opened_at=opened_at)
        case Notified(notified_at):
            return ThirdPartiesNotifiedV1(case_id=case_id, notified_at=notified_at)
        case Heard(heard_at):
            return ThirdPartiesHeardV1(case_id=case_id, heard_at=heard_at)
        case Answered(answered_at):
            return AccessRequestAnsweredV1(case_id=case_id, answered_at=answered_at)
        case Deemed(deemed_at):
            return AccessRefusalDeemedV1(case_id=case_id, deemed_at=deemed_at)
        case Written(letter, written_at):
            return letter_event(case_id, letter, written_at)
    assert_never(said)
