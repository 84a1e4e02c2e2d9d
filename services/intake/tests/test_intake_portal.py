"""The citizen's portal: from the first page to the receipt, without script (PR-01, PV-03)."""

from collections.abc import Awaitable, Callable

import pytest
from contracts.events.intake import CaseRegisteredV1
from httpx import Response
from intake.adapters.territories_shapely import island_of_montreal
from intake.domain.activities import Vocabulary
from intake.domain.gazetteer import Gazetteer, Spot
from intake.domain.place_text import Form
from intake.domain.territory import Territories

from services.intake.tests.conftest import Counter, the
from services.intake.tests.portal_walk import Shown, Walk, case_ids, portal_words

STREETS = ("boulevard Gouin", "boulevard Saint-Jean")


@pytest.fixture
def grids() -> Callable[[], Awaitable[Vocabulary]]:
    async def known() -> Vocabulary:
        return portal_words()

    return known


@pytest.fixture
def territories() -> Territories | None:
    return island_of_montreal()


@pytest.fixture
def gazetteer() -> Gazetteer:
    """A corner of Pierrefonds, and one of the same names in Verdun."""
    return Gazetteer(
        [
            Spot(Form.CORNER, STREETS, "pierrefonds-roxboro", "montreal", -73.8561, 45.4952, "m"),
            Spot(Form.CORNER, STREETS, "verdun", "montreal", -73.57, 45.46, "m"),
        ]
    )


def at_where(walk: Walk) -> Shown:
    return walk.send(walk.open(), activityButton="Nid-de-poule")


def code_on(receipt: Shown, counter: Counter) -> str:
    (case_id,) = case_ids(counter)
    code = counter.codes.code_of(case_id)
    assert " ".join(code[at : at + 4] for at in range(0, 16, 4)) in receipt.text
    return code


