"""What webhooks are called and why things failed, in French and English."""

from collections.abc import Mapping

from ui.language import said

from notifications.domain.webhook import Reason, State
from notifications.domain.webhook_delivery import DeliveryState

Words = tuple[str, str]

STATES: Mapping[State, Words] = {
    State.ACTIVE: ("Actif", "Active"),
    State.PAUSED: ("En pause", "Paused"),
    State.DISABLED: ("Désactivé", "Disabled"),
    State.DELETED: ("Supprimé", "Deleted"),
}
REASONS: Mapping[Reason, Words] = {
    Reason.GONE: (
        "Le récepteur a répondu 410 : il ne veut plus rien recevoir.",
        "The receiver answered 410: it wants no more.",
    ),
    Reason.FAILING: (
        "Rien n'a pu être livré pendant des jours.",
        "Nothing could be delivered for days.",
    ),
}
DELIVERY_STATES: Mapping[DeliveryState, Words] = {
    DeliveryState.WAITING: ("En attente", "Waiting"),
    DeliveryState.DELIVERED: ("Livré", "Delivered"),
    DeliveryState.GIVEN_UP: ("Abandonné", "Given up"),
}
FAULTS: Mapping[str, Words] = {
    "timeout": ("pas de réponse à temps", "no answer in time"),
    "connection": ("connexion impossible ou coupée", "no connection, or it broke"),
    "tls": ("certificat ou chiffrement refusé", "certificate or encryption refused"),
    "dns": ("nom d'hôte introuvable", "host name not found"),
    "refused-address": (
        "l'adresse mène à un réseau privé ou réservé",
        "the address leads to a private or reserved network",
    ),
    "redirect": ("redirection, qui n'est pas suivie", "a redirect, which is not followed"),
    "status": ("réponse qui n'est pas un succès", "an answer that is no success"),
    "internal": ("faute de notre côté, consignée", "a fault of ours, logged"),
}
UNKNOWN: Words = ("cause inconnue", "unknown cause")


def fault_in_words(reason: str, language: str) -> str:
    """Why an attempt failed; empty for none."""
    return said(FAULTS.get(reason, UNKNOWN), language) if reason else ""
