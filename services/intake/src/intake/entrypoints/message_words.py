"""Messages to citizens and departments by the names that people give them: (French, English)."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, tuple[str, str]] = {
    "acknowledgement": ("Accusé de réception", "Acknowledgement"),
    "assignment_citizen": ("Prise en charge", "Taken in charge"),
    "assignment_department": ("Avis au service", "Notice to the department"),
    "claim_notice": ("Avis légal de réclamation", "Legal notice of claims"),
    "closing": ("Fermeture", "Closing"),
    "complaint_letter": ("Lettre sur la plainte", "Letter about the complaint"),
    "completion": ("Intervention faite", "Work done"),
    "elected_step": ("Suivi, membre du conseil", "Follow-up, elected official"),
    "extension": ("Délai prolongé", "Delay extended"),
    "hand_over": ("Remise à une autre autorité", "Given to another authority"),
    "joining": ("Accusé de réception, personne jointe", "Acknowledgement, joined requester"),
    "legal_letter": ("Lettre que la loi demande", "Letter that the law asks for"),
    "question": ("Question à la personne", "Question to the citizen"),
    "question_answered": ("La personne a répondu, avis au service", "Answer, notice to department"),
    "reopening": ("Réouverture", "Reopening"),
    "reopening_department": ("Réouverture, avis au service", "Reopening, notice to department"),
    "tracking_code": ("Code de suivi, de nouveau", "Tracking code, again"),
}

SENT_BY: Mapping[str, tuple[str, str]] = {
    "email": ("courriel", "e-mail"),
    "letter": ("poste", "post"),
}
