"""`/courrier`: seen by who may, done by plain forms, each fault said above the lists (PV-47)."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from guichet_testing.case_events import NAME
from guichet_testing.post_front import ADDRESS, PostFront, somebody
from pypdf import PdfReader


@pytest.fixture
async def front(given_notifications: Any) -> PostFront:
    """A decision on access that waits to be posted."""
    words = given_notifications
    bench = words.Bench()
    await bench.hear(words.registered("access"), words.contacts(address=ADDRESS))
    await bench.hear(words.letter(kind="access-decision", post_by_on=date(2026, 12, 14)))
    return PostFront(bench, words.safe)


def test_who_is_not_signed_in_is_sent_to_sign_in_and_others_are_told(front: PostFront) -> None:
    front.caller = somebody("director")
    assert front.http.get("/courrier").status_code == 403
    front.http.cookies.clear()
    answer = front.http.get("/courrier")
    assert (answer.status_code, answer.headers["location"]) == (303, "/demo/signin")


def test_pv_47_the_list_names_the_limit_of_the_law_and_nobody(front: PostFront) -> None:
    page = front.http.get("/courrier")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "Accès : décision" in page.text
    assert "14 décembre 2026" in page.text
    assert NAME not in page.text
    assert "Érables" not in page.text
    assert "December 14, 2026" in front.http.get("/courrier?lang=en").text


def test_a_letter_is_taken_opened_posted_and_brought_back_by_the_forms_of_the_page(
    front: PostFront,
) -> None:
    assert front.do("/prendre").status_code == 303
    page = front.http.get("/courrier").text
    assert "Entre vos mains : 1" in page
    pdf = front.http.get(front.path(".pdf"))
    assert pdf.headers["content-type"] == "application/pdf"
    assert re.fullmatch(
        r'inline; filename="lettre-[0-9a-f]{8}-[0-9a-f]{4}\.pdf"',
        pdf.headers["content-disposition"],
    )
    assert NAME in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert front.do("/postee", posted_on=front.today.isoformat()).status_code == 303
    page = front.http.get("/courrier").text
    assert "Rien n'attend d'être posté." in page.replace("&#39;", "'")
    assert "La poste l'a rapportée" in page.replace("&#39;", "'")
    assert front.do("/revenue", reason="returned-moved").status_code == 303
    assert "A déménagé" in front.http.get("/courrier").text


def test_all_free_letters_are_taken_printed_and_posted_together(front: PostFront) -> None:
    key = {"key": "k" * 20, "arrondissement": "prevost"}
    assert front.http.post("/courrier/prendre", data=key).status_code == 303
    assert front.http.get("/courrier/mes-lettres.pdf").content.startswith(b"%PDF-")
    given = {**key, "posted_on": front.today.isoformat()}
    answer = front.http.post("/courrier/postees", data=given)
    assert answer.headers["location"] == "/courrier?arrondissement=prevost"
    assert front.letter.state == "handed_over"


def test_another_person_is_told_that_it_was_just_taken_and_nothing_changed(
    front: PostFront,
) -> None:
    front.do("/prendre")
    front.caller = somebody("clerk", subject="staff-b")
    before = front.bench.dossier()
    answer = front.do("/prendre")
    assert answer.status_code == 409
    assert "Une autre personne vient de prendre cette lettre" in answer.text
    assert front.http.get(front.path(".pdf")).status_code == 404
    assert front.bench.dossier() == before


@pytest.mark.parametrize("posted_on", ["", "hier", "2026-02-30", "tomorrow"])
def test_a_day_that_cannot_be_is_refused_in_words_and_nothing_changed(
    front: PostFront, posted_on: str
) -> None:
    front.do("/prendre")
    tomorrow = (front.today + timedelta(days=1)).isoformat()
    answer = front.do("/postee", posted_on=tomorrow if posted_on == "tomorrow" else posted_on)
    assert answer.status_code == 422
    assert "La date de mise à la poste va du jour de la lettre à aujourd" in answer.text
    assert front.letter.state == "reserved"


def test_a_reason_of_no_list_is_refused_and_nothing_changed(front: PostFront) -> None:
    front.do("/prendre")
    front.do("/postee", posted_on=front.today.isoformat())
    answer = front.do("/revenue", reason="par-chance")
    assert answer.status_code == 422
    assert front.letter.state == "handed_over"


def test_a_form_that_is_sent_twice_does_it_once(front: PostFront) -> None:
    for _ in range(2):
        assert front.do("/prendre", key="once-and-no-more-1").status_code == 303
    assert front.letter.attempt == 1


async def test_what_lacks_an_address_is_shown_with_what_to_do(given_notifications: Any) -> None:
    words = given_notifications
    bench = words.Bench()
    await bench.hear(words.registered("access"), words.contacts(email=None))
    await bench.hear(words.letter(kind="access-decision"))
    front = PostFront(bench, words.safe)
    page = front.http.get("/courrier").text
    assert "Adresse manquante" in page
    assert "/prendre" not in page
    assert front.do("/prendre").status_code == 409
