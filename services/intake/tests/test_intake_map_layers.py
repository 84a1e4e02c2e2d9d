"""What maps are drawn from: territories and known places, open to all, small on the way."""

import gzip
from typing import Any

import pytest
from intake.domain.gazetteer import Gazetteer, Spot
from intake.domain.place_text import Form

from services.intake.tests.conftest import Counter

CITY = "montreal"


@pytest.fixture
def gazetteer() -> Gazetteer:
    """A corner, a street at the same point, one elsewhere in the borough, one in another."""
    here = ("pierrefonds-roxboro", CITY, -73.85, 45.49, "m")
    street = ("rue Perron",)
    return Gazetteer(
        [
            Spot(Form.ADDRESS, ("boulevard Gouin",), *here, "H8Z 1W3"),
            Spot(Form.CORNER, ("boulevard Gouin", "boulevard Saint-Jean"), *here),
            Spot(Form.ADDRESS, street, "pierrefonds-roxboro", CITY, -73.84, 45.5, "m", "H8Z 2J7"),
            Spot(Form.ADDRESS, ("rue Berri",), "ville-marie", CITY, -73.56, 45.51, "m", "H2L 4C9"),
        ]
    )


def names(counter: Counter, borough: str) -> list[str]:
    found: Any = counter.client.get("/carte/reperes.geojson", params={"arrondissement": borough})
    return [one["properties"]["name"] for one in found.json()["features"]]


def test_landmarks_are_those_of_the_counter_a_corner_before_its_streets(counter: Counter) -> None:
    corner = "boulevard Gouin / boulevard Saint-Jean"
    assert names(counter, "pierrefonds-roxboro") == [corner, "rue Perron"]
    assert names(counter, CITY) == [corner, "rue Perron", "rue Berri"]


@pytest.mark.parametrize("borough", ["", "prevost", "atlantide", "../places"])
def test_where_no_place_is_known_there_are_none(counter: Counter, borough: str) -> None:
    assert names(counter, borough) == []


def test_the_territories_are_the_34_of_the_island_and_small_on_the_way(counter: Counter) -> None:
    answer = counter.client.get("/carte/territoires.geojson")
    features = answer.json()["features"]
    assert len(features) == 34
    by_slug = {one["properties"]["slug"]: one["properties"]["name"] for one in features}
    assert by_slug["pierrefonds-roxboro"] == "Pierrefonds-Roxboro"
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(answer.content)) < 20_000


def test_a_browser_keeps_them_and_asks_whether_they_are_still_so(counter: Counter) -> None:
    first = counter.client.get("/carte/territoires.geojson")
    assert first.headers["cache-control"] == "public, max-age=86400"
    again = counter.client.get(
        "/carte/territoires.geojson", headers={"if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
