"""The place on the pages of staff: candidates are chosen by a person, nothing is guessed (§3)."""

import re

import pytest
from contracts.events.intake import CaseDetailsRecordedV1
from httpx import Response
from intake.domain.gazetteer import Gazetteer, Spot
from intake.domain.place_text import Form

from services.intake.tests.conftest import Counter, complaint

BOROUGH = "pierrefonds-roxboro"
HERE, THERE = (-73.8561, 45.4952), (-73.8702, 45.4811)
STREETS = ("boulevard Gouin", "boulevard Saint-Jean")
CORNER = "coin Gouin et Saint-Jean"
DESK = {
    "key": "k" * 32,
    "borough": BOROUGH,
    "channel": "phone",
    "kind": "request",
    "activity": "Nid-de-poule",
    "description": "Un trou profond devant l'école.",
    "language": "fr",
    "place.address": CORNER,
}
TYPING = {"hx-request": "true"}


def spot(point: tuple[float, float], streets: tuple[str, ...] = STREETS) -> Spot:
    return Spot(Form.CORNER, streets, BOROUGH, "montreal", *point, "m")


@pytest.fixture
def gazetteer() -> Gazetteer:
    """Gouin meets Saint-Jean twice, two kilometres apart, and Pins once."""
    return Gazetteer([spot(HERE), spot(THERE), spot(HERE, ("boulevard Gouin", "rue des Pins"))])


@pytest.fixture
def desk(counter: Counter) -> Counter:
    counter.client.cookies.set("guichet_session", "technician")
    return counter


def radios(page: str) -> dict[str, bool]:
    """The places that are offered, and whether each is chosen."""
    found = re.findall(r'name="placePicked" value="([^"]*)"( checked)?', page)
    return {value: bool(checked) for value, checked in found}


def value(point: tuple[float, float]) -> str:
    return f"{point[0]},{point[1]}"


def point_of(counter: Counter) -> tuple[float | None, float | None, str | None]:
    """Where the only case is, and who says so."""
    (case_id,) = [name for name, one in counter.store.documents.items() if one.state is not None]
    kept = counter.state(case_id).registration
    assert kept is not None
    assert kept.place is not None
    return kept.place.longitude, kept.place.latitude, kept.place.located_by


def sent(counter: Counter, path: str = "/comptoir", /, **fields: str) -> Response:
    changed = {name.replace("_", "."): text for name, text in fields.items()}
    answer: Response = counter.client.post(path, data={**DESK, **changed})
    return answer


def test_all_places_that_may_be_meant_are_radio_buttons_and_points_of_the_map(
    desk: Counter,
) -> None:
    part = desk.client.post("/comptoir/aide", data=DESK, headers=TYPING).text
    assert radios(part) == {value(HERE): False, value(THERE): False, "": True}
    assert re.findall(r'data-mark="([A-Z])"', part) == ["A", "B"]
    assert f'data-longitude="{THERE[0]}" data-latitude="{THERE[1]}"' in part
    assert "boulevard Gouin / boulevard Saint-Jean" in part


def test_the_candidate_that_is_picked_is_where_the_case_is(desk: Counter) -> None:
    picked = {**DESK, "placePicked": value(THERE)}
    part = desk.client.post("/comptoir/aide", data=picked, headers=TYPING).text
    assert radios(part) == {value(HERE): False, value(THERE): True, "": False}
    assert "Placé sur la carte" in part
    receipt = sent(desk, placePicked=value(THERE))
    assert receipt.status_code == 201, receipt.text
    assert point_of(desk)[:2] == THERE


def test_where_nobody_picks_the_case_waits_for_a_person(desk: Counter) -> None:
    assert sent(desk, placePicked="").status_code == 201
    assert point_of(desk) == (None, None, None)


def test_a_pick_of_what_the_address_does_not_mean_any_more_is_none(desk: Counter) -> None:
    changed = {"place_address": "Gouin et des Pins", "placePicked": value(THERE)}
    assert sent(desk, **changed).status_code == 201
    assert point_of(desk) == (*HERE, "intersection:m")


@pytest.mark.parametrize("address", ["", CORNER, "près de la grosse roche"])
def test_a_point_of_the_map_is_where_the_case_is_whatever_the_words(
    desk: Counter, address: str
) -> None:
    chosen = {"place_longitude": "-73.84", "place_latitude": "45.5", "place_address": address}
    part = desk.client.post(
        "/comptoir/aide",
        data={**DESK, **{name.replace("_", "."): text for name, text in chosen.items()}},
        headers=TYPING,
    ).text
    assert "Point choisi sur la carte" in part
    assert sent(desk, **chosen).status_code == 201
    assert point_of(desk)[:2] == (-73.84, 45.5)


