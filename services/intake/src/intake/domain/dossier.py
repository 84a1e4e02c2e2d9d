"""The parts of a dossier: plain frozen values; what may happen to them is said in `case.py`."""

from datetime import date, datetime
from enum import StrEnum

from contracts.words import (
    Admissibility,
    Channel,
    CommitmentKind,
    DamageKind,
    Kind,
    Language,
    RecipientKind,
    SignatureKind,
    UnroutedOutcome,
)
from pydantic import BaseModel, ConfigDict


class Status(StrEnum):
    """Where a case stands; derived from its facts, stored nowhere but in the index."""

    AWAITED = "awaited"  # another stream spoke first; the registration has not come yet
    REJECTED = "rejected"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    COMPLETED = "completed"
    CLOSED = "closed"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Status.REGISTERED, Status.ASSIGNED})


class Origin(StrEnum):
    """Who noticed (MH-04): elected officials and staff are ways in like any other."""

    CITIZEN = "citizen"
    EMPLOYEE = "employee"
    ELECTED = "elected"
    INTERNAL = "internal"  # a work order of the City's own


class Part(BaseModel):
    """A frozen value inside the stored state; a newer writer may have added fields."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Line(Part):
    """One line of the timeline (MH-11): appended, never changed. No personal data of others."""

    at: datetime
    service: str
    what: str
    params: dict[str, str] = {}


class Place(Part):
    """Where: a point (WGS84), an address, or both."""

    longitude: float | None = None
    latitude: float | None = None
    address: str | None = None
    located_by: str | None = None  # what found the point of an address; None: it was given
    unlocated: bool = False  # the address could not be placed: a person is asked, never guessed


class Contact(Part):
    """Whom to answer."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None  # where the person lives (PV-37)
    by_post: bool = False  # asked to have the letters by post (PV-47)

    @property
    def is_full(self) -> bool:
        """True when a complaint may rest on it (PV-39)."""
        return bool(self.name and (self.email or self.phone))


class Requester(Part):
    """A citizen who joined a case that was there, told of it like the first one."""

    requester_id: str
    channel: Channel
    joined_at: datetime
    language: Language = Language.FRENCH
    contact: Contact | None = None
    tracking_hash: str
    entered_by: str | None = None


class Note(Part):
    """What staff wrote down (MH-11, PV-55, PV-56); kept apart from the journal, which names it."""

    note_id: str
    text: str
    is_public: bool
    by: str
    acted_at: datetime
    entered_at: datetime


class ClaimNotice(Part):
    """The legal notice of a claim, as it was told (REQUIREMENTS §2): the case is no such notice."""

    days: int
    to_fr: str
    to_en: str
    given_at: datetime


class Closing(Part):
    """The explicit validation that closed a case (PV-57)."""

    closed_at: datetime
    by: str
    without_work: bool = False


class Photo(Part):
    """A photo that lies elsewhere, at a URL or at the pilot's; never fetched."""

    url: str | None = None
    media_id: str | None = None
    content_type: str
    size_bytes: int


class ComplaintForm(Part):
    """How a complaint was brought (PV-18..20, PV-38); its content is not kept here."""

    written: bool
    signed: bool = False
    anonymous: bool = False
    private_litigation: bool = False
    danger: bool = False
    facts_on: date | None = None
    signed_by: SignatureKind | None = None


class ClaimContent(Part):
    """What a claim says beside place and words (PV-16); None: whoever claims does not know."""

    happened_on: date | None = None
    damages: tuple[DamageKind, ...] = ()
    amount_cents: int | None = None


class AccessContent(Part):
    """What an access request says beside its words."""

    own_data: bool = False
    """About whoever asks (A-2.1 art. 83): the same delays, other rights."""


