"""The words of the records of readings: French, then English."""

from collections.abc import Mapping

from ui.language import Words

ACTS: Mapping[str, Words] = {
    "read": ("lecture", "read"),
    "print": ("impression", "printed"),
    "export": ("exportation", "exported"),
    "refused": ("tentative refusée", "refused try"),
}
# Under the number of each.
COUNTED: Mapping[str, Words] = {
    "read": ("lectures", "reads"),
    "print": ("impressions", "prints"),
    "export": ("exportations", "exports"),
    "refused": ("tentatives refusées", "refused tries"),
}
GROUNDS: Mapping[str, Words] = {
    "director": ("direction du Service aux citoyens", "director of citizen services"),
    "investigator": ("mène l'enquête", "leads the investigation"),
    "escalation": (
        "direction générale, le Service aux citoyens étant visé",
        "general director, citizen services being the target",
    ),
    "grant": ("sur la liste d'accès", "on the access list"),
    "law": ("greffe, la loi l'exige", "clerk, the law requires it"),
}
FIELDS: Mapping[str, Words] = {
    "exception": ("Sous quelle exception", "Under which exception"),
    "person": ("Matricule", "Staff id"),
    "kind": ("Ce qui a été fait", "What was done"),
    "borough": ("Arrondissement ou ville", "Borough or town"),
    "personId": ("Matricule de l'employé", "Staff id of the employee"),
}
CHOOSE_EXCEPTION: Words = (
    "choisissez l'exception qui permet la lecture (PV-44)",
    "choose the exception that allows the reading (PV-44)",
)
EXPORT_COLUMNS = ("at", "reader", "act", "exception", "ground", "file_id")
