"""The letters of the law: what each must say, and what none is written without (title 8)."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from complaints.application.legal_mail import letter_event
from complaints.domain.legal_letters import (
    AccessAnswer,
    AccessAsked,
    Addressee,
    AnsweredPart,
    ClaimAnswer,
    ClaimMade,
    ClaimOutcome,
    HandedOn,
    LegalLetter,
    PartOutcome,
    ThirdParty,
    UnknownProvision,
    access_decision,
    access_deemed_refusal,
    access_receipt,
    claim_decision,
    claim_hand_over,
    claim_receipt,
    third_party_notice,
    written,
)
from complaints.domain.legal_letters.access import Unreasoned
from complaints.domain.legal_letters.claims import Unanswered, money
from complaints.domain.legal_letters.letter import TooLong
from complaints.law import load

CASE = "5f0c1e0a-0000-4000-8000-00000000000a"
LAW = load().in_force(date(2026, 11, 22))
ASKED = AccessAsked(CASE, date(2026, 11, 22), date(2026, 12, 14))
CLERK = written("Greffe de la Ville", "Clerk's office")
CLAIM = ClaimMade(
    CASE,
    date(2026, 11, 22),
    CLERK,
    happened_on=date(2026, 11, 19),
    notice_days=15,
    notice_due_on=date(2026, 12, 4),
    action_due_on=date(2027, 5, 19),
)
REASONS = written("C’est un avis de 2024.", "It is an opinion of 2024.")
REFUSED = AnsweredPart(written("Le rapport"), PartOutcome.REFUSED, ("a-2.1/37",), REASONS)


def decision(*parts: AnsweredPart, asked: AccessAsked = ASKED) -> LegalLetter:
    return access_decision(asked, AccessAnswer(date(2026, 12, 1), parts), LAW)


def flat(letter: LegalLetter) -> str:
    return " ".join((letter.body.fr, letter.body.en)).replace("\u00a0", " ")


def test_pv_46_the_receipt_says_reception_delays_silence_and_recourse() -> None:
    letter = access_receipt(ASKED, LAW)
    for words in (
        "le 22 novembre 2026",
        "20 jours de calendrier",
        "au plus tard le 14 décembre 2026",
        "au plus 10 jours",
        "la loi considère que votre demande est refusée",
        "Commission d’accès à l’information",
        "30 jours",
    ):
        assert words in letter.body.fr, words
    assert "20 calendar days" in letter.body.en
    assert letter.annex.fr == ""


def test_pv_46_an_oral_request_is_told_that_only_a_written_one_is_reviewed() -> None:
    letter = access_receipt(replace(ASKED, is_written=False), LAW)
    assert "de vive voix" in letter.body.fr
    assert "article 135" not in letter.body.fr


def test_one_s_own_data_have_the_same_delays() -> None:
    letter = access_receipt(replace(ASKED, own_data=True), LAW)
    assert "les mêmes délais" in letter.body.fr
    assert letter.letter_id != access_receipt(ASKED, LAW).letter_id


def test_pv_49_a_refusal_cites_its_provision_its_text_its_reasons_and_the_review() -> None:
    letter = decision(REFUSED)
    assert "article 37 (RLRQ, c. A-2.1)" in letter.body.fr
    assert REASONS.fr in letter.body.fr
    assert REASONS.en in letter.body.en
    assert "article 135" in letter.body.fr
    assert letter.annex.fr.startswith("Article 37, RLRQ, c. A-2.1 (texte à confirmer)\n")
    assert "Section 37" in letter.annex.en


@pytest.mark.parametrize(
    "part",
    [
        replace(REFUSED, provisions=()),
        replace(REFUSED, reasons=None),
        AnsweredPart(written("Le permis"), PartOutcome.TRANSFERRED),
    ],
)
def test_pv_49_no_refusal_without_provision_or_reasons_is_ever_written(part: AnsweredPart) -> None:
    with pytest.raises(Unreasoned):
        decision(AnsweredPart(written("Autre"), PartOutcome.GIVEN), part)


def test_pv_49_a_provision_that_no_text_holds_is_refused_by_its_key() -> None:
    with pytest.raises(UnknownProvision, match=r"a-2\.1/999"):
        decision(replace(REFUSED, provisions=("a-2.1/999",)))


def test_an_answer_to_nothing_is_none() -> None:
    with pytest.raises(Unreasoned):
        decision()


def test_each_part_of_a_partial_answer_says_what_becomes_of_it() -> None:
    letter = decision(
        AnsweredPart(written("Le plan"), PartOutcome.GIVEN),
        AnsweredPart(written("Les courriels"), PartOutcome.NOT_HELD),
        AnsweredPart(written("Le permis"), PartOutcome.TRANSFERRED, other_body="Le ministère"),
        REFUSED,
    )
    for words in (
        "Accès accordé : Le plan",
        "Nous ne détenons pas ce document : Les courriels",
        "Adressez votre demande à : Le ministère",
        "Accès refusé : Le rapport",
    ):
        assert words in letter.body.fr
    assert all(f"Article {one}," in letter.annex.fr for one in (1, 48, 37, 135))


def test_pv_47_a_decision_names_the_last_day_on_which_it_may_be_posted() -> None:
    assert decision(REFUSED).post_by_on == date(2026, 12, 14)


def test_a_deemed_refusal_says_when_the_delay_ended_and_the_review() -> None:
    letter = access_deemed_refusal(ASKED, LAW)
    assert "a pris fin le 14 décembre 2026" in letter.body.fr
    assert "Article 135" in letter.annex.fr


def test_a_third_party_is_told_of_its_documents_its_delay_and_never_of_who_asks() -> None:
    to = Addressee("Pavage inc.", "400, chemin du Lac")
    party = ThirdParty(to, [written("La soumission")], date(2026, 12, 14))
    letter = third_party_notice(ASKED, party, LAW)
    assert letter.addressee == to
    assert letter.post_by_on == date(2026, 12, 14)
    for words in ("La soumission", "20 jours", "la loi considère que vous consentez", "15 jours"):
        assert words in letter.body.fr
    assert all(f"Article {one}," in letter.annex.fr for one in (23, 24, 49))
    assert "confidentielle" in letter.body.fr


def test_c_13_the_receipt_of_a_claim_never_says_that_the_notice_was_given() -> None:
    letter = claim_receipt(CLAIM, LAW)
    assert "dans les 15 jours des faits : au plus tard le 4 décembre 2026" in letter.body.fr
    assert "n’est pas cet avis" in letter.body.fr
    assert "is not that notice" in letter.body.en
    assert "six mois des faits : au plus tard le 19 mai 2027" in letter.body.fr
    assert "Greffe de la Ville" in letter.body.fr


def test_c_13_once_recorded_the_notice_is_told_as_received_not_as_valid() -> None:
    letter = claim_receipt(replace(CLAIM, notice_received_on=date(2026, 11, 30)), LAW)
    assert "Le greffe a reçu votre avis écrit le 30 novembre 2026" in letter.body.fr
    assert "ne dit rien de sa validité" in letter.body.fr
    assert "15 jours" not in letter.body.fr


def test_a_town_under_the_code_has_sixty_days_and_no_relief() -> None:
    sixty = claim_receipt(replace(CLAIM, notice_days=60), LAW).body.fr
    assert "60 jours des faits" in sixty
    assert "ne prévoit pas qu’un tribunal" in sixty
    assert "peut encore vous relever" in claim_receipt(CLAIM, LAW).body.fr


def test_for_a_bodily_injury_no_notice_is_asked_for() -> None:
    letter = claim_receipt(
        replace(CLAIM, is_bodily=True, notice_days=None, notice_due_on=None, action_due_on=None),
        LAW,
    )
    assert "aucun avis n’est demandé" in letter.body.fr
    assert "trois ans" in letter.body.fr
    assert "jours des faits" not in letter.body.fr


def test_what_a_claim_lacks_is_asked_for() -> None:
    lacking = replace(
        CLAIM, happened_on=None, notice_due_on=None, action_due_on=None, lacks=("date", "place")
    )
    said = claim_receipt(lacking, LAW).body.fr
    assert "la date des faits" in said
    assert "le lieu des faits" in said
    assert "dans les 15 jours des faits." in said, "the delay, where its last day is not known"


def test_a_hand_over_says_to_whom_and_that_the_delays_go_on() -> None:
    handed = HandedOn("Assurances Exemple", date(2026, 11, 23), "EX-118")
    said = claim_hand_over(CLAIM, handed, LAW).body.fr
    assert "confiée le 23 novembre 2026 à : Assurances Exemple" in said
    assert "EX-118" in said
    assert "continuent de courir" in said


@pytest.mark.parametrize(
    ("outcome", "cents", "reasons", "words"),
    [
        (ClaimOutcome.ACCEPTED, 125_050, None, "1 250,50 $"),
        (ClaimOutcome.ACCEPTED, None, None, "Aucun montant"),
        (ClaimOutcome.PARTLY, 99, REASONS, "0,99 $"),
        (ClaimOutcome.DENIED, None, REASONS, REASONS.fr),
        (ClaimOutcome.SETTLED, 100, None, "entente"),
    ],
)
def test_a_decision_on_a_claim_gives_its_amount_or_its_reasons(
    outcome: ClaimOutcome, cents: int | None, reasons: object, words: str
) -> None:
    given = REASONS if reasons else None
    letter = claim_decision(CLAIM, ClaimAnswer(outcome, date(2026, 12, 1), cents, given), LAW)
    assert words in flat(letter)
    assert ("tribunaux" in letter.body.fr) is (outcome is not ClaimOutcome.SETTLED)


@pytest.mark.parametrize(
    "outcome", [ClaimOutcome.PARTLY, ClaimOutcome.DENIED, ClaimOutcome.SETTLED]
)
def test_no_decision_on_a_claim_without_amount_and_reasons_is_written(
    outcome: ClaimOutcome,
) -> None:
    with pytest.raises(Unanswered):
        claim_decision(CLAIM, ClaimAnswer(outcome, date(2026, 12, 1)), LAW)


def test_an_amount_is_written_as_each_language_does() -> None:
    assert money(123_456_789).fr == "1\u00a0234\u00a0567,89\u00a0$"
    assert money(123_456_789).en == "$1,234,567.89"


def test_the_same_words_are_the_same_letter_and_other_words_another() -> None:
    again = decision(REFUSED)
    assert again == decision(REFUSED)
    assert again.letter_id != decision(replace(REFUSED, reasons=written("Autre motif."))).letter_id


def test_nothing_is_cut_off_a_letter_that_grows_too_long() -> None:
    with pytest.raises(TooLong):
        decision(replace(REFUSED, reasons=written("mot " * 3_000)))


def test_what_an_officer_wrote_is_never_taken_for_a_hole() -> None:
    letter = decision(replace(REFUSED, reasons=written("Voir {received_on} et {0}.")))
    assert "Voir {received_on} et {0}." in letter.body.fr


def test_the_event_carries_the_whole_letter_and_its_version_of_the_law() -> None:
    at = datetime(2026, 12, 1, 15, 0, tzinfo=ZoneInfo("UTC"))
    to = Addressee("Pavage inc.", "400, chemin du Lac")
    party = ThirdParty(to, [written("La soumission")], date(2026, 12, 14))
    event = letter_event(CASE, third_party_notice(ASKED, party, LAW), at)
    assert event.kind == "third-party-notice"
    assert event.addressee is not None
    assert (event.addressee.name, event.addressee.address) == (to.name, to.address)
    assert event.law_version == LAW.version
    assert event.annex_fr
    assert event.post_by_on == date(2026, 12, 14)
