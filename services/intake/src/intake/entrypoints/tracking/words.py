"""What citizens and the counter say to each other, French and English; `words.py` takes it in."""

from collections.abc import Mapping

from chassis.errors import Words

from intake.entrypoints import complaint_words

# With a bearer in the line, only that citizen reads it: see `domain.asking`.
PUBLIC: Mapping[str, Words] = {
    "question-asked": (
        "Nous vous avons posé une question : {text}",
        "We asked you a question: {text}",
    ),
    "question-answered": ("Vous avez répondu : {text}", "You answered: {text}"),
    "not-resolved": (
        "Vous avez dit que ce n'est pas réglé : {text}",
        "You said that it is not resolved: {text}",
    ),
    "validated-by-citizen": (
        "Vous avez dit que tout est en ordre.",
        "You said that all is in order.",
    ),
    "commitment-started": ("Date promise : {due_at}.", "Promised date: {due_at}."),
    "commitment-moved": (
        "La date promise est maintenant : {due_at}.",
        "The promised date is now: {due_at}.",
    ),
}

STAFF: Mapping[str, Words] = {
    "question-asked": (
        "Question de {by} à la personne : {text}",
        "Question by {by} to the citizen: {text}",
    ),
    "question-answered": ("Réponse de la personne : {text}", "The citizen's answer: {text}"),
    "not-resolved": (
        "La personne dit que ce n'est pas réglé : {text}",
        "The citizen says that it is not resolved: {text}",
    ),
    "validated-by-citizen": (
        "La personne dit que le résultat lui convient",
        "The citizen says that the result is right",
    ),
    "code-recalled": (
        "Code de suivi redemandé par courriel",
        "Tracking code asked for again by e-mail",
    ),
}

REFUSALS: Mapping[str, Words] = {
    "question-is-open": (
        "Une question attend déjà sa réponse.",
        "A question is waiting for its answer already.",
    ),
    "question-not-open": (
        "Cette question n'attend plus de réponse.",
        "This question does not wait for an answer any more.",
    ),
    "question-of-another": (
        "La question est posée à la personne qui a fait la demande.",
        "The question is for whoever made the request.",
    ),
    "no-result": (
        "Il n'y a pas encore de résultat à juger.",
        "There is no result to judge yet.",
    ),
    "too-late-to-reopen": (
        "Le délai pour dire que ce n'est pas réglé est passé : faites une nouvelle demande.",
        "It is too late to say that it is not resolved: please make a new request.",
    ),
}

DONE: Mapping[str, Words] = {
    "answered": ("Merci, votre réponse est reçue.", "Thank you, we have your answer."),
    "validated": (
        "Merci de nous l'avoir dit.",
        "Thank you for telling us.",
    ),
    "reopened": (
        "Votre demande est rouverte. Nous nous en occupons.",
        "Your request is open again. We are taking care of it.",
    ),
}

LABELS: Mapping[str, Words] = {
    **complaint_words.LABELS,
    "text": ("Vos mots", "Your words"),
    "email": ("Courriel", "E-mail"),
}

MAILED: Words = (
    "Si une demande porte cette adresse, un courriel part avec le code et un lien pour l'ouvrir.",
    "If a request was made with this address, an e-mail is on its way with the code and a link.",
)
