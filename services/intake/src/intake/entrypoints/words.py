"""The words of states, steps and timeline lines, French and English (MH-16: plain ones)."""

from collections.abc import Mapping
from datetime import date, datetime

from chassis.errors import Words
from ui import day, moment
from ui.language import said

from intake.domain.dossier import Line, Status
from intake.domain.steps import Step
from intake.entrypoints import (
    attachment_words,
    complaint_words,
    law_words,
    message_words,
    move_words,
)
from intake.entrypoints.commitment_words import COMMITMENTS
from intake.entrypoints.tracking import words as tracking_words

STATUSES: Mapping[Status, Words] = {
    Status.AWAITED: ("Attendu", "Awaited"),
    Status.REJECTED: ("Rejeté", "Rejected"),
    Status.REGISTERED: ("Reçu", "Received"),
    Status.ASSIGNED: ("Pris en charge", "Taken in charge"),
    Status.COMPLETED: ("Intervention faite", "Work done"),
    Status.CLOSED: ("Fermé", "Closed"),
    Status.ANSWERED: ("Répondu", "Answered"),
    Status.WITHDRAWN: ("Retiré", "Withdrawn"),
}

STEPS: Mapping[Step, Words] = {
    Step.REGISTRATION: ("L'enregistrement est attendu.", "Registration is awaited."),
    Step.ROUTING: (
        "Nous dirigeons votre demande vers le service responsable.",
        "We are directing your request to the department responsible.",
    ),
    Step.ANSWER: (
        "Une personne prépare la réponse à votre question.",
        "Somebody is preparing the answer to your question.",
    ),
    Step.TECHNICIAN: (
        "Un technicien examine votre demande et trouve qui doit s'en occuper.",
        "A technician is looking at your request to find who must take care of it.",
    ),
    Step.OTHER_AUTHORITY: (
        "Votre demande relève d'une autre autorité ; un technicien vous indiquera laquelle.",
        "Your request belongs to another authority; a technician will tell you which.",
    ),
    Step.CITIZEN: (
        "Une question est posée à la personne qui a fait la demande ; sa réponse est attendue.",
        "Whoever made the request was asked a question; the answer is awaited.",
    ),
    Step.INTERVENTION: (
        "Le service responsable planifie et réalise l'intervention.",
        "The department responsible plans and carries out the work.",
    ),
    Step.VALIDATION: (
        "L'intervention est faite ; dites-nous si quelque chose ne va pas.",
        "The work is done; tell us if something is not right.",
    ),
    **complaint_words.STEPS,
    **law_words.STEPS,
    Step.NONE: ("Aucune étape à venir.", "Nothing further is to come."),
}

KINDS: Mapping[str, Words] = {
    "request": ("Requête", "Request"),
    "complaint": ("Plainte", "Complaint"),
    "information": ("Information", "Information"),
    "claim": ("Réclamation", "Claim"),
    "access": ("Accès à l'information", "Access to information"),
    "other": ("Autre", "Other"),
}

CHANNELS: Mapping[str, Words] = {
    "phone": ("téléphone", "phone"),
    "email": ("courriel", "e-mail"),
    "counter": ("comptoir", "counter"),
    "letter": ("lettre", "letter"),
    "web": ("site Web", "website"),
    "mobile": ("application mobile", "mobile app"),
    "pilot": ("projet pilote en ligne", "online pilot"),
    "field": ("terrain", "field"),
    "elected": ("membre du conseil", "elected official"),
    "social": ("réseau social", "social network"),
    "open311": ("application tierce (Open311)", "third-party app (Open311)"),
    "other": ("autre", "other"),
}

# What the citizen is told of, and in which words; `{...}` are parameters of the line.
PUBLIC_LINES: Mapping[str, Words] = {
    **attachment_words.PUBLIC,
    **tracking_words.PUBLIC,
    **move_words.PUBLIC,
    "registered": ("Votre demande a été reçue.", "Your request was received."),
    "answered": ("Réponse donnée : {reference}", "Answer given: {reference}"),
    "reclassified": ("Votre demande a été reclassée.", "Your request was reclassified."),
    "withdrawn": ("La demande a été retirée.", "The request was withdrawn."),
    "closed": ("Le dossier est fermé.", "The case is closed."),
    "closed-without-work": (
        "Le dossier est fermé sans intervention.",
        "The case is closed without any work.",
    ),
    "reopened": ("Le dossier est ouvert de nouveau.", "The case is open again."),
    "joined": (
        "Une autre personne a signalé la même chose.",
        "Somebody else reported the same.",
    ),
    "public-note": ("{text}", "{text}"),
    "claim-notice-given": (
        "L'avis de réclamation vous a été rappelé : {days} jours, par écrit.",
        "You were told of the notice of a claim: {days} days, in writing.",
    ),
    "located": ("Le lieu a été précisé.", "The place was made precise."),
    "completed": ("L'intervention est faite.", "The work is done."),
    "assigned": (
        "Confiée au service : {department_fr}.",
        "Given to the department: {department_en}.",
    ),
    "reassigned": (
        "Confiée à une autre personne du service : {department_fr}.",
        "Given to somebody else in the department: {department_en}.",
    ),
    "unrouted": (
        "Un technicien examine qui doit s'en occuper.",
        "A technician is looking into who must take care of it.",
    ),
    **complaint_words.PUBLIC,
    **law_words.PUBLIC,
}

