"""Which territory holds a point: the real rows of the City are the measure."""

import csv
import gzip
import json
import random
from importlib.resources import files
from pathlib import Path

import pytest
import shapely
from routing.adapters.territories_shapely import ShapelyTerritories
from routing.domain.names import slug
from shapely.geometry import Point, shape

ROWS = Path(__file__).parent / "data" / "located_rodents.csv.gz"


def test_the_polygons_agree_with_the_city_on_all_but_four_real_rows(
    territories: ShapelyTerritories,
) -> None:
    with gzip.open(ROWS, "rt", encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    misses = []
    for row in rows:
        found = territories.locate(float(row["lon"]), float(row["lat"]))
        if found is None or found.name != row["arrondissement_geo"]:
            misses.append((found.name if found else None, row["arrondissement_geo"]))
    assert len(rows) == 2085
    assert sorted(misses, key=str) == [
        ("Côte-Saint-Luc", "Côte-des-Neiges-Notre-Dame-de-Grâce"),
        ("Le Plateau-Mont-Royal", "Ville-Marie"),
        ("Ville-Marie", "Le Sud-Ouest"),
        ("Villeray-Saint-Michel-Parc-Extension", "Rosemont-La Petite-Patrie"),
    ]


def test_a_linked_city_is_told_from_a_borough(territories: ShapelyTerritories) -> None:
    westmount = territories.locate(-73.5987, 45.4856)
    assert westmount is not None
    assert (westmount.slug, westmount.abbreviation, westmount.is_linked_city) == (
        "westmount",
        "WM",
        True,
    )
    pierrefonds = territories.locate(-73.85, 45.49)
    assert pierrefonds is not None
    assert (pierrefonds.slug, pierrefonds.is_linked_city) == ("pierrefonds-roxboro", False)


@pytest.mark.parametrize("point", [(-74.08, 45.87), (-73.19, 45.56), (0.0, 0.0)])
def test_a_point_off_the_island_is_in_no_territory(
    territories: ShapelyTerritories, point: tuple[float, float]
) -> None:
    """Prévost and Mont-Saint-Hilaire are chosen by the counter."""
    assert territories.locate(*point) is None


def test_a_territory_is_found_by_any_spelling(territories: ShapelyTerritories) -> None:
    found = territories.named("COTE-SAINT-LUC")
    assert found is not None
    assert found.slug == slug("Côte-Saint-Luc")
    assert territories.named("Laval") is None


def test_what_a_cell_remembers_changes_no_answer(territories: ShapelyTerritories) -> None:
    """Against the polygons themselves: points at random, and the corners of the limits."""
    source = files("routing") / "territories" / "limadmin_montreal.geojson"
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    shapes = [(shape(one["geometry"]), one["properties"]["NOM"]) for one in features]
    lot = random.Random(34)
    points = [(lot.uniform(-74.0, -73.45), lot.uniform(45.4, 45.72)) for _ in range(1500)]
    corners = [point for one, _ in shapes for point in shapely.get_coordinates(one).tolist()]
    points += [(x, y) for x, y in lot.sample(corners, 300)]
    for x, y in points:
        hits = [name for one, name in shapes if one.intersects(Point(x, y))]
        for _ in range(2):
            found = territories.locate(x, y)
            assert (found.name if found else None) == (hits[0] if hits else None)
