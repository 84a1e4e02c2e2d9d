"""The words of the people pages: roles, statuses, alerts, fields; French, then English."""

from collections.abc import Mapping

from ui.language import said

from routing.domain.availability import Source, Status
from routing.domain.directory import Role
from routing.domain.exclusion import Why
from routing.domain.people_alerts import Alert, AlertKind
from routing.entrypoints.work_words import Words

ROLES: Mapping[Role, Words] = {
    Role.RECEPTION: ("Réception", "Reception"),
    Role.EXECUTION: ("Exécution", "Execution"),
    Role.DIRECTOR: ("Direction", "Director"),
    Role.GENERAL_DIRECTOR: ("Direction générale", "General director"),
}
STATUSES: Mapping[Status, Words] = {
    Status.AVAILABLE: ("Disponible", "Available"),
    Status.IN_MEETING: ("En réunion", "In a meeting"),
    Status.AWAY: ("Absent du bureau", "Away from the office"),
}
SOURCES: Mapping[Source, Words] = {
    Source.PAGE: ("noté ici", "noted here"),
    Source.API: ("par un autre logiciel", "by other software"),
    Source.TELEPHONE: ("par le téléphone", "by the telephone"),
}
WHYS: Mapping[Why, Words] = {
    Why.CONFLICT: ("Conflit d'intérêts", "Conflict of interest"),
    Why.TARGETED: ("Visée par une plainte", "Targeted by a complaint"),
    Why.OTHER: ("Autre motif", "Other reason"),
}
FIELDS: Mapping[str, Words] = {
    "borough": ("Arrondissement ou ville", "Borough or town"),
    "department": ("Nom du service", "Department"),
    "role": ("Fonction", "Function"),
    "personId": ("Identifiant de l'employé", "Employee's identifier"),
    "personName": ("Nom de l'employé", "Employee's name"),
    "firstName": ("Prénom", "First name"),
    "director": ("Directeur ou directrice du service", "Director of the department"),
    "email": ("Adresse courriel du poste", "E-mail of the post"),
    "extension": ("Numéro de poste", "Extension"),
    "effectiveOn": ("Date", "Date"),
    "employeeSignedOn": ("Signature de l'employé, le", "Employee's signature, on"),
    "directorSignedOn": ("Signature de la direction, le", "Director's signature, on"),
    "fromOn": ("Premier jour", "First day"),
    "untilOn": ("Dernier jour", "Last day"),
    "substituteId": ("Qui remplace", "Who stands in"),
    "otherId": ("Une autre personne", "Another person"),
    "noSubstituteReason": ("Pourquoi personne ne remplace", "Why nobody stands in"),
    "activity": ("Activité", "Activity"),
    "caseId": ("Dossier", "Case"),
    "why": ("Motif", "Reason"),
    "insteadId": ("Qui reçoit à sa place", "Who receives instead"),
}
DONE: Mapping[str, Words] = {
    "absence": (
        "L'absence est notée. Les dossiers ouverts suivent dans un instant.",
        "The absence is recorded. Open cases follow in a moment.",
    ),
    "annulation": (
        "L'absence est annulée ; elle reste au registre. Les dossiers reviennent dans un instant.",
        "The absence is cancelled; it stays on record. Open cases come back in a moment.",
    ),
    "designation": (
        "La désignation est une nouvelle version ; l'ancienne reste au registre.",
        "The designation is a new version; the old one stays on record.",
    ),
    "exclusion": (
        "L'exclusion est notée. Aucun substitut ne la contourne.",
        "The exclusion is recorded. No substitute gets round it.",
    ),
    "levee": ("L'exclusion est levée.", "The exclusion is lifted."),
    "statut": ("Vos collègues le voient déjà.", "Your colleagues see it already."),
}
MISSING: Mapping[str, Words] = {
    "employee": ("de l'employé", "the employee's"),
    "director": ("de la direction", "the director's"),
}


def alert_words(alert: Alert, department: str, person: str, language: str) -> tuple[str, str]:
    """What is wrong, and why it matters, in the reader's language."""
    waiting = cases(alert.open_cases, language)
    match alert.kind:
        case AlertKind.NOBODY_STANDS_IN:
            words: tuple[Words, Words] = (
                (f"{person} : absence sans substitut", f"{person}: away with no substitute"),
                (f"{waiting}, que personne ne suit.", f"{waiting}, that nobody follows."),
            )
        case AlertKind.NOBODY_MAY:
            words = (
                (f"{department} : personne ne peut recevoir", f"{department}: nobody may receive"),
                (f"{waiting} sans responsable.", f"{waiting} with no responsable."),
            )
        case AlertKind.NO_DESIGNATION:
            words = (
                (f"{department} : aucune désignation valide", f"{department}: no designation"),
                (
                    f"{waiting} en attente." if alert.open_cases else "Rien n'y attend encore.",
                    f"{waiting} waiting." if alert.open_cases else "Nothing waits there yet.",
                ),
            )
        case AlertKind.UNSIGNED:
            whose_fr = " et ".join(MISSING[one][0] for one in alert.missing)
            whose_en = " and ".join(MISSING[one][1] for one in alert.missing)
            words = (
                (f"{department} : désignation non signée", f"{department}: unsigned designation"),
                (
                    f"Il manque la signature {whose_fr} ({person}).",
                    f"{whose_en.capitalize()} signature is missing ({person}).",
                ),
            )
    return said(words[0], language), said(words[1], language)


def cases(number: int, language: str) -> str:
    """`1 dossier ouvert`, `3 open cases`."""
    if language == "en":
        return f"{number} open case{'' if number == 1 else 's'}"
    return f"{number} dossier{'s' if number > 1 else ''} ouvert{'s' if number > 1 else ''}"
