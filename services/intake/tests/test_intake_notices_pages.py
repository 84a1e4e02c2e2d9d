"""Notices on pages: kept by staff, read by everybody, and used to answer at the phone (PR-09)."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from contracts.events.intake import CaseAnsweredV1
from httpx import Response
from intake.domain.activities import Vocabulary
from intake.domain.gazetteer import Gazetteer

from services.intake.tests.conftest import Counter, the
from services.intake.tests.notice_samples import (
    CORNER,
    HERE,
    gazetteer_of_notices,
    vocabulary_of_notices,
)

FIELDS = {
    "key": "k" * 32,
    "borough": HERE,
    "kind": "works",
    "titleFr": "Travaux d'aqueduc",
    "titleEn": "Water main works",
    "bodyFr": "Première ligne.\r\n\r\nL'eau peut être <brune>.",
    "bodyEn": "Water may be brown.",
    "startsAt": "2026-06-15T08:00",
    "endsAt": "2026-06-20T17:00",
    "activities": "Qualité de l'eau\r\n",
    "area.radiusMetres": "300",
}
CALL = {
    "key": "c" * 32,
    "borough": HERE,
    "channel": "phone",
    "language": "fr",
    "kind": "request",
    "activityPicked": "Qualité de l'eau",
    "description": "Mon eau est brune depuis ce matin, la qualité de l'eau est mauvaise.",
}


@pytest.fixture
def gazetteer() -> Gazetteer:
    return gazetteer_of_notices()


@pytest.fixture
def grids() -> Callable[[], Awaitable[Vocabulary]]:
    async def known() -> Vocabulary:
        return vocabulary_of_notices()

    return known


def signed_in(counter: Counter, name: str = "technician") -> None:
    counter.client.cookies.set("guichet_session", name)


def send(counter: Counter, path: str = "/avis/nouveau", **changes: str) -> Response:
    """The form as a browser sends it; `area_text` stands for `area.text`."""
    fields = {**FIELDS, **{name.replace("_", ".", 1): value for name, value in changes.items()}}
    answer: Response = counter.client.post(path, data=fields)
    return answer


def published(counter: Counter, **changes: str) -> str:
    """Id of a notice published with the form."""
    signed_in(counter)
    assert send(counter, **changes).status_code == 303
    page = counter.client.get("/avis").text
    (notice_id, *_) = re.findall(r"/avis/modifier/([0-9a-f-]{36})", page)
    return str(notice_id)


def faults(page: str) -> dict[str, str]:
    return dict(re.findall(r'<p class="fault" id="([^"]+)-fault">([^<]+)</p>', page))


def test_a_notice_is_published_with_the_form_and_read_without_signing_in_pr_09(
    counter: Counter,
) -> None:
    notice_id = published(counter)
    assert "publié" in counter.client.get("/avis?fait=publie").text
    counter.client.cookies.clear()
    page = counter.client.get(f"/avis/{HERE}").text
    assert "Travaux d&#39;aqueduc" in page
    assert "&lt;brune&gt;" in page
    assert "Du 15 juin 2026, 08 h 00 au 20 juin 2026, 17 h 00" in page
    assert "Partout : Pierrefonds-Roxboro" in page
    english = counter.client.get(f"/avis/{HERE}/{notice_id}?lang=en").text
    assert "Water main works" in english
    assert "aqueduc" not in english, "no half-translated page"


def test_a_stranger_at_avis_chooses_a_counter_and_staff_keeps_its_own_pr_09(
    counter: Counter,
) -> None:
    assert 'href="/avis/verdun"' in counter.client.get("/avis").text
    assert counter.client.get("/avis/nouveau").headers["location"] == "/demo/signin"
    notice_id = published(counter)
    signed_in(counter, "elsewhere")
    assert "aqueduc" not in counter.client.get("/avis").text
    assert counter.client.get(f"/avis/modifier/{notice_id}").status_code == 404
    assert send(counter, f"/avis/retirer/{notice_id}").status_code == 404
    signed_in(counter, "responsable")
    assert 'href="/avis/verdun"' in counter.client.get("/avis").text
    assert counter.client.get("/avis/nouveau").status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("titleEn", "", "titleEn"),
        ("bodyFr", "", "bodyFr"),
        ("endsAt", "2026-06-01T08:00", "endsAt"),
        ("endsAt", "tomorrow", "endsAt"),
        ("activities", "Magie noire", "activities"),
        ("area_text", "coin Nulle et Part", "area-text"),
        ("area_streets", "rue A\nx\n", "area-streets"),
        ("borough", "verdun", ""),
    ],
)
def test_a_fault_stands_beside_its_field_and_both_texts_are_kept_pr_09(
    counter: Counter, field: str, value: str, place: str
) -> None:
    signed_in(counter)
    refused = send(counter, **{field: value})
    assert refused.status_code == 400
    assert not place or place in faults(refused.text), refused.text
    assert 'id="erreurs"' in refused.text
    assert field == "titleEn" or 'value="Water main works"' in refused.text
    assert f'name="key" value="{FIELDS["key"]}"' in refused.text
    assert counter.client.get(f"/api/intake/v1/notices?borough={HERE}").json()["items"] == []


def test_a_notice_is_changed_in_its_own_words_and_taken_back_pr_09(counter: Counter) -> None:
    notice_id = published(counter, area_text=CORNER)
    form = counter.client.get(f"/avis/modifier/{notice_id}").text
    assert 'value="2026-06-20T17:00"' in form
    assert CORNER in form
    assert "Qualité de l&#39;eau" in form
    assert 'name="area.longitude" type="text" value=""' in form, "its words find the point"
    counter.now += timedelta(hours=1)
    changed = send(counter, f"/avis/modifier/{notice_id}", key="m" * 32, titleFr="Reporté")
    assert changed.headers["location"] == "/avis?fait=modifie"
    page = counter.client.get(f"/avis/{HERE}/{notice_id}").text
    assert "Reporté" in page
    assert "modifié le" in page
    assert send(counter, f"/avis/retirer/{notice_id}").status_code == 303
    assert "Aucun avis en ce moment" in counter.client.get(f"/avis/{HERE}").text
    assert "ne vaut plus" in counter.client.get(f"/avis/{HERE}/{notice_id}").text
    again = send(counter, f"/avis/retirer/{notice_id}", key="r" * 32)
    assert again.status_code == 422


@pytest.mark.parametrize("path", ["/avis/atlantis", f"/avis/{HERE}/nothing", "/avis/verdun/{id}"])
def test_what_is_not_there_leads_to_the_counters(counter: Counter, path: str) -> None:
    notice_id = published(counter)
    answer = counter.client.get(path.format(id=notice_id))
    assert answer.status_code == 404
    assert "Choisissez un guichet" in answer.text


def test_the_feed_is_atom_and_the_same_until_something_changes_pr_09(counter: Counter) -> None:
    notice_id = published(counter)
    counter.client.cookies.clear()
    first = counter.client.get(f"/avis/{HERE}.atom")
    assert first.headers["content-type"] == "application/atom+xml; charset=utf-8"
    name = {"a": "http://www.w3.org/2005/Atom"}
    feed = ET.fromstring(first.text)  # our own answer
    assert [one.text for one in feed.findall("a:entry/a:id", name)] == [f"urn:uuid:{notice_id}"]
    title = feed.findtext("a:entry/a:title", "", name)
    assert title == "Travaux d'aqueduc / Water main works"
    content = feed.findtext("a:entry/a:content", "", name)
    assert "<brune>" in content
    assert feed.findtext("a:updated", "", name) == "2026-06-15T14:00:00+00:00"
    known = {"if-none-match": first.headers["etag"]}
    assert counter.client.get(f"/avis/{HERE}.atom", headers=known).status_code == 304
    signed_in(counter)
    send(counter, f"/avis/modifier/{notice_id}", key="m" * 32, titleFr="Reporté")
    assert counter.client.get(f"/avis/{HERE}.atom", headers=known).status_code == 200
    assert counter.client.get("/avis/atlantis.atom").status_code == 404


def test_the_phone_desk_shows_the_notice_that_answers_and_no_other_pr_09(
    counter: Counter,
) -> None:
    notice_id = published(counter)
    shown = counter.client.post("/comptoir/aide", data=CALL, headers={"hx-request": "true"}).text
    assert f'name="answerNotice" value="{notice_id}"' in shown
    other = {**CALL, "activityPicked": "Nid-de-poule", "description": "Un nid-de-poule."}
    shown = counter.client.post("/comptoir/aide", data=other, headers={"hx-request": "true"}).text
    assert "answerNotice" not in shown


def test_the_phone_desk_follows_the_newest_words_and_the_point_on_the_map_pr_09(
    counter: Counter,
) -> None:
    published(counter, activities="", area_text=CORNER)

    def shows(**changes: str) -> bool:
        asked = {"description": "Un nid-de-poule.", "activityPicked": "", **changes}
        page = counter.client.post(
            "/comptoir/aide", data={**CALL, **asked}, headers={"hx-request": "true"}
        )
        return "answerNotice" in page.text

    assert shows(**{"place.longitude": "-73.8561", "place.latitude": "45.4960"})
    assert not shows(**{"place.longitude": "-73.8561", "place.latitude": "45.5060"})
    send(counter, key="n" * 32)  # of the water, everywhere
    stale = {"activityPicked": "Nid-de-poule", "activityProposed": "Nid-de-poule"}
    assert not shows(**stale)
    assert shows(**stale, description="La qualité de l'eau est mauvaise.")


def test_enter_registers_the_case_whatever_buttons_are_proposed_pv_01(counter: Counter) -> None:
    published(counter)
    page = counter.client.post("/comptoir/aide", data=CALL).text
    form = page[page.index('<form class="desk"') :]
    (first, *others) = re.findall(r"<button[^>]*>", form)
    assert "formaction" not in first
    assert "name=" not in first
    assert any("answerNotice" in one for one in others)


def test_one_button_answers_with_the_notice_and_closes_the_case_pv_06_pv_15_pr_09(
    counter: Counter,
) -> None:
    notice_id = published(counter)
    receipt = counter.client.post("/comptoir", data={**CALL, "answerNotice": notice_id})
    assert receipt.status_code == 201, faults(receipt.text)
    (case_id,) = (name for name, one in counter.store.documents.items() if one.state)
    case = counter.state(case_id)
    assert case.status == "answered"
    assert case.answer is not None
    assert str(case.answer.verified_on) == "2026-06-15"
    said = the(CaseAnsweredV1, counter.said(case_id)).reference
    address = f"http://testserver/avis/{HERE}/{notice_id}"
    assert said == f"Avis « Travaux d'aqueduc » : {address}"


def test_a_notice_that_is_no_longer_in_force_answers_nothing_pr_09(counter: Counter) -> None:
    notice_id = published(counter)
    send(counter, f"/avis/retirer/{notice_id}")
    refused = counter.client.post("/comptoir", data={**CALL, "answerNotice": notice_id})
    assert refused.status_code == 400
    assert "plus en vigueur" in refused.text
    assert "Mon eau est brune" in refused.text
    assert not [one for one in counter.store.documents.values() if one.state]


def test_the_portal_tells_the_news_first_and_answers_before_anything_is_opened_pr_09(
    counter: Counter,
) -> None:
    published(counter)
    counter.client.cookies.clear()
    first = counter.client.get(f"/demande/{HERE}")
    assert "Travaux d&#39;aqueduc" in first.text
    asked = {"step": "what", "key": "a" * 32, "description": "La qualité de l'eau est mauvaise."}
    last = counter.client.post(
        f"/demande/{HERE}",
        data={
            **asked,
            "activity": "Qualité de l'eau",
            "activityProposed": "Qualité de l'eau",
            "kind": "information",
            "kindProposed": "request",
        },
    )
    assert last.status_code == 200
    assert "Peut-être déjà répondu" in last.text
    assert "L&#39;eau peut être &lt;brune&gt;." in last.text
    assert not [one for one in counter.store.documents.values() if one.state]
