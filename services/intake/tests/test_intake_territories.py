"""Whose a place is, by simplified limits, and the face of a counter as it is kept (§4)."""

import json

import pytest
from contracts.events.routing import GridButton, GridIdentity, GridPublishedV1
from contracts.examples import Flavour, example_of
from guichet_testing.grids import NOW, heard
from intake.adapters.territories_of_limits import simplified
from intake.adapters.territories_shapely import OURS, island_of_montreal
from intake.application.keep_grid import keep_words
from intake.domain.activities import GridWords, Vocabulary
from intake.domain.identity import Identity
from intake.domain.territory import Whereabouts, whereabouts, whereabouts_named
from intake.settings import COUNTERS

ISLAND = island_of_montreal()
WORDS = Vocabulary([GridWords(borough="verdun", version=1, inherits="montreal")])
PIERREFONDS, VERDUN, WESTMOUNT = (-73.86, 45.485), (-73.57, 45.46), (-73.6, 45.485)
PARIS, PREVOST = (2.35, 48.85), (-74.08, 45.87)


def place(point: tuple[float, float], counter: str, words: Vocabulary = WORDS) -> Whereabouts:
    return whereabouts(*point, counter, ISLAND, words)


def test_the_file_has_all_34_territories_and_every_borough_has_a_counter() -> None:
    features = json.loads(OURS.read_text(encoding="utf-8"))["features"]
    names = {one["properties"]["slug"]: one["properties"]["isLinkedCity"] for one in features}
    assert len(names) == 34
    assert {slug for slug, is_linked in names.items() if not is_linked} == set(COUNTERS) - {
        *("montreal", "prevost", "mont-saint-hilaire")
    }
    assert OURS.stat().st_size < 60_000


@pytest.mark.parametrize("words", [WORDS, Vocabulary()])
@pytest.mark.parametrize(
    ("point", "counter", "is_ours", "name"),
    [
        (PIERREFONDS, "pierrefonds-roxboro", True, "Pierrefonds-Roxboro"),
        (VERDUN, "pierrefonds-roxboro", True, "Verdun"),
        (VERDUN, "montreal", True, "Verdun"),
        (WESTMOUNT, "montreal", False, "Westmount"),
        (VERDUN, "prevost", False, "Verdun"),
        (PARIS, "pierrefonds-roxboro", False, None),
        (PREVOST, "prevost", True, None),
    ],
)
def test_a_place_is_of_the_counters_city_or_of_whom_it_is_mt_08(
    words: Vocabulary, point: tuple[float, float], counter: str, is_ours: bool, name: str | None
) -> None:
    found = place(point, counter, words)
    assert (found.is_ours, found.territory and found.territory.name) == (is_ours, name)


def test_what_is_nearly_ours_is_ours() -> None:
    """On the border of Pierrefonds-Roxboro and Kirkland, on either side."""
    features = json.loads(OURS.read_text(encoding="utf-8"))["features"]
    rings = {
        one["properties"]["slug"]: {tuple(at) for at in one["geometry"]["coordinates"][0][0]}
        for one in features
    }
    (shared, *_) = sorted(rings["pierrefonds-roxboro"] & rings["kirkland"])
    for move in (-0.0002, 0.0002):
        near = (shared[0], shared[1] + move)
        assert place(near, "pierrefonds-roxboro").is_ours


def test_an_address_may_name_whose_it_is() -> None:
    linked = whereabouts_named("westmount", "verdun", ISLAND, WORDS)
    assert linked is not None
    assert (linked.is_ours, linked.counter) == (False, "")
    ours = whereabouts_named("anjou", "verdun", ISLAND, WORDS)
    assert ours is not None
    assert (ours.is_ours, ours.counter) == (True, "anjou")
    assert whereabouts_named("prevost", "verdun", ISLAND, WORDS) is None
    assert whereabouts_named(None, "verdun", ISLAND, WORDS) is None


def test_neighbours_are_simplified_together_or_not_at_all() -> None:
    def square(name: str, left: float) -> dict[str, object]:
        ring = [(left, 0), (left + 1, 0), (left + 1, 0.5), (left + 1.0001, 1), (left, 1), (left, 0)]
        return {
            "properties": {"NOM": name, "TYPE": "Ville liée"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }

    made = simplified([square("Là-Bas", 0.0)])
    assert made["features"][0]["properties"] == {
        "slug": "la-bas",
        "name": "Là-Bas",
        "isLinkedCity": True,
    }
    with pytest.raises(ValueError, match="overlap"):
        simplified([square("Un", 0.0), square("Deux", 0.5)])


def test_the_face_of_a_counter_is_kept_with_its_grid_pr_07() -> None:
    grid = GridPublishedV1.model_validate(example_of(GridPublishedV1, Flavour.FULL))
    said = GridIdentity(
        signature_fr="On s'occupe de vous !",
        band_colour="#0b4f3f",
        contact_optional=False,
        buttons=[GridButton(activity="nid", label_fr="Trou", label_en="Hole")],
    )
    face = _kept(grid.model_copy(update={"identity": said})).identity
    assert (face.signature_fr, face.band_colour) == ("On s'occupe de vous !", "#0b4f3f")
    assert not face.contact_optional
    assert [one.label_en for one in face.buttons] == ["Hole"]
    assert _kept(grid.model_copy(update={"identity": None})).identity == Identity()


def _kept(grid: GridPublishedV1) -> GridWords:
    state = keep_words(None, heard(grid), NOW).state
    assert state is not None
    assert Vocabulary([state]).identity_of(grid.borough) == state.identity
    return state
