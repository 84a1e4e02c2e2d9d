"""An access request at the portal and the phone desk: which documents, about whom (PV-46)."""

from collections.abc import Awaitable, Callable

import pytest
from contracts.events.intake import CaseContactsRecordedV1, CaseDetailsRecordedV1
from intake.domain.activities import Vocabulary

from services.intake.tests.conftest import Counter, the
from services.intake.tests.portal_walk import START, Shown, Walk, case_ids, portal_words
from services.intake.tests.test_intake_phone_desk import send as send_desk
from services.intake.tests.test_intake_phone_desk import signed_in

WORDS = "Le rapport d'inspection du 12, rue Dumas, de 2024."


@pytest.fixture
def grids() -> Callable[[], Awaitable[Vocabulary]]:
    async def known() -> Vocabulary:
        return portal_words()

    return known


def at_the_end(walk: Walk, **more: str) -> Shown:
    return walk.send(walk.open(f"{START}/acces"), description=WORDS, **more)


def test_an_access_request_has_its_own_step_which_says_the_delays_and_the_recourse_pv_46(
    counter: Counter,
) -> None:
    page = Walk(counter).open(f"{START}/acces")
    assert page.title == "Votre demande d'accès"
    assert "Étape 1 sur 2" in page.words
    assert "dans les 20 jours" in page.words
    assert "Commission d'accès à l'information" in page.words
    english = Walk(counter, "en").open(f"{START}/acces")
    assert "within 20 days of receipt" in english.words


def test_it_asks_no_place_no_activity_and_no_photo(counter: Counter) -> None:
    send = at_the_end(Walk(counter))
    assert send.title == "Vérifiez et envoyez"
    assert 'type="file"' not in send.words
    assert "place.address" not in send.fields


def test_words_that_ask_for_a_document_lead_to_the_same_step(counter: Counter) -> None:
    walk = Walk(counter)
    what = walk.send(walk.open(), description="Je veux une copie du procès-verbal", kind="access")
    step = walk.send(what, kind="access")
    assert step.title == "Votre demande d'accès"
    assert "S'agit-il de ceci" not in step.words


def test_what_it_says_is_told_to_complaints_and_its_letters_may_go_by_post_pv_47(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    receipt = walk.send(
        at_the_end(walk, access_ownData="true"),
        contact_name="Alix Marqué",
        contact_address="1, rue Dumas, Montréal H9A 2T7",
        contact_byPost="true",
    )
    assert receipt.answer.status_code == 201, receipt.words
    assert "Le responsable de l'accès prépare la réponse écrite." in receipt.words
    assert "dans les 20 jours" in receipt.words
    (case_id,) = case_ids(counter)
    details = the(CaseDetailsRecordedV1, counter.said(case_id))
    assert details.access is not None
    assert details.access.own_data is True
    assert details.description == WORDS
    contacts = the(CaseContactsRecordedV1, counter.said(case_id))
    assert (contacts.by_post, contacts.postal_address) == (True, "1, rue Dumas, Montréal H9A 2T7")


def test_nothing_asked_for_is_refused_on_its_step(counter: Counter) -> None:
    walk = Walk(counter)
    refused = walk.send(walk.open(f"{START}/acces"), access_ownData="true")
    assert refused.answer.status_code == 400
    assert refused.faults == {"description": "dites quel document vous cherchez"}
    assert '<a href="#description">Quels documents</a>' in refused.text
    assert refused.fields["access.ownData"] == "true"


def test_an_answer_in_writing_needs_an_e_mail_or_an_address_pv_47(counter: Counter) -> None:
    walk = Walk(counter)
    refused = walk.send(at_the_end(walk), contact_phone="514 555-0199")
    assert set(refused.faults) == {"contact"}
    assert refused.fields["contact.phone"] == "514 555-0199"
    assert case_ids(counter) == []


def test_ones_own_data_is_asked_for_by_name(counter: Counter) -> None:
    walk = Walk(counter)
    refused = walk.send(at_the_end(walk, access_ownData="true"), contact_email="alix@example.org")
    assert set(refused.faults) == {"contact-name"}


def test_the_phone_desk_takes_what_the_portal_takes(counter: Counter) -> None:
    signed_in(counter)
    answer = send_desk(counter, kind="access", access_ownData="true", activity="", place_address="")
    assert answer.status_code == 201, answer.text
    (case_id,) = case_ids(counter)
    details = the(CaseDetailsRecordedV1, counter.said(case_id))
    assert details.access is not None
    assert details.access.own_data is True
    kept = counter.state(case_id).registration
    assert kept is not None
    assert kept.activity == "Accès à un document"


def test_the_phone_desk_takes_a_claim_by_the_same_fields_and_rules_pv_16(counter: Counter) -> None:
    signed_in(counter)
    said = {
        "kind": "claim",
        "claimNotice": "true",
        "claim_happenedOn": "2026-06-12",
        "claim_amountCents": "beaucoup",
        "damage_property": "true",
    }
    refused = send_desk(counter, **said)
    assert refused.status_code == 400
    assert "un montant, comme 1 250,50 $" in refused.text
    assert case_ids(counter) == []
    taken = send_desk(counter, **{**said, "claim_amountCents": "200"})
    assert taken.status_code == 201, taken.text
    details = the(CaseDetailsRecordedV1, counter.said(case_ids(counter)[0]))
    assert details.claim is not None
    assert (details.claim.amount_cents, len(details.claim.damages)) == (20_000, 1)
