"""The file of one complaint, and the facts and sayings that move it: values, no decisions.

It holds what admissibility needs and the citizen's own words; `repr` keeps the words to itself.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from complaints.domain.admissibility import Admissibility
from complaints.domain.custody import Custody, Disclosure
from complaints.domain.proceedings import Proceedings
from complaints.domain.reasons import Reason


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Target(_Frozen):
    """Whom or what the complaint is about: an employee by staff id, a department, or both.

    Who is targeted hears of it in the investigation only (PV-41), and never opens the file.
    """

    person_id: str | None = Field(None, repr=False)
    department: str | None = Field(None, repr=False)


class SignatureKind(StrEnum):
    """How a complaint is signed (PV-18): on paper, typed and confirmed, or signed in."""

    PAPER = "paper"
    TYPED = "typed"
    IDENTITY = "identity"


class Signature(_Frozen):
    """A signature, with the hand-over or after it. `signer`: a name, or who signed in."""

    kind: SignatureKind
    signer: str = Field(repr=False)
    file_id: str | None = None
    """The scan among the files of the complaint, of a signature on paper."""
    received_at: AwareDatetime
    recorded_by: str


class Supplement(_Frozen):
    """What else was missing and came after the hand-over."""

    written: bool = False
    full_contact: bool = False
    facts_on: date | None = None
    received_at: AwareDatetime
    recorded_by: str


class Declined(_Frozen):
    """Who said that the person will not write or sign, as it was told at the counter (PV-18)."""

    said_by: str = Field(repr=False)
    recorded_by: str


class SafetyRequest(_Frozen):
    """The request beside a danger (C-08): asked of intake, and opened there.

    Its place and nature are those that the complaint first gave.
    """

    activity: str = ""
    longitude: float | None = Field(None, repr=False)
    latitude: float | None = Field(None, repr=False)
    address: str | None = Field(None, repr=False)
    asked_at: AwareDatetime | None = None
    request_id: str | None = None
    opened_at: AwareDatetime | None = None


class Step(_Frozen):
    """A line of the file's journal (MH-11): who did what and when, without any content.

    `field`: of a step that was refused, what stood in its way.
    """

    at: AwareDatetime
    by: str
    what: str
    field: str | None = None
    code: str | None = None
    why: Reason | None = None
    """In words, of what was refused since they are kept here."""
    times: int = 1
    """How often it was refused so; `at` is the last time."""


class Content(_Frozen):
    """One version of the hand-over. Nothing is decided by what `statement` says."""

    version: int
    received_at: AwareDatetime
    written: bool = False
    signed: bool = False
    facts_on: date | None = None
    anonymous: bool = False
    full_contact: bool = False
    private_litigation: bool = False
    danger: bool = False
    statement: str | None = Field(None, repr=False)
    adds: bool = False
    signed_by: SignatureKind | None = None
    """How it was signed; None: not said."""
    signature: Signature | None = None
    """The one that came with it; None: none, or one of which nothing more was told."""
    # Of a danger alone (C-08): where it is and what it is about, for the request beside it.
    activity: str = ""
    longitude: float | None = Field(None, repr=False)
    latitude: float | None = Field(None, repr=False)
    address: str | None = Field(None, repr=False)

    def with_more(self, later: "Content") -> "Content":
        """What came first, and after it what the counter was told later."""
        words = "\n\n".join(part for part in (self.statement, later.statement) if part)
        return self.model_copy(update={"statement": words or None, "version": later.version})


class Reading(_Frozen):
    """Somebody read the file: who, when, and which exception allowed it (PV-44, PV-45)."""

    reader: str
    at: AwareDatetime
    exception: Disclosure
    file_id: str | None = None
    """The photo or document that was opened; None: the file itself."""


class HeldFile(_Frozen):
    """A photo or document of the complaint; its bytes lie in pieces beside the file (PV-45)."""

    file_id: str
    name: str = Field(repr=False)
    media_type: str
    size_bytes: int
    digest: str
    pieces: int
    added_at: AwareDatetime
    announced_at: AwareDatetime
    look_at: AwareDatetime | None
    """When to look whether all pieces are here; None: they were."""
    received_at: AwareDatetime | None = None


class Waiting(_Frozen):
    """The borough's rules are not known yet; asked again with back-off."""

    borough: str
    since: AwareDatetime
    tries: int
    retry_at: AwareDatetime


