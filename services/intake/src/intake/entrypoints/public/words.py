"""The words of the public record, French and English. They speak of a request to people who did
not make it; those for whoever did are in `entrypoints/words.py`."""

from collections.abc import Mapping

from chassis.errors import Words

from intake.domain.dossier import Status
from intake.domain.public_request import PublicRequest, PublicStatus, PublicUpdate

STATUSES: Mapping[PublicStatus, Words] = {
    PublicStatus.OPEN: ("Ouverte", "Open"),
    PublicStatus.CLOSED: ("Fermée", "Closed"),
}

STANDINGS: Mapping[Status, Words] = {
    Status.REGISTERED: ("Reçue", "Received"),
    Status.ASSIGNED: ("Prise en charge", "Taken in charge"),
    Status.COMPLETED: ("Intervention faite, à valider", "Work done, to be validated"),
    Status.CLOSED: ("Terminée", "Finished"),
    Status.ANSWERED: ("Répondue", "Answered"),
    Status.WITHDRAWN: ("Retirée par qui l'avait faite", "Withdrawn by who made it"),
}

UPDATES: Mapping[str, Words] = {
    "registered": ("La demande a été reçue.", "The request was received."),
    "assigned": (
        "Confiée au service : {department_fr}.",
        "Given to the department: {department_en}.",
    ),
    "located": ("Le lieu a été précisé.", "The place was made precise."),
    "completed": (
        "L'intervention est faite ; elle reste à valider.",
        "The work is done; it is still to be validated.",
    ),
    "closed": ("La demande est fermée.", "The request is closed."),
    "closed-without-work": (
        "La demande est fermée sans intervention.",
        "The request is closed without any work.",
    ),
    "reopened": ("La demande est ouverte de nouveau.", "The request is open again."),
    "withdrawn": ("La demande a été retirée.", "The request was withdrawn."),
    "answered": ("Une réponse a été donnée.", "An answer was given."),
}

UNNAMED: Words = ("Autre demande", "Other request")


def activity_words(request: PublicRequest) -> Words:
    """What is asked for; in words of our own where no grid names it."""
    if not request.activity_fr:
        return UNNAMED
    return request.activity_fr, request.activity_en or request.activity_fr


def standing_words(request: PublicRequest) -> Words:
    """Where it stands, in a word or two."""
    return STANDINGS[request.standing]


def status_notes(request: PublicRequest) -> Words:
    """Why it stands there: the public words of its closing (PV-56, in the language they were
    written in), else where it stands."""
    text = request.closing_text
    return (text, text) if text else STANDINGS[request.standing]


def place_words(request: PublicRequest) -> Words:
    """Where it is, coarse: streets, else a known one near by, and half a postal code."""
    address = request.address
    area = f"({address.postal_area})" if address.postal_area else ""
    if address.form == "segment":
        street, first, second = address.streets
        named = (
            f"{street}, entre {first} et {second}",
            f"{street}, between {first} and {second}",
        )
    elif address.streets:
        named = (" / ".join(address.streets),) * 2
    elif request.near:
        named = (f"à proximité : {request.near}", f"near {request.near}")
    else:
        named = ("", "")
    return (f"{named[0]} {area}".strip(), f"{named[1]} {area}".strip())


def update_words(update: PublicUpdate) -> Words:
    """What happened, and what staff wrote about it to all."""
    french, english = UPDATES[update.what]
    names = {"department_fr": update.department_fr, "department_en": update.department_en}
    more = f" {update.text}" if update.text else ""
    return french.format(**names) + more, english.format(**names) + more
