"""An example of every letter that goes by post, from complaints' words to the printed page.

`PYTHONPATH=tests/support python -m guichet_testing.example_letters docs/letters` writes them anew;
names and addresses are invented. A test holds what is there equal to what would be written.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from chassis.sealing import new_key
from complaints.domain.legal_letters import (
    AccessAnswer,
    AccessAsked,
    Addressee,
    AnsweredPart,
    ClaimAnswer,
    ClaimMade,
    ClaimOutcome,
    HandedOn,
    LawTexts,
    LegalLetter,
    PartOutcome,
    ThirdParty,
    access_decision,
    access_deemed_refusal,
    access_receipt,
    claim_decision,
    claim_hand_over,
    claim_receipt,
    third_party_notice,
    written,
)
from complaints.law import load
from notifications.adapters.letter_safe import SealedLetters
from notifications.application.letters import House, letter
from notifications.channels.letter import LetterChannel
from notifications.domain.deliveries import record
from notifications.domain.dossier import Contact, Dossier, ExtensionNews, LetterNews
from notifications.domain.facts import ClaimNoticeGiven, ContactKnown, Fact, Registered
from notifications.domain.letter_words import LetterWords
from notifications.domain.people import Directories
from notifications.domain.voices import Voice, Voices
from notifications.domain.ways import LETTER
from notifications.templates import Templates

CASE = "5f0c1e0a-0000-4000-8000-00000000000a"
WRITTEN_AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
CODE = "EXEMPLE-7QF2"
NAME, ADDRESS = "Ève Exemple-Tremblay", "12, rue des Érables, app. 3, Prévost (Québec) J0R 1T0"
THIRD = Addressee("Pavage Exemple inc.", "400, chemin du Lac-Écho, Prévost (Québec) J0R 1T0")
ASKED = AccessAsked(CASE, date(2026, 11, 22), date(2026, 12, 14))
CLERK = written("Greffe de la Ville de Prévost", "Clerk's office (greffe) of Ville de Prévost")
CLAIM = ClaimMade(
    CASE,
    date(2026, 11, 22),
    CLERK,
    happened_on=date(2026, 11, 19),
    notice_days=15,
    notice_due_on=date(2026, 12, 4),
    action_due_on=date(2027, 5, 19),
)
ANSWER = AccessAnswer(
    date(2026, 11, 23),
    [
        AnsweredPart(
            written("procès-verbal du 12 mai 2026", "minutes of May 12, 2026"), PartOutcome.GIVEN
        ),
        AnsweredPart(
            written("analyse du ponceau Principale", "analysis of the Principale culvert"),
            PartOutcome.REFUSED,
            ("a-2.1/37", "a-2.1/39"),
            written(
                "C’est un avis du personnel de moins de dix ans ; la décision n’est pas prise.",
                "It is an opinion of the staff less than ten years old; the decision is not made.",
            ),
        ),
        AnsweredPart(written("plans de 1974", "plans of 1974"), PartOutcome.NOT_HELD),
        AnsweredPart(
            written("permis du ministère", "the ministry's permit"),
            PartOutcome.TRANSFERRED,
            other_body="Ministère de l’Environnement, responsable de l’accès",
        ),
    ],
)
LETTERS: Mapping[str, Callable[[LawTexts], LegalLetter]] = {
    "access-receipt": lambda law: access_receipt(ASKED, law),
    "access-decision": lambda law: access_decision(ASKED, ANSWER, law),
    "access-deemed-refusal": lambda law: access_deemed_refusal(ASKED, law),
    "third-party-notice": lambda law: third_party_notice(
        ASKED,
        ThirdParty(THIRD, [written("soumission de 2025", "tender of 2025")], date(2026, 12, 14)),
        law,
    ),
    "claim-receipt": lambda law: claim_receipt(CLAIM, law),
    "claim-hand-over": lambda law: claim_hand_over(
        CLAIM, HandedOn("Assurances Exemple", date(2026, 11, 23), "EX-2026-118"), law
    ),
    "claim-decision": lambda law: claim_decision(
        CLAIM,
        ClaimAnswer(
            ClaimOutcome.PARTLY,
            date(2026, 11, 23),
            125_050,
            written("La vétusté du pneu est déduite.", "The wear of the tyre is deducted."),
        ),
        law,
    ),
}
# Written by notifications itself, from what sla and intake said.
OWN: Mapping[str, Fact] = {
    "access-extension": ExtensionNews(
        event_id="extension", at=WRITTEN_AT, before_on="2026-12-14", due_on="2026-12-24"
    ),
    "claim-notice": ClaimNoticeGiven("notice", WRITTEN_AT, 15, CLERK.fr, CLERK.en),
}
NAMES = (*LETTERS, *OWN)


def example(name: str) -> bytes:
    """The PDF of that letter, the same bytes each time."""
    safe = SealedLetters(new_key())
    law = load().in_force(WRITTEN_AT.date())
    news = OWN.get(name) or _news(LETTERS[name](law), safe)
    dossier = Dossier(case_id=CASE)
    kind = "claim" if name.startswith("claim") else "access"
    for fact in (
        Registered("registered", WRITTEN_AT, "prevost", kind, "", 1),
        ContactKnown(_contact(), WRITTEN_AT),
        news,
    ):
        dossier, _ = record(dossier, fact, WRITTEN_AT)
    (delivery,) = [one for one in dossier.deliveries if one.channel == LETTER]
    message = letter(
        dossier,
        delivery,
        voices=Voices([_voice()]),
        people=Directories(),
        safe=safe,
        house=House("https://guichet.example.org", "ne-pas-repondre@guichet.example.org"),
        renderer=Templates(),
        now=WRITTEN_AT,
    )
    return LetterChannel().compose(message)


def _contact() -> Contact:
    return Contact(
        version=1,
        language="en",
        name=NAME,
        postal_address=ADDRESS,
        by_post=True,
        tracking_code=CODE,
    )


def _news(written_letter: LegalLetter, safe: SealedLetters) -> LetterNews:
    to = written_letter.addressee
    words = LetterWords(
        written_letter.subject.fr,
        written_letter.subject.en,
        written_letter.body.fr,
        written_letter.body.en,
        annex_fr=written_letter.annex.fr,
        annex_en=written_letter.annex.en,
        to_name=to.name if to else "",
        to_address=to.address if to else "",
        law_version=written_letter.law_version,
    )
    return LetterNews(
        letter_id=written_letter.letter_id,
        at=WRITTEN_AT,
        kind=written_letter.kind.value,
        post_by_on=written_letter.post_by_on.isoformat() if written_letter.post_by_on else None,
        to_third_party=to is not None,
        sealed=safe.seal(written_letter.letter_id, words),
    )


def _voice() -> Voice:
    return Voice(
        borough="prevost",
        version=1,
        effective_on=date(2019, 10, 15),
        name_fr="Ville de Prévost",
        name_en="Ville de Prévost",
        signature_fr="Ville de Prévost, Service aux citoyens",
        signature_en="Ville de Prévost, citizen services",
    )


if __name__ == "__main__":
    for one in NAMES:
        Path(sys.argv[1], f"{one}.pdf").write_bytes(example(one))
