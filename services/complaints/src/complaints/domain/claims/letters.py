"""The letters of a claim, from its file; their words are of `domain/legal_letters`."""

from datetime import date, datetime

from complaints.domain.claims.claim import Claim
from complaints.domain.claims.parts import ClaimRules, Decision, HandOver, Sent
from complaints.domain.claims.said import Written
from complaints.domain.legal_clock import ZONE
from complaints.domain.legal_letters import (
    ClaimAnswer,
    ClaimMade,
    HandedOn,
    LawTexts,
    LegalLetter,
    claim_decision,
    claim_hand_over,
    claim_receipt,
    written,
)
from complaints.domain.reasons import Reason


def receipt(state: Claim, rules: ClaimRules, law: LawTexts) -> LegalLetter:
    """That it was received, and what the law asks for besides (C-13)."""
    return claim_receipt(_made(state, rules), law)


def hand_over(state: Claim, made: HandOver, rules: ClaimRules, law: LawTexts) -> LegalLetter:
    """Who looks at it from now on. Raises TooLong."""
    handed = HandedOn(to=made.name, on=made.on, reference=made.reference)
    return claim_hand_over(_made(state, rules), handed, law)


def decision(state: Claim, made: Decision, rules: ClaimRules, law: LawTexts) -> LegalLetter:
    """The decision, with amount or reasons. Raises TooLong."""
    answer = ClaimAnswer(
        outcome=made.outcome,
        decided_on=_local(made.decided_at),
        amount_cents=made.amount_cents,
        reasons=written(made.reasons_fr, made.reasons_en) if made.reasons_fr else None,
    )
    return claim_decision(_made(state, rules), answer, law)


def with_letter(state: Claim, letter: LegalLetter, now: datetime) -> tuple[Claim, Written]:
    """The file with a letter that goes out in this very write."""
    sent = Sent(
        letter_id=letter.letter_id,
        kind=letter.kind.value,
        written_at=now,
        law_version=letter.law_version,
        subject_fr=letter.subject.fr,
        subject_en=letter.subject.en,
        body_fr=letter.body.fr,
        body_en=letter.body.en,
    )
    return state.model_copy(update={"letters": (*state.letters, sent)}), Written(letter, now)


def _made(state: Claim, rules: ClaimRules) -> ClaimMade:
    assert state.received_at is not None, "no letter leaves before the case is known"
    notice, action = state.notice_clock, state.action_clock
    to = Reason(fr=rules.notice_to_fr, en=rules.notice_to_en or rules.notice_to_fr)
    return ClaimMade(
        case_id=state.case_id,
        received_on=_local(state.received_at),
        notice_to=to,
        happened_on=state.happened_on,
        notice_days=None if state.is_bodily_alone else rules.notice_days,
        notice_due_on=notice.due_on if notice else None,
        notice_received_on=state.notice.received_on if state.notice else None,
        action_due_on=action.due_on if action else None,
        is_bodily=state.is_bodily,
        lacks=state.lacks,
    )


def _local(at: datetime) -> date:
    return at.astimezone(ZONE).date()
