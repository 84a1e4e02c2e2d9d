"""A question to the citizen, answered on the tracking page (PV-03, MH-12)."""

from datetime import timedelta
from typing import Any

import pytest
from contracts.events.intake import (
    CaseContactsRecordedV1,
    ComplaintHandedOverV1,
    QuestionAnsweredV1,
    QuestionAskedV1,
)
from httpx import Response

from services.intake.tests.conftest import KEY, NOW, Counter, the

WORDS = "De quel côté de la rue est-ce ?"
ANSWER = "Du côté de l'école, 514 555-0188"
NEIGHBOUR = {"contact": {"name": "Dominique Roy", "email": "dominique@example.org"}}


def ask(counter: Counter, case_id: str, *, by: str = "technician", **sent: Any) -> Response:
    counter.keys += 1
    body = {"question": WORDS, **sent}
    return counter.post(f"/cases/{case_id}/question", body, by=by, key=f"{KEY}-q{counter.keys}")


def seen(counter: Counter, code: str) -> Any:
    return counter.get("/tracking", by=None, x_tracking_code=code).json()


def reply(counter: Counter, code: str, question_id: str, text: str = ANSWER) -> Response:
    body = {"questionId": question_id, "text": text}
    return counter.post("/tracking/answer", body, by=None, key=None, x_tracking_code=code)


def asked(counter: Counter) -> tuple[str, str, str]:
    """A case with a question: its id, the code, the question's id."""
    case_id = counter.register()
    code = counter.codes.code_of(case_id)
    assert ask(counter, case_id).status_code == 200
    return case_id, code, seen(counter, code)["question"]["questionId"]


def joined(counter: Counter, case_id: str) -> str:
    """The code of a neighbour who joined."""
    answer = counter.post(f"/cases/{case_id}/join", NEIGHBOUR, key=f"{KEY}-join")
    code: str = answer.json()["trackingCode"]
    return code


def test_a_question_is_the_next_step_and_is_read_on_the_tracking_page_pv_03_mh_12(
    counter: Counter,
) -> None:
    case_id, code, _ = asked(counter)
    page = seen(counter, code)
    assert page["question"]["text"] == WORDS
    assert page["nextStep"] == "citizen"
    assert f"Nous vous avons posé une question : {WORDS}" in texts(page)
    assert counter.get(f"/cases/{case_id}").json()["question"]["by"] == "tech-pr"


def texts(page: Any) -> list[str]:
    return [line["text"] for line in page["timeline"]]


def test_the_words_of_both_stay_at_the_counter_and_the_open_events_say_only_that_pv_44(
    counter: Counter,
) -> None:
    case_id, code, question_id = asked(counter)
    assert reply(counter, code, question_id).status_code == 200
    events = counter.said(case_id)
    assert the(QuestionAskedV1, events).question_id == question_id
    assert the(QuestionAskedV1, events).contacts_version == 1
    assert the(QuestionAnsweredV1, events).answered_at == NOW
    whole = "".join(event.model_dump_json() for event in events)
    assert WORDS not in whole
    assert "0188" not in whole
    kept = counter.state(case_id).notes
    assert [one.is_public for one in kept] == [False, False], "never published with the case"
    assert not {"question", "text"} & {*counter.store.documents[case_id].commands[-1].answer}


def test_the_answer_is_in_the_dossier_and_the_question_is_no_more_open_mh_11(
    counter: Counter,
) -> None:
    case_id, code, question_id = asked(counter)
    page = reply(counter, code, question_id).json()
    assert page["question"] is None
    assert page["nextStep"] == "routing"
    assert f"Vous avez répondu : {ANSWER}" in texts(page)
    dossier = counter.get(f"/cases/{case_id}").json()
    assert f"Réponse de la personne : {ANSWER}" in texts(dossier)
    assert dossier["question"] is None
    assert ask(counter, case_id, question="Et maintenant ?").status_code == 200


def test_one_question_is_open_at_a_time(counter: Counter) -> None:
    case_id, code, _ = asked(counter)
    again = ask(counter, case_id, question="Une autre ?")
    assert again.status_code == 422
    assert again.json()["error"]["message"] == "Une question attend déjà sa réponse."
    assert seen(counter, code)["question"]["text"] == WORDS


def test_the_same_answer_sent_twice_is_one_and_another_one_is_refused(counter: Counter) -> None:
    case_id, code, question_id = asked(counter)
    assert reply(counter, code, question_id).status_code == 200
    assert reply(counter, code, question_id).status_code == 200
    assert reply(counter, code, question_id, "Non, de l'autre.").status_code == 422
    assert len(counter.state(case_id).notes) == 2


def test_who_joined_neither_reads_nor_answers_what_another_citizen_was_asked(
    counter: Counter,
) -> None:
    case_id, code, question_id = asked(counter)
    other = joined(counter, case_id)
    page = seen(counter, other)
    assert page["question"] is None
    assert reply(counter, other, question_id).status_code == 422
    reply(counter, code, question_id)
    assert not [one for one in texts(seen(counter, other)) if WORDS in one or ANSWER in one]


@pytest.mark.parametrize(
    ("by", "status"), [("responsable", 200), ("executor", 403), ("elected", 403)]
)
def test_those_ask_who_answer_for_the_case(counter: Counter, by: str, status: int) -> None:
    assert ask(counter, counter.register(), by=by).status_code == status


