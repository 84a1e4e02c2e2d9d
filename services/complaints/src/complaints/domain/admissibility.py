"""Whether a complaint can be handled, and if not yet or not at all, what can still be done.

Danger is tested before everything else (C-08, PV-19). A person is never turned away for something
that can still be put right: he is invited to, and refused only when he declines or lets the delay
pass (PV-18). Decisions hold words of ours only, never words or names of the complaint.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from complaints.domain.ladder import Ladder
from complaints.domain.reasons import (
    ADMITTED,
    ANY_EXPRESSION,
    ASKED,
    DANGER,
    OMBUDSMAN,
    REFUSED,
    Reason,
)
from complaints.domain.words import Ask, RefusalCode


class Outcome(StrEnum):
    """Standing of a complaint; the words of the contracts."""

    ADMITTED = "admitted"
    INVITED = "invited"
    REFUSED = "refused"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Conditions(_Frozen):
    """What a borough asks of a complaint (PV-18, PV-38, PV-39). `invitation_days`: no source gives
    a number, so it is the borough's to set."""

    written: bool = True
    signed: bool = True
    max_age_days: int | None = Field(15, ge=0)
    anonymous: bool = False
    invitation_days: int = Field(15, ge=1)


class ComplaintRules(_Frozen):
    """A borough's way with complaints (C-02, C-03). `conditions` None: any expression (MH-01)."""

    model: Literal["central", "decentral"] = "central"
    conditions: Conditions | None = Conditions()
    department: str | None = Field(None, description="Of the central model; None: not known")
    retention_days: int = Field(730, ge=366, description="How long a closed file is kept")
    zone: str = "America/Toronto"
    ladder: Ladder = Ladder()
    review_days: int = Field(30, ge=1, description="In which a review may be asked for")
    ombudsman: Reason = Field(OMBUDSMAN, description="What the letters say of the ombudsman")
    version: int = Field(0, description="Of the grid that says all this; 0: of none")


class Complaint(_Frozen):
    """What the decision needs to know, and nothing else. Dates are local."""

    received_on: date
    facts_on: date | None = None
    written: bool = False
    signed: bool = False
    anonymous: bool = False
    has_full_contact: bool = False
    private_litigation: bool = False
    danger: bool = False


class Admissibility(_Frozen):
    """The decision with its reasons; each reason says what can still be done."""

    outcome: Outcome
    code: RefusalCode | None = None
    asks: tuple[Ask, ...] = ()
    respond_by_on: date | None = None
    safety_request: bool = Field(False, description="A request is opened at once beside it (C-08)")
    reasons: tuple[Reason, ...]


def decide(complaint: Complaint, rules: ComplaintRules, decided_on: date) -> Admissibility:
    """Admitted, invited until `decided_on` + the borough's delay, or refused. Never raises."""
    if complaint.danger:
        return Admissibility(outcome=Outcome.ADMITTED, safety_request=True, reasons=(DANGER,))
    conditions = rules.conditions
    if conditions is None:
        return Admissibility(outcome=Outcome.ADMITTED, reasons=(ANY_EXPRESSION,))
    code = _refusal(complaint, conditions)
    if code is not None:
        return refused(code)
    asks = _asks(complaint, conditions)
    if not asks:
        return Admissibility(outcome=Outcome.ADMITTED, reasons=(ADMITTED,))
    return Admissibility(
        outcome=Outcome.INVITED,
        asks=asks,
        respond_by_on=decided_on + timedelta(days=conditions.invitation_days),
        reasons=tuple(ASKED[ask] for ask in asks),
    )


def refused(code: RefusalCode) -> Admissibility:
    """A refusal with its code (PV-20)."""
    return Admissibility(outcome=Outcome.REFUSED, code=code, reasons=(REFUSED[code],))


def refusal_for(asks: tuple[Ask, ...]) -> RefusalCode:
    """The code of a refusal once what was asked for did not come (PV-18, PV-20)."""
    return _UNANSWERED[asks[0]]


_UNANSWERED = {
    Ask.WRITE: RefusalCode.VERBALE,
    Ask.SIGN: RefusalCode.NON_SIGNEE,
    Ask.COMPLETE_CONTACT: RefusalCode.ANONYME,
    Ask.DATE_FACTS: RefusalCode.HORS_DELAI,
}


def _refusal(complaint: Complaint, conditions: Conditions) -> RefusalCode | None:
    """What nothing can put right: the matter, the anonymity, the age."""
    if complaint.private_litigation:
        return RefusalCode.LITIGE_PRIVE
    if complaint.anonymous and not conditions.anonymous:
        return RefusalCode.ANONYME
    if conditions.max_age_days is None or complaint.facts_on is None:
        return None
    age = (complaint.received_on - complaint.facts_on).days
    return RefusalCode.HORS_DELAI if age > conditions.max_age_days else None


def _asks(complaint: Complaint, conditions: Conditions) -> tuple[Ask, ...]:
    """What is still lacking, the gravest first: it gives the code if it never comes."""
    facts_on, received_on = complaint.facts_on, complaint.received_on
    undated = facts_on is None or facts_on > received_on
    lacking = {
        Ask.WRITE: conditions.written and not complaint.written,
        Ask.SIGN: conditions.signed and not complaint.signed,
        Ask.COMPLETE_CONTACT: not complaint.has_full_contact
        and not (complaint.anonymous and conditions.anonymous),
        Ask.DATE_FACTS: conditions.max_age_days is not None and undated,
    }
    return tuple(ask for ask, missing in lacking.items() if missing)
