"""What intake says of a case: it alone changes the case's state."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from contracts.registry import Event, event
from contracts.words import Channel, Kind, Language

CaseId = Annotated[str, Field(description="The case (dossier), a UUID", examples=["5f0c…"])]
Version = Annotated[int, Field(ge=0, description="Version the reader must wait for; 0: none comes")]
Longitude = Annotated[float, Field(ge=-180, le=180, description="Degrees, WGS84")]
Latitude = Annotated[float, Field(ge=-90, le=90, description="Degrees, WGS84")]

CASES, DETAILS, CONTACTS = "intake-cases", "intake-details", "intake-contacts"
HANDOVER = "complaints-handover"


@event("intake.case-registered.v1", topic=CASES)
class CaseRegisteredV1(Event):
    """A case was opened at a counter (accueillir; PV-01, PV-13)."""

    case_id: CaseId
    kind: Kind = Field(description="Nature du dossier (PV-13)")
    activity: str = Field(max_length=120, description="Activité: word of a grid, never free text")
    channel: Channel = Field(description="Provenance")
    received_at: AwareDatetime = Field(description="Instant of first receipt; never changes")
    details_version: Version = Field(description="Version of intake-details to wait for (place)")
    contacts_version: Version = Field(description="Version of intake-contacts; 0: nobody to tell")
    language: Language = Language.FRENCH
    original_on: date | None = Field(None, description="Date in the source, where it was imported")


@event("intake.case-answered.v1", topic=CASES)
class CaseAnsweredV1(Event):
    """Information given at first contact: opened and closed in one write, no clock (PV-15)."""

    case_id: CaseId
    answered_at: AwareDatetime
    reference: str = Field(max_length=300, description="Document or resource given (PV-06)")


@event("intake.case-reclassified.v1", topic=CASES)
class CaseReclassifiedV1(Event):
    """The technician changed the kind or the activity; first receipt stands (PV-13)."""

    case_id: CaseId
    kind: Kind
    activity: str = Field(max_length=120)
    reclassified_at: AwareDatetime


@event("intake.case-completed.v1", topic=CASES)
class CaseCompletedV1(Event):
    """Intake applied a department's `work-completed` (résoudre; PV-52..54)."""

    case_id: CaseId
    done_on: date = Field(description="Local date on which the work was done")
    completed_at: AwareDatetime


@event("intake.completion-refused.v1", topic=CASES)
class CompletionRefusedV1(Event):
    """Intake could not apply a `work-completed`; the case is as it was."""

    case_id: CaseId
    reason: str = Field(description="Code: withdrawn, already-completed, answered")


@event("intake.case-withdrawn.v1", topic=CASES)
class CaseWithdrawnV1(Event):
    """The citizen took the case back."""

    case_id: CaseId
    withdrawn_at: AwareDatetime


@event("intake.case-details-recorded.v1", topic=DETAILS)
class CaseDetailsRecordedV1(Event):
    """Exact place and the citizen's own words. Restricted: read by routing."""

    case_id: CaseId
    version: int = Field(ge=1)
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    address: str | None = Field(None, max_length=300)
    description: str | None = Field(None, max_length=4000)


@event("intake.case-contacts-recorded.v1", topic=CONTACTS)
class CaseContactsRecordedV1(Event):
    """The whole set of contacts of a case and its tracking code. Restricted, compacted."""

    case_id: CaseId
    version: int = Field(ge=1)
    language: Language = Language.FRENCH
    name: str | None = Field(None, max_length=200)
    email: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=40)
    tracking_code: str = Field(description="A credential: opens the citizen's page")


@event("intake.complaint-handed-over.v1", topic=HANDOVER)
class ComplaintHandedOverV1(Event):
    """Content of a complaint, for complaints alone (PV-17, PV-44). Confidential."""

    case_id: CaseId
    version: int = Field(ge=1)
    received_at: AwareDatetime
    written: bool = Field(description="Formulée par écrit (PV-18)")
    signed: bool = Field(description="Signée (PV-18)")
    anonymous: bool = False
    full_contact: bool = Field(description="Coordonnées complètes (PV-39)")
    private_litigation: bool = Field(False, description="Litige privé (PV-20)")
    danger: bool = Field(False, description="Met en péril biens ou personnes (PV-19)")
    facts_on: date | None = Field(None, description="Local date of the facts (PV-38)")
    statement: str | None = Field(None, max_length=4000)
