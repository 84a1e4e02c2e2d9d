"""The words of notices, French and English."""

from collections.abc import Mapping

from chassis.errors import Words

NOTICE_KINDS: Mapping[str, Words] = {
    "works": ("Travaux", "Works"),
    "snow-removal": ("Déneigement", "Snow removal"),
    "closure": ("Fermeture", "Closure"),
    "water": ("Eau", "Water"),
    "event": ("Événement", "Event"),
    "other": ("Autre", "Other"),
}
STANDINGS: Mapping[str, Words] = {
    "upcoming": ("À venir", "Coming"),
    "current": ("En vigueur", "In force"),
    "ended": ("Terminé", "Ended"),
    "withdrawn": ("Retiré", "Withdrawn"),
}
REFUSALS: Mapping[str, Words] = {
    "notice-withdrawn": (
        "Cet avis est retiré : publiez-en un autre.",
        "This notice is withdrawn: publish another.",
    ),
    "notice-changed-too-often": (
        "Cet avis a été changé trop souvent : retirez-le et publiez-en un autre.",
        "This notice was changed too often: withdraw it and publish another.",
    ),
}
DONE: Mapping[str, Words] = {
    "publie": ("L'avis est publié.", "The notice is published."),
    "modifie": ("L'avis est modifié.", "The notice is changed."),
    "retire": ("L'avis est retiré.", "The notice is withdrawn."),
}
EVERYWHERE: Words = ("Partout : {name}", "Everywhere: {name}")
AROUND: Words = ("À moins de {metres} m de : {text}", "Within {metres} m of: {text}")
AROUND_POINT: Words = ("Dans un rayon de {metres} m", "Within a radius of {metres} m")
FROM_UNTIL: Words = ("Du {start} au {end}", "From {start} to {end}")
FEED: Words = ("Avis : {name}", "Notices: {name}")
NOT_TOLD: Words = (
    "cet avis n'est plus en vigueur : choisissez une autre réponse",
    "this notice is no longer in force: choose another answer",
)
UNKNOWN: Words = (
    "Cet avis n'existe pas, ou n'est pas d'un de vos guichets.",
    "This notice does not exist, or is not of one of your counters.",
)
REFERENCE: Words = ("Avis « {title} » : {url}", "Notice “{title}”: {url}")
