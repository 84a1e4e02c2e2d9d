"""Public requests as rows of the City's "Requêtes 311" (REQUIREMENTS §3), a postal code by half.

Each value is the City's own word for it; a column that nothing is known for stays empty.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from contracts.requests311 import (
    ACCEPTED,
    BYTE_ORDER_MARK,
    CANCELLED,
    COLUMNS,
    ENDED,
    TAKEN_IN_CHARGE,
    WAYS,
    counts_by_way,
)
from ui.dates import ZONE

from intake.domain.dossier import Status
from intake.domain.place_text import Form
from intake.domain.projected import mtm8
from intake.domain.public_request import PublicRequest
from intake.domain.territory import Territories
from intake.domain.twins import Point

_PLACES = {Form.ADDRESS: "Adresse", Form.CORNER: "Intersection", Form.SEGMENT: "Troncon"}
_STANDINGS = {
    Status.REGISTERED: ACCEPTED,
    Status.ASSIGNED: TAKEN_IN_CHARGE,
    Status.COMPLETED: TAKEN_IN_CHARGE,  # done, but nobody validated it (PV-57)
    Status.CLOSED: ENDED,
    Status.ANSWERED: ENDED,
    Status.WITHDRAWN: CANCELLED,
}


def table(
    requests: Iterable[PublicRequest], names: Mapping[str, str], territories: Territories | None
) -> bytes:
    """The rows as CSV in UTF-8; `names` are those of the counters, by slug."""
    out = io.StringIO()
    write = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    write.writeheader()
    write.writerows(row_of(one, names, territories) for one in requests)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def row_of(
    request: PublicRequest, names: Mapping[str, str], territories: Territories | None
) -> dict[str, str]:
    """The values of one request by column; `LOC_ERREUR_GDT` 0: its place is known."""
    borough = request.responsible_borough or request.borough
    return {
        "ID_UNIQUE": request.request_id,
        "NATURE": "Requete",
        "ACTI_NOM": request.activity_fr,
        "ARRONDISSEMENT": names.get(borough, borough),
        "LIN_CODE_POSTAL": request.address.postal_area,
        "DDS_DATE_CREATION": _local(request.requested_at),
        "PROVENANCE_ORIGINALE": WAYS.get(request.origin, ("", ""))[1],
        **{name: str(count) for name, count in counts_by_way(request.channels).items()},
        "UNITE_RESP_PARENT": request.department_fr,
        "DERNIER_STATUT": _STANDINGS.get(request.standing, ""),
        "DATE_DERNIER_STATUT": _local(request.updated_at),
        **_streets(request),
        **_point(request, territories),
    }


def _streets(request: PublicRequest) -> dict[str, str]:
    address = request.address
    # A corner has no street of its own, and two that meet.
    named = ("", *address.streets) if address.form is Form.CORNER else address.streets
    columns = ("RUE", "RUE_INTERSECTION1", "RUE_INTERSECTION2")
    kind = _PLACES.get(address.form, "")
    return {"TYPE_LIEU_INTERV": kind, **dict(zip(columns, named, strict=False))}


def _point(request: PublicRequest, territories: Territories | None) -> dict[str, str]:
    if request.longitude is None or request.latitude is None:
        return {}
    x, y = mtm8(Point(request.longitude, request.latitude))
    around = territories.around(request.longitude, request.latitude) if territories else ()
    return {
        "LOC_ERREUR_GDT": "0",
        "ARRONDISSEMENT_GEO": around[0].name if around else "",
        "LOC_LONG": str(request.longitude),
        "LOC_LAT": str(request.latitude),
        "LOC_X": f"{x:.2f}",
        "LOC_Y": f"{y:.2f}",
    }


def _local(at: datetime) -> str:
    """Local time without a zone, to the second, as the City writes it."""
    return at.astimezone(ZONE).replace(tzinfo=None).isoformat(timespec="seconds")
