"""French of what complaints says of access requests, claims and letters; see `asyncapi_french`."""

from collections.abc import Mapping
from types import MappingProxyType

OF_COMPLAINTS: Mapping[str, str] = MappingProxyType(
    {
        "ClaimDatedV1.facts_on": "Date locale des faits ; nul : aucun délai n'est compté",
        "ClaimHandedOverV1.handed_over_at": "Instant de la remise",
        "ClaimHandedOverV1.to": "À qui : insurer, adjuster ou clerk",
        "ClaimNoticeRecordedV1.received_on": "Date locale de réception ; c'est elle qui compte",
        "ClaimNoticeRecordedV1.recorded_at": "Instant où le greffe l'a inscrit",
        "LettersClosedV1.closed_at": "Instant où fut dit qui est visé",
        "dated_at": "Instant où le jour fut connu ici, ou corrigé",
        "deemed_at": "Fin du délai manqué",
        "heard_at": "Instant des dernières observations, ou fin du délai pour en faire",
        "notified_at": "Instant où l'avis au tiers fut écrit",
    }
)
