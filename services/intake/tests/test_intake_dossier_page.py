"""The dossier on its page: what may be done is offered, done by the API's command, and said."""

import re

import pytest
from httpx import Response

from services.intake.tests.conftest import HARSH_WORDS, Counter, complaint

KEY = "k" * 32


def signed_in(counter: Counter, name: str = "technician") -> None:
    counter.client.cookies.set("guichet_session", name)


def act(counter: Counter, case_id: str, name: str, key: str = KEY, **fields: str) -> Response:
    """Send one of the small forms."""
    named = {field.replace("_", "."): value for field, value in fields.items()}
    answer: Response = counter.client.post(
        f"/dossiers/{case_id}/{name}", data={"key": key, **named}
    )
    return answer


def offered(counter: Counter, case_id: str) -> set[str]:
    """The actions on the page."""
    page = counter.client.get(f"/dossiers/{case_id}").text
    return set(re.findall(rf'action="/dossiers/{case_id}/([a-z]+)"', page))


def done(counter: Counter, answer: Response) -> str:
    """The page that an action comes back to."""
    assert answer.status_code == 303, answer.text
    page: str = counter.client.get(answer.headers["location"]).text
    return page


def test_a_note_is_internal_unless_it_is_said_to_be_public_pv_55_pv_56_mh_11(
    counter: Counter,
) -> None:
    case_id = counter.register()
    signed_in(counter)
    answer = act(counter, case_id, "note", text="Rappelé deux fois.", visibility="internal")
    assert "Rappelé" not in answer.headers["location"]
    page = done(counter, answer)
    assert "La note est au journal." in page
    assert "Note interne de tech-pr : Rappelé deux fois." in page
    answer = act(
        counter, case_id, "note", KEY + "2", text="L'équipe passe jeudi.", visibility="public"
    )
    assert "Note publique de tech-pr" in done(counter, answer)
    code = counter.codes.code_of(case_id)
    shown = counter.client.post("/suivi", data={"code": code}).text
    assert "équipe passe jeudi" in shown
    assert "Rappelé" not in shown


def test_a_note_sent_twice_is_one_note(counter: Counter) -> None:
    case_id = counter.register()
    signed_in(counter)
    for _ in range(2):
        act(counter, case_id, "note", text="Une seule fois.", visibility="internal")
    assert len(counter.state(case_id).notes) == 1


def test_what_is_refused_is_there_again_with_its_reason(counter: Counter) -> None:
    case_id = counter.register()
    signed_in(counter)
    refused = act(
        counter, case_id, "note", text="Vu hier.", visibility="internal", actedAt="2031-01-01T10:00"
    )
    assert refused.status_code == 400
    assert re.search(r'<details class="action" id="action-note" open>', refused.text)
    assert ">\nVu hier.</textarea>" in refused.text
    assert 'id="actedAt-fault"' in refused.text
    assert '<a href="#actedAt">' in refused.text
    assert counter.state(case_id).notes == ()


def test_closing_asks_for_the_validation_and_reopening_for_a_reason_pv_57(
    counter: Counter,
) -> None:
    case_id = counter.register()
    signed_in(counter)
    told = {"withoutWork": "true", "internalNote": "Déjà réparé hier."}
    refused = act(counter, case_id, "fermer", **told)
    assert refused.status_code == 400
    assert counter.state(case_id).status == "registered"
    closed = act(counter, case_id, "fermer", validated="true", **told)
    assert "Le dossier est fermé." in done(counter, closed)
    assert counter.state(case_id).status == "closed"
    assert {"rouvrir", "note"} <= offered(counter, case_id)
    assert "fermer" not in offered(counter, case_id)
    assert act(counter, case_id, "rouvrir", KEY + "2").status_code == 400
    opened = act(counter, case_id, "rouvrir", KEY + "3", reason="reappeared", note="Revenu.")
    assert "Le dossier est rouvert." in done(counter, opened)
    assert counter.state(case_id).status == "registered"


def test_reclassifying_keeps_the_date_of_receipt_pv_13(counter: Counter) -> None:
    case_id = counter.register()
    signed_in(counter)
    answer = act(counter, case_id, "reclasser", kind="request", activity="Éclairage défectueux")
    assert "Reclassé par tech-pr" in done(counter, answer)
    refused = act(counter, case_id, "reclasser", KEY + "2", kind="request", activity="Tremblay")
    assert refused.status_code == 400
    assert 'value="Tremblay"' in refused.text


def test_a_case_is_put_on_the_map_by_a_person(counter: Counter) -> None:
    case_id = counter.register()
    signed_in(counter)
    refused = act(counter, case_id, "situer", place_longitude="cent", place_latitude="45,5")
    assert 'id="place-longitude-fault"' in refused.text
    placed = act(
        counter, case_id, "situer", KEY + "2", place_longitude="-73,87", place_latitude="45,5"
    )
    assert "Placé sur la carte par tech-pr" in done(counter, placed)
    kept = counter.state(case_id).registration
    assert kept is not None
    assert kept.place is not None
    assert (kept.place.longitude, kept.place.latitude) == (-73.87, 45.5)


def test_a_question_by_letter_is_answered_from_its_dossier_pv_06(counter: Counter) -> None:
    case_id = counter.register(kind="information", channel="email")
    signed_in(counter)
    answer = act(counter, case_id, "repondre", reference="Dépliant 4", verifiedOn="2026-06-01")
    assert "Dépliant 4" in done(counter, answer)
    assert counter.state(case_id).status == "answered"


def test_only_what_the_caller_may_do_is_offered(counter: Counter) -> None:
    case_id = counter.register()
    signed_in(counter)
    assert offered(counter, case_id) == {
        *("note", "demander", "reclasser", "situer", "fichier", "fermer", "retirer")
    }
    signed_in(counter, "operator")
    assert offered(counter, case_id) == set()
    for name in ("note", "reclasser", "situer", "fermer", "retirer"):
        refused = act(counter, case_id, name, text="x y", visibility="internal", validated="true")
        assert refused.status_code == 400, name
    assert counter.state(case_id).status == "registered"
    signed_in(counter, "elsewhere")
    assert act(counter, case_id, "retirer").status_code == 404


def test_a_complaint_offers_nothing_that_would_keep_its_words_pv_44(counter: Counter) -> None:
    case_id = counter.register(**complaint())
    signed_in(counter)
    assert offered(counter, case_id) == {"note", "reclasser", "retirer"}
    note = act(counter, case_id, "note", text="Il a rappelé, furieux.", visibility="internal")
    page = done(counter, note)
    assert "furieux" not in page
    assert HARSH_WORDS not in page


@pytest.mark.parametrize("name", ["effacer", "note", "retirer"])
def test_an_action_that_is_not_there_or_not_ours_changes_nothing(
    counter: Counter, name: str
) -> None:
    case_id = counter.register()
    before = counter.store.documents[case_id]
    assert act(counter, case_id, name).headers.get("location") == "/demo/signin"
    signed_in(counter)
    there = counter.client.post(
        f"/dossiers/{case_id}/{name}",
        data={"key": KEY, "text": "x y", "visibility": "internal"},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert there.status_code == 403
    assert act(counter, case_id, "effacer").status_code == 404
    assert act(counter, case_id, "retirer", "short").status_code == 400
    assert counter.store.documents[case_id] == before
