"""Titles of the events in French and English, for their published description."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.asyncapi_titles_of_complaints import COMPLAINTS

# who writes topics: the five services, and who is outside
WRITERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "intake": (
            "Le guichet unique : reçoit par toutes les voies et tient l'état du dossier.",
            "The single counter: takes in by every channel and owns the state of the case.",
        ),
        "routing": (
            "Le service municipal et le responsable de chaque dossier, avec la raison.",
            "The department and responsable of each case, with the reason.",
        ),
        "sla": (
            "Les délais promis, leurs horloges et leur calcul en mots.",
            "The promised delays, their clocks, and how each was worked out.",
        ),
        "complaints": (
            "Les plaintes : recevabilité et dossiers confidentiels.",
            "Complaints: admissibility and confidential files.",
        ),
        "notifications": (
            "Les messages : chacun part une fois, et on sait ce qu'il est devenu.",
            "Messages: each goes out once, and what became of it is known.",
        ),
        "pilot": (
            "Le pilote en ligne de la Ville, qui écrit des demandes.",
            "The city's online pilot, which writes requests.",
        ),
    }
)

# words of `Topic.key`
KEYS: Mapping[str, str] = MappingProxyType(
    {
        "case id": "numéro du dossier",
        "list id": "numéro de la liste",
        "borough@version": "arrondissement@version",
        "borough": "arrondissement",
        "notice id": "numéro de l'avis",
        "the pilot's request id": "numéro de la demande chez le pilote",
        "topic-partition-offset": "sujet-partition-position",
    }
)

# wire type -> titre, title, what happened in a French sentence
EVENTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        **COMPLAINTS,
        "chassis.record-parked.v1": (
            "Message mis de côté",
            "Record parked",
            "Un message n'a pu être traité : où il est et pourquoi, jamais ce qu'il contient.",
        ),
        "intake.case-answered.v1": (
            "Réponse au premier contact",
            "Case answered",
            "L'information est donnée au premier contact : ouvert et fermé d'un trait, sans délai.",
        ),
        "intake.case-closed.v1": (
            "Dossier fermé",
            "Case closed",
            "Le guichet a validé : complété et fermé sont deux états (C-05, PV-57).",
        ),
        "intake.case-reopened.v1": (
            "Dossier rouvert",
            "Case reopened",
            "Ce qui était terminé est de nouveau ouvert ; la date de réception demeure.",
        ),
        "intake.requester-joined.v1": (
            "Personne jointe au dossier",
            "Requester joined",
            "Une autre personne demande la même chose : aucun second dossier n'est ouvert.",
        ),
        "intake.notice-published.v1": (
            "Avis publié",
            "Notice published",
            "Le guichet informe la population : l'avis entier, nouveau ou modifié.",
        ),
        "intake.notice-withdrawn.v1": (
            "Avis retiré",
            "Notice withdrawn",
            "L'avis ne vaut plus, quelle que soit la période annoncée.",
        ),
        "intake.question-asked.v1": (
            "Question posée",
            "Question asked",
            "Une question est posée à qui a fait la demande ; ses mots restent au guichet.",
        ),
        "intake.question-answered.v1": (
            "Question répondue",
            "Question answered",
            "La personne a répondu ; ses mots restent au guichet.",
        ),
        "intake.safety-request-opened.v1": (
            "Demande de sécurité ouverte",
            "Safety request opened",
            "La demande à côté d'une plainte est ouverte ; dit au seul service des plaintes.",
        ),
        "intake.result-validated.v1": (
            "Résultat validé",
            "Result validated",
            "Une personne dit que le résultat lui convient (valider) ; cela ne ferme rien.",
        ),
        "intake.claim-notice-given.v1": (
            "Avis de réclamation rappelé",
            "Claim notice given",
            "L'avis légal a été rappelé ; le dossier n'en tient pas lieu.",
        ),
        "intake.case-completed.v1": (
            "Dossier complété",
            "Case completed",
            "Le guichet a pris acte du travail terminé par le service municipal (résoudre).",
        ),
        "intake.case-contacts-recorded.v1": (
            "Coordonnées enregistrées",
            "Contacts recorded",
            "Toutes les coordonnées d'un dossier et son code de suivi.",
        ),
        "intake.case-details-recorded.v1": (
            "Précisions enregistrées",
            "Details recorded",
            "Le lieu exact et les mots de la personne, et ce qu'en dit une réclamation.",
        ),
        "intake.case-reclassified.v1": (
            "Dossier reclassé",
            "Case reclassified",
            "La nature ou l'activité a changé ; la date de première réception demeure.",
        ),
        "intake.case-registered.v1": (
            "Dossier ouvert",
            "Case registered",
            "Un dossier est ouvert à un guichet (accueillir).",
        ),
        "intake.case-withdrawn.v1": (
            "Dossier retiré",
            "Case withdrawn",
            "La personne a retiré sa demande.",
        ),
        "intake.complaint-handed-over.v1": (
            "Plainte transmise",
            "Complaint handed over",
            "Le contenu d'une plainte, pour le service des plaintes seul.",
        ),
        "intake.file-piece-handed-over.v1": (
            "Morceau de pièce remis",
            "File piece handed over",
            "Un morceau d'une pièce de la plainte est remis au Service aux citoyens.",
        ),
        "intake.completion-refused.v1": (
            "Fin de travaux refusée",
            "Completion refused",
            "Le guichet n'a pu appliquer une fin de travaux ; le dossier est resté tel quel.",
        ),
        "notifications.message-accepted.v1": (
            "Message à envoyer",
            "Message accepted",
            "Un message est dû et mis en file.",
        ),
        "notifications.message-failed.v1": (
            "Message non remis",
            "Message failed",
            "L'envoi est abandonné : refusé pour de bon, trop vieux ou trop souvent tenté.",
        ),
        "notifications.message-handed-over.v1": (
            "Message remis au transporteur",
            "Message handed over",
            "Le fournisseur de courriel a pris le message.",
        ),
        "notifications.message-uncertain.v1": (
            "Message incertain",
            "Message uncertain",
            "Aucune réponse du fournisseur : le message est peut-être arrivé, peut-être pas.",
        ),
        "pilot.request-rejected.v1": (
            "Demande du pilote rejetée",
            "Pilot request rejected",
            "La demande n'a pu être prise, champ par champ ; aucune valeur n'est citée.",
        ),
        "pilot.request-submitted.v1": (
            "Demande du pilote en ligne",
            "Pilot request submitted",
            "Une demande faite en ligne ; le guichet la vérifie et répond champ par champ.",
        ),
        "routing.case-accepted.v1": (
            "Dossier pris en charge",
            "Case accepted",
            "Le service municipal a pris le dossier en charge.",
        ),
        "routing.transfer-offered.v1": (
            "Transfert proposé",
            "Transfer offered",
            "Un collègue est prié de prendre le dossier ; d'ici là rien ne change (MH-06).",
        ),
        "routing.transfer-accepted.v1": (
            "Transfert accepté",
            "Transfer accepted",
            "Le collègue prend le dossier ; la réattribution suit (MH-06).",
        ),
        "routing.transfer-declined.v1": (
            "Transfert décliné",
            "Transfer declined",
            "Le collègue ne peut pas répondre ; le dossier reste où il est (MH-06).",
        ),
        "routing.transfer-expired.v1": (
            "Transfert échu",
            "Transfer expired",
            "Personne n'a répondu à temps ; le dossier reste où il est (MH-06).",
        ),
        "routing.transfer-withdrawn.v1": (
            "Transfert retiré",
            "Transfer withdrawn",
            "L'offre est reprise, ou le dossier est parti ailleurs (MH-06).",
        ),
        "routing.level-changed.v1": (
            "Niveau changé",
            "Level changed",
            "Le dossier passe à la deuxième ligne, ou revient à la première (MT-03).",
        ),
        "routing.case-handed-over.v1": (
            "Dossier remis à une autre autorité",
            "Case handed over",
            "Une autre autorité a reçu le dossier : laquelle, et quel jour.",
        ),
        "routing.loop-found.v1": (
            "Boucle constatée",
            "Loop found",
            "Les règles renvoient le dossier d'où il est déjà parti ; un technicien tranche.",
        ),
        "routing.elected-case-moved.v1": (
            "Dossier d'un membre du conseil avancé",
            "Elected official's case moved",
            "Le dossier signalé par un membre du conseil a franchi une étape (MH-05).",
        ),
        "routing.case-assigned.v1": (
            "Dossier attribué",
            "Case assigned",
            "Un service municipal et son responsable ont le dossier, avec la raison.",
        ),
        "routing.case-reassigned.v1": (
            "Dossier réattribué",
            "Case reassigned",
            "Une autre personne a maintenant le dossier : substitut ou nouvelle désignation.",
        ),
        "routing.case-unrouted.v1": (
            "Dossier sans destinataire",
            "Case unrouted",
            "Personne n'a pu être désigné, et pourquoi ; le technicien le voit.",
        ),
        "routing.grid-published.v1": (
            "Grille d'intervention publiée",
            "Grid published",
            "La grille entière d'un arrondissement ou d'une ville, et sa date d'effet.",
        ),
        "routing.people-recorded.v1": (
            "Répertoire des responsables",
            "People recorded",
            "Le répertoire entier des responsables d'un arrondissement et leurs absences.",
        ),
        "routing.work-completed.v1": (
            "Travaux terminés",
            "Work completed",
            "Le responsable déclare les travaux faits et les a validés.",
        ),
        "sla.commitment-cancelled.v1": (
            "Engagement annulé",
            "Commitment cancelled",
            "Le délai n'est plus dû : retiré, reclassé, répondu.",
        ),
        "sla.commitment-due-soon.v1": (
            "Échéance proche",
            "Commitment due soon",
            "Avertissement avant l'échéance.",
        ),
        "sla.commitment-extended.v1": (
            "Délai prolongé",
            "Commitment extended",
            "Un délai plus long, décidé avant l'échéance ; l'échéance d'origine reste dite.",
        ),
        "sla.commitment-met.v1": (
            "Engagement tenu",
            "Commitment met",
            "Tenu à l'échéance ou avant.",
        ),
        "sla.commitment-miss-withdrawn.v1": (
            "Retard levé",
            "Miss withdrawn",
            "Un retard qui ne tient pas : un fait à temps vint après, ou l'échéance a changé.",
        ),
        "sla.commitment-missed.v1": (
            "Engagement manqué",
            "Commitment missed",
            "Non tenu, d'après tout ce qui était lu à l'instant indiqué.",
        ),
        "sla.commitment-moved.v1": (
            "Échéance déplacée",
            "Commitment moved",
            "L'échéance a changé : activité, nature, grille ou calendrier.",
        ),
        "sla.commitment-resumed.v1": (
            "Délai repris",
            "Commitment resumed",
            "Le délai court de nouveau, plus long d'exactement ce que l'attente a pris.",
        ),
        "sla.commitment-started.v1": (
            "Délai commencé",
            "Commitment started",
            "Un délai promis court.",
        ),
        "sla.commitment-suspended.v1": (
            "Délai suspendu",
            "Commitment suspended",
            "Le délai attend le citoyen ; il reprend de lui-même à l'instant dit.",
        ),
        "sla.list-closed.v1": (
            "Liste fermée",
            "List closed",
            "Le technicien a fermé une liste mensuelle ; chaque requête se ferme à sa façon.",
        ),
        "sla.list-reminded.v1": (
            "Rappel d'une liste",
            "List reminded",
            "La date de réponse approche et des lignes attendent encore une réponse.",
        ),
        "sla.list-sent.v1": (
            "Liste envoyée",
            "List sent",
            "Une liste mensuelle est faite et doit être annoncée ; ses lignes ne changent plus.",
        ),
    }
)