STAFF_LINES: Mapping[str, Words] = {
    **PUBLIC_LINES,
    **attachment_words.STAFF,
    **complaint_words.STAFF,
    **tracking_words.STAFF,
    **move_words.STAFF,
    **law_words.STAFF,
    "registered": ("Reçu par : {channel}", "Received by: {channel}"),
    "reclassified": (
        "Reclassé par {by} : {kind_before} « {activity_before} » → {kind} « {activity} »",
        "Reclassified by {by}: {kind_before} “{activity_before}” → {kind} “{activity}”",
    ),
    "withdrawn": ("Retiré par : {by}", "Withdrawn by: {by}"),
    "closed": ("Validé et fermé par {by}", "Validated and closed by {by}"),
    "closed-without-work": (
        "Fermé sans intervention par {by}",
        "Closed without any work by {by}",
    ),
    "reopened": ("Rouvert par {by} : {reopening}", "Reopened by {by}: {reopening}"),
    "joined": (
        "Une personne s'est jointe au dossier ({channel})",
        "One more requester ({channel})",
    ),
    "left": ("Une personne s'est retirée du dossier", "A requester left the case"),
    "public-note": ("Note publique de {by} : {text}", "Public note by {by}: {text}"),
    "internal-note": ("Note interne de {by} : {text}", "Internal note by {by}: {text}"),
    "handed-over": (
        "Transmis par {by} au Service aux citoyens (plainte)",
        "Handed over by {by} to citizen services (complaint)",
    ),
    "claim-notice-given": (
        "Avis légal de réclamation rappelé au citoyen ({days} jours)",
        "The citizen was told of the legal notice of a claim ({days} days)",
    ),
    "located": ("Placé sur la carte par {by}", "Put on the map by {by}"),
    "completed": ("Intervention faite le {done_on}", "Work done on {done_on}"),
    "completion-refused": (
        "Achèvement refusé : le dossier est déjà « {reason} »",
        "Completion refused: the case is already “{reason}”",
    ),
    "assigned": ("Confié : {reason_fr}", "Assigned: {reason_en}"),
    "reassigned": ("Confié à quelqu'un d'autre : {reason_fr}", "Reassigned: {reason_en}"),
    "unrouted": ("Sans responsable : {reason_fr}", "Nobody assigned: {reason_en}"),
    "admissibility-decided": (
        "Recevabilité : {admissibility} {code}",
        "Admissibility: {admissibility} {code}",
    ),
    "commitment-started": ("Délai « {kind} » jusqu'au {due_at}", "“{kind}” due by {due_at}"),
    "commitment-moved": ("Délai « {kind} » déplacé au {due_at}", "“{kind}” now due by {due_at}"),
    "commitment-suspended": (
        "Délai « {kind} » suspendu : on attend la personne",
        "“{kind}” waits for the citizen",
    ),
    "commitment-resumed": (
        "Délai « {kind} » repris, jusqu'au {due_at}",
        "“{kind}” runs again, due by {due_at}",
    ),
    "commitment-extended": (
        "Délai « {kind} » prolongé au {due_at}",
        "“{kind}” extended to {due_at}",
    ),
    "commitment-due-soon": ("Échéance « {kind} » proche", "“{kind}” is due soon"),
    "commitment-met": ("Délai « {kind} » tenu", "“{kind}” kept in time"),
    "commitment-missed": ("Délai « {kind} » manqué", "“{kind}” missed"),
    "commitment-miss-withdrawn": (
        "Délai « {kind} » : le retard est levé après vérification",
        "“{kind}”: not late after all",
    ),
    "commitment-cancelled": ("Délai « {kind} » annulé", "“{kind}” cancelled"),
    "message-handed-over": ("Message « {template} » envoyé", "Message “{template}” sent"),
    "message-failed": ("Message « {template} » abandonné", "Message “{template}” given up"),
    "message-uncertain": (
        "Message « {template} » : envoi incertain",
        "Message “{template}”: uncertain whether it left",
    ),
}

