"""The file of one complaint, and the facts and sayings that move it: values, no decisions.

It holds what admissibility needs and the citizen's own words; `repr` keeps the words to itself.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from complaints.domain.admissibility import Admissibility


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


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

    def with_more(self, later: "Content") -> "Content":
        """What came first, and after it what the counter was told later."""
        words = "\n\n".join(part for part in (self.statement, later.statement) if part)
        return self.model_copy(update={"statement": words or None, "version": later.version})


class Disclosure(StrEnum):
    """The exceptions to confidentiality (PV-44)."""

    INVESTIGATION = "investigation"
    DISCIPLINE = "discipline"
    LAW = "law"


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
    files: tuple[HeldFile, ...] = ()
    # decided here
    admissibility: Admissibility | None = None
    invitation: Admissibility | None = None
    expires_at: AwareDatetime | None = None
    expired: bool = False
    waiting_for: Waiting | None = None
    # the audit of its reading; the oldest entries lie beside the document
    readings: tuple[Reading, ...] = ()
    readings_moved: int = 0


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


Fact = Registered | Reclassified | Withdrawn | Reopened | HandedOver | InvitationDeclined


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


Said = Opened | AdmissibilityDecided | InvitationExpired | FileReceived
