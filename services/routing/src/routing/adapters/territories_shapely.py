"""Finds the territory of a point by polygon (shapely); it never guesses the nearest one."""

import json
import math
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import shapely
from shapely.geometry import Point, box, shape

from routing.domain.names import place_key, slug
from routing.domain.territories import Territory

_LINKED_CITY = "Ville liée"
CELLS_A_DEGREE = 250
"""Cells of about 300 by 400 metres: nine points in ten fall into one that no limit crosses."""
_MOST_CELLS = 100_000
_RIM = 1e-9


class ShapelyTerritories:
    """The polygons of a GeoJSON feature collection, and cells that remember what lies in them."""

    def __init__(self, features: Iterable[dict[str, Any]]) -> None:
        self._shapes, self._territories = [], []
        for feature in features:
            self._shapes.append(shape(feature["geometry"]))
            self._territories.append(_territory(feature["properties"]))
        shapely.prepare(self._shapes)
        self._bounds = [one.bounds for one in self._shapes]
        self._by_name = {place_key(found.name): found for found in self._territories}
        self._cells: dict[tuple[int, int], Territory | tuple[int, ...]] = {}

    def locate(self, longitude: float, latitude: float) -> Territory | None:
        """On a common limit the first territory of the file wins, so the answer never varies."""
        cell = math.floor(longitude * CELLS_A_DEGREE), math.floor(latitude * CELLS_A_DEGREE)
        held = self._cells.get(cell)
        if held is None:
            held = self._look_into(*cell)
        if isinstance(held, Territory):
            return held
        point = Point(longitude, latitude) if held else None
        for number in held:
            if self._shapes[number].intersects(point):
                return self._territories[number]
        return None

    def named(self, text: str) -> Territory | None:
        return self._by_name.get(place_key(text))

    def points_of(self, *slugs: str) -> list[tuple[float, float]]:
        """Points inside, on the limits and just outside of the first of these that has limits.

        Of a whole city, which has none of its own here: one in each of its boroughs.
        """
        held = dict(zip((one.slug for one in self._territories), self._shapes, strict=True))
        for area in (held[name] for name in slugs if name in held):
            inside = area.representative_point()
            rim = [area.boundary.interpolate(part / 8, normalized=True) for part in range(8)]
            beyond = [area.buffer(2e-4).boundary.interpolate(0.5, normalized=True)]
            return [(point.x, point.y) for point in (inside, *rim, *beyond)]
        if not any(slug("Montréal") == name for name in slugs):
            return []
        inner = [area.representative_point() for area in self._shapes]
        return [(point.x, point.y) for point in inner]

    def _look_into(self, column: int, row: int) -> Territory | tuple[int, ...]:
        """The territory that has the whole cell to itself, else the numbers of those to ask."""
        # A little wider, for what rounding does at the rim.
        west, east = column / CELLS_A_DEGREE - _RIM, (column + 1) / CELLS_A_DEGREE + _RIM
        south, north = row / CELLS_A_DEGREE - _RIM, (row + 1) / CELLS_A_DEGREE + _RIM
        near = [
            number
            for number, (left, bottom, right, top) in enumerate(self._bounds)
            if left <= east and west <= right and bottom <= north and south <= top
        ]
        area = box(west, south, east, north) if near else None
        numbers = tuple(number for number in near if self._shapes[number].intersects(area))
        alone = len(numbers) == 1 and self._shapes[numbers[0]].covers(area)
        held: Territory | tuple[int, ...] = self._territories[numbers[0]] if alone else numbers
        if len(self._cells) < _MOST_CELLS:
            self._cells[column, row] = held
        return held


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
