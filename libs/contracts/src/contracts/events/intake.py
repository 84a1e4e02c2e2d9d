"""What intake says of a case: it alone changes the case's state."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.registry import Event, event
from contracts.words import Channel, DamageKind, Kind, Language, SignatureKind

CaseId = Annotated[str, Field(description="The case (dossier), a UUID")]
VersionHere = Annotated[int, Field(ge=1, description="Counts from 1 per case; the highest holds")]
Version = Annotated[int, Field(ge=0, description="Version the reader must wait for; 0: none comes")]
Longitude = Annotated[float, Field(ge=-180, le=180, description="Degrees, WGS84")]
Latitude = Annotated[float, Field(ge=-90, le=90, description="Degrees, WGS84")]

CASES, DETAILS, CONTACTS = "intake-cases", "intake-details", "intake-contacts"
HANDOVER, FILES = "complaints-handover", "complaints-files"
SAFETY_OPENED = "intake-safety"
PIECE_BYTES = 512 * 1024
"""Largest piece of a file: in base64, and sealed, it stays under the largest value of a topic."""


class PhotoReference(BaseModel):
    """A photo that lies elsewhere; it is named here and never fetched."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: str | None = Field(None, max_length=500, description="Its address, https only")
    media_id: str | None = Field(None, max_length=200, description="Or its id at whoever took it")
    content_type: str = Field(description="image/jpeg, image/png, image/webp, image/heic")
    size_bytes: int = Field(ge=1, le=20_971_520, description="Size in bytes, 20 MiB at most")


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
    language: Language = Field(Language.FRENCH, description="Langue of the answers to the citizen")
    original_on: date | None = Field(None, description="Date in the source, where it was imported")
    acknowledged: bool = Field(
        True, description="False: a question or comment that its counter does not follow up (C-12)"
    )


@event("intake.case-answered.v1", topic=CASES)
class CaseAnsweredV1(Event):
    """Information given at first contact: opened and closed in one write, no clock (PV-15)."""

    case_id: CaseId
    answered_at: AwareDatetime = Field(description="Instant of the answer, and of the closing")
    reference: str = Field(max_length=300, description="Document or resource given (PV-06)")


@event("intake.case-reclassified.v1", topic=CASES)
class CaseReclassifiedV1(Event):
    """The technician changed the kind or the activity; first receipt stands (PV-13)."""

    case_id: CaseId
    kind: Kind = Field(description="Nature du dossier from now on (PV-13)")
    activity: str = Field(max_length=120, description="Activité from now on; never free text")
    reclassified_at: AwareDatetime = Field(description="Instant of the change")


@event("intake.case-completed.v1", topic=CASES)
class CaseCompletedV1(Event):
    """Intake applied a department's `work-completed` (résoudre; PV-52..54)."""

    case_id: CaseId
    done_on: date = Field(description="Local date on which the work was done")
    completed_at: AwareDatetime = Field(description="Instant of the validation (PV-57)")


@event("intake.completion-refused.v1", topic=CASES)
class CompletionRefusedV1(Event):
    """Intake could not apply a `work-completed`; the case is as it was."""

    case_id: CaseId
    reason: str = Field(description="Code: withdrawn, already-completed, answered")


@event("intake.case-withdrawn.v1", topic=CASES)
class CaseWithdrawnV1(Event):
    """The citizen took the case back."""

    case_id: CaseId
    withdrawn_at: AwareDatetime = Field(description="Instant of the withdrawal (désistement)")


@event("intake.case-closed.v1", topic=CASES)
class CaseClosedV1(Event):
    """The counter closed a case (valider; PV-28, PV-57): completed is not closed (C-05)."""

    case_id: CaseId
    closed_at: AwareDatetime = Field(description="Instant of the explicit validation (PV-57)")
    without_work: bool = Field(False, description="True: closed without any work having been done")


@event("intake.case-reopened.v1", topic=CASES)
class CaseReopenedV1(Event):
    """A case that had ended is open again; first receipt stands."""

    case_id: CaseId
    reopened_at: AwareDatetime = Field(description="Instant of the reopening")
    reason: str = Field(description="Code: not-resolved, reappeared, mistake, new-information")


@event("intake.requester-joined.v1", topic=CASES)
class RequesterJoinedV1(Event):
    """Another citizen asked for the same and joined the case: no second one was opened."""

    case_id: CaseId
    joined_at: AwareDatetime = Field(description="Instant of the joining")
    channel: Channel = Field(description="Provenance of whoever joined")
    requesters: int = Field(ge=2, description="How many ask for it now, the first one included")
    contacts_version: Version = Field(description="Version of intake-contacts that names them all")


