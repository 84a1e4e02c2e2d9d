"""Finds the territory of a point by polygon (shapely); it never guesses the nearest one."""

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import shapely
from shapely.geometry import Point, shape

from routing.domain.names import place_key, slug
from routing.domain.territories import Territory

_LINKED_CITY = "Ville liée"


class ShapelyTerritories:
    """A spatial index over the polygons of a GeoJSON feature collection."""

    def __init__(self, features: Iterable[dict[str, Any]]) -> None:
        shapes, self._territories = [], []
        for feature in features:
            shapes.append(shape(feature["geometry"]))
            self._territories.append(_territory(feature["properties"]))
        self._tree = shapely.STRtree(shapes)
        self._by_name = {place_key(found.name): found for found in self._territories}

    def locate(self, longitude: float, latitude: float) -> Territory | None:
        """On a common limit the first territory of the file wins, so the answer never varies."""
        hits = self._tree.query(Point(longitude, latitude), predicate="intersects")
        return self._territories[int(min(hits))] if len(hits) else None

    def named(self, text: str) -> Territory | None:
        return self._by_name.get(place_key(text))


def island_of_montreal() -> ShapelyTerritories:
    """The 34 territories of the island (© Ville de Montréal, CC BY 4.0, territories/NOTICE.md)."""
    source = files("routing") / "territories" / "limadmin_montreal.geojson"
    return ShapelyTerritories(json.loads(source.read_text(encoding="utf-8"))["features"])


def _territory(properties: dict[str, Any]) -> Territory:
    name = str(properties["NOM"])
    return Territory(
        slug=slug(name),
        name=name,
        abbreviation=str(properties["ABREV"]),
        is_linked_city=properties["TYPE"] == _LINKED_CITY,
    )
