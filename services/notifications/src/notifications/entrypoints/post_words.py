"""The words of the mail desk's page, French and English."""

from collections.abc import Mapping
from types import MappingProxyType

from ui.language import said

from notifications.application.post_office import Line
from notifications.domain.messages import Template
from notifications.domain.posting import Returned

Pair = tuple[str, str]
LETTERS: Mapping[str, Pair] = MappingProxyType(
    {
        "admission": ("Plainte : recevable", "Complaint: admissible"),
        "invitation": ("Plainte : à compléter", "Complaint: to be completed"),
        "refusal": ("Plainte : refus", "Complaint: refusal"),
        "decision": ("Plainte : décision", "Complaint: decision"),
        "review": ("Plainte : révision", "Complaint: review"),
        "withdrawal": ("Plainte : retrait", "Complaint: withdrawal"),
        "access-receipt": ("Accès : accusé de réception", "Access: receipt"),
        "access-decision": ("Accès : décision", "Access: decision"),
        "access-deemed-refusal": ("Accès : refus réputé", "Access: deemed refusal"),
        "third-party-notice": ("Accès : avis à un tiers", "Access: notice to a third party"),
        "claim-receipt": ("Réclamation : accusé de réception", "Claim: receipt"),
        "claim-hand-over": ("Réclamation : transmise", "Claim: handed on"),
        "claim-decision": ("Réclamation : décision", "Claim: decision"),
    }
)
TEMPLATES: Mapping[Template, Pair] = MappingProxyType(
    {
        Template.EXTENSION: ("Accès : délai prolongé", "Access: extended delay"),
        Template.CLAIM_NOTICE: ("Réclamation : avis de la loi", "Claim: notice of the law"),
    }
)
ANY_LETTER: Pair = ("Lettre", "Letter")
RETURNED: Mapping[Returned, Pair] = MappingProxyType(
    {
        Returned.MOVED: ("A déménagé", "Moved"),
        Returned.UNKNOWN: ("Inconnu à cette adresse", "Unknown at this address"),
        Returned.REFUSED: ("Refusée", "Refused"),
        Returned.UNCLAIMED: ("Non réclamée", "Unclaimed"),
        Returned.OTHER: ("Autre raison", "Another reason"),
    }
)
FAULTS: Mapping[str, Pair] = MappingProxyType(
    {
        "held": (
            "Une autre personne vient de prendre cette lettre : rien n'a changé.",
            "Somebody else just took this letter: nothing changed.",
        ),
        "not-held": (
            "Cette lettre n'est pas entre vos mains : rien n'a changé.",
            "This letter is not in your hands: nothing changed.",
        ),
        "not-to-post": (
            "Cette lettre n'est plus à poster : rien n'a changé.",
            "This letter is no longer to be posted: nothing changed.",
        ),
        "posted-on": (
            "La date de mise à la poste va du jour de la lettre à aujourd'hui.",
            "The day of posting lies between that of the letter and today.",
        ),
        "no-address": (
            "Il manque une adresse postale à cette lettre.",
            "This letter lacks a postal address.",
        ),
        "not-yet": (
            "Les mots de cette lettre ne sont pas encore là, ou ne sont plus gardés.",
            "The words of this letter are not here yet, or are kept no longer.",
        ),
        "reason": ("Choisissez une raison de la liste.", "Choose a reason of the list."),
    }
)


def name_of(line: Line, language: str) -> str:
    """What a letter is, in a few words: nothing of what it says."""
    words = LETTERS.get(line.letter_kind) or TEMPLATES.get(line.delivery.template) or ANY_LETTER
    return said(words, language)
