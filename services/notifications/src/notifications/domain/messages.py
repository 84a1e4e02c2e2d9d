"""A message ready to leave, the port it leaves by, and the three ways in which that can fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Template(StrEnum):
    """What a message is about."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ASSIGNMENT_CITIZEN = "assignment_citizen"
    ASSIGNMENT_DEPARTMENT = "assignment_department"
    COMPLETION = "completion"
    COMPLAINT_LETTER = "complaint_letter"
    LEGAL_LETTER = "legal_letter"
    JOINING = "joining"
    CLAIM_NOTICE = "claim_notice"
    CLOSING = "closing"
    REOPENING = "reopening"
    REOPENING_DEPARTMENT = "reopening_department"
    QUESTION = "question"
    QUESTION_ANSWERED = "question_answered"
    TRACKING_CODE = "tracking_code"
    HAND_OVER = "hand_over"
    EXTENSION = "extension"
    ELECTED_STEP = "elected_step"
    MONTHLY_LIST = "monthly_list"
    MONTHLY_LIST_REMINDER = "monthly_list_reminder"


class Recipient(StrEnum):
    """To whom, by kind; never who it is."""

    CITIZEN = "citizen"
    DEPARTMENT = "department"
    STAFF = "staff"
    THIRD_PARTY = "third-party"


@dataclass(frozen=True, slots=True)
class Rendered:
    """Words of a message: one subject line, and the same content twice."""

    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A letter in one language: title, words, the texts of the law that it cites, who signs."""

    language: str
    title: str = field(repr=False)
    text: str = field(repr=False)
    annex: str = field(repr=False)
    sender: str
    signature: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What a letter on paper needs beside an address. `reference` says nothing of the person.

    `law_version`: of the texts of the law it was written from; empty where it cites none.
    """

    written_on: date
    reference: str
    parts: tuple[PaperPart, ...]
    law_version: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Everything a channel needs. `delivery_id` goes along, so a second arrival can be known.

    Addresses, names and words are kept out of `repr`: they must not reach a log.
    """

    delivery_id: str
    to_address: str = field(repr=False)
    to_name: str = field(repr=False)
    from_address: str
    from_name: str
    rendered: Rendered = field(repr=False)
    sent_at: datetime
    paper: Paper | None = None


class Renderer(Protocol):
    """Port to the templates."""

    def render(self, template: Template, variables: Mapping[str, str]) -> Rendered:
        """The words; raises `VariableMissing`."""
        ...

    def apart(self, template: Template, variables: Mapping[str, str]) -> tuple[str, str]:
        """The text alone, in French and in English; raises `VariableMissing`."""
        ...


class Composer(Protocol):
    """The one shape of every channel: its name, and a message as what it carries."""

    @property
    def kind(self) -> str:
        """Name of the channel, part of the delivery's id: `email`, `letter`."""
        ...

    def compose(self, message: Message) -> bytes:
        """What travels, whole: a mail, a PDF. Pure. Raises `PermanentFailure`."""
        ...


class Channel(Protocol):
    """Port to a provider that carries it by itself; of a letter a person is the carrier
    (`domain/posting.py`). Every await inside has a deadline."""

    @property
    def kind(self) -> str:
        """Name of the channel, as of its composer."""
        ...

    async def send(self, message: Message) -> None:
        """Hand over; returns only when the provider took it. Raises a `ChannelFailure`."""
        ...


class VariableMissing(LookupError):
    """A template was given too little: nothing is sent with a hole in it."""


class ChannelFailure(Exception):
    """The message was not handed over, or nobody knows. Words without addresses."""


class PermanentFailure(ChannelFailure):
    """Trying again would fail again: refused for good."""


class TransientFailure(ChannelFailure):
    """Certainly not taken this time; worth another try."""


class UncertainOutcome(ChannelFailure):
    """The message may have left: the answer was lost."""
