"""What happened to a case in one decision; `application/translate.py` says it to the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from contracts.words import Channel, Kind

from intake.domain.attachment import Attachment
from intake.domain.dossier import ClaimNotice, Place
from intake.domain.signature import Signature


@dataclass(frozen=True)
class Registered:
    """Opened at the counter."""


@dataclass(frozen=True)
class DetailsRecorded:
    """Place and words were written down, in the version that the registration names."""


@dataclass(frozen=True)
class ContactsRecorded:
    """Contacts were written down."""


@dataclass(frozen=True)
class Danger:
    """What a complaint reports as dangerous: place and nature, no words of it (C-08)."""

    activity: str
    """A word of a grid, or nothing."""
    place: Place | None = field(repr=False)


@dataclass(frozen=True)
class HandedOver:
    """A complaint goes to the Service aux citoyens; its words travel here and stay nowhere else."""

    statement: str
    version: int
    adds: bool = False
    """True: it comes after what was handed over before, and takes nothing of it back."""
    files: Sequence[Attachment] = ()
    """Photos and documents that follow in pieces."""
    danger: Danger | None = None
    """Where a danger is, for the request beside the complaint (C-08); None: none was reported."""
    signature: Signature | None = None
    completed_at: datetime | None = None
    """When whoever complained completed it; None: nothing is decided by what is added (PV-18)."""


@dataclass(frozen=True)
class FilePieceHandedOver:
    """The bytes of a piece of a complaint's file; `number` counts from 0."""

    file_id: str
    number: int
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Answered:
    """Answered with a document or resource."""

    reference: str
    at: datetime


@dataclass(frozen=True)
class Reclassified:
    """Another kind or activity; first receipt stands."""

    kind: Kind
    activity: str
    at: datetime


@dataclass(frozen=True)
class Completed:
    """The work was done, and the case was open for it."""

    done_on: date
    at: datetime


@dataclass(frozen=True)
class CompletionRefused:
    """The work was done, but the case had ended before."""

    reason: str


@dataclass(frozen=True)
class Withdrawn:
    """Taken back."""

    at: datetime


@dataclass(frozen=True)
class Closed:
    """Validated (PV-57): completed work, or none to do."""

    at: datetime
    without_work: bool


@dataclass(frozen=True)
class Reopened:
    """Open again, for a reason."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class Joined:
    """Another citizen asks for the same."""

    at: datetime
    channel: Channel


@dataclass(frozen=True)
class ClaimNoticeGiven:
    """The legal notice of a claim was told."""

    notice: ClaimNotice
    requester_id: str | None = None
    """Who joined and was told; None: whoever brought the case, and all who had joined by then."""


@dataclass(frozen=True)
class QuestionAsked:
    """Whoever brought the case was asked something; the words are in its notes."""

    question_id: str
    at: datetime


@dataclass(frozen=True)
class QuestionAnswered:
    """They answered."""

    question_id: str
    at: datetime


@dataclass(frozen=True)
class ResultValidated:
    """A citizen said that the result is right (PR-06)."""

    at: datetime


Fact = (
    Registered
    | DetailsRecorded
    | ContactsRecorded
    | HandedOver
    | FilePieceHandedOver
    | Answered
    | Reclassified
    | Completed
    | CompletionRefused
    | Withdrawn
    | Closed
    | Reopened
    | Joined
    | ClaimNoticeGiven
    | QuestionAsked
    | QuestionAnswered
    | ResultValidated
)
