"""Public requests as GeoJSON (RFC 7946) and Atom (RFC 4287); as CSV, see `montreal_rows.py`."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from intake.domain.public_request import PublicRequest
from intake.entrypoints.public.words import (
    STATUSES,
    activity_words,
    place_words,
    standing_words,
    status_notes,
)

GEOJSON, ATOM = "application/geo+json", "application/atom+xml; charset=utf-8"
CSV = "text/csv; charset=utf-8; header=present"
MOST_ENTRIES = 100
LONG_AGO = "1970-01-01T00:00:00+00:00"
_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def path_of(borough: str, request: PublicRequest) -> str:
    """Where the page of a request is on this site."""
    return f"/carte/{borough}/{request.request_id}"


def geojson(requests: Sequence[PublicRequest], borough: str, site: str) -> bytes:
    """A feature each, its geometry null where no place is known; `site` without a final slash."""
    features = [_feature(one, f"{site}{path_of(borough, one)}") for one in requests]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def atom(requests: Sequence[PublicRequest], borough: str, name: str, site: str) -> bytes:
    """The 100 that changed last; the same bytes as long as none does."""
    ET.register_namespace("", _ATOM)
    newest = sorted(requests, key=lambda one: (one.updated_at, one.request_id), reverse=True)
    feed = ET.Element(_tag("feed"), {_LANGUAGE: "fr-CA"})
    _text(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'guichet:requests:{borough}')}")
    _text(feed, "title", f"Demandes à {name} / Requests in {name}")
    _text(feed, "updated", newest[0].updated_at.isoformat() if newest else LONG_AGO)
    _text(ET.SubElement(feed, _tag("author")), "name", name)
    _link(feed, "self", f"{site}/carte/{borough}/demandes.atom", "application/atom+xml")
    _link(feed, "alternate", f"{site}/carte/{borough}", "text/html")
    for one in newest[:MOST_ENTRIES]:
        _entry(feed, one, f"{site}{path_of(borough, one)}")
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _feature(request: PublicRequest, address: str) -> dict[str, Any]:
    point = [request.longitude, request.latitude]
    activity, standing, place = (
        words(request) for words in (activity_words, standing_words, place_words)
    )
    expected = request.expected_at
    return {
        "type": "Feature",
        "id": request.request_id,
        "geometry": None if None in point else {"type": "Point", "coordinates": point},
        "properties": {
            "activityCode": request.activity_code,
            "activityFr": activity[0],
            "activityEn": activity[1],
            "status": request.status.value,
            "statusTextFr": standing[0],
            "statusTextEn": standing[1],
            "placeFr": place[0],
            "placeEn": place[1],
            "departmentFr": request.department_fr,
            "departmentEn": request.department_en,
            "requesters": request.requesters,
            "requestedAt": request.requested_at.isoformat(),
            "updatedAt": request.updated_at.isoformat(),
            "expectedAt": expected.isoformat() if expected else None,
            "url": address,
        },
    }


def _entry(feed: ET.Element, request: PublicRequest, address: str) -> None:
    entry = ET.SubElement(feed, _tag("entry"))
    named = zip(activity_words(request), place_words(request), strict=True)
    _text(entry, "id", f"urn:uuid:{request.request_id}")
    _text(entry, "title", " / ".join(", ".join(part for part in one if part) for one in named))
    _text(entry, "published", request.requested_at.isoformat())
    _text(entry, "updated", request.updated_at.isoformat())
    _link(entry, "alternate", address, "text/html")
    kind = {"term": request.status.value, "label": STATUSES[request.status][0]}
    ET.SubElement(entry, _tag("category"), kind)
    notes = dict.fromkeys(status_notes(request))
    _text(entry, "content", " / ".join(notes)).set("type", "text")


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _tag(name))
    # XML has no place for most control characters, escaped or not.
    element.text = "".join(one for one in text if one in "\t\n" or one >= " ")
    return element


def _link(parent: ET.Element, relation: str, address: str, media_type: str) -> None:
    ET.SubElement(parent, _tag("link"), {"rel": relation, "href": address, "type": media_type})
