"""From what happened in the domain to the events of the contract, and nothing else.

What is said in the open is that a complaint is there and where it stands: no words, no names. The
letter to whoever complained goes beside it, in the same write, on a confidential topic.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import assert_never

from chassis.outcome import Outcome
from contracts import Event
from contracts.events.complaints import (
    AdmissibilityDecidedV1,
    ComplaintOpenedV1,
    FileReceivedV1,
    InvestigationConcludedV1,
    InvestigationStartedV1,
    LettersClosedV1,
    LetterWrittenV1,
    SafetyRequestAskedV1,
)
from contracts.words import Admissibility, LetterKind

from complaints.domain.admissibility import ComplaintRules
from complaints.domain.file import (
    AdmissibilityDecided,
    Concluded,
    FileReceived,
    Investigation,
    InvitationExpired,
    Opened,
    SafetyAsked,
    Said,
    Started,
    TargetsNamed,
)
from complaints.domain.letters import Letter, letter
from complaints.domain.outcome_letters import decision_letter, review_letter


def outcome(
    state: Investigation,
    said: Iterable[Said],
    rules: ComplaintRules | None = None,
    kept_from: Collection[str] = (),
) -> Outcome[Investigation]:
    """A decision as the chassis takes it; an outcome's letter follows the borough's rules.

    `kept_from`: who is shut out, so that its letters are not theirs to print either (PV-45).
    """
    events = [event for one in said for event in _events(state, one, rules or ComplaintRules())]
    return Outcome(state, [_closed_to(one, kept_from) for one in events])


def _closed_to(event: Event, persons: Collection[str]) -> Event:
    if not isinstance(event, LetterWrittenV1 | LettersClosedV1):
        return event
    return event.model_copy(update={"kept_from": tuple(sorted(persons))})


def _events(state: Investigation, said: Said, rules: ComplaintRules) -> list[Event]:
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
                _decided(state, said),
            ]
        case FileReceived(file_id, received_at):
            return [FileReceivedV1(case_id=case_id, file_id=file_id, received_at=received_at)]
        case InvitationExpired():
            return []  # the refusal that follows says it
        case SafetyAsked(asked_at):
            return [_safety(state, asked_at)]
        case TargetsNamed(named_at):
            return [LettersClosedV1(case_id=case_id, kept_from=(), closed_at=named_at)]
        case Started(started_at):
            return [InvestigationStartedV1(case_id=case_id, started_at=started_at)]
        case Concluded():
            return _concluded(state, said, rules)
    assert_never(said)


def _concluded(state: Investigation, said: Concluded, rules: ComplaintRules) -> list[Event]:
    """The letter, and once in the open that it is over: a review is said to nobody else."""
    first, standing = state.proceedings.conclusion, state.proceedings.standing
    assert first is not None, "it was concluded in this very write"
    assert standing is not None, "what is concluded stands"
    at, case_id = said.concluded_at, state.case_id
    if said.is_review:
        return [_letter(case_id, review_letter(case_id, first, standing, rules), at)]
    return [
        InvestigationConcludedV1(case_id=case_id, concluded_at=at),
        _letter(case_id, decision_letter(case_id, first, rules), at),
    ]


def _safety(state: Investigation, asked_at: datetime) -> SafetyRequestAskedV1:
    """Place and nature alone: no word of the complaint, no name (C-08, PV-44)."""
    danger = state.safety
    assert danger is not None, "asked about this danger"
    return SafetyRequestAskedV1(
        case_id=state.case_id,
        asked_at=asked_at,
        activity=danger.activity,
        longitude=danger.longitude,
        latitude=danger.latitude,
        address=danger.address,
    )


def _decided(state: Investigation, said: AdmissibilityDecided) -> LetterWrittenV1:
    assert state.content is not None, "nothing is decided before the content is here"
    written = letter(state.case_id, state.content.version, said.admissibility)
    return _letter(state.case_id, written, said.decided_at)


def _letter(case_id: str, written: Letter, written_at: datetime) -> LetterWrittenV1:
    return LetterWrittenV1(
        case_id=case_id,
        letter_id=written.letter_id,
        kind=LetterKind(written.kind.value),
        subject_fr=written.subject.fr,
        subject_en=written.subject.en,
        body_fr=written.body.fr,
        body_en=written.body.en,
        written_at=written_at,
    )
