"""What notifications knows of one case, told by four topics in any order, and its deliveries.

The contact is personal data: it stays out of `repr`, and leaves the document when it is erased.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from notifications.domain.messages import Recipient, Template


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class State(StrEnum):
    """Life of a delivery. Sent only from `accepted`, by way of `reserved`."""

    ACCEPTED = "accepted"
    RESERVED = "reserved"
    HANDED_OVER = "handed_over"
    FAILED = "failed"
    EXPIRED = "expired"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


class Delivery(_Frozen):
    """One message to one recipient by one channel, for one event: its id is made of these."""

    delivery_id: str
    event_id: str
    template: Template
    recipient: Recipient
    channel: str
    department: str | None = None
    event_at: AwareDatetime
    expires_at: AwareDatetime
    not_before: AwareDatetime
    state: State = State.ACCEPTED
    attempt: int = 0
    resends: int = 0
    reserved_until: AwareDatetime | None = None
    settled_at: AwareDatetime | None = None
    reason: str | None = None


class Contact(_Frozen):
    """The newest set of contacts of the case and its tracking code, which is a credential."""

    version: int
    language: str = "fr"
    name: str = Field("", repr=False)
    email: str | None = Field(None, repr=False)
    tracking_code: str = Field(repr=False)


class Registration(_Frozen):
    """How the case came in. `contacts_version` 0: there is nobody to tell."""

    event_id: str
    at: AwareDatetime
    borough: str
    activity: str
    contacts_version: int


class AssignmentNews(_Frozen):
    """A department has the case."""

    event_id: str
    at: AwareDatetime
    borough: str
    department: str
    grid_version: int
    is_news_to_citizen: bool
    department_fr: str = ""
    department_en: str = ""
    reception: str = ""


class CompletionNews(_Frozen):
    """The work was done."""

    event_id: str
    at: AwareDatetime
    done_on: str | None = None
    public_text: str = ""


class LetterNews(_Frozen):
    """A letter about the complaint. `sealed`: its words, gone once it is told or too old."""

    letter_id: str
    at: AwareDatetime
    sealed: str | None = Field(None, repr=False)


class Dossier(_Frozen):
    """The document of one case."""

    case_id: str
    # intake-contacts
    contact: Contact | None = None
    erased_version: int = 0
    # intake-cases
    registration: Registration | None = None
    kind: str | None = None
    activity: str = ""
    answered: bool = False
    withdrawn: bool = False
    completions: tuple[CompletionNews, ...] = ()
    # routing-assignments
    assignments: tuple[AssignmentNews, ...] = ()
    is_assigned: bool = False
    # complaints-letters
    letters: tuple[LetterNews, ...] = ()
    # what came of it
    deliveries: tuple[Delivery, ...] = ()

    def delivery(self, delivery_id: str) -> Delivery:
        """That delivery; raises `KeyError` for an id that is not of this case."""
        for one in self.deliveries:
            if one.delivery_id == delivery_id:
                return one
        raise KeyError(delivery_id)


@dataclass(frozen=True, slots=True)
class Registered:
    """A case came in: to be acknowledged."""

    event_id: str
    at: datetime
    borough: str
    kind: str
    activity: str
    contacts_version: int


@dataclass(frozen=True, slots=True)
class Reclassified:
    """Kind or activity changed (PV-13)."""

    kind: str
    activity: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Handled at first contact: nothing more to tell (PV-15)."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The citizen took the case back."""


@dataclass(frozen=True, slots=True)
class Completed:
    """The work was done. `public_text`: what the responsable wrote for the citizen (PV-56)."""

    event_id: str
    at: datetime
    done_on: str | None = None
    public_text: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A department has the case, at first or instead of another."""

    event_id: str
    at: datetime
    borough: str
    department: str
    grid_version: int
    department_fr: str = ""
    department_en: str = ""
    reception: str = ""
    """Staff id of the responsable de la réception (PV-31)."""


@dataclass(frozen=True, slots=True)
class Unrouted:
    """Nobody has the case (any more)."""


@dataclass(frozen=True, slots=True)
class LetterWritten:
    """A letter about the complaint, its words sealed; one that is held already changes nothing."""

    letter_id: str
    at: datetime
    sealed: str


@dataclass(frozen=True, slots=True)
class ContactKnown:
    """A version of the contacts; an older one than held changes nothing."""

    contact: Contact


@dataclass(frozen=True, slots=True)
class ContactErased:
    """The contacts up to this version are gone for good."""

    version: int


Fact = (
    Registered
    | Reclassified
    | Answered
    | Withdrawn
    | Completed
    | Assigned
    | Unrouted
    | LetterWritten
    | ContactKnown
    | ContactErased
)


def learn(dossier: Dossier, fact: Fact) -> Dossier:
    """The dossier with one more fact; each topic writes fields of its own."""
    return dossier.model_copy(update=_news(dossier, fact))


def _news(dossier: Dossier, fact: Fact) -> dict[str, object]:
    match fact:
        case Registered():
            registration = Registration(
                event_id=fact.event_id,
                at=fact.at,
                borough=fact.borough,
                activity=fact.activity,
                contacts_version=fact.contacts_version,
            )
            return {"registration": registration, "kind": fact.kind, "activity": fact.activity}
        case Reclassified():
            return {"kind": fact.kind, "activity": fact.activity}
        case Answered():
            return {"answered": True}
        case Withdrawn():
            return {"withdrawn": True}
        case Completed():
            done = CompletionNews(
                event_id=fact.event_id,
                at=fact.at,
                done_on=fact.done_on,
                public_text=fact.public_text,
            )
            return {"completions": (*dossier.completions, done)}
        case Assigned():
            held = dossier.assignments
            same = bool(held) and held[-1].department == fact.department
            given = AssignmentNews(
                event_id=fact.event_id,
                at=fact.at,
                borough=fact.borough,
                department=fact.department,
                grid_version=fact.grid_version,
                is_news_to_citizen=not (same and dossier.is_assigned),
                department_fr=fact.department_fr or fact.department,
                department_en=fact.department_en or fact.department,
                reception=fact.reception,
            )
            return {"assignments": (*held, given), "is_assigned": True}
        case Unrouted():
            return {"is_assigned": False}
        case LetterWritten(letter_id):
            if any(one.letter_id == letter_id for one in dossier.letters):
                return {}
            written = LetterNews(letter_id=letter_id, at=fact.at, sealed=fact.sealed)
            return {"letters": (*dossier.letters, written)}
        case ContactKnown(contact):
            version = max(dossier.contact.version if dossier.contact else 0, dossier.erased_version)
            return {"contact": contact} if contact.version > version else {}
        case ContactErased(version):
            kept = dossier.contact
            gone = kept is not None and kept.version <= version
            return {
                "erased_version": max(dossier.erased_version, version),
                "contact": None if gone else kept,
            }
    assert_never(fact)
