"""Titles of what complaints says, in French and English; see `asyncapi_titles`."""

from collections.abc import Mapping
from types import MappingProxyType

# wire type -> titre, title, what happened in a French sentence
COMPLAINTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "complaints.access-letter-written.v1": (
            "Lettre d'accès écrite",
            "Access letter written",
            "Une lettre entière sur une demande d'accès ; notifications l'envoie sans copie.",
        ),
        "complaints.access-refusal-deemed.v1": (
            "Refus réputé",
            "Refusal deemed",
            "Le délai est passé sans réponse : la loi tient la demande d'accès pour refusée.",
        ),
        "complaints.access-request-answered.v1": (
            "Demande d'accès répondue",
            "Access request answered",
            "La demande d'accès a sa réponse ; jamais laquelle.",
        ),
        "complaints.access-request-opened.v1": (
            "Demande d'accès ouverte",
            "Access request opened",
            "Le dossier d'une demande d'accès est ouvert chez la personne responsable.",
        ),
        "complaints.admissibility-decided.v1": (
            "Recevabilité décidée",
            "Admissibility decided",
            "La plainte est admise, invitée à être écrite ou signée, ou refusée avec son code.",
        ),
        "complaints.claim-dated.v1": (
            "Réclamation datée",
            "Claim dated",
            "Le jour d'où courent les délais de la loi, connu ou corrigé ; nul : aucun délai.",
        ),
        "complaints.claim-decided.v1": (
            "Réclamation décidée",
            "Claim decided",
            "La réclamation a sa décision ; jamais laquelle, ni combien.",
        ),
        "complaints.claim-handed-over.v1": (
            "Réclamation remise",
            "Claim handed over",
            "L'assureur, l'expert ou le greffe s'en occupe désormais ; jamais nommé.",
        ),
        "complaints.claim-letter-written.v1": (
            "Lettre de réclamation écrite",
            "Claim letter written",
            "Une lettre entière sur une réclamation ; notifications l'envoie sans copie.",
        ),
        "complaints.claim-notice-recorded.v1": (
            "Avis de réclamation reçu",
            "Notice of claim received",
            "L'avis écrit que la loi demande est arrivé ; le jour de sa réception compte.",
        ),
        "complaints.claim-opened.v1": (
            "Réclamation ouverte",
            "Claim opened",
            "Le dossier d'une réclamation est ouvert au greffe.",
        ),
        "complaints.claim-withdrawn.v1": (
            "Réclamation retirée",
            "Claim withdrawn",
            "La personne retire sa réclamation ; ses délais ne courent plus.",
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
        "complaints.letters-closed.v1": (
            "Lettres closes",
            "Letters closed",
            "Qui est visé fut dit : ses lettres encore à poster se ferment à qui est exclu.",
        ),
        "complaints.safety-request-asked.v1": (
            "Demande de sécurité voulue",
            "Safety request asked",
            "Une plainte signale un danger : l'accueil ouvre une demande à côté (C-08).",
        ),
        "complaints.third-parties-heard.v1": (
            "Tiers entendus",
            "Third parties heard",
            "Chaque tiers a présenté ses observations, ou a laissé passer son délai.",
        ),
        "complaints.third-parties-notified.v1": (
            "Tiers avisés",
            "Third parties notified",
            "Un tiers est avisé par écrit de la demande d'accès ; jamais qui.",
        ),
    }
)
