"""The words of the portal that are not in its templates, French and English (MH-16: plain ones)."""

from collections.abc import Mapping

from chassis.errors import Words
from contracts.words import Kind

from intake.entrypoints import particulars
from intake.entrypoints.citizen import complaint_step

# What citizens bring, in the order in which they bring it; not the names that staff uses.
KINDS: Mapping[Kind, Words] = {
    Kind.REQUEST: ("Une intervention à faire", "Work to be done"),
    Kind.INFORMATION: ("Une question", "A question"),
    Kind.COMPLAINT: (
        "Une plainte sur un service ou une personne",
        "A complaint about a service or a person",
    ),
    Kind.CLAIM: ("Une réclamation pour un dommage", "A claim for damage"),
    Kind.ACCESS: ("L'accès à un document", "Access to a document"),
}
OTHER: Words = ("Autre chose", "Something else")
OTHER_ACTIVITY = "Autre demande"
"""What is registered then: no grid knows it, so a technician finds who takes it (PV-13)."""

FIELDS: Mapping[str, Words] = {
    "description": ("Ce que vous avez vu", "What you saw"),
    "activity": ("Ce dont il s'agit", "What it is about"),
    "kind": ("C'est", "It is"),
    "place": ("Lieu", "Place"),
    "place.address": ("Adresse ou intersection", "Address or intersection"),
    "contact": ("Pour vous répondre", "To answer you"),
    "contact.email": ("Courriel", "E-mail"),
    "contact.phone": ("Téléphone", "Phone"),
    "contact.name": ("Nom", "Name"),
    "contact.address": ("Adresse postale", "Postal address"),
    **complaint_step.FIELDS,
    "photo": ("Photo", "Photo"),
    **particulars.LABELS,
}

_FACTS: Words = ("Les faits", "The facts")
SAID_OF: Mapping[Kind, Words] = {
    Kind.COMPLAINT: _FACTS,
    Kind.CLAIM: _FACTS,
    Kind.ACCESS: ("Quels documents", "Which documents"),
}
"""What the words of a kind are called on its own page."""

NOTHING_SAID: Words = (
    "dites ce qui se passe, ou touchez une des demandes courantes",
    "say what is wrong, or tap one of the usual requests",
)
NO_PLACE: Words = (
    "donnez une adresse, une intersection ou un point sur la carte",
    "give an address, an intersection or a point on the map",
)
CONTACT_NEEDED: Words = (
    "ce guichet a besoin d'un courriel ou d'un téléphone pour vous répondre",
    "this counter needs an e-mail or a phone to answer you",
)
KEY_MISSING: Words = (
    "Ce formulaire ne peut plus servir. Vérifiez ce qui suit et envoyez de nouveau.",
    "This form cannot be used any more. Check what follows and send again.",
)
PHOTO_LOST: Words = (
    "Votre demande est reçue, mais la photo n'a pas pu être jointe : {why} Vous pouvez l'ajouter "
    "en suivant votre demande.",
    "Your request was received, but the photo could not be attached: {why} You can add it when "
    "you follow your request.",
)
