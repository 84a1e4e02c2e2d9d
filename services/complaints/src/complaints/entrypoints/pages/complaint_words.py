"""The words of the pages of complaints: French, then English."""

from collections.abc import Mapping

from ui.language import Words, in_words

STAGES: Mapping[str, Words] = {
    "no-complaint": ("N'est plus une plainte", "No complaint any more"),
    "withdrawn": ("Retirée", "Withdrawn"),
    "undecided": ("Recevabilité à décider", "Admissibility to decide"),
    "invited": ("À compléter par la personne", "To be completed by the person"),
    "refused": ("Refusée", "Refused"),
    "admitted": ("Recevable", "Admissible"),
    "investigated": ("À l'enquête", "Being investigated"),
    "concluded": ("Conclue", "Concluded"),
    "in-review": ("En révision", "In review"),
}
# How a stage is coloured: the classes of the shell.
BADGES: Mapping[str, str] = {
    "withdrawn": "withdrawn",
    "no-complaint": "withdrawn",
    "undecided": "upcoming",
    "invited": "due-soon",
    "refused": "ended",
    "admitted": "new",
    "investigated": "active-work",
    "concluded": "completed",
    "in-review": "due-soon",
}
EXCEPTIONS: Mapping[str, Words] = {
    "investigation": (
        "Enquête : j'enquête sur cette plainte, ou j'en réponds",
        "Investigation: I investigate this complaint, or answer for it",
    ),
    "discipline": (
        "Discipline : je décide d'une mesure",
        "Discipline: I decide on a measure",
    ),
    "law": (
        "Loi : la loi ou une ordonnance l'exige",
        "Law: the law or an order requires it",
    ),
}
EXCEPTION_NAMES: Mapping[str, Words] = {
    "investigation": ("enquête", "investigation"),
    "discipline": ("discipline", "discipline"),
    "law": ("loi", "law"),
}
RESULTS: Mapping[str, Words] = {
    "founded": ("Fondée", "Founded"),
    "partly-founded": ("Fondée en partie", "Founded in part"),
    "unfounded": ("Non fondée", "Unfounded"),
    "withdrawn": ("Retirée", "Withdrawn"),
}
CAPACITIES: Mapping[str, Words] = {
    "targeted": ("personne visée", "targeted person"),
    "complainant": ("qui se plaint", "complainant"),
    "witness": ("témoin", "witness"),
}
LEADERS: Mapping[str, Words] = {
    "investigator": ("Enquêteur", "Investigator"),
    "director": ("Direction du Service aux citoyens", "Director of citizen services"),
    "general-director": ("Direction générale", "General director"),
}
SIGNATURES: Mapping[str, Words] = {
    "paper": ("sur papier", "on paper"),
    "typed": ("nom tapé et confirmé", "name typed and confirmed"),
    "identity": ("identité vérifiée en ligne", "signed in with an identity"),
}
GRAVITIES: Mapping[str, Words] = {
    "minor": ("Légère", "Minor"),
    "serious": ("Sérieuse", "Serious"),
    "grave": ("Grave", "Grave"),
}
CONDITIONS: Mapping[str, Words] = {
    "not-private": ("Ne relève pas d'un litige privé", "Is not a private dispute"),
    "named": ("N'est pas anonyme (PV-39)", "Is not anonymous (PV-39)"),
    "written": ("Faite par écrit (PV-18)", "Made in writing (PV-18)"),
    "signed": ("Signée (PV-18)", "Signed (PV-18)"),
    "full-contact": ("Coordonnées complètes (PV-39)", "Full contact details (PV-39)"),
    "in-time": ("Dans le délai après les faits (PV-38)", "In time after the facts (PV-38)"),
}
LETTERS: Mapping[str, Words] = {
    "admission": ("Avis de recevabilité", "Notice of admission"),
    "invitation": ("Invitation à compléter", "Invitation to complete"),
    "refusal": ("Refus motivé", "Refusal with its reasons"),
    "decision": ("Décision", "Decision"),
    "review": ("Issue de la révision", "Outcome of the review"),
    "withdrawal": ("Avis de retrait", "Notice of withdrawal"),
}
MODELS: Mapping[str, Words] = {
    "central": (
        "central : le Service aux citoyens enquête, jamais le service visé",
        "central: citizen services investigate, never the targeted department",
    ),
    "decentral": (
        "décentralisé : le service concerné enquête, jamais la personne visée",
        "decentralised: the department concerned investigates, never the targeted person",
    ),
}
# What the journal calls the steps; the words of the commands of the API.
STEPS: Mapping[str, Words] = {
    "sign": ("Signature reçue", "Signature received"),
    "supplement": ("Complément reçu", "Supplement received"),
    "decline": ("La personne ne complétera pas", "The person will not complete it"),
    "withdraw": ("Plainte retirée", "Complaint withdrawn"),
    "name-targets": ("Personnes ou services visés nommés", "Targets named"),
    "name-investigator": ("Enquêteur nommé", "Investigator named"),
    "name-people": ("Personnes à entendre nommées", "People to be heard named"),
    "record-hearing": ("Audition consignée", "Hearing recorded"),
    "add-evidence": ("Preuve versée au dossier", "Evidence added"),
    "add-finding": ("Constat consigné", "Finding recorded"),
    "conclude": ("Issue décidée", "Outcome decided"),
    "decide-measure": ("Mesure disciplinaire décidée", "Disciplinary measure decided"),
    "request-review": ("Révision demandée", "Review asked for"),
    "decide-review": ("Révision décidée", "Review decided"),
}
TABLES: Mapping[str, Mapping[str, Words]] = {
    "stages": STAGES,
    "exceptions": EXCEPTION_NAMES,
    "results": RESULTS,
    "capacities": CAPACITIES,
    "leaders": LEADERS,
    "signatures": SIGNATURES,
    "gravities": GRAVITIES,
    "conditions": CONDITIONS,
    "letters": LETTERS,
    "models": MODELS,
    "steps": STEPS,
}


def spoken(language: str) -> dict[str, dict[str, str]]:
    """All tables in one language, by name."""
    return {name: in_words(table, language) for name, table in TABLES.items()}
