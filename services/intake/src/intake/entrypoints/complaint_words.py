"""Words about where a complaint stands, French and English: never what it says (PV-45)."""

from collections.abc import Mapping

from intake.domain.steps import Step

Words = tuple[str, str]  # French, English

STEPS: Mapping[Step, Words] = {
    Step.COMPLAINT_REVIEW: (
        "Le Service aux citoyens examine si la plainte peut être traitée.",
        "Citizen services is checking whether the complaint can be handled.",
    ),
    Step.COMPLAINT_SIGNATURE: (
        "Il manque quelque chose à la plainte, comme une signature : elle se complète en ligne "
        "avec le code de suivi, ou au guichet.",
        "Something is missing in the complaint, such as a signature: it can be completed online "
        "with the tracking code, or at the counter.",
    ),
    Step.COMPLAINT_INVESTIGATION: (
        "Le Service aux citoyens fait enquête.",
        "Citizen services is investigating.",
    ),
    Step.COMPLAINT_CLOSING: (
        "L'enquête est terminée ; la décision vous est écrite.",
        "The investigation is over; the decision is written to you.",
    ),
}
PUBLIC: Mapping[str, Words] = {
    "complaint-completed": (
        "La plainte a été complétée.",
        "The complaint was completed.",
    ),
    "complaint-opened": (
        "Un dossier de plainte est ouvert au Service aux citoyens.",
        "A complaint file is open at citizen services.",
    ),
    "admissibility-decided": (
        "La recevabilité de la plainte a été examinée.",
        "Whether the complaint can be handled was examined.",
    ),
    "investigation-started": (
        "Une enquête sur la plainte a commencé.",
        "An investigation of the complaint has begun.",
    ),
    "investigation-concluded": (
        "L'enquête sur la plainte est terminée.",
        "The investigation of the complaint is over.",
    ),
}
STAFF: Mapping[str, Words] = {
    "complaint-completed": (
        "Plainte complétée par {by}, et transmise au Service aux citoyens",
        "Complaint completed by {by}, and handed over to citizen services",
    ),
}
REFUSALS: Mapping[str, Words] = {
    "not-complaint": ("Ce dossier n'est pas une plainte.", "This case is not a complaint."),
    "complaint-concluded": (
        "L'enquête est terminée : rien ne s'ajoute plus à cette plainte.",
        "The investigation is over: nothing is added to this complaint any more.",
    ),
    "complaint-anonymous": (
        "Cette plainte est sans nom : présentez-la de nouveau avec le vôtre.",
        "This complaint bears no name: file it again with yours.",
    ),
    "complaint-of-another": (
        "La personne qui a porté plainte est seule à pouvoir la compléter.",
        "Whoever complained is the only one who can complete it.",
    ),
    "signed-already": (
        "Cette plainte est déjà signée : une signature suffit, et rien n'a changé.",
        "This complaint is signed already: one signature is enough, and nothing has changed.",
    ),
    "nothing-completed": (
        "Il n'y a rien de nouveau : signez, ou remplissez un des champs.",
        "There is nothing new: sign, or fill in one of the fields.",
    ),
}
DONE: Words = (
    "Merci. C'est transmis au Service aux citoyens, qui examine de nouveau votre plainte.",
    "Thank you. It went to citizen services, which examines your complaint anew.",
)
LABELS: Mapping[str, Words] = {
    "description": ("Votre plainte, par écrit", "Your complaint, in writing"),
    "signing": ("Votre signature", "Your signature"),
    "signer": ("Prénom et nom", "First and last name"),
    "confirmed": ("Confirmation de la signature", "Confirmation of the signature"),
    "scan": ("Plainte signée, numérisée", "Signed complaint, scanned"),
    "factsOn": ("Date des faits", "Date of the facts"),
    "contact.name": ("Nom", "Name"),
    "contact.email": ("Courriel", "E-mail"),
    "contact.phone": ("Téléphone", "Phone"),
    "contact.address": ("Adresse postale", "Postal address"),
}
# Why a complaint is not handled (PV-20), and what can still be done; said to whoever has the code,
# for an anonymous complaint gets no letter.
_OMBUDSMAN = (
    "L'ombudsman peut aussi être saisi, dans l'année des faits.",
    "The ombudsman may be asked too, within a year of the facts.",
)
REFUSED: Mapping[str, Words] = {
    "ANONYME": (
        "Une plainte sans nom ni coordonnées ne peut pas donner lieu à une enquête. Vous pouvez la "
        f"présenter de nouveau avec les vôtres. {_OMBUDSMAN[0]}",
        "A complaint without a name and contact details cannot be investigated. You may file it "
        f"again with yours. {_OMBUDSMAN[1]}",
    ),
    "VERBALE": (
        "La plainte n'a pas été mise par écrit dans le délai. Vous pouvez encore en présenter une, "
        f"écrite et signée. {_OMBUDSMAN[0]}",
        "The complaint was not put in writing in time. You may still file one, in writing and "
        f"signed. {_OMBUDSMAN[1]}",
    ),
    "NON_SIGNEE": (
        "La plainte n'a pas été signée dans le délai. Vous pouvez encore en présenter une, signée. "
        f"{_OMBUDSMAN[0]}",
        f"The complaint was not signed in time. You may still file one, signed. {_OMBUDSMAN[1]}",
    ),
    "HORS_DELAI": (
        "La plainte est arrivée après le délai, ou la date des faits n'a pas été donnée. Si la "
        f"situation dure, présentez une plainte sur les faits récents. {_OMBUDSMAN[0]}",
        "The complaint came after the time limit, or the date of the facts was not given. If it "
        f"goes on, file a complaint about recent facts. {_OMBUDSMAN[1]}",
    ),
    "LITIGE_PRIVE": (
        "La plainte porte sur un différend entre particuliers, que la Ville ne peut pas trancher. "
        "Une médiation, un conseil juridique ou la Cour du Québec peuvent vous aider.",
        "The complaint is about a dispute between private persons, which the City cannot settle. "
        "Mediation, legal advice or the Court of Québec can help you.",
    ),
}
