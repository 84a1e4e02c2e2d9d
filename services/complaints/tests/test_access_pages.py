"""The access officer's register and pages: the clock in words, every command a form (PV-46..49)."""

import csv
import io
from datetime import timedelta

import pytest
from contracts.events.sla import CommitmentExtendedV1
from guichet_testing.toy import NOW

from services.complaints.tests.access_house import (
    ASKED,
    CASE,
    CLERK,
    DIRECTION,
    DUE_AT,
    OFFICER,
    PATH,
    TECHNICIAN,
    AccessHouse,
    given,
    missed,
    refused,
)
from services.complaints.tests.pages_house import NOWHERE, text_of, without_id

EMPTY = "Aucune demande dans cette liste."


@pytest.fixture
def house() -> AccessHouse:
    return AccessHouse()


async def test_the_register_says_the_clock_in_words_and_nothing_of_what_is_asked_pv_46(
    house: AccessHouse,
) -> None:
    await house.asked()
    for who in (DIRECTION, CLERK, OFFICER):
        page = await house.page("/acces", who)
        assert "dans 20 jours, 10 décembre 2026" in text_of(page)
        assert "À répondre" in text_of(page)
        assert ASKED not in page.text
    house.clock.now = DUE_AT + timedelta(days=2)
    await house.hear(missed())
    late = text_of(await house.page("/acces", OFFICER))
    assert "en retard de 2 jours" in late
    assert "Réputée refusée" in late


async def test_who_has_no_office_in_it_gets_no_register_and_another_town_an_empty_one(
    house: AccessHouse,
) -> None:
    await house.asked()
    assert (await house.page("/acces", TECHNICIAN)).status_code == 403
    assert (await house.page("/acces/registre.csv", TECHNICIAN)).status_code == 403
    elsewhere = await house.page("/acces?liste=toutes", OFFICER, boroughs=("anjou",))
    assert EMPTY in elsewhere.text


async def test_a_file_of_another_town_and_one_that_never_was_have_the_same_page(
    house: AccessHouse,
) -> None:
    await house.asked()
    pages = [
        await house.page(PATH, OFFICER, boroughs=("anjou",)),
        await house.page(f"/acces/{NOWHERE}", OFFICER, boroughs=("anjou",)),
    ]
    assert [one.status_code for one in pages] == [404, 404]
    assert without_id(pages[0], CASE) == without_id(pages[1], NOWHERE)


async def test_the_register_leaves_as_a_table_with_both_dates_and_no_words_pv_48(
    house: AccessHouse,
) -> None:
    await house.asked()
    longer = {
        "case_id": CASE,
        "commitment_id": f"{CASE}-access-answer",
        "commitment_kind": "access-answer",
        "due_at": DUE_AT + timedelta(days=10),
        "previous_due_at": DUE_AT,
        "original_due_at": DUE_AT,
        "extended_by": 10,
        "decided_at": NOW,
        "decided_by_role": "clerk",
        "notice_on": "2026-12-01",
        "explanation_fr": "-",
        "explanation_en": "-",
    }
    await house.hear(CommitmentExtendedV1.model_validate(longer))
    answer = await house.page("/acces/registre.csv", OFFICER)
    assert ASKED not in answer.text
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["case_id"], row["stage"]) == (CASE, "open")
    assert row["due_at"] == "2026-12-20T23:59:59-05:00"
    assert row["original_due_at"] == "2026-12-10T23:59:59-05:00"
    assert (row["extended_by_days"], row["notice_on"]) == ("10", "2026-12-01")


async def test_the_file_shows_what_is_asked_the_delay_and_its_count_and_who_opened_it_pv_45(
    house: AccessHouse,
) -> None:
    await house.asked()
    page = await house.page(PATH, OFFICER)
    words = text_of(page)
    for told in (ASKED, "Réponse (art. 47)", "20 jours, reportés au jour ouvrable"):
        assert told in words
    assert "Qui l'a ouverte 1 " in words
    assert OFFICER[0] in words
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert ASKED not in page.text.split("</title>")[0]


async def test_everything_is_a_form_from_the_first_document_to_the_letter_pv_47_pv_49(
    house: AccessHouse,
) -> None:
    await house.asked()
    for title in ("Devis", "Contrat"):
        assert (await house.fill("document", {"title": title}, OFFICER)).status_code == 303
    form = await house.page(f"{PATH}?agir=repondre", DIRECTION)
    assert "Envoyer la réponse" in form.text
    assert "a-2.1/23" in form.text, "provisions are picked, not typed"
    devis, contract = [one.document_id for one in (await house.held()).documents]
    sent = {
        "answers.0.documentId": devis,
        "answers.0.outcome": "given",
        "answers.1.documentId": contract,
        "answers.1.outcome": "refused",
        "answers.1.provisions": ["a-2.1/23", "a-2.1/24"],
        "answers.1.reasonsFr": "Secret industriel d'un tiers.",
        "wordsFr": "",
    }
    done = await house.fill("repondre", sent)
    assert done.status_code == 303, text_of(done)
    state = await house.held()
    assert state.answer is not None
    assert state.answer.parts[1].provisions == ("a-2.1/23", "a-2.1/24")
    seen = text_of(await house.page(done.headers["location"], DIRECTION))
    assert "La réponse est donnée, sa lettre part." in seen
    assert "Secret industriel d'un tiers." in seen
    assert "Répondue" in text_of(await house.page("/acces?liste=reglees", DIRECTION))


