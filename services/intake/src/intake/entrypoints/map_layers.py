"""What maps are drawn from, as GeoJSON: territories, and known places to find one's way by.

Both come with the release and say nothing of anybody: they are open, and kept by browsers.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from ui import ServedFile

from intake.domain.gazetteer import Gazetteer, Spot
from intake.domain.place_text import Form

TERRITORIES = "/carte/territoires.geojson"
LANDMARKS = "/carte/reperes.geojson"
GEOJSON = "application/geo+json"
A_DAY = "public, max-age=86400"


def router(gazetteer: Gazetteer, boroughs: Mapping[str, str]) -> APIRouter:
    """`/carte/territoires.geojson` and `/carte/reperes.geojson?arrondissement=`."""
    routes = APIRouter(include_in_schema=False)
    territories = ServedFile(
        files("intake").joinpath("places/territories.geojson").read_bytes(), GEOJSON
    )

    @lru_cache(maxsize=64)
    def served(borough: str) -> ServedFile:
        return ServedFile(landmarks(gazetteer, borough), GEOJSON)

    @routes.get(TERRITORIES)
    async def all_territories(request: Request) -> Response:
        return territories.answer(request, A_DAY)

    @routes.get(LANDMARKS)
    async def known_places(
        request: Request, arrondissement: Annotated[str, Query(max_length=60)] = ""
    ) -> Response:
        # An unknown counter has no landmarks, as one that no gazetteer serves.
        known = arrondissement if arrondissement in boroughs else ""
        return served(known).answer(request, A_DAY)

    return routes


def landmarks_of(borough: str) -> str:
    """The address of a counter's landmarks."""
    return f"{LANDMARKS}?{urlencode({'arrondissement': borough})}"


def landmarks(gazetteer: Gazetteer, counter: str) -> bytes:
    """Points (WGS84) with the property `name`, of a borough, town or city: its corners by their
    two streets, else a street by its name, where nothing else is known at that point."""
    ours = [spot for spot in gazetteer.spots if counter in (spot.borough, spot.city)]
    named: dict[tuple[float, float], str] = {}
    for spot in sorted(ours, key=lambda one: one.form is not Form.CORNER):
        named.setdefault((spot.longitude, spot.latitude), _name(spot))
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Point", "coordinates": point},
        }
        for point, name in named.items()
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _name(spot: Spot) -> str:
    return " / ".join(spot.streets[:2]) if spot.form is Form.CORNER else spot.streets[0]
