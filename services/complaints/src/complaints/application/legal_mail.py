"""A letter of the law as the event that notifications sends it from."""

from datetime import datetime
from typing import Any

from contracts.events.complaints import (
    AccessLetterWrittenV1,
    Addressee,
    ClaimLetterWrittenV1,
    LetterWrittenV1,
)
from contracts.words import LetterKind

from complaints.domain.legal_letters import LegalLetter
from complaints.domain.legal_letters import LetterKind as LawLetter

OF_CLAIMS = (LawLetter.CLAIM_RECEIPT, LawLetter.CLAIM_HAND_OVER, LawLetter.CLAIM_DECISION)


def letter_event(case_id: str, letter: LegalLetter, written_at: datetime) -> LetterWrittenV1:
    """To go out in the very write that decided the letter, on the topic of its process."""
    to = letter.addressee
    said: dict[str, Any] = {
        "case_id": case_id,
        "letter_id": letter.letter_id,
        "kind": LetterKind(letter.kind.value),
        "subject_fr": letter.subject.fr,
        "subject_en": letter.subject.en,
        "body_fr": letter.body.fr,
        "body_en": letter.body.en,
        "written_at": written_at,
        "annex_fr": letter.annex.fr,
        "annex_en": letter.annex.en,
        "addressee": None if to is None else Addressee(name=to.name, address=to.address),
        "post_by_on": letter.post_by_on,
        "law_version": letter.law_version,
    }
    if letter.kind in OF_CLAIMS:
        return ClaimLetterWrittenV1(**said)
    return AccessLetterWrittenV1(**said)
