"""Words about where access requests and claims stand, French and English: never what they say."""

from collections.abc import Mapping

from intake.domain.steps import Step

Words = tuple[str, str]  # French, English

STEPS: Mapping[Step, Words] = {
    Step.ACCESS_ANSWER: (
        "Le responsable de l'accès prépare la réponse écrite.",
        "The person in charge of access is preparing the written answer.",
    ),
    Step.CLAIM_REVIEW: (
        "Le greffe examine votre réclamation. L'avis écrit de la loi reste à donner par vous.",
        "The clerk's office is looking at your claim. The written notice of the law is still "
        "yours to give.",
    ),
    Step.DECISION_SENT: (
        "La décision vous est écrite, avec vos recours.",
        "The decision is written to you, with what you may do about it.",
    ),
}
PUBLIC: Mapping[str, Words] = {
    "access-request-opened": (
        "Le responsable de l'accès a ouvert votre demande.",
        "The person in charge of access has opened your request.",
    ),
    "third-parties-notified": (
        "Un tiers est consulté, comme la loi l'exige : le délai de réponse en dépend.",
        "A third party is consulted, as the law asks: the time to answer depends on it.",
    ),
    "third-parties-heard": (
        "La consultation des tiers est terminée.",
        "The consultation of third parties is over.",
    ),
    "access-request-answered": (
        "La réponse à votre demande d'accès vous est écrite.",
        "The answer to your access request is written to you.",
    ),
    "access-refusal-deemed": (
        "Le délai a pris fin sans réponse : la demande compte comme refusée. Vous pouvez en "
        "demander la révision à la Commission d'accès à l'information dans les 30 jours.",
        "The delay ended without an answer: the request counts as refused. You may ask the "
        "Commission d'accès à l'information for a review within 30 days.",
    ),
    "claim-opened": (
        "Un dossier de réclamation est ouvert au greffe.",
        "A claim file is open at the clerk's office.",
    ),
    "claim-notice-recorded": (
        "Votre avis écrit a été reçu le {received_on}.",
        "Your written notice was received on {received_on}.",
    ),
    "claim-handed-over": (
        "La réclamation est remise à qui l'évalue.",
        "The claim was handed to whoever assesses it.",
    ),
    "claim-decided": (
        "La décision sur la réclamation vous est écrite.",
        "The decision on the claim is written to you.",
    ),
    "claim-withdrawn": ("La réclamation est retirée.", "The claim was withdrawn."),
}
STAFF: Mapping[str, Words] = {
    "access-refusal-deemed": (
        "Délai d'accès échu sans réponse : refus présumé",
        "Access delay over without an answer: deemed refusal",
    ),
    "claim-notice-recorded": (
        "Avis écrit de réclamation reçu le {received_on}",
        "Written notice of claim received on {received_on}",
    ),
}
# Of a delay of the law, what whoever brought the case has to know: until when, and whose it is.
RUNNING: Mapping[str, Words] = {
    "access-answer": ("Réponse au plus tard le {at}", "Answer by {at}"),
    "third-party-observations": (
        "Le tiers consulté peut répondre jusqu'au {at}",
        "The third party may answer until {at}",
    ),
    "access-decision": ("Décision au plus tard le {at}", "Decision by {at}"),
    "claim-notice": (
        "Votre avis écrit doit être reçu au plus tard le {at}",
        "Your written notice must be received by {at}",
    ),
    "claim-action": (
        "Dernier jour pour agir en justice : {at}",
        "Last day to go to court: {at}",
    ),
}
_HEARD = ("La consultation du tiers est terminée", "The third party's time is over")
MET: Mapping[str, Words] = {
    "access-answer": ("Répondu dans le délai", "Answered in time"),
    "third-party-observations": _HEARD,
    "access-decision": ("Décidé dans le délai", "Decided in time"),
    "claim-notice": ("Avis écrit reçu", "Written notice received"),
    "claim-action": ("Délai clos", "Delay closed"),
}
MISSED: Mapping[str, Words] = {
    "access-answer": ("Le délai de réponse a pris fin le {at}", "The time to answer ended on {at}"),
    "third-party-observations": _HEARD,
    "access-decision": (
        "Le délai de décision a pris fin le {at}",
        "The time to decide ended on {at}",
    ),
    "claim-notice": (
        "Le délai de l'avis écrit a pris fin le {at}. Donnez-le quand même sans attendre, et "
        "demandez conseil.",
        "The time for the written notice ended on {at}. Give it without delay all the same, and "
        "ask for advice.",
    ),
    "claim-action": (
        "Le délai pour agir en justice a pris fin le {at}",
        "The time to go to court ended on {at}",
    ),
}
CLOCKS: Mapping[str, Mapping[str, Words]] = {"met": MET, "missed": MISSED}
"""By where the delay stands; in all other states it runs."""