@event("intake.claim-notice-given.v1", topic=CASES)
class ClaimNoticeGivenV1(Event):
    """The citizen was told of the legal notice of a claim, and that a case is no such notice."""

    case_id: CaseId
    given_at: AwareDatetime = Field(description="Instant at which it was shown or read out")
    days: int = Field(ge=1, description="Days in which the written notice must be received")
    contacts_version: Version = Field(description="Version of intake-contacts; 0: nobody to mail")
    to_fr: str = Field("", description="À qui l'avis est donné")
    to_en: str = Field("", description="To whom the notice is given")
    requester_id: str | None = Field(
        None, description="Who joined later and was told; null: all who asked for it by then"
    )


@event("intake.question-asked.v1", topic=CASES)
class QuestionAskedV1(Event):
    """Staff asked whoever brought the case something; the words stay at the counter (PV-03)."""

    case_id: CaseId
    question_id: str = Field(description="The question, a UUID; says nothing of its words")
    asked_at: AwareDatetime = Field(
        description="Instant of the question; a clock stops only where the grid says so"
    )
    contacts_version: Version = Field(description="Version of intake-contacts; 0: nobody to mail")


@event("intake.question-answered.v1", topic=CASES)
class QuestionAnsweredV1(Event):
    """Whoever brought the case answered; the words stay at the counter."""

    case_id: CaseId
    question_id: str = Field(description="The question that was answered")
    answered_at: AwareDatetime = Field(description="Instant of the answer")


@event("intake.result-validated.v1", topic=CASES)
class ResultValidatedV1(Event):
    """A citizen said that the result is right (valider; PR-06); it closes nothing (C-05)."""

    case_id: CaseId
    validated_at: AwareDatetime = Field(description="Instant at which it was said")


class ClaimDetails(BaseModel):
    """What a claim says beside place and words (PV-16); null: not known to whoever claims."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    happened_on: date | None = Field(None, description="Local date of the facts; null: not known")
    damages: list[DamageKind] = Field([], description="Nature du dommage, each one once (PV-16)")
    amount_cents: int | None = Field(
        None, ge=0, description="Montant claimed, in cents; null: not known"
    )


class AccessDetails(BaseModel):
    """What an access request says beside its words."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    own_data: bool = Field(False, description="True: personal data of whoever asks (A-2.1 art. 83)")


@event("intake.case-details-recorded.v1", topic=DETAILS)
class CaseDetailsRecordedV1(Event):
    """Exact place and the citizen's own words. Restricted: read by routing and complaints."""

    case_id: CaseId
    version: VersionHere
    longitude: Longitude | None = Field(None, description="Degrees east, WGS84")
    latitude: Latitude | None = Field(None, description="Degrees north, WGS84")
    address: str | None = Field(None, max_length=300, description="Adresse, as given (PV-37)")
    description: str | None = Field(
        None, max_length=4000, description="Exposé des faits, in the citizen's words (PV-37)"
    )
    photo: PhotoReference | None = Field(None, description="Photo, where one was named")
    activity: str | None = Field(
        None,
        max_length=120,
        description="Activité as typed, where no grid knows the word: the open event leaves it out",
    )
    claim: ClaimDetails | None = Field(None, description="Réclamation; null: not a claim")
    access: AccessDetails | None = Field(
        None, description="Demande d'accès; null: not an access request"
    )


