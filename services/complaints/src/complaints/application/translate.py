"""From what happened in the domain to the events of the contract, and nothing else.

What is said in the open is that a complaint is there and where it stands: no words, no names.
"""

from collections.abc import Iterable
from typing import assert_never

from chassis.outcome import Outcome
from contracts import Event
from contracts.events.complaints import AdmissibilityDecidedV1, ComplaintOpenedV1
from contracts.words import Admissibility

from complaints.domain.file import (
    AdmissibilityDecided,
    Investigation,
    InvitationExpired,
    Opened,
    Said,
)


def outcome(state: Investigation, said: Iterable[Said]) -> Outcome[Investigation]:
    """A decision as the chassis takes it."""
    return Outcome(state, [event for one in said for event in _events(state.case_id, one)])


def _events(case_id: str, said: Said) -> list[Event]:
    match said:
        case Opened(opened_at):
            return [ComplaintOpenedV1(case_id=case_id, opened_at=opened_at)]
        case AdmissibilityDecided(decision, decided_at):
            return [
                AdmissibilityDecidedV1(
                    case_id=case_id,
                    decided_at=decided_at,
                    admissibility=Admissibility(decision.outcome.value),
                    code=None if decision.code is None else decision.code.value,
                    respond_by_on=decision.respond_by_on,
                )
            ]
        case InvitationExpired():
            return []  # the refusal that follows says it
    assert_never(said)
