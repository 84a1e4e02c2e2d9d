"""Titles of what complaints says, in French and English; see `asyncapi_titles`."""

from collections.abc import Mapping
from types import MappingProxyType

# wire type -> titre, title, what happened in a French sentence
COMPLAINTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "complaints.admissibility-decided.v1": (
            "Recevabilité décidée",
            "Admissibility decided",
            "La plainte est admise, invitée à être écrite ou signée, ou refusée avec son code.",
        ),
        "complaints.complaint-opened.v1": (
            "Plainte ouverte",
            "Complaint opened",
            "Un dossier de plainte est ouvert au Service aux citoyens.",
        ),
        "complaints.file-received.v1": (
            "Pièce reçue",
            "File received",
            "Une pièce de la plainte est arrivée entière : le guichet peut effacer la sienne.",
        ),
        "complaints.investigation-concluded.v1": (
            "Enquête terminée",
            "Investigation concluded",
            "L'enquête est terminée, ou la plainte retirée ; jamais avec quelle issue.",
        ),
        "complaints.investigation-started.v1": (
            "Enquête commencée",
            "Investigation started",
            "Une enquête commence ; jamais par qui, ni sur quoi.",
        ),
        "complaints.letter-written.v1": (
            "Lettre écrite",
            "Letter written",
            "Une lettre entière à qui s'est plaint ; notifications l'envoie sans en garder copie.",
        ),
        "complaints.safety-request-asked.v1": (
            "Demande de sécurité voulue",
            "Safety request asked",
            "Une plainte signale un danger : l'accueil ouvre une demande à côté (C-08).",
        ),
    }
)
