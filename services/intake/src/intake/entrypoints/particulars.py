"""What a claim and an access request say of their own (PV-16, PV-47), on every page that asks it:
portal, phone desk, form of the field, dossier. Names of fields, words, and back to a form."""

from collections.abc import Mapping
from typing import Any

from chassis.errors import Words
from contracts.words import DamageKind, Kind
from ui.language import said
from ui.money import amount_words

from intake.domain.dossier import Registration
from intake.entrypoints.page_forms import Sent

DAMAGES: Mapping[DamageKind, Words] = {
    DamageKind.PROPERTY: ("À mes biens", "To my property"),
    DamageKind.BODILY: ("Une blessure", "An injury"),
    DamageKind.OTHER: ("Autre", "Other"),
}
LABELS: Mapping[str, Words] = {
    "claim": ("Réclamation", "Claim"),
    "claim.happenedOn": ("Date des faits", "Date of the facts"),
    "claim.damages": ("Le dommage", "The damage"),
    "claim.amountCents": ("Montant, si vous le connaissez", "Amount, if you know it"),
    "access.ownData": ("Renseignements sur moi", "Information about me"),
    "contact.byPost": ("Lettres par la poste", "Letters by post"),
}
NAMES: Mapping[Kind, tuple[str, ...]] = {
    Kind.CLAIM: ("claim.happenedOn", "claim.damages", "claim.amountCents"),
    Kind.ACCESS: ("access.ownData",),
}
"""Fields that a form of this kind takes, beside those of every kind."""
DAMAGE = "damage."  # one box each on a page, one list in the form
BOXES = frozenset(f"{DAMAGE}{kind.value}" for kind in DAMAGES)
OF_CLAIM = BOXES | {"claim.happenedOn", "claim.dateUnknown", "claim.amountCents"}
ACCESS_ACTIVITY = "Accès à un document"
"""What an access request is about where nobody said: a grid has no activity for it, nor needs one,
for routing goes by the kind (C-06)."""


def told(sent: Sent, kind: str) -> dict[str, str]:
    """The fields of a page as the form has them: the boxes of the damage as one list."""
    texts = dict(sent.given)
    if kind == Kind.CLAIM:
        texts["claim.damages"] = " ".join(
            one.removeprefix(DAMAGE) for one in sorted(BOXES) if texts.get(one)
        )
    if kind == Kind.ACCESS and not texts.get("activity"):
        texts["activity"] = ACCESS_ACTIVITY
    return texts


def names_of(kind: str) -> tuple[str, ...]:
    """Fields of a kind; none where it has none of its own."""
    return NAMES.get(Kind(kind), ()) if kind in set(Kind) else ()


def options(language: str) -> list[tuple[str, str]]:
    """The boxes of the damage: name of the field, words."""
    return [(f"{DAMAGE}{kind.value}", said(words, language)) for kind, words in DAMAGES.items()]


def view_of(registration: Registration, language: str) -> dict[str, Any]:
    """What it says, for staff who read the case: numbers for programs, words for people."""
    claim = registration.claim
    shown: dict[str, Any] = {"claim": None, "access": None}
    if claim is not None and registration.kind is Kind.CLAIM:
        amount = claim.amount_cents
        shown["claim"] = {
            "happenedOn": claim.happened_on,
            "damages": [one.value for one in claim.damages],
            "damagesText": ", ".join(said(DAMAGES[one], language) for one in claim.damages),
            "amountCents": amount,
            "amountText": None if amount is None else amount_words(amount, language),
        }
    if registration.access is not None and registration.kind is Kind.ACCESS:
        shown["access"] = {"ownData": registration.access.own_data}
    return shown