@pytest.mark.parametrize(
    ("left_out", "field", "words"),
    [
        ("answers.0.provisions", "answers.0.provisions", "cite la disposition"),
        ("answers.0.reasonsFr", "answers.0.reasonsFr", "donnez les motifs"),
        ("answers.0.outcome", "answers.0.outcome", ""),
    ],
)
async def test_what_lacks_is_said_at_its_field_and_what_was_typed_is_kept_pv_49(
    house: AccessHouse, left_out: str, field: str, words: str
) -> None:
    await house.asked()
    (plan,) = await house.listed("Devis")
    sent = {
        "answers.0.documentId": plan,
        "answers.0.outcome": "refused",
        "answers.0.provisions": "a-2.1/23",
        "answers.0.reasonsFr": "Secret industriel.",
        "wordsFr": "Au plaisir.",
    }
    del sent[left_out]
    page = await house.fill("repondre", sent)
    assert page.status_code == 400
    assert words in text_of(page)
    assert "Devis : " in text_of(page), "the summary names the document"
    assert f"{field.replace('.', '-')}-fault" in page.text
    assert "Au plaisir." in page.text
    for name, value in sent.items():
        assert value in page.text, name
    assert (await house.held()).answers == ()


async def test_who_is_not_bound_to_answer_has_no_form_for_it_and_a_forged_one_is_refused_c_06(
    house: AccessHouse,
) -> None:
    await house.asked()
    (plan,) = await house.listed("Devis")
    form = await house.page(f"{PATH}?agir=repondre", OFFICER)
    assert "Envoyer la réponse" not in form.text
    assert "direction générale" in text_of(form), "it says who answers"
    forged = {"answers.0.documentId": plan, "answers.0.outcome": "given"}
    page = await house.fill("repondre", forged, OFFICER)
    assert page.status_code == 400
    assert "seul ce rôle répond" in text_of(page)
    assert (await house.held()).answers == ()


async def test_a_third_party_is_told_and_heard_by_forms_and_the_clerk_led_to_the_extension(
    house: AccessHouse,
) -> None:
    await house.asked()
    (plan,) = await house.listed("Devis")
    assert f'href="/echeances/{CASE}' in (await house.page(PATH, CLERK)).text
    assert "Prolonger le délai" in text_of(await house.page(PATH, CLERK))
    assert "Prolonger le délai" not in text_of(await house.page(PATH, DIRECTION))
    party = {"name": "Pavage Exemple inc.", "address": "1, rue Principale\nPrévost"}
    nothing = await house.fill("tiers", party, CLERK)
    assert nothing.status_code == 400
    assert "cochez au moins un document" in text_of(nothing)
    assert (await house.fill("tiers", {**party, "documentIds": plan}, CLERK)).status_code == 303
    told = text_of(await house.page(PATH, CLERK))
    assert "Tiers avisés" in told
    assert "N'a pas encore répondu" in told
    assert "Prolonger le délai" not in told, "art. 49 gives its own delays"
    (known,) = (await house.held()).third_parties
    heard = {"partyId": known.party_id, "observations": "Nos prix sont confidentiels."}
    assert (await house.fill("observations", heard, CLERK)).status_code == 303
    assert "S'oppose" in text_of(await house.page(PATH, CLERK))


async def test_what_the_commission_sent_back_runs_by_no_clock_of_ours(house: AccessHouse) -> None:
    await house.asked()
    (plan,) = await house.listed("Devis")
    await house.tell("answer", {"answers": [refused(plan)]})
    house.clock.now = DUE_AT + timedelta(days=30)
    review = {"decidedOn": "2027-01-05", "reference": "CAI 1 026", "reopens": "true"}
    assert (await house.fill("revision", review, CLERK)).status_code == 303
    page = text_of(await house.page("/acces", CLERK))
    assert "À répondre de nouveau" in page
    assert "en retard" not in page
    house.clock.forward(60)
    again = await house.tell("answer", {"answers": [given(plan)]})
    assert again.json()["stage"] == "answered"


async def test_a_form_sent_twice_by_the_same_button_is_done_once(house: AccessHouse) -> None:
    await house.asked()
    for _ in range(2):
        answer = await house.fill("document", {"title": "Devis", "key": "une-seule-cle"}, OFFICER)
        assert answer.status_code == 303
    assert len((await house.held()).documents) == 1
