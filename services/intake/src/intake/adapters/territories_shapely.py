"""Territories by their simplified limits, in memory (shapely); nobody beyond them is guessed."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Point, shape

from intake.domain.territory import Territory

OURS = Path(__file__).parents[1] / "places" / "territories.geojson"
# About 40 m north to south: more than simplifying moved any line.
NEARLY_DEGREES = 0.00036


class ShapelyTerritories:
    """A spatial index over the features of `territories.geojson`."""

    def __init__(self, features: Iterable[dict[str, Any]]) -> None:
        self._shapes, self._territories = [], []
        for feature in features:
            said = feature["properties"]
            self._shapes.append(shape(feature["geometry"]))
            self._territories.append(Territory(said["slug"], said["name"], said["isLinkedCity"]))
        self._tree = shapely.STRtree(self._shapes)
        self._by_slug = {one.slug: one for one in self._territories}

    def around(self, longitude: float, latitude: float) -> Sequence[Territory]:
        """Territories within about 40 m of a point, the one that holds it first."""
        point = Point(longitude, latitude)
        near = self._tree.query(point, predicate="dwithin", distance=NEARLY_DEGREES)
        nearest_first = sorted(near, key=lambda at: (self._shapes[at].distance(point), at))
        return [self._territories[at] for at in nearest_first]

    def named(self, slug: str) -> Territory | None:
        """The territory of that slug."""
        return self._by_slug.get(slug)


def island_of_montreal() -> ShapelyTerritories:
    """The 34 territories of the island (© Ville de Montréal, CC BY 4.0, places/NOTICE.md)."""
    return ShapelyTerritories(json.loads(OURS.read_text(encoding="utf-8"))["features"])