class Brought(Part):
    """What somebody brought to the counter, checked, by whichever channel (PV-01).

    No field weighs one citizen against another (PV-08).
    """

    borough: str
    kind: Kind
    activity: str
    channel: Channel
    origin: Origin
    entered_by: str | None = None
    received_at: datetime
    language: Language = Language.FRENCH
    original_on: date | None = None
    source: str | None = None
    external_id: str | None = None
    description: str
    place: Place | None = None
    contact: Contact | None = None
    answer_reference: str | None = None
    complaint: ComplaintForm | None = None
    claim: ClaimContent | None = None
    access: AccessContent | None = None
    photo: Photo | None = None
    is_of_grid: bool = False  # a grid knows the activity: it may be said in the open
    fingerprint: str = ""  # of the content, where its sender may send it again
    notice: ClaimNotice | None = None
    acknowledged: bool = True
    claims_are_requests: bool = False
    verified_on: date | None = None  # when the answer was last checked (PV-07)


class Registration(Part):
    """What the counter keeps. A complaint keeps neither words nor place here (PV-44, PV-45)."""

    kind: Kind
    activity: str
    channel: Channel
    origin: Origin
    entered_by: str | None
    received_at: datetime
    language: Language
    original_on: date | None
    source: str | None
    external_id: str | None
    description: str | None
    place: Place | None
    contact: Contact | None
    complaint: ComplaintForm | None
    details_version: int
    contacts_version: int
    handover_version: int
    tracking_hash: str
    photo: Photo | None = None
    claim: ClaimContent | None = None
    access: AccessContent | None = None
    is_of_grid: bool = False
    fingerprint: str = ""
    acknowledged: bool = True
    """False: a question or comment that this counter does not follow up (C-12)."""
    claims_are_requests: bool = False
    """As its counter counted when the case came in (C-11)."""

    @property
    def counted_as(self) -> Kind:
        """The kind that it counts among at its counter: a claim may be a request there (C-11)."""
        is_request = self.kind is Kind.CLAIM and self.claims_are_requests
        return Kind.REQUEST if is_request else self.kind

    @property
    def open_activity(self) -> str:
        """The activity as everybody may read it: a word of a grid, or nothing."""
        return self.activity if self.is_of_grid else ""


class Fault(Part):
    """A field that could not be taken, and the code of the reason; never its value."""

    field: str
    code: str


class Assignment(Part):
    """Who has the case, and why."""

    responsible_borough: str
    department: str
    department_name_fr: str
    department_name_en: str
    reception: str
    execution: str | None
    activity: str
    grid_version: int
    rule: str
    reason_fr: str
    reason_en: str
    decided_at: datetime


class Unrouted(Part):
    """Why nobody has it."""

    outcome: UnroutedOutcome
    reason_fr: str
    reason_en: str
    decided_at: datetime


class Work(Part):
    """Work that a department says is done (PV-52..57)."""

    done_on: date
    completed_at: datetime
    intervention_code: str


class Answer(Part):
    """A document or resource that answered the case (PV-06, PV-15)."""

    reference: str
    answered_at: datetime
    verified_on: date | None = None


class Commitment(Part):
    """A promise, as `sla` last said it stands."""

    commitment_id: str
    kind: CommitmentKind
    due_at: datetime
    standing: str  # running, due-soon, met, missed, cancelled
    demonstration: bool = False
    explanation_fr: str = ""
    explanation_en: str = ""


class Complaint(Part):
    """Where a complaint stands: all that the counter may know of it (PV-45)."""

    opened_at: datetime | None = None
    admissibility: Admissibility | None = None
    code: str | None = None
    respond_by_on: date | None = None
    concluded_at: datetime | None = None


class LegalFile(Part):
    """Where an access request or a claim stands: all that the counter knows (PV-16, PV-46).

    A field for each topic and fact, or the order of their arrival would show.
    """

    answered_at: datetime | None = None  # the access request, last
    decided_at: datetime | None = None  # the claim
    taken_back_at: datetime | None = None  # the claim, at the clerk's office


class Delivery(Part):
    """A message, as `notifications` last said it stands; to whom by kind only."""

    delivery_id: str
    template: str
    channel: str
    recipient: RecipientKind
    standing: str  # accepted, handed-over, failed, uncertain
    at: datetime