def test_a_pothole_is_reported_in_three_pages_and_answered_with_a_code_pr_01_pv_03(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    what = walk.open()
    assert what.title == "Que se passe-t-il ?"
    where = walk.send(what, activityButton="Nid-de-poule")
    assert where.title == "Où est-ce ?"
    send = walk.send(where, place_longitude="-73.86", place_latitude="45.49")
    assert send.title == "Vérifiez et envoyez"
    assert case_ids(counter) == [], "nothing is stored until it is sent"
    receipt = walk.send(send, contact_email="alix@example.org")
    assert receipt.answer.status_code == 201, receipt.text
    (case_id,) = case_ids(counter)
    kept = counter.state(case_id).registration
    assert kept is not None
    assert (kept.channel, kept.kind, kept.activity) == ("web", "request", "Nid-de-poule")
    assert kept.description == "Nid-de-poule"
    assert kept.contact is not None
    assert kept.contact.email == "alix@example.org"
    assert the(CaseRegisteredV1, counter.said(case_id)).activity == "Nid-de-poule"
    code = code_on(receipt, counter)
    assert "Nous dirigeons votre demande" in receipt.text
    assert code not in str(receipt.answer.url)
    assert receipt.answer.headers["cache-control"] == "no-store"


def test_the_signature_and_the_colours_are_those_of_the_borough_alone_pr_07(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    signed, elsewhere = walk.open(), walk.open("/demande/verdun")
    assert "On s&#39;occupe de vous !" in signed.text
    assert "On s&#39;occupe de vous !" not in elsewhere.text
    sheet = walk.open("/demande/pierrefonds-roxboro/couleurs.css").answer
    assert sheet.headers["content-type"].startswith("text/css")
    assert sheet.text == ":root{--band:#0b4f3f;--band-text:#ffffff;--accent:#0b6b52}\n"
    assert walk.open("/demande/verdun/couleurs.css").text != sheet.text
    assert walk.open("/demande/nulle-part/couleurs.css").answer.status_code == 404


def test_what_is_said_in_ones_own_words_is_proposed_for_and_may_be_something_else_pv_13(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    again = walk.send(walk.open(), description="Un gros nid de poule devant l'école")
    assert again.title == "Que se passe-t-il ?", "what is proposed is seen before it counts"
    assert again.fields["activity"] == "Nid-de-poule"
    assert again.fields["kind"] == "request"
    assert walk.send(again).title == "Où est-ce ?"
    where = walk.send(again, activity="*")
    send = walk.send(where, place_address="coin Gouin et St-Jean")
    assert "Autre chose" in send.text
    walk.send(send)
    (case_id,) = case_ids(counter)
    kept = counter.state(case_id).registration
    assert kept is not None
    assert kept.activity == "Autre demande"
    assert the(CaseRegisteredV1, counter.said(case_id)).activity == "", "no grid knows it"


def test_only_activities_that_the_grids_know_are_offered_by_a_button_pr_02(
    counter: Counter,
) -> None:
    page = Walk(counter).open()
    assert 'value="Éclairage existant - Entretien">Éclairage défectueux</button>' in page.text
    assert "Disparue" not in page.text
    english = Walk(counter, "en").open()
    assert ">Faulty light</button>" in english.text


def test_a_corner_is_found_and_its_point_kept_pv_36(counter: Counter) -> None:
    walk = Walk(counter)
    send = walk.send(at_where(walk), place_address="coin Gouin et St-Jean")
    assert send.title == "Vérifiez et envoyez"
    walk.send(send)
    (case_id,) = case_ids(counter)
    kept = counter.state(case_id).registration
    assert kept is not None
    assert kept.place is not None
    assert (kept.place.longitude, kept.place.latitude) == (-73.8561, 45.4952)


def test_an_address_that_cannot_be_placed_is_asked_about_once_then_taken_as_it_is_pv_36(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    asked = walk.send(at_where(walk), place_address="près de la grosse roche")
    assert asked.title == "Où est-ce ?"
    assert "une personne le précisera" in asked.text
    send = walk.send(asked)
    assert send.title == "Vérifiez et envoyez"
    walk.send(send)
    (case_id,) = case_ids(counter)
    assert counter.state(case_id).is_unlocated, "a technician places it"


def test_places_that_may_be_meant_are_offered_as_buttons_and_never_guessed(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    asked = walk.send(at_where(walk), place_address="coin Gouin et Saint-Gean")
    button = 'name="candidate" value="boulevard Gouin / boulevard Saint-Jean"'
    assert button in asked.text
    send = walk.send(asked, candidate="boulevard Gouin / boulevard Saint-Jean")
    assert send.title == "Vérifiez et envoyez"
    assert send.fields["place.address"] == "boulevard Gouin / boulevard Saint-Jean"


@pytest.mark.parametrize(
    "place",
    [
        {"place_longitude": "-73.6", "place_latitude": "45.485"},
        {"place_address": "rue Sherbrooke, Westmount"},
    ],
)
def test_a_linked_city_is_named_before_a_case_is_opened_and_its_place_can_be_corrected(
    counter: Counter, place: dict[str, str]
) -> None:
    walk = Walk(counter)
    told = walk.send(at_where(walk), **place)
    assert told.title == "Où est-ce ?"
    assert "Ce lieu est dans la ville de Westmount." in told.text
    assert walk.send(told).title == "Où est-ce ?", "insisting opens no case"
    sent = walk.send(told, to="/demande/pierrefonds-roxboro/envoyer")
    assert sent.title == "Où est-ce ?"
    assert case_ids(counter) == []
    blank = {"place_longitude": "", "place_latitude": ""}
    right = walk.send(told, **blank, place_address="coin Gouin et St-Jean")
    assert right.title == "Vérifiez et envoyez"


def test_another_borough_of_the_city_is_taken_and_said_another_citys_goes_to_its_counter_mt_08(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    send = walk.send(at_where(walk), place_longitude="-73.57", place_latitude="45.46")
    assert send.title == "Vérifiez et envoyez"
    assert "Verdun : son équipe s&#39;en chargera." in send.text
    where = walk.send(walk.open("/demande/prevost"), activityButton="Nid-de-poule")
    told = walk.send(where, place_longitude="-73.57", place_latitude="45.46")
    assert 'formaction="/demande/verdun"' in told.text
    there = walk.send(told, to="/demande/verdun")
    assert there.title == "Vérifiez et envoyez", "what was said goes along"
    assert there.action == "/demande/verdun/envoyer"


def test_a_point_off_the_island_is_answered_kindly(counter: Counter) -> None:
    walk = Walk(counter)
    told = walk.send(at_where(walk), place_longitude="2.35", place_latitude="48.85")
    assert "hors de l&#39;île de Montréal" in told.text
    assert case_ids(counter) == []


@pytest.mark.parametrize(
    ("description", "is_dangerous"),
    [
        ("Ça sent le gaz devant le parc", True),
        ("A power line is down on the street", True),
        ("Le feu de circulation clignote", False),
        ("La borne d'incendie coule", False),
        ("Un gros nid de poule", False),
    ],
)
def test_911_comes_before_any_form_where_words_smell_of_danger(
    counter: Counter, description: str, is_dangerous: bool
) -> None:
    walk = Walk(counter)
    page = walk.send(walk.open(), description=description)
    assert ('class="note danger-first" role="alert"' in page.text) is is_dangerous
    assert 'href="tel:911"' in page.text, "and on every page besides"


def helped(counter: Counter, step: str, **fields: str) -> Response:
    answer: Response = counter.client.post(
        "/demande/pierrefonds-roxboro/aide",
        data={"step": step, **fields},
        headers={"hx-request": "true", "sec-fetch-site": "same-origin"},
    )
    return answer


def test_while_somebody_types_a_part_of_the_page_is_brought_and_steals_no_focus(
    counter: Counter,
) -> None:
    proposed = helped(counter, "what", description="un nid de poule").text
    assert 'name="activity" value="Nid-de-poule" checked' in proposed
    place = {"place.address": "près de la grosse roche", "activity": "Nid-de-poule"}
    asked = helped(counter, "where", **place).text
    assert "une personne le précisera" in asked
    for part in (proposed, asked):
        assert "<html" not in part
        assert "autofocus" not in part


def test_the_promised_date_is_asked_for_by_the_code_in_the_body_until_it_is_known_mh_13(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    receipt = walk.send(walk.pothole_at_school())
    code = code_on(receipt, counter)
    assert 'hx-post="/demande/pierrefonds-roxboro/promesse"' in receipt.text
    path, headers = "/demande/pierrefonds-roxboro/promesse", walk.headers
    waiting = counter.client.post(path, data={"code": code}, headers=headers)
    assert waiting.status_code == 200
    assert "hx-trigger" in waiting.text
    assert "<html" not in waiting.text
    assert counter.client.post(path, data={"code": "0" * 16}, headers=headers).status_code == 404


def test_the_counters_are_listed_and_an_unknown_one_leads_there(counter: Counter) -> None:
    walk = Walk(counter)
    assert 'href="/demande/prevost"' in walk.open("/demande").text
    unknown = walk.open("/demande/atlantide")
    assert unknown.answer.status_code == 404
    assert "Choisissez le vôtre" in unknown.text
