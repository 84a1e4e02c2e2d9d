"""The form of the City's open data set "Requêtes 311": 29 columns and the words in them.

Whoever publishes requests in that form (REQUIREMENTS §3) takes names and words from here, so that
the files of two services can be laid one upon the other.
"""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.words import Channel, Kind

BYTE_ORDER_MARK = "\ufeff"  # the City's files have it, and spreadsheets need it
# By which ways a citizen came, as the City counts them: part of a column's name, and its word.
WAYS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Channel.PHONE: ("TELEPHONE", "Téléphone"),
        Channel.EMAIL: ("COURRIEL", "Courriel"),
        Channel.COUNTER: ("PERSONNE", "Personne"),
        Channel.LETTER: ("COURRIER", "Courrier"),
        "fax": ("TELECOPIEUR", "Télécopieur"),
        Channel.ELECTED: ("INSTANCE", "Instance"),
        Channel.FIELD: ("INSTANCE", "Instance"),
        Channel.MOBILE: ("MOBILE", "Mobile"),
        Channel.SOCIAL: ("MEDIASOCIAUX", "Médias sociaux"),
        Channel.WEB: ("SITEINTERNET", "Internet"),
        Channel.PILOT: ("SITEINTERNET", "Internet"),
        Channel.OPEN311: ("SITEINTERNET", "Internet"),
    }
)
COUNTED_WAYS = tuple(f"PROVENANCE_{way}" for way in dict.fromkeys(way for way, _ in WAYS.values()))
COLUMNS = (
    *("ID_UNIQUE", "NATURE", "ACTI_NOM", "TYPE_LIEU_INTERV"),
    *("RUE", "RUE_INTERSECTION1", "RUE_INTERSECTION2", "LOC_ERREUR_GDT"),
    *("ARRONDISSEMENT", "ARRONDISSEMENT_GEO", "LIN_CODE_POSTAL"),
    *("DDS_DATE_CREATION", "PROVENANCE_ORIGINALE", *COUNTED_WAYS, "UNITE_RESP_PARENT"),
    *("LOC_LONG", "LOC_LAT", "LOC_X", "LOC_Y", "DERNIER_STATUT", "DATE_DERNIER_STATUT"),
)
NATURES: Mapping[str, str] = MappingProxyType(
    {Kind.REQUEST: "Requete", Kind.INFORMATION: "Information"}
)
ACCEPTED, TAKEN_IN_CHARGE, ENDED = "Acceptée", "Prise en charge", "Terminée"
CANCELLED, REOPENED = "Annulée", "Réactivée"


def counts_by_way(channels: Mapping[str, int]) -> dict[str, int]:
    """Distinct requesters by column `PROVENANCE_…`, from their numbers by our channels."""
    counts = dict.fromkeys(COUNTED_WAYS, 0)
    for channel, number in channels.items():
        if channel in WAYS:
            counts[f"PROVENANCE_{WAYS[channel][0]}"] += number
    return counts
