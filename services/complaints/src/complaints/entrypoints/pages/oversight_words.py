"""The words of the general director's view of complaints: French, then English."""

from collections.abc import Mapping

from ui.language import Words

AWAITED: Mapping[str, Words] = {
    "name-investigator": (
        "Nommez qui mène l'enquête : le Service aux citoyens est visé.",
        "Name who investigates: citizen services are the target.",
    ),
    "investigate": ("Menez l'enquête à son issue.", "Lead the investigation to its outcome."),
    "decide-review": (
        "Décidez de la révision : la direction a mené l'enquête.",
        "Decide the review: the director investigated.",
    ),
    "decide-measure": ("Décidez d'une mesure.", "Decide on a measure."),
}
ENDINGS: Mapping[str, Words] = {
    "founded": ("Fondées", "Founded"),
    "partly-founded": ("Fondées en partie", "Founded in part"),
    "unfounded": ("Non fondées", "Unfounded"),
    "refused": ("Refusées", "Refused"),
    "withdrawn": ("Retirées", "Withdrawn"),
    "open": ("Ouvertes", "Open"),
}
REFUSALS: Mapping[str, Words] = {
    "ANONYME": ("Anonyme (PV-20)", "Anonymous (PV-20)"),
    "VERBALE": ("Verbale (PV-18, PV-20)", "Spoken only (PV-18, PV-20)"),
    "LITIGE_PRIVE": ("Litige privé (PV-20)", "Private dispute (PV-20)"),
    "NON_SIGNEE": (
        "Non signée ou incomplète (PV-18, PV-39)",
        "Unsigned or incomplete (PV-18, PV-39)",
    ),
    "HORS_DELAI": ("Hors délai (PV-38)", "Out of time (PV-38)"),
}
AGES: tuple[Words, ...] = (
    ("7 jours ou moins", "7 days or less"),
    ("8 à 15 jours", "8 to 15 days"),
    ("16 à 30 jours", "16 to 30 days"),
    ("31 à 60 jours", "31 to 60 days"),
    ("plus de 60 jours", "over 60 days"),
)
