"""What may be said in the open of a complaint: that it is there, and where it stands. No names."""

from datetime import date

from pydantic import AwareDatetime, Field

from contracts.events.intake import CaseId
from contracts.registry import Event, event
from contracts.words import Admissibility, LetterKind

INVESTIGATIONS, LETTERS = "complaints-investigations", "complaints-letters"


@event("complaints.complaint-opened.v1", topic=INVESTIGATIONS)
class ComplaintOpenedV1(Event):
    """A file was opened at the Service aux citoyens (PV-17)."""

    case_id: CaseId
    opened_at: AwareDatetime = Field(description="Instant of opening (ouverture du dossier)")


@event("complaints.admissibility-decided.v1", topic=INVESTIGATIONS)
class AdmissibilityDecidedV1(Event):
    """Admitted, invited to write or sign, or refused with its code (PV-18..20, PV-38)."""

    case_id: CaseId
    decided_at: AwareDatetime = Field(description="Instant of the decision")
    admissibility: Admissibility = Field(description="Recevabilité (PV-18..20)")
    code: str | None = Field(
        None, description="Motif: ANONYME, VERBALE, LITIGE_PRIVE, NON_SIGNEE, HORS_DELAI"
    )
    respond_by_on: date | None = Field(None, description="Last day to write or sign, if invited")


@event("complaints.file-received.v1", topic=INVESTIGATIONS)
class FileReceivedV1(Event):
    """A file of a complaint is here, whole: whoever handed it over may drop its bytes (PV-45)."""

    case_id: CaseId
    file_id: str = Field(description="Pièce: its id in the hand-over; says nothing of what it is")
    received_at: AwareDatetime = Field(description="Instant at which the whole file was here")


@event("complaints.letter-written.v1", topic=LETTERS)
class LetterWrittenV1(Event):
    """A letter to whoever complained, whole; notifications sends it and keeps no copy (PV-44)."""

    case_id: CaseId
    letter_id: str = Field(description="One letter of the file; a repeated one is sent once")
    kind: LetterKind = Field(description="What the letter is for (PV-18, PV-20)")
    subject_fr: str = Field(max_length=200, description="Objet de la lettre")
    subject_en: str = Field(max_length=200, description="Subject of the letter")
    body_fr: str = Field(max_length=8000, description="La lettre, texte brut")
    body_en: str = Field(max_length=8000, description="The letter, plain text")
    written_at: AwareDatetime = Field(description="Instant at which it was written")
