"""GET /discovery: where the endpoint is, in which forms, and whom to ask for a key."""

from datetime import UTC, datetime
from typing import Any

from fastapi import Request

from intake.entrypoints.open311.endpoint import PREFIX, TRIAL_PREFIX
from intake.entrypoints.open311.formats import MEDIA_TYPES, Body

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED_AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # of what is offered here, not of the data


def discovery(request: Request, contact: str) -> Body:
    """The document; its addresses are those by which it was asked for."""
    house = str(request.base_url).rstrip("/")
    endpoints: list[dict[str, Any]] = [
        {
            "specification": SPECIFICATION,
            "url": house + prefix,
            "changeset": CHANGED_AT,
            "type": kind,
            "formats": list(MEDIA_TYPES.values()),
        }
        for prefix, kind in ((PREFIX, "production"), (TRIAL_PREFIX, "test"))
    ]
    return Body(
        "discovery",
        {
            "changeset": CHANGED_AT,
            "contact": contact,
            "key_service": f"Clé d'écriture sur demande / key for writing on request: {contact}",
            "endpoints": endpoints,
        },
    )