class Investigation(_Frozen):
    """The file. `first_content` dates the complaint; `content` is its latest version."""

    case_id: str
    # intake-cases
    kind: str | None = None
    borough: str | None = None
    received_at: AwareDatetime | None = None
    withdrawn_at: AwareDatetime | None = None
    opened: bool = False
    # complaints-handover
    first_content: Content | None = None
    content: Content | None = None
    declined_at: AwareDatetime | None = None
    declined: Declined | None = None
    signatures: tuple[Signature, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    files: tuple[HeldFile, ...] = ()
    # decided here
    admissibility: Admissibility | None = None
    invitation: Admissibility | None = None
    expires_at: AwareDatetime | None = None
    expired: bool = False
    waiting_for: Waiting | None = None
    safety: SafetyRequest | None = None
    # the investigation
    targets: tuple[Target, ...] = ()
    proceedings: Proceedings = Proceedings()
    journal: tuple[Step, ...] = ()
    # who may open it, and how long it is kept
    custody: Custody = Custody()
    # readings stored before they had a collection of their own
    readings: tuple[Reading, ...] = ()
    readings_moved: int = 0

    def with_proceedings(self, **news: object) -> "Investigation":
        """The file, its investigation changed so."""
        changed = self.proceedings.model_copy(update=news)
        return self.model_copy(update={"proceedings": changed})


@dataclass(frozen=True, slots=True)
class Registered:
    """A case came in, of whatever kind."""

    received_at: datetime
    borough: str
    kind: str


@dataclass(frozen=True, slots=True)
class Reclassified:
    """The case is, or is no longer, a complaint (PV-13). `borough`: its counter."""

    kind: str
    borough: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The citizen took it back: nothing more is decided."""

    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """The case that was taken back is open again."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Content came, for the first time or completed; `files` are to follow in pieces."""

    content: Content
    files: tuple[HeldFile, ...] = ()


@dataclass(frozen=True, slots=True)
class InvitationDeclined:
    """The person will not write or sign (PV-18)."""

    declined_at: datetime
    declined: Declined | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """It was signed after the hand-over (PV-18)."""

    signature: Signature


@dataclass(frozen=True, slots=True)
class Supplemented:
    """Something else that was missing came."""

    supplement: Supplement


Fact = (
    Registered
    | Reclassified
    | Withdrawn
    | Reopened
    | HandedOver
    | InvitationDeclined
    | Signed
    | Supplemented
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file exists (PV-17). Said once, whatever becomes of it."""

    opened_at: datetime


@dataclass(frozen=True, slots=True)
class AdmissibilityDecided:
    """The standing of the complaint, at first or anew."""

    admissibility: Admissibility
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationExpired:
    """Nothing came by the last day of the invitation; the refusal follows."""

    respond_by_on: date


@dataclass(frozen=True, slots=True)
class FileReceived:
    """A photo or document is here, whole."""

    file_id: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class SafetyAsked:
    """A danger: intake is asked for a request beside the complaint (C-08)."""

    asked_at: datetime


@dataclass(frozen=True, slots=True)
class TargetsNamed:
    """Whom or what it is about was said, or said anew."""

    named_at: datetime


@dataclass(frozen=True, slots=True)
class Started:
    """An investigator was named, for the first time."""

    started_at: datetime


@dataclass(frozen=True, slots=True)
class Concluded:
    """The investigation has its outcome, or its review has; `is_review`: the latter."""

    concluded_at: datetime
    is_review: bool = False


Said = (
    Opened
    | AdmissibilityDecided
    | InvitationExpired
    | FileReceived
    | SafetyAsked
    | TargetsNamed
    | Started
    | Concluded
)
