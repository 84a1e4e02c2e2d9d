"""Letters that the law asks for about access requests and claims: facts in, words out.

Pure. The words come from the versioned texts of `complaints/law/`; what an officer wrote is put in
as it was written. A letter says which version of the texts it was made from.
"""

from complaints.domain.legal_letters.access import (
    AccessAnswer,
    AccessAsked,
    AnsweredPart,
    PartOutcome,
    access_decision,
    access_deemed_refusal,
    access_receipt,
)
from complaints.domain.legal_letters.claims import (
    ClaimAnswer,
    ClaimMade,
    ClaimOutcome,
    HandedOn,
    claim_decision,
    claim_hand_over,
    claim_receipt,
)
from complaints.domain.legal_letters.letter import Addressee, LegalLetter, LetterKind, written
from complaints.domain.legal_letters.texts import LawBook, LawTexts, Provision, UnknownProvision
from complaints.domain.legal_letters.third_parties import ThirdParty, third_party_notice

__all__ = [
    "AccessAnswer",
    "AccessAsked",
    "Addressee",
    "AnsweredPart",
    "ClaimAnswer",
    "ClaimMade",
    "ClaimOutcome",
    "HandedOn",
    "LawBook",
    "LawTexts",
    "LegalLetter",
    "LetterKind",
    "PartOutcome",
    "Provision",
    "ThirdParty",
    "UnknownProvision",
    "access_decision",
    "access_deemed_refusal",
    "access_receipt",
    "claim_decision",
    "claim_hand_over",
    "claim_receipt",
    "third_party_notice",
    "written",
]
