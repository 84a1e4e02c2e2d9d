"""What happens next in a case: always something that can be said (PV-03, MH-12)."""

from enum import StrEnum

from contracts.words import Admissibility, Kind, UnroutedOutcome

from intake.domain.asking import open_question
from intake.domain.case import Case
from intake.domain.dossier import OPEN, LegalFile, Status


class Step(StrEnum):
    """The next step of a case."""

    REGISTRATION = "registration"
    ROUTING = "routing"
    ANSWER = "answer"
    TECHNICIAN = "technician"
    OTHER_AUTHORITY = "other-authority"
    CITIZEN = "citizen"
    INTERVENTION = "intervention"
    VALIDATION = "validation"
    COMPLAINT_REVIEW = "complaint-review"
    COMPLAINT_SIGNATURE = "complaint-signature"
    COMPLAINT_INVESTIGATION = "complaint-investigation"
    COMPLAINT_CLOSING = "complaint-closing"
    ACCESS_ANSWER = "access-answer"
    CLAIM_REVIEW = "claim-review"
    DECISION_SENT = "decision-sent"
    NONE = "none"


_ELSEWHERE = frozenset({UnroutedOutcome.OUT_OF_TERRITORY, UnroutedOutcome.OTHER_AUTHORITY})
_COMPLAINT = {
    Admissibility.ADMITTED: Step.COMPLAINT_INVESTIGATION,
    Admissibility.INVITED: Step.COMPLAINT_SIGNATURE,
    Admissibility.REFUSED: Step.NONE,
}
# Worked on elsewhere than in a department; who that is routing says all the same.
_OF_THE_LAW = frozenset({Kind.ACCESS, Kind.CLAIM})


def next_step(case: Case) -> Step:
    """The next step, from all that is known of the case."""
    registration = case.registration
    if registration is None:
        return Step.REGISTRATION if case.status is Status.AWAITED else Step.NONE
    if case.status not in OPEN:
        return Step.VALIDATION if case.status is Status.COMPLETED else Step.NONE
    if registration.kind is Kind.COMPLAINT:
        if case.complaint.concluded_at is not None:
            return Step.COMPLAINT_CLOSING
        standing = case.complaint.admissibility or Admissibility.OTHER
        return _COMPLAINT.get(standing, Step.COMPLAINT_REVIEW)
    if open_question(case) is not None:
        return Step.CITIZEN
    if registration.kind in _OF_THE_LAW:
        return _of_the_law(registration.kind, case.law)
    if case.unrouted is not None:
        elsewhere = case.unrouted.outcome in _ELSEWHERE
        return Step.OTHER_AUTHORITY if elsewhere else Step.TECHNICIAN
    if registration.kind is Kind.INFORMATION:
        return Step.ANSWER
    if case.assignment is not None:
        return Step.INTERVENTION
    # Whoever has to go there may know the address; while nobody has it, a person is asked.
    return Step.TECHNICIAN if case.is_unlocated else Step.ROUTING


def _of_the_law(kind: Kind, law: LegalFile) -> Step:
    if kind is Kind.ACCESS:
        return Step.DECISION_SENT if law.answered_at else Step.ACCESS_ANSWER
    if law.decided_at:
        return Step.DECISION_SENT
    return Step.NONE if law.taken_back_at else Step.CLAIM_REVIEW