def test_a_point_far_from_its_address_is_told_before_it_is_kept(desk: Counter) -> None:
    far = {
        **DESK,
        "place.address": "Gouin et des Pins",
        "place.longitude": str(THERE[0]),
        "place.latitude": str(THERE[1]),
    }
    part = desk.client.post("/comptoir/aide", data=far, headers=TYPING).text
    assert "Le point choisi est à 1910 m de l&#39;adresse" in part


@pytest.mark.parametrize(
    ("longitude", "latitude"), [("-73.84", ""), ("ici", "45.5"), ("-73.84", "95"), ("nan", "45")]
)
def test_half_a_point_or_none_on_earth_is_refused_and_nothing_is_stored(
    desk: Counter, longitude: str, latitude: str
) -> None:
    refused = sent(desk, place_longitude=longitude, place_latitude=latitude)
    assert refused.status_code == 400
    assert desk.store.documents == {}


def test_of_a_complaint_no_place_is_looked_up_pv_44(desk: Counter) -> None:
    part = desk.client.post(
        "/comptoir/aide", data={**DESK, "kind": "complaint"}, headers=TYPING
    ).text
    assert radios(part) == {}
    case_id = desk.register(**complaint())
    assert desk.client.post(f"/dossiers/{case_id}/situer/lieu", headers=TYPING).text.strip() == ""


def test_the_field_form_offers_the_same_places_with_script_and_without_pv_37(
    desk: Counter,
) -> None:
    desk.client.cookies.set("guichet_session", "executor")
    part = desk.client.post("/terrain/lieu", data=DESK, headers=TYPING).text
    assert "<html" not in part
    whole = desk.client.post("/terrain/lieu", data=DESK).text
    assert "Un trou profond" in whole
    assert radios(part) == radios(whole) == {value(HERE): False, value(THERE): False, "": True}
    no_photo = {"photo": ("", b"", "application/octet-stream")}
    picked = {**DESK, "placePicked": value(HERE)}
    assert desk.client.post("/terrain", data=picked, files=no_photo).status_code == 201
    assert point_of(desk)[:2] == HERE


def test_a_dossier_without_a_point_opens_with_the_places_it_may_mean(desk: Counter) -> None:
    case_id = desk.register(place={"address": CORNER})
    page = desk.client.get(f"/dossiers/{case_id}").text
    assert re.search(r'id="action-situer" open', page)
    assert radios(page) == {value(HERE): False, value(THERE): False, "": True}
    answer = desk.client.post(
        f"/dossiers/{case_id}/situer", data={"key": "s" * 32, "placePicked": value(THERE)}
    )
    assert answer.status_code == 303
    assert point_of(desk) == (*THERE, "tech-pr")
    details = [one for one in desk.said(case_id) if isinstance(one, CaseDetailsRecordedV1)]
    assert (details[-1].longitude, details[-1].latitude) == THERE
    page = desk.client.get(f"/dossiers/{case_id}").text
    assert f'data-longitude="{THERE[0]}" data-latitude="{THERE[1]}"' in page
    assert not re.search(r'id="action-situer" open', page)


def test_a_dossier_is_placed_by_better_words_too_and_by_none_it_is_not(desk: Counter) -> None:
    case_id = desk.register(place={"address": "près de la grosse roche"})
    path = f"/dossiers/{case_id}/situer"
    typed = {"key": "s" * 32, "place.address": "Gouin et des Pins"}
    part = desk.client.post(f"{path}/lieu", data=typed, headers=TYPING).text
    assert "Intersection connue" in part
    whole = desk.client.post(f"{path}/lieu", data=typed)
    assert (whole.status_code, 'value="Gouin et des Pins"' in whole.text) == (200, True)
    refused = desk.client.post(path, data={"key": "r" * 32})
    assert refused.status_code == 400
    assert 'id="place">champ obligatoire' in refused.text
    unknown = desk.client.post(path, data={"key": "r" * 32, "place.address": "la grosse roche"})
    assert unknown.status_code == 400
    assert "un endroit de la carte" in unknown.text
    assert 'value="la grosse roche"' in unknown.text
    assert desk.client.post(path, data=typed).status_code == 303
    assert point_of(desk) == (*HERE, "tech-pr")


def test_another_boroughs_dossier_tells_nothing_of_its_place(desk: Counter) -> None:
    case_id = desk.register(place={"address": CORNER})
    desk.client.cookies.set("guichet_session", "elsewhere")
    assert desk.client.post(f"/dossiers/{case_id}/situer/lieu", headers=TYPING).status_code == 404


def test_twins_are_points_of_the_map_for_staff(desk: Counter) -> None:
    desk.register(place={"longitude": HERE[0], "latitude": HERE[1]})
    at = {**DESK, "place.longitude": str(HERE[0]), "place.latitude": str(HERE[1])}
    part = desk.client.post("/comptoir/aide", data=at, headers=TYPING).text
    assert re.search(
        rf'<li data-longitude="{HERE[0]}" data-latitude="{HERE[1]}" data-mark="1"', part
    )