REFUSALS: Mapping[str, Words] = {
    **attachment_words.REFUSALS,
    **complaint_words.REFUSALS,
    **tracking_words.REFUSALS,
    "is-awaited": ("Ce dossier n'est pas encore enregistré.", "This case is not registered yet."),
    "is-rejected": ("Cette demande a été rejetée.", "This request was rejected."),
    "is-completed": ("L'intervention est déjà faite.", "The work is already done."),
    "is-not-ended": ("Ce dossier est encore ouvert.", "This case is still open."),
    "is-complaint": (
        "Une plainte se traite au Service aux citoyens.",
        "A complaint is handled by citizen services.",
    ),
    "access-unanswered": (
        "Une demande d'accès se ferme une fois que la personne responsable y a répondu.",
        "An access request is closed once the person in charge has answered it.",
    ),
    "not-completed": (
        "L'intervention n'est pas faite : elle est d'abord complétée, ou le dossier est fermé "
        "sans intervention.",
        "The work is not done: it is completed first, or the case is closed without any work.",
    ),
    "not-validated": (
        "Validez la fermeture : sans validation, l'état ne change pas.",
        "Validate the closing: without it the status does not change.",
    ),
    "note-needed": (
        "Dites dans la note interne pourquoi il n'y a rien à faire.",
        "Say in the internal note why there is nothing to do.",
    ),
    "closed-by-responsable": (
        "Ici, c'est le responsable qui ferme.",
        "Here it is the responsable who closes.",
    ),
    "closed-by-technician": (
        "Ici, c'est le technicien qui ferme.",
        "Here it is the technician who closes.",
    ),
    "not-joinable": (
        "On ne se joint qu'à une requête.",
        "Only a request can be joined.",
    ),
    "too-many-requesters": (
        "Ce dossier compte trop de personnes jointes.",
        "Too many people have joined this case.",
    ),
    "too-many-notes": ("Ce dossier compte trop de notes.", "This case has too many notes."),
    "point-needed": (
        "Donnez le point : un des lieux, un endroit de la carte, ou longitude et latitude.",
        "Give the point: one of the places, a spot on the map, or longitude and latitude.",
    ),
    "is-closed": ("Ce dossier est fermé.", "This case is closed."),
    "is-answered": ("Une réponse a déjà été donnée.", "An answer was already given."),
    "is-withdrawn": ("Ce dossier a été retiré.", "This case was withdrawn."),
    "not-information": (
        "Seule une demande d'information se ferme par une réponse.",
        "Only a request for information is closed by an answer.",
    ),
    "activity-needed": ("Indiquez l'activité.", "Name the activity."),
    "activity-unknown": (
        "Aucune grille ne connaît cette activité.",
        "No grid knows this activity.",
    ),
    "new-words-needed": (
        "Décrivez la demande à nouveau : le contenu d'une plainte ne sort pas de son dossier.",
        "Describe the request anew: what a complaint says does not leave its file.",
    ),
}


REOPENINGS: Mapping[str, Words] = {
    "not-resolved": ("pas résolu", "not resolved"),
    "reappeared": ("réapparu", "came back"),
    "mistake": ("fermé par erreur", "closed by mistake"),
    "new-information": ("information nouvelle", "new information"),
}


CLAIM_NOTICE: Words = (
    "Ceci n'est pas l'avis de réclamation prévu par la loi. Pour être indemnisé d'un dommage à "
    "vos biens, donnez un avis écrit{to} : il doit être reçu dans les {days} jours de "
    "l'événement, avec sa date, le lieu, ce qui est arrivé, votre nom et votre adresse.",
    "This is not the notice of claim that the law asks for. To be compensated for damage to "
    "your property, give a written notice{to}: it must be received within {days} days of the "
    "event, with its date, the place, what happened, your name and your address.",
)


def claim_notice(days: int, to_fr: str, to_en: str, language: str) -> str:
    """The legal notice of a claim in words (REQUIREMENTS §2, C-13)."""
    named = said((to_fr and f" à : {to_fr}", to_en and f" to: {to_en}"), language)
    return said(CLAIM_NOTICE, language).format(days=days, to=named)


def line_words(line: Line, language: str, *, for_staff: bool, **more: str) -> str | None:
    """A line of the timeline in words; None where it is not for these eyes."""
    words = (STAFF_LINES if for_staff else PUBLIC_LINES).get(line.what)
    if words is None:
        return line.what if for_staff else None
    params = {name: _named(name, value, language) for name, value in line.params.items()} | more
    return said(words, language).format_map(_Blank(params))


def _named(name: str, value: str, language: str) -> str:
    if name.endswith("_at"):
        return moment(datetime.fromisoformat(value), language)
    if name.endswith("_on"):
        return day(date.fromisoformat(value), language)
    table = {
        "kind": {**KINDS, **COMMITMENTS},
        "kind_before": KINDS,
        "by": {"citizen": ("la personne", "the citizen")},
        "channel": CHANNELS,
        "reopening": REOPENINGS,
        "attachment_kind": attachment_words.KINDS,
        "template": message_words.TEMPLATES,
    }.get(name)
    known = (table or {}).get(value)
    return said(known, language) if known else value


class _Blank(dict[str, str]):
    """A parameter that an older line does not have is left blank."""

    def __missing__(self, key: str) -> str:
        return ""
