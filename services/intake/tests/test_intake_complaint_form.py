"""The portal's complaint: its conditions, its signature, and nothing of it kept (PV-17..20)."""

import pytest
from contracts.events.intake import ComplaintHandedOverV1, FilePieceHandedOverV1

from services.intake.tests.attachment_samples import document
from services.intake.tests.complaint_samples import (
    OPEN,
    SIGNER,
    STRICT,
    TYPED,
    WHO,
    Grids,
    at_signing,
    known_grids,
)
from services.intake.tests.conftest import HARSH_WORDS, NOW, Counter, the
from services.intake.tests.portal_walk import Walk, case_ids


@pytest.fixture
def grids() -> Grids:
    return known_grids


def handed(counter: Counter) -> ComplaintHandedOverV1:
    (case_id,) = case_ids(counter)
    said: ComplaintHandedOverV1 = the(ComplaintHandedOverV1, counter.said(case_id))
    return said


def test_a_complaint_is_signed_by_a_typed_name_that_is_confirmed_pv_18_pv_39(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    send = at_signing(walk, complaint_about="Le contremaître du secteur nord")
    assert case_ids(counter) == [], "nothing is stored until it is sent"
    receipt = walk.send(send, **WHO, **TYPED)
    assert receipt.answer.status_code == 201, receipt.faults
    said = handed(counter)
    assert (said.written, said.signed, said.full_contact, said.anonymous) == (
        *(True, True, True),
        False,
    )
    assert said.signature is not None
    assert (said.signature.kind, said.signature.signer) == ("typed", SIGNER)
    assert str(said.facts_on) == "2026-06-10"
    assert (
        said.statement == f"{HARSH_WORDS}\n\nPersonne ou service : Le contremaître du secteur nord"
    )
    assert "Elle est signée" in receipt.text


def test_neither_words_nor_signer_nor_whom_it_concerns_stay_at_the_counter_pv_44_pv_45(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    send = at_signing(walk, complaint_about="serin-visé", place_address="12, rue du Serin")
    walk.send(send, **WHO, **TYPED)
    (case_id,) = case_ids(counter)
    stored = counter.state(case_id).model_dump_json()
    for mark in (HARSH_WORDS, SIGNER, "serin-visé", "rue du Serin"):
        assert mark not in stored
    open_words = [
        one for one in counter.said(case_id) if not isinstance(one, ComplaintHandedOverV1)
    ]
    assert not [one for one in open_words if "serin" in one.model_dump_json().casefold()]


def test_the_form_says_conditions_delay_readers_and_911_first_pv_38_c_08(
    counter: Counter,
) -> None:
    facts = Walk(counter).open(f"/demande/{STRICT}/plainte")
    assert facts.text.index("appelez le 911") < facts.text.index("Les faits")
    assert "dans les 15 jours des faits : depuis le 31 mai 2026" in facts.text
    assert "Qui ne la lit jamais" in facts.text
    assert "Le service visé n&#39;enquête jamais sur lui-même" in facts.text
    assert "15 jours pour le compléter" in facts.text


def test_what_is_lacking_is_said_beside_each_field_and_what_was_typed_is_kept_pv_18_pv_39(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    facts = walk.open(f"/demande/{STRICT}/plainte")
    refused = walk.send(facts, description=HARSH_WORDS)
    assert refused.faults.keys() == {"complaint-factsOn"}
    assert refused.fields["description"] == HARSH_WORDS
    send = walk.send(refused, complaint_factsOn="2026-06-10")
    refused = walk.send(send, contact_address="12, rue de l'Essai")
    assert refused.answer.status_code == 400
    assert refused.faults.keys() == {"contact-name", "contact-email", "complaint-signing"}
    assert refused.fields["contact.address"] == "12, rue de l'Essai"
    half = walk.send(refused, **WHO, complaint_signing="typed")
    assert half.faults.keys() == {"complaint-signer", "complaint-confirmed"}
    assert half.fields["complaint.signing"] == "typed"
    assert case_ids(counter) == []


def test_whoever_does_not_know_the_date_says_so_and_is_asked_for_it_later_pv_38(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    send = at_signing(walk, complaint_factsOn="", complaint_dateUnknown="true")
    assert walk.send(send, **WHO, **TYPED).answer.status_code == 201
    assert handed(counter).facts_on is None


def test_facts_that_are_too_old_are_warned_of_and_not_turned_away_pv_38(counter: Counter) -> None:
    walk = Walk(counter)
    send = at_signing(walk, complaint_factsOn="2026-05-30")
    assert "Ces faits datent de plus de 15 jours" in send.text
    assert walk.send(send, **WHO, **TYPED).answer.status_code == 201


def test_who_signs_later_is_received_now_and_can_print_it_pv_18(counter: Counter) -> None:
    walk = Walk(counter)
    receipt = walk.send(at_signing(walk), **WHO, complaint_signing="later")
    assert receipt.answer.status_code == 201, receipt.faults
    assert (handed(counter).signed, handed(counter).signature) == (False, None)
    assert "Il y manque votre signature" in receipt.text
    assert HARSH_WORDS.split("'")[0] in receipt.text, "to be printed from this page alone"


def test_the_paper_to_sign_bears_what_was_typed_and_stores_nothing_pv_18(counter: Counter) -> None:
    walk = Walk(counter)
    send = at_signing(walk, complaint_about="Le secteur nord")
    paper = walk.send(send, to=f"/demande/{STRICT}/plainte-papier", **WHO)
    assert paper.title == "Plainte"
    for text in ("Alix Marqué", "Le secteur nord", "10 juin 2026", "alix@example.org"):
        assert text in paper.text
    assert paper.answer.headers["cache-control"] == "no-store"
    assert case_ids(counter) == []
    blank = walk.open(f"/demande/{STRICT}/plainte-papier")
    assert "à écrire à la main" in blank.text


def test_a_scan_leaves_with_the_complaint_and_its_bytes_wait_for_complaints_pv_18_pv_45(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    how = {"complaint_signing": "scan", "complaint_signer": SIGNER}
    receipt = walk.send_scan(at_signing(walk), "Alix-Marqué.pdf", document(), **WHO, **how)
    assert receipt.answer.status_code == 201, receipt.faults
    said = handed(counter)
    assert said.signed
    (announced,) = said.files
    assert said.signature is not None
    assert (said.signature.kind, said.signature.file_id) == ("paper", announced.file_id)
    assert announced.name == "plainte-signee.pdf", "its own name may name somebody"
    (case_id,) = case_ids(counter)
    state = counter.state(case_id)
    assert state.attachments == ()
    assert [one.attachment.attachment_id for one in state.leaving] == [announced.file_id]
    assert state.leaving[0].due_at == NOW
    assert not [one for one in counter.said(case_id) if isinstance(one, FilePieceHandedOverV1)]


def test_who_signs_by_a_scan_sends_one_that_can_be_read_pv_18(counter: Counter) -> None:
    walk = Walk(counter)
    how = {"complaint_signing": "scan", "complaint_signer": SIGNER}
    assert walk.send(at_signing(walk), **WHO, **how).faults.keys() == {"scan"}
    torn = walk.send_scan(at_signing(walk), "a.pdf", b"%PDF-1.4 torn", **WHO, **how)
    assert torn.faults.keys() == {"scan"}
    assert torn.fields["complaint.signer"] == SIGNER
    assert case_ids(counter) == []


def test_without_a_name_nothing_of_it_is_demanded_or_kept_and_it_says_what_follows_pv_20(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    send = at_signing(walk)
    assert "ne peut pas donner lieu à une enquête" in send.text
    both = walk.send(send, **TYPED, complaint_anonymous="true")
    assert both.faults.keys() == {"complaint-anonymous"}
    receipt = walk.send(send, **WHO, complaint_anonymous="true")
    assert receipt.answer.status_code == 201, receipt.faults
    assert handed(counter).anonymous
    (case_id,) = case_ids(counter)
    assert "alix@example.org" not in counter.state(case_id).model_dump_json()
    assert "le seul moyen de savoir" in receipt.text


def test_any_expression_is_a_complaint_where_nothing_is_asked_c_03_mh_01_mh_09(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    facts = walk.open(f"/demande/{OPEN}/plainte")
    assert "toute insatisfaction est reçue comme plainte" in facts.text
    assert "n&#39;enquête jamais sur lui-même" not in facts.text, "departments answer there (C-02)"
    send = walk.send(facts, description="Je ne suis pas contente.")
    assert "Comment signez-vous" not in send.text
    assert walk.send(send).answer.status_code == 201
    assert (handed(counter).signed, handed(counter).facts_on) == (False, None)


def test_a_danger_is_told_with_its_place_whatever_else_is_missing_c_08_pv_19(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    send = at_signing(walk, complaint_danger="true", place_address="12, rue du Danger")
    assert "Appelez d&#39;abord le 911" in send.text
    walk.send(send, complaint_anonymous="true")
    assert (handed(counter).danger, handed(counter).address) == (True, "12, rue du Danger")


def test_a_complaint_that_says_it_is_signed_without_any_signature_is_refused_pv_18(
    counter: Counter,
) -> None:
    body = {
        "borough": STRICT,
        "kind": "complaint",
        "channel": "web",
        "description": HARSH_WORDS,
        "complaint": {"written": True, "signed": True},
    }
    for more in ({}, {"signedBy": "typed", "signer": SIGNER}):
        said = {**body, "complaint": {"written": True, "signed": True, **more}}
        answer = counter.post("/cases", said, by=None)
        assert answer.status_code == 400, answer.text
        assert SIGNER not in answer.text
    typed = {"signedBy": "typed", "signer": SIGNER, "confirmed": True}
    whole = {**body, "complaint": {"written": True, "signed": True, **typed}}
    assert counter.post("/cases", whole, by=None).status_code == 201


def test_in_english_no_page_of_the_complaint_is_half_translated(counter: Counter) -> None:
    walk = Walk(counter, "en")
    facts = walk.open(f"/demande/{STRICT}/plainte")
    assert facts.title == "Your complaint"
    send = at_signing(walk)
    receipt = walk.send(send, **WHO, complaint_signing="later")
    for page in (facts, send, receipt):
        assert "plainte" not in page.text.replace("/plainte", "").replace("plainte-", "").replace(
            'id="plainte', ""
        ).replace('="plainte', "")
