"""The words of the pages of work: kinds, outcomes, refusals; French, then English."""

from collections.abc import Mapping
from datetime import date, datetime

from ui.dates import ZONE, moment
from ui.language import said

from routing.domain.promise import Kept, Promise

Words = tuple[str, str]

KINDS: Mapping[str, Words] = {
    "request": ("Requête", "Request"),
    "complaint": ("Plainte", "Complaint"),
    "information": ("Information", "Information"),
    "claim": ("Réclamation", "Claim"),
    "access": ("Accès à l'information", "Access to information"),
    "other": ("Autre", "Other"),
}
OUTCOMES: Mapping[str, Words] = {
    "assigned": ("Confié", "Assigned"),
    "no-rule": ("Sans règle", "No rule"),
    "no-designation": ("Sans désignation", "No designation"),
    "out-of-territory": ("Hors territoire", "Out of territory"),
    "other-authority": ("Autre autorité", "Other authority"),
    "waiting": ("En attente du lieu", "Waiting for the place"),
    "none": ("Rien à faire", "Nothing to do"),
}
REFUSALS: Mapping[str, Words] = {
    "withdrawn": ("la personne a retiré sa demande", "the citizen took the request back"),
    "already-completed": ("l'intervention était déjà faite", "the work was done already"),
    "completed": ("l'intervention était déjà faite", "the work was done already"),
    "answered": ("une réponse avait déjà été donnée", "an answer had been given already"),
    "closed": ("le dossier était fermé", "the case was closed"),
    "rejected": ("la demande avait été rejetée", "the request had been rejected"),
}
FIELDS: Mapping[str, Words] = {
    "interventionCode": ("Code d'intervention", "Intervention code"),
    "plannedOn": ("Date prévue", "Planned date"),
    "doneOn": ("Date d'exécution", "Date done"),
    "extension": ("Numéro de poste", "Extension"),
    "internalNote": ("Note interne", "Internal note"),
    "publicNote": ("Information pour la personne", "Information for the citizen"),
    "validated": ("Validation", "Validation"),
    "answer": ("Réponse", "Answer"),
    "department": ("Service", "Department"),
    "person": ("Personne", "Person"),
    "reason": ("Pourquoi", "Why"),
    "authority": ("Autorité", "Authority"),
    "on": ("Date de la remise", "Date of the hand-over"),
    "fileNumber": ("Numéro de dossier là-bas", "File number there"),
    "followRules": ("Où va le dossier", "Where the case goes"),
    "official": ("Membre du conseil", "Elected official"),
    "step": ("Étape", "Step"),
    "note": ("Ce qui a été fait ou répondu", "What was done or answered"),
}


def refusal(code: str, language: str) -> str:
    """Why intake did not take completed work; a code that is new here is shown as it is."""
    words = REFUSALS.get(code.removeprefix("is-"))
    return said(words, language) if words else code


def late_by(promise: Promise, today: date, language: str) -> str:
    """How late the work is, in days of here; on the day itself it says so."""
    days = (today - promise.due_at.astimezone(ZONE).date()).days
    if days < 1:
        return said(("en retard depuis aujourd'hui", "late since today"), language)
    if days == 1:
        return said(("en retard d'un jour", "one day late"), language)
    return said((f"en retard de {days} jours", f"{days} days late"), language)


def promised(promise: Promise | None, now: datetime, language: str) -> str:
    """The promise in words: until when, or how it ended."""
    if promise is None or promise.kept is Kept.CANCELLED:
        return said(("aucun délai promis", "no delay promised"), language)
    due = moment(promise.due_at, language)
    if promise.kept is Kept.MET:
        return said((f"tenu : promis pour le {due}", f"kept: promised by {due}"), language)
    if promise.kept is Kept.WAITING:
        return said(("suspendu : on attend la personne", "waits for the citizen"), language)
    return said((f"promis pour le {due}", f"promised by {due}"), language)
