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
        "Il manque votre plainte écrite et signée : faites-la parvenir au guichet.",
        "Your complaint is still needed in writing and signed: send it to the counter.",
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
