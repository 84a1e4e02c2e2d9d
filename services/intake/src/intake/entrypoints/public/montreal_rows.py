"""Public requests as rows of the City's "Requêtes 311" (REQUIREMENTS §3), a postal code by half.

Each value is the City's own word for it; a column that nothing is known for stays empty.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from ui.dates import ZONE

from intake.domain.dossier import Status
from intake.domain.place_text import Form
from intake.domain.projected import mtm8
from intake.domain.public_request import PublicRequest
from intake.domain.territory import Territories
from intake.domain.twins import Point

BYTE_ORDER_MARK = "\ufeff"  # the City's files have it, and spreadsheets need it
# By which ways a citizen came, as the City counts them.
_WAYS = {
    "phone": ("TELEPHONE", "Téléphone"),
    "email": ("COURRIEL", "Courriel"),
    "counter": ("PERSONNE", "Personne"),
    "letter": ("COURRIER", "Courrier"),
    "fax": ("TELECOPIEUR", "Télécopieur"),
    "elected": ("INSTANCE", "Instance"),
    "field": ("INSTANCE", "Instance"),
    "mobile": ("MOBILE", "Mobile"),
    "social": ("MEDIASOCIAUX", "Médias sociaux"),
    "web": ("SITEINTERNET", "Internet"),
    "pilot": ("SITEINTERNET", "Internet"),
    "open311": ("SITEINTERNET", "Internet"),
}
_COUNTED = tuple(f"PROVENANCE_{way}" for way in dict.fromkeys(way for way, _ in _WAYS.values()))
COLUMNS = (
    *("ID_UNIQUE", "NATURE", "ACTI_NOM", "TYPE_LIEU_INTERV"),
    *("RUE", "RUE_INTERSECTION1", "RUE_INTERSECTION2", "LOC_ERREUR_GDT"),
    *("ARRONDISSEMENT", "ARRONDISSEMENT_GEO", "LIN_CODE_POSTAL"),
    *("DDS_DATE_CREATION", "PROVENANCE_ORIGINALE", *_COUNTED, "UNITE_RESP_PARENT"),
    *("LOC_LONG", "LOC_LAT", "LOC_X", "LOC_Y", "DERNIER_STATUT", "DATE_DERNIER_STATUT"),
)
_PLACES = {Form.ADDRESS: "Adresse", Form.CORNER: "Intersection", Form.SEGMENT: "Troncon"}
_STANDINGS = {
    Status.REGISTERED: "Acceptée",
    Status.ASSIGNED: "Prise en charge",
    Status.COMPLETED: "Prise en charge",  # done, but nobody validated it (PV-57)
    Status.CLOSED: "Terminée",
    Status.ANSWERED: "Terminée",
    Status.WITHDRAWN: "Annulée",
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
    ways = [(_WAYS[name], count) for name, count in request.channels.items() if name in _WAYS]
    counts = dict.fromkeys(_COUNTED, 0)
    for (way, _), count in ways:
        counts[f"PROVENANCE_{way}"] += count
    return {
        "ID_UNIQUE": request.request_id,
        "NATURE": "Requete",
        "ACTI_NOM": request.activity_fr,
        "ARRONDISSEMENT": names.get(borough, borough),
        "LIN_CODE_POSTAL": request.address.postal_area,
        "DDS_DATE_CREATION": _local(request.requested_at),
        "PROVENANCE_ORIGINALE": _WAYS.get(request.origin, ("", ""))[1],
        **{name: str(count) for name, count in counts.items()},
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
