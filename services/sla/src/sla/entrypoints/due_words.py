"""The words of the pages of due dates: kinds, states, until when, how late; French, English."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from ui.dates import ZONE, day
from ui.language import Words, said

END_OF_DAY = time(23, 59, 59)
KINDS: Mapping[str, Words] = {
    "request": ("Requête", "Request"),
    "complaint": ("Plainte", "Complaint"),
    "information": ("Information", "Information"),
    "claim": ("Réclamation", "Claim"),
    "access": ("Accès à l'information", "Access to information"),
    "other": ("Autre", "Other"),
}
PROMISES: Mapping[str, Words] = {
    "acknowledge": ("Accusé de réception", "Acknowledgement"),
    "callback": ("Rappel téléphonique", "Call back"),
    "plan": ("Date à donner à la personne", "Date to give to the citizen"),
    "promised": ("Date promise à la personne", "Date promised to the citizen"),
    "complete": ("Intervention", "Work"),
    "complaint": ("Traitement de la plainte", "Handling of the complaint"),
    "admissibility": ("Recevabilité de la plainte", "Admissibility of the complaint"),
    "access-answer": ("Réponse à la demande d'accès", "Answer to the access request"),
    "third-party-notice": ("Avis au tiers", "Notice to the third party"),
    "third-party-observations": ("Observations du tiers", "Observations of the third party"),
    "access-decision": ("Décision après avis au tiers", "Decision after notice to third parties"),
    "rnc-answer": ("Réponse à la liste mensuelle", "Answer to the monthly list"),
    "survey": ("Sondage", "Survey"),
    "claim-notice": ("Avis écrit de la personne qui réclame", "Written notice of whoever claims"),
    "claim-action": ("Recours de la personne qui réclame", "Going to court, for whoever claims"),
}
STATES: Mapping[str, Words] = {
    "running": ("En cours", "Running"),
    "suspended": ("Suspendu", "Suspended"),
    "met": ("Tenu", "Kept"),
    "missed": ("Non tenu", "Not kept"),
    "cancelled": ("Sans objet", "No longer due"),
}
WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def kind_in_words(kind: str | None, language: str) -> str:
    """What a case is; a kind that is new here is shown as it is."""
    words = KINDS.get(kind or "other")
    return said(words, language) if words else str(kind)


def promise_in_words(kind: str, language: str) -> str:
    """What is promised; a kind that is new here is shown as it is."""
    words = PROMISES.get(kind.replace("_", "-"))
    return said(words, language) if words else kind


def state_in_words(state: str, language: str) -> str:
    """Where a promise stands."""
    words = STATES.get(state)
    return said(words, language) if words else state


def due_in_words(at: datetime, now: datetime, language: str) -> str:
    """`demain 16 h 30`: a day that is near by its name, any other by its date."""
    local, today = at.astimezone(ZONE), now.astimezone(ZONE).date()
    days = (local.date() - today).days
    if days == 0:
        on = said(("aujourd'hui", "today"), language)
    elif days == 1:
        on = said(("demain", "tomorrow"), language)
    elif days == -1:
        on = said(("hier", "yesterday"), language)
    elif 1 < days < 7:
        on = WEEKDAYS[language][local.weekday()]
    else:
        return f"{day(local.date(), language)}, {clock_in_words(local, language)}"
    comma = "," if local.time().replace(fold=0) == END_OF_DAY else ""
    return f"{on}{comma} {clock_in_words(local, language)}"


def clock_in_words(local: datetime, language: str) -> str:
    """`16 h 30`; the last second of a day is its end."""
    if local.time().replace(fold=0) == END_OF_DAY:
        return said(("fin de la journée", "end of the day"), language)
    if language == "en":
        return f"{local.hour}:{local.minute:02}"
    return f"{local.hour} h" + (f" {local.minute:02}" if local.minute else "")


def late_in_words(due_at: datetime, now: datetime, language: str) -> str:
    """How long it is late, in the largest unit that is full."""
    late = now - due_at
    if late >= timedelta(days=1):
        return _many(late.days, ("jour", "day"), language)
    hours = int(late / timedelta(hours=1))
    if hours:
        return _many(hours, ("heure", "hour"), language)
    return _many(max(1, int(late / timedelta(minutes=1))), ("minute", "minute"), language)


def _many(number: int, unit: Words, language: str) -> str:
    words = f"{number} {said(unit, language)}{'s' if number > 1 else ''}"
    return said((f"en retard de {words}", f"{words} late"), language)
