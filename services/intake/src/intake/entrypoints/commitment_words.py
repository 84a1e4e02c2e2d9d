"""The names of promises and where they stand, French and English."""

from collections.abc import Mapping

from chassis.errors import Words

COMMITMENTS: Mapping[str, Words] = {
    "acknowledge": ("Accusé de réception", "Acknowledgement"),
    "callback": ("Rappel téléphonique", "Call back"),
    "plan": ("Date à donner à la personne", "Date to give to the citizen"),
    "promised": ("Date promise à la personne", "Date promised to the citizen"),
    "complete": ("Intervention", "Work"),
    "admissibility": ("Recevabilité de la plainte", "Admissibility of the complaint"),
    "complaint": ("Traitement de la plainte", "Handling of the complaint"),
    "access-answer": ("Réponse à la demande d'accès", "Answer to the access request"),
    "third-party-notice": ("Avis au tiers", "Notice to the third party"),
    "third-party-observations": ("Observations du tiers", "Observations of the third party"),
    "access-decision": ("Décision après avis au tiers", "Decision after notice to third parties"),
    "claim-notice": ("Avis écrit de la personne au greffe", "The citizen's written notice"),
    "claim-action": ("Recours de la personne en justice", "The citizen's action in court"),
    "rnc-answer": ("Réponse à la liste mensuelle", "Answer to the monthly list"),
    "survey": ("Sondage", "Survey"),
    "other": ("Engagement", "Commitment"),
}

STANDINGS: Mapping[str, Words] = {
    "running": ("En cours", "Running"),
    "suspended": ("Suspendu", "Suspended"),
    "due-soon": ("Échéance proche", "Due soon"),
    "met": ("Tenu", "Kept"),
    "missed": ("Manqué", "Missed"),
    "cancelled": ("Annulé", "Cancelled"),
    "accepted": ("À envoyer", "To be sent"),
    "handed-over": ("Envoyé", "Sent"),
    "failed": ("Échec", "Failed"),
    "uncertain": ("Incertain", "Uncertain"),
}