def test_another_borough_asks_nothing_here(counter: Counter) -> None:
    assert ask(counter, counter.register(), by="elsewhere").status_code == 404


@pytest.mark.parametrize("words", ["Où ?", "x" * 1001, " "])
def test_a_question_that_says_too_little_or_too_much_names_its_field(
    counter: Counter, words: str
) -> None:
    case_id = counter.register()
    answer = ask(counter, case_id, question=words)
    assert answer.status_code == 400
    assert answer.json()["error"]["details"][0]["target"] == "question"
    assert counter.state(case_id).conversation.questions == ()


def test_a_complaint_is_asked_nothing_here_pv_45(counter: Counter) -> None:
    case_id = counter.register(kind="complaint", activity=None)
    assert ask(counter, case_id).status_code == 422


def test_question_and_answer_go_along_when_the_case_becomes_a_complaint_pv_45(
    counter: Counter,
) -> None:
    case_id, code, question_id = asked(counter)
    reply(counter, code, question_id)
    counter.post(f"/cases/{case_id}/reclassify", {"kind": "complaint"}, key=f"{KEY}-c")
    handed = [one for one in counter.said(case_id) if isinstance(one, ComplaintHandedOverV1)]
    assert [one.statement for one in handed[1:]] == [WORDS, ANSWER]
    assert ANSWER not in counter.state(case_id).model_dump_json()
    assert ANSWER not in counter.get("/tracking", by=None, x_tracking_code=code).text


def test_a_question_lapses_with_the_end_of_its_case(counter: Counter) -> None:
    case_id, code, question_id = asked(counter)
    closing = {"validated": True, "withoutWork": True, "internalNote": "Rien à faire."}
    counter.post(f"/cases/{case_id}/close", closing, key=f"{KEY}-close")
    assert seen(counter, code)["question"] is None
    assert reply(counter, code, question_id).status_code == 422
    counter.post(f"/cases/{case_id}/reopen", {"reason": "mistake"}, key=f"{KEY}-reopen")
    assert seen(counter, code)["question"] is None
    assert ask(counter, case_id).status_code == 200


def test_asking_says_nothing_of_contacts(counter: Counter) -> None:
    case_id, _, _ = asked(counter)
    said = [one for one in counter.said(case_id) if isinstance(one, CaseContactsRecordedV1)]
    assert len(said) == 1, "the compacted topic keeps its last word"


def test_on_the_page_the_answer_is_kept_with_what_was_typed_when_it_is_refused(
    counter: Counter,
) -> None:
    _, code, question_id = asked(counter)
    page = counter.client.post("/suivi", data={"code": code})
    assert "Nous avons une question pour vous" in page.text
    given = {"code": code, "questionId": question_id, "text": "x"}
    refused = counter.client.post("/suivi/repondre", data=given)
    assert refused.status_code == 400
    assert 'aria-invalid="true"' in refused.text
    assert ">\nx</textarea>" in refused.text
    done = counter.client.post("/suivi/repondre", data={**given, "text": ANSWER})
    assert done.status_code == 200
    assert "Merci, votre réponse est reçue." in done.text
    again = counter.client.post("/suivi/repondre", data={**given, "text": "Autre chose."})
    assert again.status_code == 422
    assert "n&#39;attend plus de réponse" in again.text


def test_the_page_without_its_code_opens_nothing(counter: Counter) -> None:
    _, _, question_id = asked(counter)
    sent = {"code": "nope", "questionId": question_id, "text": ANSWER}
    assert counter.client.post("/suivi/repondre", data=sent).status_code == 404


def test_the_dossier_page_asks_and_then_waits(counter: Counter) -> None:
    case_id = counter.register()
    counter.client.cookies.clear()
    headers = {"authorization": "Bearer technician"}
    page = counter.client.get(f"/dossiers/{case_id}", headers=headers).text
    assert "Poser une question à la personne" in page
    sent = {"key": f"{KEY}-page", "question": WORDS}
    answer = counter.client.post(f"/dossiers/{case_id}/demander", data=sent, headers=headers)
    assert answer.status_code == 303
    page = counter.client.get(f"/dossiers/{case_id}?fait=demander", headers=headers).text
    assert "La question est posée." in page
    assert "la réponse de la personne est attendue" in page
    assert "Poser une question à la personne" not in page


def test_an_english_reader_reads_all_of_it_in_english_mh_16(counter: Counter) -> None:
    _, code, _ = asked(counter)
    counter.now = NOW + timedelta(hours=1)
    page = counter.client.post("/suivi?lang=en", data={"code": code}).text
    assert "We have a question for you" in page
    assert "Your answer" in page
    assert f"We asked you a question: {WORDS}" in page.replace("&#39;", "'")


def test_the_page_is_in_the_face_of_its_counter_and_changes_language_without_losing_the_code(
    counter: Counter,
) -> None:
    _, code, _ = asked(counter)
    page = counter.client.post("/suivi", data={"code": code}).text
    assert "/demande/pierrefonds-roxboro/couleurs.css" in page
    assert 'action="/suivi?lang=en"' in page
    assert f"lang=en&{code}" not in page
    refused = counter.client.post("/suivi/repondre", data={"code": "nope"}).text
    assert 'href="/suivi?lang=en"' in refused, "a page that a link can open"
