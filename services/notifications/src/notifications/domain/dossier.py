"""What notifications knows of one case, told by four topics in any order, and its deliveries.

The contact is personal data: it stays out of `repr`, and leaves the document when it is erased.
"""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from notifications.domain.list_news import ListNews
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
    requester_id: str | None = None  # None: whoever brought the case
    event_at: AwareDatetime
    expires_at: AwareDatetime
    not_before: AwareDatetime
    state: State = State.ACCEPTED
    attempt: int = 0
    resends: int = 0
    reserved_until: AwareDatetime | None = None
    reserved_by: str | None = None  # of a letter on paper: who took it to print it (staff id)
    posted_on: str | None = None  # local date on which it was posted, as that person said
    settled_at: AwareDatetime | None = None
    reason: str | None = None


class Person(_Frozen):
    """Whom to write to, with the code that opens the case for them: a credential."""

    language: str = "fr"
    name: str = Field("", repr=False)
    email: str | None = Field(None, repr=False)
    postal_address: str | None = Field(None, repr=False)
    by_post: bool = False
    tracking_code: str = Field(repr=False)
    code_asked_at: AwareDatetime | None = None


class Contact(Person):
    """The newest set of contacts of the case: who brought it, and who joined."""

    version: int
    joined: Mapping[str, Person] = Field({}, repr=False, description="by requester id")


class Joining(_Frozen):
    """Somebody joined, once; who left again is no longer in the contact."""

    requester_id: str
    at: AwareDatetime


class CodeAsked(_Frozen):
    """A citizen lost the code and asked for it by mail."""

    requester_id: str | None = None
    at: AwareDatetime


class Registration(_Frozen):
    """How the case came in. `contacts_version` 0: there is nobody to tell."""

    event_id: str
    at: AwareDatetime
    borough: str
    activity: str
    contacts_version: int
    acknowledged: bool = True


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
    is_over: bool = False


class ClosingNews(_Frozen):
    """The counter closed it. `is_over`: it was reopened since."""

    event_id: str
    at: AwareDatetime
    without_work: bool
    is_over: bool = False


class ReopeningNews(_Frozen):
    """It was opened again. Of a case that was taken back routing says itself who has it."""

    event_id: str
    at: AwareDatetime
    was_withdrawn: bool
    is_over: bool = False


class ClaimNoticeNews(_Frozen):
    """The legal notice of a claim is to be explained, in so many days, to that authority."""

    event_id: str
    at: AwareDatetime
    days: int
    to_fr: str
    to_en: str
    requester_id: str | None = None
    """Who joined later and was told; None: all who asked for it by then."""


class QuestionNews(_Frozen):
    """Whoever brought the case was asked something. `is_over`: no answer is waited for any more."""

    event_id: str
    question_id: str
    at: AwareDatetime
    is_over: bool = False


class AnswerNews(_Frozen):
    """They answered: whoever has the case is told that it is there, not what it says."""

    event_id: str
    at: AwareDatetime


class HandOverNews(_Frozen):
    """Another authority was given the case. `on`: a local date."""

    event_id: str
    at: AwareDatetime
    on: str
    authority_fr: str
    authority_en: str
    file_number: str = ""


class ExtensionNews(_Frozen):
    """A delay was made longer, from one local date to another (PV-48)."""

    event_id: str
    at: AwareDatetime
    before_on: str
    due_on: str


class ElectedNews(_Frozen):
    """A step of a case that an elected official brought, and who has to know of it (staff id)."""

    event_id: str
    at: AwareDatetime
    borough: str
    state: str
    person: str


class LetterNews(_Frozen):
    """A letter of complaints. `sealed`: its words, gone once it is told or too old.

    `kind`: as in `contracts.words.LetterKind`; empty in what was stored before it was told.
    """

    letter_id: str
    at: AwareDatetime
    kind: str = ""
    post_by_on: str | None = None
    to_third_party: bool = False
    sealed: str | None = Field(None, repr=False)


class Dossier(_Frozen):
    """The document of one case."""

    case_id: str
    # intake-contacts
    contact: Contact | None = None
    joinings: tuple[Joining, ...] = ()
    codes_asked: tuple[CodeAsked, ...] = ()
    erased_version: int = 0
    # intake-cases
    registration: Registration | None = None
    kind: str | None = None
    activity: str = ""
    answered: bool = False
    was_answered: bool = False
    withdrawn: bool = False
    completions: tuple[CompletionNews, ...] = ()
    closings: tuple[ClosingNews, ...] = ()
    reopenings: tuple[ReopeningNews, ...] = ()
    claim_notices: tuple[ClaimNoticeNews, ...] = ()
    questions: tuple[QuestionNews, ...] = ()
    answers: tuple[AnswerNews, ...] = ()
    # routing-assignments
    assignments: tuple[AssignmentNews, ...] = ()
    is_assigned: bool = False
    hand_overs: tuple[HandOverNews, ...] = ()
    elected: tuple[ElectedNews, ...] = ()
    # sla-commitments
    extensions: tuple[ExtensionNews, ...] = ()
    # sla-lists: of a list, which has a dossier of its own
    lists: tuple[ListNews, ...] = ()
    # complaints-letters
    letters: tuple[LetterNews, ...] = ()
    # what came of it
    deliveries: tuple[Delivery, ...] = ()

    def person(self, delivery: Delivery) -> Person | None:
        """The citizen to whom it goes; None: not known yet, gone, or left the case."""
        if self.contact is None or delivery.requester_id is None:
            return self.contact
        return self.contact.joined.get(delivery.requester_id)

    @property
    def closing(self) -> ClosingNews | None:
        """How it was closed, while it is."""
        last = self.closings[-1] if self.closings else None
        return None if last is None or last.is_over else last

    def delivery(self, delivery_id: str) -> Delivery:
        """That delivery; raises `KeyError` for an id that is not of this case."""
        for one in self.deliveries:
            if one.delivery_id == delivery_id:
                return one
        raise KeyError(delivery_id)