class JoinedRequester(BaseModel):
    """A citizen who joined a case that was there; told of it like the first one."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    requester_id: str = Field(description="Stable within the case; says nothing of the person")
    language: Language = Field(Language.FRENCH, description="Langue of the answers")
    name: str | None = Field(None, max_length=200, description="Nom (PV-37)")
    email: str | None = Field(None, max_length=254, description="Courriel")
    phone: str | None = Field(None, max_length=40, description="Téléphone, as given")
    tracking_code: str = Field(description="A credential of their own: opens the citizen's page")
    code_asked_at: AwareDatetime | None = Field(
        None, description="When its bearer last asked for the code by mail; None: never"
    )


@event("intake.case-contacts-recorded.v1", topic=CONTACTS)
class CaseContactsRecordedV1(Event):
    """The whole set of contacts of a case and its tracking code. Restricted, compacted."""

    case_id: CaseId
    version: VersionHere
    language: Language = Field(Language.FRENCH, description="Langue of the answers to the citizen")
    name: str | None = Field(None, max_length=200, description="Nom of whoever asked (PV-37)")
    email: str | None = Field(None, max_length=254, description="Courriel")
    phone: str | None = Field(None, max_length=40, description="Téléphone, as given")
    tracking_code: str = Field(description="A credential: opens the citizen's page")
    joined: list[JoinedRequester] = Field([], description="Who joined since, in their order")
    code_asked_at: AwareDatetime | None = Field(
        None, description="When its bearer last asked for the code by mail; None: never"
    )
    postal_address: str | None = Field(
        None, max_length=300, description="Adresse postale, where letters may go by post (PV-47)"
    )
    by_post: bool = Field(False, description="True: asked to have the letters by post (PV-47)")


class HandedOverFile(BaseModel):
    """A photo or document of the complaint; its bytes come in pieces on another topic."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    file_id: str = Field(description="Pièce: stable, a UUID; names its pieces too")
    name: str = Field(max_length=100, description="Nom de la pièce, as shown: no path")
    media_type: str = Field(description="image/jpeg, image/png, image/webp, application/pdf")
    size_bytes: int = Field(ge=1, description="Size of the whole file, in bytes")
    digest: str = Field(description="SHA-256 of the whole file, hex")
    pieces: int = Field(ge=1, description="How many pieces it comes in")
    added_at: AwareDatetime = Field(description="Instant at which it was added to the case")


class HandedOverSignature(BaseModel):
    """A signature that comes with a complaint, or after it (PV-18)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: SignatureKind = Field(description="Comment signée: paper, typed and confirmed, identity")
    signer: str | None = Field(None, max_length=200, description="Nom of whoever signs; null: none")
    file_id: str | None = Field(None, description="Papier signé: its scan among `files`")


@event("intake.complaint-handed-over.v1", topic=HANDOVER)
class ComplaintHandedOverV1(Event):
    """Content of a complaint, for complaints alone (PV-17, PV-44). Confidential."""

    case_id: CaseId
    version: VersionHere
    adds: bool = Field(False, description="True: comes after what was handed over, and adds to it")
    received_at: AwareDatetime = Field(description="Instant of first receipt")
    written: bool = Field(description="Formulée par écrit (PV-18)")
    signed: bool = Field(description="Signée (PV-18)")
    anonymous: bool = Field(False, description="Plainte anonyme (PV-20)")
    full_contact: bool = Field(description="Coordonnées complètes (PV-39)")
    private_litigation: bool = Field(False, description="Litige privé (PV-20)")
    danger: bool = Field(False, description="Met en péril biens ou personnes (PV-19)")
    facts_on: date | None = Field(None, description="Local date of the facts (PV-38)")
    statement: str | None = Field(None, max_length=4000, description="Exposé des faits (PV-37)")
    files: list[HandedOverFile] = Field([], description="Pièces: photos and documents that follow")
    signed_by: SignatureKind | None = Field(None, description="Comment signée; null: not said")
    activity: str = Field(
        "", max_length=120, description="Activité of a danger: word of a grid; empty: none (C-08)"
    )
    longitude: Longitude | None = Field(None, description="Where a danger is: degrees east, WGS84")
    latitude: Latitude | None = Field(None, description="Where a danger is: degrees north, WGS84")
    address: str | None = Field(None, max_length=300, description="Adresse of a danger (C-08)")
    signature: HandedOverSignature | None = Field(
        None, description="Signature that comes with it; null: none that is told here"
    )
    completed_at: AwareDatetime | None = Field(
        None,
        description="Instant at which whoever complained completed it: signature, contact, date "
        "and writing count from then (PV-18); null: nothing is decided by what is added",
    )


@event("intake.file-piece-handed-over.v1", topic=FILES)
class FilePieceHandedOverV1(Event):
    """A piece of a complaint's file, for complaints alone (PV-44, PV-45). Confidential."""

    case_id: CaseId
    file_id: str = Field(description="Pièce it belongs to, as named in the hand-over")
    number: int = Field(ge=0, description="Place of the piece in the file; the first one is 0")
    content: str = Field(
        max_length=700_000, description="Octets of the piece in base64; 512 KiB at most, unencoded"
    )


@event("intake.safety-request-opened.v1", topic=SAFETY_OPENED)
class SafetyRequestOpenedV1(Event):
    """The request beside a danger is open (C-08). Said to complaints alone: it leads to neither."""

    case_id: CaseId
    complaint_id: str = Field(description="The complaint that reported the danger, a UUID")
    opened_at: AwareDatetime = Field(description="Instant at which the request was opened")
