"""The file of one access request, and what is said when it moves: values, no decisions.

It holds what was asked for, who else is concerned and what was answered; `repr` keeps the words.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from complaints.domain.file import Step
from complaints.domain.legal_clock import Clock, clock_of
from complaints.domain.legal_letters import LegalLetter, PartOutcome

ACCESS = "access"
ANSWER, DECISION = "access-answer", "access-decision"
OBSERVATIONS = "third-party-observations"
ORAL = frozenset({"phone"})
"""Channels of requests that nobody wrote: no review can be asked of those (A-2.1 art. 43, 45)."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(_Frozen):
    """What was asked for, in the requester's words. `version` of intake's details."""

    version: int
    words: str | None = Field(None, repr=False)
    address: str | None = Field(None, repr=False)
    own_data: bool = False


class Document(_Frozen):
    """One thing that is asked for or was found: its title. The bytes lie elsewhere."""

    document_id: str
    title: str = Field(repr=False)
    added_at: AwareDatetime
    added_by: str


class ThirdParty(_Frozen):
    """Who was told that their information was asked for, by post (A-2.1 art. 49).

    `observed_at` None: nothing came from them so far.
    """

    party_id: str
    name: str = Field(repr=False)
    address: str = Field(repr=False)
    document_ids: tuple[str, ...]
    notified_at: AwareDatetime
    notified_by: str
    observed_at: AwareDatetime | None = None
    observations: str | None = Field(None, repr=False)
    consents: bool | None = None


class Part(_Frozen):
    """What is answered about one document. `provisions`: keys of the texts of the law."""

    document_id: str
    outcome: PartOutcome
    provisions: tuple[str, ...] = ()
    reasons_fr: str = Field("", repr=False)
    reasons_en: str = Field("", repr=False)
    other_body: str = Field("", repr=False)


class Answer(_Frozen):
    """An answer, part by part. `law_version`: the texts of the law that it cites."""

    parts: tuple[Part, ...]
    words_fr: str = Field("", repr=False)
    words_en: str = Field("", repr=False)
    answered_at: AwareDatetime
    answered_by: str
    law_version: str


class Review(_Frozen):
    """What the Commission d'accès à l'information decided; `reopens`: it is to be answered anew."""

    decided_on: date
    reference: str = Field(repr=False)
    words: str = Field("", repr=False)
    reopens: bool
    recorded_at: AwareDatetime
    recorded_by: str


class Sent(_Frozen):
    """A letter that was written, as it went out. `to`: the third party it is for, by `party_id`."""

    letter_id: str
    kind: str
    written_at: AwareDatetime
    law_version: str
    subject_fr: str
    subject_en: str
    body_fr: str = Field(repr=False)
    body_en: str = Field(repr=False)
    to: str | None = None


class AccessRequest(_Frozen):
    """The file. A case that never was an access request has none."""

    case_id: str
    # intake-cases
    kind: str | None = None
    borough: str | None = None
    channel: str = ""
    received_at: AwareDatetime | None = None
    withdrawn_at: AwareDatetime | None = None
    # intake-details
    asked: Asked | None = None
    # sla-commitments
    clocks: tuple[Clock, ...] = ()
    # decided here
    opened_at: AwareDatetime | None = None
    documents: tuple[Document, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()
    heard_at: AwareDatetime | None = None
    answers: tuple[Answer, ...] = ()
    deemed_refused_at: AwareDatetime | None = None
    reviews: tuple[Review, ...] = ()
    letters: tuple[Sent, ...] = ()
    journal: tuple[Step, ...] = ()

    @property
    def answer(self) -> Answer | None:
        """The one that stands: none while the Commission sent it back and nobody decided anew."""
        last = self.answers[-1] if self.answers else None
        back = self.reviews[-1] if self.reviews else None
        if back is None or not back.reopens or last is None:
            return last
        return last if last.answered_at > back.recorded_at else None

    @property
    def clock(self) -> Clock | None:
        """The one by which the answer is due: after third parties were heard, that of art. 49;
        none of ours where the Commission sent it back."""
        if self.reviews and self.reviews[-1].reopens:
            return None
        later = clock_of(self.clocks, DECISION) or clock_of(self.clocks, OBSERVATIONS)
        return later or clock_of(self.clocks, ANSWER)

    @property
    def unheard(self) -> tuple[ThirdParty, ...]:
        """Third parties of whom nothing came so far."""
        return tuple(one for one in self.third_parties if one.observed_at is None)

    def document(self, document_id: str) -> Document | None:
        """A document by its id."""
        return next((one for one in self.documents if one.document_id == document_id), None)


class Stage(StrEnum):
    """Where the file stands; derived from its facts."""

    NO_REQUEST = "no-request"
    WITHDRAWN = "withdrawn"
    OPEN = "open"
    CONSULTING = "consulting"
    DEEMED_REFUSED = "deemed-refused"
    SENT_BACK = "sent-back"
    ANSWERED = "answered"


def stage_of(state: AccessRequest) -> Stage:
    """The furthest that the file has come; a withdrawal goes before all but an answer."""
    if state.kind != ACCESS:
        return Stage.NO_REQUEST
    if state.answer is not None:
        return Stage.ANSWERED
    if state.withdrawn_at is not None:
        return Stage.WITHDRAWN
    if state.reviews and state.reviews[-1].reopens:
        return Stage.SENT_BACK
    if state.deemed_refused_at is not None:
        return Stage.DEEMED_REFUSED
    if state.third_parties and state.heard_at is None:
        return Stage.CONSULTING
    return Stage.OPEN


@dataclass(frozen=True, slots=True)
class Opened:
    """The file is open. Said once, whatever becomes of it."""

    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Notified:
    """A third party was written to."""

    notified_at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """All third parties made observations, or let their delay pass."""

    heard_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """The request has an answer."""

    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Deemed:
    """Refused by the law itself: the delay ended without an answer."""

    deemed_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A letter goes out."""

    letter: LegalLetter
    written_at: datetime


Said = Opened | Notified | Heard | Answered | Deemed | Written
Change = tuple[AccessRequest, list[Said]]
