"""Makes the small map of territories of the City's "Limites administratives" (§4), in `places/`:

    python -m intake.adapters.territories_of_limits LIMITS.geojson > territories.geojson

Neighbours are simplified together, so that no gap and no overlap comes between them.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry import shape

from intake.domain.activities import plain

# Degrees: what a line leaves out is smaller than a triangle of about 25 m a side.
TOLERANCE = 0.0003
_DECIMALS = 5  # about one metre
_LINKED_CITY = "Ville liée"


def simplified(features: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A feature collection with `slug`, `name` and `isLinkedCity` of each territory, WGS84."""
    whole = [shape(feature["geometry"]) for feature in features]
    if not shapely.coverage_is_valid(whole):
        raise ValueError("the limits overlap or leave gaps: they cannot be simplified together")
    fewer = shapely.coverage_simplify(whole, TOLERANCE)
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(feature["properties"], geometry)
            for feature, geometry in zip(features, fewer, strict=True)
        ],
    }


def _feature(properties: dict[str, Any], geometry: Any) -> dict[str, Any]:
    name = str(properties["NOM"])
    parts = [geometry] if geometry.geom_type == "Polygon" else list(geometry.geoms)
    return {
        "type": "Feature",
        "properties": {
            "slug": plain(name).replace(" ", "-"),
            "name": name,
            "isLinkedCity": properties["TYPE"] == _LINKED_CITY,
        },
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [
                [_rounded(ring) for ring in (part.exterior, *part.interiors)] for part in parts
            ],
        },
    }


def _rounded(ring: Any) -> list[list[float]]:
    """Its points; neighbours share theirs, so rounding moves both alike."""
    return [[round(one, _DECIMALS) for one in point] for point in ring.coords]


def main(arguments: list[str]) -> int:
    """Read the named file, write the small one, a territory on each line."""
    if len(arguments) != 1:
        sys.stderr.write("python -m intake.adapters.territories_of_limits LIMITS.geojson\n")
        return 2
    with open(arguments[0], encoding="utf-8") as source:
        made = simplified(json.load(source)["features"])
    rows = (
        json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        for feature in made["features"]
    )
    sys.stdout.write('{"type":"FeatureCollection","features":[\n' + ",\n".join(rows) + "\n]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
