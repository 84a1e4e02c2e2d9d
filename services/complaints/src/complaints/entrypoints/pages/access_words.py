"""The words of the pages of access requests: French, then English."""

from collections.abc import Mapping

from chassis.errors import Words

STAGES: Mapping[str, Words] = {
    "no-request": ("N'est plus une demande d'accès", "No access request any more"),
    "withdrawn": ("Retirée", "Withdrawn"),
    "open": ("À répondre", "To be answered"),
    "consulting": ("Tiers avisés", "Third parties notified"),
    "deemed-refused": ("Réputée refusée", "Deemed refused"),
    "sent-back": ("À répondre de nouveau", "To be answered anew"),
    "answered": ("Répondue", "Answered"),
}
BADGES: Mapping[str, str] = {
    "no-request": "withdrawn",
    "withdrawn": "withdrawn",
    "open": "upcoming",
    "consulting": "paused",
    "deemed-refused": "missed",
    "sent-back": "due-soon",
    "answered": "completed",
}
CLOCKS: Mapping[str, Words] = {
    "access-answer": ("Réponse (art. 47)", "Answer (s. 47)"),
    "third-party-notice": ("Avis au tiers (art. 49)", "Notice to the third party (s. 49)"),
    "third-party-observations": (
        "Observations du tiers (art. 49)",
        "Observations of the third party (s. 49)",
    ),
    "access-decision": (
        "Décision après observations (art. 49)",
        "Decision after observations (s. 49)",
    ),
}
CLOCK_STATES: Mapping[str, Words] = {
    "running": ("court", "running"),
    "suspended": ("suspendu", "suspended"),
    "met": ("tenu", "met"),
    "missed": ("manqué", "missed"),
    "cancelled": ("ne compte plus", "no longer counts"),
}
OUTCOMES: Mapping[str, Words] = {
    "given": ("Accès donné", "Access given"),
    "refused": ("Refusé", "Refused"),
    "not-held": ("Pas détenu", "Not held"),
    "transferred": ("Autre organisme", "Another body"),
}
ROLES: Mapping[str, Words] = {
    "access-officer": ("responsable de l'accès", "access officer"),
    "general-director": ("direction générale", "general director"),
    "clerk": ("greffe", "clerk"),
}
LETTERS: Mapping[str, Words] = {
    "access-receipt": ("Avis de réception (art. 46)", "Notice of receipt (s. 46)"),
    "access-decision": ("Réponse (art. 47, 50, 51)", "Answer (s. 47, 50, 51)"),
    "access-deemed-refusal": ("Refus réputé (art. 52)", "Deemed refusal (s. 52)"),
    "third-party-notice": ("Avis au tiers (art. 49)", "Notice to the third party (s. 49)"),
}
STEPS: Mapping[str, Words] = {
    "add-document": ("Document inscrit", "Document listed"),
    "remove-document": ("Document retiré de la liste", "Document taken off the list"),
    "notify-third-party": ("Tiers avisé", "Third party notified"),
    "record-observations": ("Observations reçues", "Observations received"),
    "third-parties-silent": (
        "Délai des observations passé : silence vaut consentement",
        "Delay for observations over: silence is consent",
    ),
    "answer": ("Réponse", "Answer"),
    "refusal-deemed": ("Réputée refusée : délai passé", "Deemed refused: the delay is over"),
    "refusal-lifted": (
        "Le délai n'était pas passé : plus réputée refusée",
        "The delay was not over: no longer deemed refused",
    ),
    "record-review": ("Décision de la Commission", "Decision of the Commission"),
}
ACTS: Mapping[str, Words] = {
    "read": ("lecture", "reading"),
    "print": ("impression", "print"),
    "export": ("export", "export"),
    "refused": ("tentative refusée", "refused attempt"),
}
FIELDS: Mapping[str, Words] = {
    "title": ("Titre du document", "Title of the document"),
    "documentId": ("Document", "Document"),
    "name": ("Nom du tiers", "Name of the third party"),
    "address": ("Adresse postale", "Postal address"),
    "documentIds": ("Documents qui le concernent", "Documents that concern them"),
    "partyId": ("Tiers", "Third party"),
    "consents": ("Le tiers consent", "The third party consents"),
    "observations": ("Ce qu'il oppose", "What they object to"),
    "answers": ("Réponse, document par document", "Answer, document by document"),
    "outcome": ("Réponse", "Answer"),
    "provisions": ("Dispositions citées", "Provisions cited"),
    "reasonsFr": ("Motifs", "Reasons"),
    "reasonsEn": ("Motifs, en anglais", "Reasons, in English"),
    "otherBody": ("Organisme qui l'a", "Body that has it"),
    "wordsFr": ("Ce que la lettre ajoute", "What the letter adds"),
    "wordsEn": ("La même chose, en anglais", "The same, in English"),
    "decidedOn": ("Date de la décision", "Date of the decision"),
    "reference": ("Dossier de la Commission", "File of the Commission"),
    "words": ("Ce qu'elle ordonne", "What it orders"),
    "reopens": ("Il faut répondre de nouveau", "It is to be answered anew"),
    "role": ("Rôle", "Role"),
}
