"""From what happened in the domain to the events of the contract, and nothing else.

What is said in the open is that a complaint is there and where it stands: no words, no names. The
letter to whoever complained goes beside it, in the same write, on a confidential topic.
"""

from collections.abc import Iterable
from typing import assert_never

from chassis.outcome import Outcome
from contracts import Event
from contracts.events.complaints import (
    AdmissibilityDecidedV1,
    ComplaintOpenedV1,
    FileReceivedV1,
    LetterWrittenV1,
)
from contracts.words import Admissibility, LetterKind

from complaints.domain.file import (
    AdmissibilityDecided,
    FileReceived,
    Investigation,
    InvitationExpired,
    Opened,
    Said,
)
from complaints.domain.letters import letter


def outcome(state: Investigation, said: Iterable[Said]) -> Outcome[Investigation]:
    """A decision as the chassis takes it."""
    return Outcome(state, [event for one in said for event in _events(state, one)])


def _events(state: Investigation, said: Said) -> list[Event]:
    case_id = state.case_id
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
                ),
                _letter(state, said),
            ]
        case FileReceived(file_id, received_at):
            return [FileReceivedV1(case_id=case_id, file_id=file_id, received_at=received_at)]
        case InvitationExpired():
            return []  # the refusal that follows says it
    assert_never(said)


def _letter(state: Investigation, said: AdmissibilityDecided) -> LetterWrittenV1:
    assert state.content is not None, "nothing is decided before the content is here"
    written = letter(state.case_id, state.content.version, said.admissibility)
    return LetterWrittenV1(
        case_id=state.case_id,
        letter_id=written.letter_id,
        kind=LetterKind(written.kind.value),
        subject_fr=written.subject.fr,
        subject_en=written.subject.en,
        body_fr=written.body.fr,
        body_en=written.body.en,
        written_at=said.decided_at,
    )
