"""The words of the forms of a complaint's file: fields, shapes, what to do next; both languages."""

from collections.abc import Mapping

from chassis.errors import Words
from ui.language import said

from complaints.domain.file import Investigation
from complaints.domain.hearing import unheard
from complaints.domain.stage import Stage, stage_of
from complaints.entrypoints.pages.page_forms import A_DATE, A_STAFF_ID, AN_INSTANT

FIELDS: Mapping[str, Words] = {
    "targets": ("Personnes et services visés", "Targeted people and departments"),
    "people": ("Personnes à entendre", "People to be heard"),
    "personId": ("Matricule", "Staff id"),
    "department": ("Service", "Department"),
    "role": ("À quel titre", "In which capacity"),
    "person": ("Matricule ou nom", "Staff id or name"),
    "capacity": ("À quel titre", "In which capacity"),
    "who": ("Personne entendue", "Person heard"),
    "heldAt": ("Jour et heure de la rencontre", "Day and time of the meeting"),
    "attended": ("La personne est-elle venue ?", "Did the person come?"),
    "account": ("Compte rendu", "Account"),
    "text": ("Ce que c'est, et ce que cela établit", "What it is, and what it establishes"),
    "fileIds": ("Pièces du dossier", "Documents of the file"),
    "result": ("Issue", "Outcome"),
    "reasons": ("Motifs (ils restent au dossier)", "Reasons (they stay in the file)"),
    "foundedAgainst": ("Fondée contre", "Founded against"),
    "toldFr": ("Ce que la lettre ajoute, en français", "What the letter adds, in French"),
    "toldEn": ("Ce que la lettre ajoute, en anglais", "What the letter adds, in English"),
    "measure": ("Mesure", "Measure"),
    "gravity": ("Gravité du manquement", "Gravity of the misconduct"),
    "kind": ("Comment", "How"),
    "signer": ("Nom de qui signe", "Name of who signs"),
    "fileId": ("Papier signé, parmi les pièces", "Signed paper, among the documents"),
    "confirmed": (
        "La personne confirme que son nom vaut signature",
        "The person confirms that the name stands for a signature",
    ),
    "written": ("La plainte est maintenant par écrit", "The complaint is in writing now"),
    "fullContact": ("Les coordonnées sont complètes", "The contact details are complete"),
    "factsOn": ("Date des faits", "Date of the facts"),
    "saidBy": ("Qui l'a dit, et comment", "Who said so, and how"),
    "grounds": ("Pourquoi, dans les mots de la personne", "Why, in the person's own words"),
    "exception": ("Sous quelle exception", "Under which exception"),
    "why": ("Pourquoi", "Why"),
    "until": ("Jusqu'au (inclus)", "Until (included)"),
    "reason": ("Raison", "Reason"),
}
_ONE_AT_LEAST: Words = (
    "nommez au moins une personne ou un service",
    "name at least one person or department",
)
SHAPES: Mapping[str, Words] = {
    "personId": A_STAFF_ID,
    "heldAt": AN_INSTANT,
    "factsOn": A_DATE,
    "until": A_DATE,
    "targets": _ONE_AT_LEAST,
    **{f"targets.{number}.personId": A_STAFF_ID for number in range(60)},
}
_NEXT: Mapping[Stage, Words] = {
    Stage.UNDECIDED: (
        "La recevabilité se décidera d'elle-même avec les règles de la municipalité.",
        "Admissibility is decided by itself with the municipality's rules.",
    ),
    Stage.INVITED: (
        "On attend la personne : notez ici ce qu'elle apporte, ou qu'elle ne complétera pas.",
        "The person is awaited: record here what they bring, or that they will not.",
    ),
    Stage.REFUSED: (
        "Rien à faire, à moins que la personne n'apporte ce qui manquait.",
        "Nothing to do, unless the person brings what was missing.",
    ),
    Stage.ADMITTED: (
        "Nommez qui ou quel service est visé, puis qui mène l'enquête.",
        "Name who or which department it is about, then who investigates.",
    ),
    Stage.CONCLUDED: (
        "La lettre est partie. Une mesure peut être décidée si la plainte est fondée contre "
        "quelqu'un.",
        "The letter has left. A measure may be decided if it is founded against somebody.",
    ),
    Stage.IN_REVIEW: (
        "Quelqu'un d'autre que qui a enquêté décide de la révision.",
        "Somebody else than who investigated decides the review.",
    ),
    Stage.WITHDRAWN: ("Rien à faire : la plainte est retirée.", "Nothing to do: it is withdrawn."),
    Stage.NO_COMPLAINT: (
        "Rien à faire : ce n'est plus une plainte.",
        "Nothing to do: no complaint.",
    ),
}
_TARGETED: Words = (
    "Cible nommée : nommez maintenant qui mène l'enquête.",
    "The target is named: name now who investigates.",
)
_HEAR: Words = (
    "À entendre avant toute issue (PV-41) : {who}.",
    "To be heard before any outcome (PV-41): {who}.",
)
_FIND: Words = (
    "Chaque personne visée est entendue : consignez au moins un constat.",
    "Every targeted person is heard: record at least one finding.",
)
_CONCLUDE: Words = (
    "Tout est là pour décider de l'issue.",
    "All is there to decide the outcome.",
)


def next_step(state: Investigation, language: str) -> str:
    """What is to be done next, in a sentence."""
    stage, held = stage_of(state), state.proceedings
    if stage is Stage.ADMITTED and state.targets:
        return said(_TARGETED, language)
    if stage is not Stage.INVESTIGATED:
        return said(_NEXT[stage], language)
    if waiting := unheard(state):
        return said(_HEAR, language).format(who=", ".join(waiting))
    return said(_CONCLUDE if held.findings else _FIND, language)


def label_of(name: str, language: str) -> str:
    """Of a field of the page, `conclude.reasons` or `name-targets.targets.0.personId`."""
    return said(FIELDS[name.rpartition(".")[2]], language)
