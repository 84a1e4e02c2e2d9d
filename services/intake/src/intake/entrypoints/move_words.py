"""Words of the timeline for what people do with a case: taken in charge, given to an authority."""

from collections.abc import Mapping

Words = tuple[str, str]  # French, English

PUBLIC: Mapping[str, Words] = {
    "accepted": (
        "Le service a pris votre demande en charge.",
        "The department has taken your request in charge.",
    ),
    "given-to-authority": (
        "Remise à une autre autorité : {authority_fr}, le {on} (dossier {file_number}).",
        "Given to another authority: {authority_en}, on {on} (file {file_number}).",
    ),
}

STAFF: Mapping[str, Words] = {
    "accepted": ("Pris en charge par le service", "Taken in charge by the department"),
    "given-to-authority": (
        "Remis à {authority_fr} le {on} (dossier {file_number})",
        "Given to {authority_en} on {on} (file {file_number})",
    ),
}
