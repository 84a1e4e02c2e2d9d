"""The portal for what is no plain request: twins, claims, complaints, questions, notices."""

from collections.abc import Awaitable, Callable

import pytest
from contracts.events.intake import ClaimNoticeGivenV1, ComplaintHandedOverV1, RequesterJoinedV1
from intake.domain.activities import Vocabulary

from services.intake.tests.conftest import HARSH_WORDS, Counter, the
from services.intake.tests.portal_walk import Shown, Walk, case_ids, portal_words


@pytest.fixture
def grids() -> Callable[[], Awaitable[Vocabulary]]:
    async def known() -> Vocabulary:
        return portal_words()

    return known


def token_on(page: Shown) -> str:
    return page.text.split('name="joinToken" value="')[1].split('"')[0]


def test_a_twin_is_offered_before_sending_and_joined_with_a_code_of_ones_own_pv_03(
    counter: Counter,
) -> None:
    case_id = counter.register()
    walk = Walk(counter)
    send = walk.pothole_at_school()
    assert "Déjà signalé tout près" in send.text
    assert case_id not in send.text
    assert "13665" not in send.text, "where the other one lives is nobody's to know"
    assert "Alix" not in send.text
    join = "/demande/pierrefonds-roxboro/joindre"
    joined = walk.send(send, to=join, joinToken=token_on(send), contact_email="bao@example.org")
    assert joined.answer.status_code == 200, joined.text
    assert joined.title == "Merci, vous êtes joint à la demande"
    assert case_ids(counter) == [case_id]
    the(RequesterJoinedV1, counter.said(case_id))
    (requester,) = counter.state(case_id).requesters
    code = counter.codes.code_of_joined(case_id, requester.requester_id)
    assert " ".join(code[at : at + 4] for at in range(0, 16, 4)) in joined.text
    again = walk.send(send, to=join, joinToken=token_on(send), contact_email="bao@example.org")
    assert again.text == joined.text
    assert len(counter.state(case_id).requesters) == 1


@pytest.mark.parametrize("token", ["", "made-up", "x" * 9000])
def test_a_token_that_is_no_good_leads_back_to_the_page_with_what_was_typed(
    counter: Counter, token: str
) -> None:
    counter.register()
    walk = Walk(counter)
    send = walk.pothole_at_school()
    join = "/demande/pierrefonds-roxboro/joindre"
    refused = walk.send(send, to=join, joinToken=token, contact_name="Bao")
    assert refused.answer.status_code == 400
    assert "plus valide" in refused.text
    assert refused.fields["contact.name"] == "Bao"


def test_damage_shows_the_notice_of_claims_before_and_after_sending_c_13(counter: Counter) -> None:
    walk = Walk(counter)
    words = "Un nid de poule a brisé le pneu de ma voiture"
    what = walk.send(walk.open(), description=words)
    where = walk.send(what, kind="request", activity="Nid-de-poule")
    send = walk.send(where, place_longitude="-73.86", place_latitude="45.49")
    assert "avis écrit" in send.text
    receipt = walk.send(send)
    assert "avis écrit" in receipt.text
    (case_id,) = case_ids(counter)
    the(ClaimNoticeGivenV1, counter.said(case_id))


def test_a_complaint_asks_no_place_and_leaves_on_the_restricted_path_pv_17_pv_45(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    what = walk.send(walk.open(), description=HARSH_WORDS)
    facts = walk.send(what, kind="complaint")
    assert facts.title == "Votre plainte"
    send = walk.send(facts, complaint_factsOn="2026-06-14")
    assert send.title == "Vérifiez et envoyez"
    assert "Étape 3 sur 3" in send.text
    assert 'name="photo"' not in send.text
    receipt = walk.send(send, contact_name="Alix")
    assert receipt.answer.status_code == 201, receipt.text
    (case_id,) = case_ids(counter)
    handed = the(ComplaintHandedOverV1, counter.said(case_id))
    assert HARSH_WORDS in handed.model_dump_json()
    assert (handed.written, handed.signed, handed.anonymous) == (True, False, False)
    assert HARSH_WORDS not in counter.state(case_id).model_dump_json()


def test_a_complaint_of_the_future_is_refused_beside_its_date_pv_38(counter: Counter) -> None:
    walk = Walk(counter)
    what = walk.send(walk.open(), description=HARSH_WORDS)
    facts = walk.send(what, kind="complaint")
    refused = walk.send(facts, complaint_factsOn="2031-01-01")
    assert refused.answer.status_code == 400
    assert refused.title == "Votre plainte"
    assert "complaint-factsOn" in refused.faults
    assert case_ids(counter) == []


def test_a_question_goes_without_a_place_and_waits_for_its_answer_pv_06(counter: Counter) -> None:
    walk = Walk(counter)
    what = walk.send(walk.open(), description="À quelle heure ouvre la bibliothèque ?")
    assert what.fields["kind"] == "information"
    send = walk.send(what)
    receipt = walk.send(send, contact_email="alix@example.org")
    assert receipt.answer.status_code == 201, receipt.text
    assert "prépare la réponse" in receipt.text
    (case_id,) = case_ids(counter)
    kept = counter.state(case_id).registration
    assert kept is not None
    assert (kept.kind, kept.place) == ("information", None)
