"""The notice to a third party whose information was asked for (A-2.1 art. 23, 24, 25, 49)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.domain.legal_letters.access import AccessAsked
from complaints.domain.legal_letters.letter import (
    Addressee,
    LegalLetter,
    LetterKind,
    compose,
    day,
)
from complaints.domain.legal_letters.texts import LawTexts
from complaints.domain.reasons import Reason

NOTICE = "a-2.1/49"
SUBJECT = Reason(
    fr="Avis à un tiers : une demande d’accès vise vos renseignements",
    en="Notice to a third party: an access request concerns your information",
)


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Who is told, by post, of what; never who asked. `post_by_on`: 20 days after reception.

    `observations_days`: in which observations may be made, counted from the notice. `provisions`:
    keys of the texts of the law that concern the information, usually `a-2.1/23`, `a-2.1/24`.
    """

    to: Addressee
    documents: Sequence[Reason]
    post_by_on: date
    observations_days: int = 20
    provisions: Sequence[str] = ("a-2.1/23", "a-2.1/24")


def third_party_notice(asked: AccessAsked, party: ThirdParty, law: LawTexts) -> LegalLetter:
    """What was asked for, the law's text, how to object, what silence means (art. 49).

    Raises UnknownProvision, TooLong.
    """
    days = Reason(fr=str(party.observations_days), en=str(party.observations_days))
    parts = [
        law.passage("third-party.opening", received_on=day(asked.received_on)),
        *(law.passage("third-party.document", what=one) for one in party.documents),
        law.passage("third-party.observations", days=days),
        law.passage("third-party.decision"),
        law.passage("access.review-office"),
        law.passage("access.signer"),
    ]
    return compose(
        asked.case_id,
        LetterKind.THIRD_PARTY_NOTICE,
        law,
        subject=SUBJECT,
        parts=parts,
        cited=[law.provision(key) for key in (*party.provisions, NOTICE)],
        post_by_on=party.post_by_on,
        addressee=party.to,
    )
