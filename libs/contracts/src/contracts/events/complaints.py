"""What may be said in the open of a complaint: that it is there, and where it stands. No names."""

from datetime import date

from pydantic import AwareDatetime, Field

from contracts.events.intake import CaseId, Latitude, Longitude
from contracts.registry import Event, event
from contracts.words import Admissibility, LetterKind

INVESTIGATIONS, LETTERS = "complaints-investigations", "complaints-letters"
SAFETY = "complaints-safety"


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


@event("complaints.investigation-started.v1", topic=INVESTIGATIONS)
class InvestigationStartedV1(Event):
    """An investigation began; never by whom, or about what (PV-40, PV-44)."""

    case_id: CaseId
    started_at: AwareDatetime = Field(description="Instant at which an investigator was named")


@event("complaints.investigation-concluded.v1", topic=INVESTIGATIONS)
class InvestigationConcludedV1(Event):
    """An investigation is over, or the complaint taken back; never with what outcome (PV-44)."""

    case_id: CaseId
    concluded_at: AwareDatetime = Field(description="Instant of the conclusion")


@event("complaints.safety-request-asked.v1", topic=SAFETY)
class SafetyRequestAskedV1(Event):
    """A complaint reports a danger: intake opens a request beside it (C-08). Names nobody."""

    case_id: CaseId
    asked_at: AwareDatetime = Field(description="Instant at which the danger was known here")
    activity: str = Field(
        "", max_length=120, description="Activité: word of a grid, never free text; empty: none"
    )
    longitude: Longitude | None = Field(None, description="Degrees east, WGS84")
    latitude: Latitude | None = Field(None, description="Degrees north, WGS84")
    address: str | None = Field(None, max_length=300, description="Adresse of the danger")


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
