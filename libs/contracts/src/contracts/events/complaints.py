"""What may be said in the open of a complaint: that it is there, and where it stands. No names."""

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.events.intake import CaseId, Latitude, Longitude
from contracts.registry import Event, event
from contracts.words import Admissibility, LetterKind

INVESTIGATIONS, LETTERS = "complaints-investigations", "complaints-letters"
SAFETY = "complaints-safety"
ACCESS_LETTERS, CLAIM_LETTERS = "complaints-access-letters", "complaints-claim-letters"


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


class Addressee(BaseModel):
    """Whom a letter goes to by post, who is not the person the case is of: a third party."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = Field(max_length=200, description="Nom, as it is written on the envelope")
    address: str = Field(max_length=300, description="Adresse postale, as given")


@event("complaints.letter-written.v1", topic=LETTERS)
class LetterWrittenV1(Event):
    """A letter, whole, to whoever brought the case or to the third party that it names;
    notifications sends it and keeps no copy (PV-44, PV-47)."""

    case_id: CaseId
    letter_id: str = Field(description="One letter of the file; a repeated one is sent once")
    kind: LetterKind = Field(description="What the letter is for (PV-18, PV-20)")
    subject_fr: str = Field(max_length=200, description="Objet de la lettre")
    subject_en: str = Field(max_length=200, description="Subject of the letter")
    body_fr: str = Field(max_length=8000, description="La lettre, texte brut")
    body_en: str = Field(max_length=8000, description="The letter, plain text")
    written_at: AwareDatetime = Field(description="Instant at which it was written")
    annex_fr: str = Field(
        "", max_length=16000, description="Annexe: texts of the law cited, in French"
    )
    annex_en: str = Field("", max_length=16000, description="Annex: texts of the law cited")
    addressee: Addressee | None = Field(
        None, description="Whom it goes to by post; null: whoever brought the case"
    )
    post_by_on: date | None = Field(
        None, description="Last local date on which the law lets it be posted; null: none"
    )
    law_version: str | None = Field(
        None, max_length=40, description="Version of the texts of the law that it was written from"
    )
    kept_from: tuple[str, ...] = Field(
        (), description="Staff ids of who must not open it on paper: shut out of it (PV-45)"
    )


@event("complaints.letters-closed.v1", topic=LETTERS)
class LettersClosedV1(Event):
    """Whom the complaint is about was said, or said anew; of its letters that are still to be
    posted this list is the one that holds (PV-45)."""

    case_id: CaseId
    kept_from: tuple[str, ...] = Field(
        description="Staff ids of who must not open them on paper: shut out of the complaint"
    )
    closed_at: AwareDatetime = Field(description="Instant at which it was said")


@event("complaints.access-letter-written.v1", topic=ACCESS_LETTERS)
class AccessLetterWrittenV1(LetterWrittenV1):
    """A letter about an access request, whole (PV-46..49)."""


@event("complaints.claim-letter-written.v1", topic=CLAIM_LETTERS)
class ClaimLetterWrittenV1(LetterWrittenV1):
    """A letter about a claim, whole (PV-16)."""
