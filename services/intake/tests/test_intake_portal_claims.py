"""A claim at the portal: its own step, the notice of the law, a sheet to print (PV-16, C-13)."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from contracts.events.intake import CaseDetailsRecordedV1, ClaimNoticeGivenV1
from contracts.words import DamageKind
from intake.domain.activities import Vocabulary

from services.intake.tests.conftest import Counter, the
from services.intake.tests.portal_walk import START, Shown, Walk, case_ids, portal_words

WORDS = "Une branche de la Ville est tombée sur ma clôture."
SEND = {"contact_email": "alix@example.org", "contact_name": "Alix Marqué"}


@pytest.fixture
def grids() -> Callable[[], Awaitable[Vocabulary]]:
    async def known() -> Vocabulary:
        return portal_words()

    return known


def begun(walk: Walk) -> Shown:
    return walk.open(f"{START}/reclamation")


def told(walk: Walk, **changes: str) -> Shown:
    """The page after that of the claim, with all that it asks for."""
    said = {
        "description": WORDS,
        "claim_happenedOn": "2026-06-12",
        "damage_property": "true",
        "claim_amountCents": "1 250,50 $",
        **changes,
    }
    return walk.send(begun(walk), **{name: text for name, text in said.items() if text})


def at_the_end(walk: Walk, **changes: str) -> Shown:
    return walk.send(told(walk, **changes), place_address="13665, boulevard de Pierrefonds")


def test_a_claim_has_its_own_step_with_the_notice_of_the_law_before_all_else_c_13(
    counter: Counter,
) -> None:
    page = begun(Walk(counter))
    assert page.title == "Votre réclamation"
    assert "Étape 1 sur 3" in page.words
    assert "Ceci n'est pas l'avis de réclamation prévu par la loi" in page.words
    assert page.words.index("prévu par la loi") < page.words.index("<textarea")


def test_words_of_damage_lead_to_the_same_step_from_the_first_page(counter: Counter) -> None:
    walk = Walk(counter)
    what = walk.send(walk.open(), description="Je réclame : un camion a brisé ma clôture")
    assert what.fields["kind"] == "claim"
    step = walk.send(what)
    assert step.title == "Votre réclamation"
    assert step.fields["description"].startswith("Je réclame")
    assert not step.faults, "nothing is asked for before it was looked at"
    assert "Étape 2 sur 4" in step.words
    assert walk.send(step, back="what").title == "Que se passe-t-il ?"


def test_what_a_claim_says_is_kept_and_told_to_complaints_pv_16(counter: Counter) -> None:
    walk = Walk(counter)
    receipt = walk.send(at_the_end(walk, damage_bodily="true"), **SEND)
    assert receipt.answer.status_code == 201, receipt.words
    (case_id,) = case_ids(counter)
    details = the(CaseDetailsRecordedV1, counter.said(case_id))
    assert details.claim is not None
    assert details.claim.happened_on == date(2026, 6, 12)
    assert set(details.claim.damages) == {DamageKind.PROPERTY, DamageKind.BODILY}
    assert details.claim.amount_cents == 125_050
    assert details.description == WORDS
    the(ClaimNoticeGivenV1, counter.said(case_id))
    assert "avis-au-greffe" in receipt.words


def test_changed_words_do_not_make_the_claim_something_else(counter: Counter) -> None:
    walk = Walk(counter)
    where = told(walk, description="Le feu de circulation clignote sans arrêt depuis hier.")
    assert where.title == "Où est-ce ?"
    send = walk.send(where, placeUnknown="true")
    assert send.fields["kind"] == "claim"
    assert "clignote" in send.words


@pytest.mark.parametrize(
    ("left_out", "field"),
    [
        ("description", "description"),
        ("claim_happenedOn", "claim-happenedOn"),
        ("damage_property", "claim-damages"),
    ],
)
def test_what_is_left_out_is_asked_for_and_the_rest_is_kept(
    counter: Counter, left_out: str, field: str
) -> None:
    refused = told(Walk(counter), **{left_out: ""})
    assert refused.answer.status_code == 400
    assert refused.title == "Votre réclamation"
    assert set(refused.faults) == {field}
    assert refused.fields["claim.amountCents"] == "1 250,50 $"
    assert case_ids(counter) == []


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("claim_amountCents", "deux cents piastres", "un montant, comme 1 250,50 $"),
        ("claim_happenedOn", "2026-06-16", "ne peut pas être dans le futur"),
        ("claim_happenedOn", "avant-hier", ""),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_as_it_was_typed(
    counter: Counter, name: str, text: str, why: str
) -> None:
    walk = Walk(counter)
    page = told(walk, **{name: text})
    while not page.faults and page.title != "Vérifiez et envoyez":
        page = walk.send(page, placeUnknown="true")
    refused = page if page.faults else walk.send(page, **SEND)
    assert refused.answer.status_code == 400
    field = name.replace("_", ".", 1)
    assert why in refused.faults[field.replace(".", "-")]
    assert refused.fields[field] == text
    assert case_ids(counter) == []


def test_whoever_does_not_know_the_date_or_the_place_says_so_and_goes_on(counter: Counter) -> None:
    walk = Walk(counter)
    where = told(walk, claim_happenedOn="", claim_dateUnknown="true")
    assert where.title == "Où est-ce ?"
    asked = walk.send(where)
    assert "je ne sais pas" in asked.faults["place"].lower()
    send = walk.send(asked, placeUnknown="true")
    assert send.title == "Vérifiez et envoyez"
    receipt = walk.send(send, **SEND)
    assert receipt.answer.status_code == 201, receipt.words
    details = the(CaseDetailsRecordedV1, counter.said(case_ids(counter)[0]))
    assert details.claim is not None
    assert (details.claim.happened_on, details.address) == (None, None)


def test_a_claim_asks_where_to_write_for_its_answer_is_written(counter: Counter) -> None:
    walk = Walk(counter)
    refused = walk.send(at_the_end(walk), contact_phone="514 555-0199")
    assert "réponse écrite" in refused.faults["contact"]
    by_post = walk.send(refused, contact_byPost="true", contact_address="1, rue Dumas, Montréal")
    assert set(by_post.faults) == {"contact-name"}
    sent = walk.send(by_post, contact_name="Alix Marqué")
    assert sent.answer.status_code == 201, sent.text


def test_letters_by_post_need_the_address_pv_47(counter: Counter) -> None:
    walk = Walk(counter)
    refused = walk.send(at_the_end(walk), **SEND, contact_byPost="true")
    assert set(refused.faults) == {"contact-address"}
    assert refused.fields["contact.byPost"] == "true"
    assert case_ids(counter) == []


@pytest.mark.parametrize(
    ("happened_on", "said"),
    [
        ("2026-06-12", "reçu au plus tard le 27 juin 2026"),
        ("2026-05-31", "reçu au plus tard le 15 juin 2026"),
        ("2026-05-30", "les 15 jours semblent passés"),
    ],
)
def test_the_clock_of_the_notice_is_said_in_words_on_its_last_day_and_after_pv_16(
    counter: Counter, happened_on: str, said: str
) -> None:
    page = at_the_end(Walk(counter), claim_happenedOn=happened_on)
    assert said in page.words


def test_of_an_injury_alone_no_notice_is_asked_for_pv_16(counter: Counter) -> None:
    page = at_the_end(Walk(counter), damage_property="", damage_bodily="true")
    assert "Pour une blessure, la loi n'exige pas cet avis" in page.words
    assert "au plus tard le 27 juin" not in page.words


def test_the_notice_to_print_holds_what_was_typed_and_stores_nothing_c_13(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    sheet = walk.send(at_the_end(walk), to=f"{START}/avis-au-greffe", **SEND)
    assert sheet.answer.status_code == 200
    assert sheet.title == "Avis de réclamation"
    for words in (WORDS, "Alix Marqué", "12 juin 2026", "13665", "1\u00a0250,50\u00a0$"):
        assert words in sheet.words, words
    assert "Elle n'est ni envoyée ni gardée ici." in sheet.words
    assert case_ids(counter) == []
    assert sheet.answer.headers["cache-control"] == "no-store"


def test_the_notice_to_print_may_be_had_blank_in_both_languages(counter: Counter) -> None:
    blank = Walk(counter).open(f"{START}/avis-au-greffe")
    assert "à écrire à la main" in blank.words
    assert "Notice of claim" in Walk(counter, "en").open(f"{START}/avis-au-greffe").text


def test_an_unknown_counter_or_beginning_leads_to_the_counters(counter: Counter) -> None:
    for path in ("/demande/atlantide/reclamation", f"{START}/autre"):
        assert Walk(counter).open(path).answer.status_code == 404
