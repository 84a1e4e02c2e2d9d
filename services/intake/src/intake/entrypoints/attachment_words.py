"""The words of photos and documents, French and English; `words.py` takes them in."""

from collections.abc import Mapping

from chassis.errors import Words

KINDS: Mapping[str, Words] = {
    "photo": ("photo", "photo"),
    "document": ("document", "document"),
    "result": ("photo du travail fait", "photo of the work done"),
}

PUBLIC: Mapping[str, Words] = {
    "attached-public": (
        "Une photo a été ajoutée à votre dossier.",
        "A photo was added to your case.",
    ),
}

STAFF: Mapping[str, Words] = {
    "attached": (
        "Pièce ajoutée par {by} : {attachment_kind}",
        "File added by {by}: {attachment_kind}",
    ),
    "attached-public": (
        "Pièce ajoutée par {by}, montrée au citoyen : {attachment_kind}",
        "File added by {by}, shown to the citizen: {attachment_kind}",
    ),
    "detached": (
        "Pièce retirée par {by} : {attachment_kind}",
        "File removed by {by}: {attachment_kind}",
    ),
    "file-handed-over": (
        "Pièce remise au Service aux citoyens, retirée d'ici : {attachment_kind}",
        "File handed over to citizen services, removed from here: {attachment_kind}",
    ),
}

REFUSALS: Mapping[str, Words] = {
    "attachments-of-complaint": (
        "Les pièces d'une plainte vont à son dossier, au Service aux citoyens.",
        "The files of a complaint go to its own file, at citizen services.",
    ),
    "too-many-attachments": (
        "Ce dossier a déjà 10 pièces.",
        "This case has 10 files already.",
    ),
}
