"""What is said when the file of a claim moves; the application puts it into contract events."""

from dataclasses import dataclass
from datetime import date, datetime

from complaints.domain.claims.claim import Claim
from complaints.domain.claims.parts import HandedTo
from complaints.domain.legal_letters import LegalLetter


@dataclass(frozen=True, slots=True)
class Opened:
    """The file is open. Said once, whatever becomes of it."""

    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Dated:
    """From when the delays of the law run, known or corrected; None: none does."""

    facts_on: date | None
    dated_at: datetime


@dataclass(frozen=True, slots=True)
class NoticeRecorded:
    """The written notice of the law came."""

    received_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Somebody else looks at it from now on."""

    to: HandedTo
    handed_over_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """The claim has its decision."""

    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It was taken back, at the clerk's."""

    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A letter goes out."""

    letter: LegalLetter
    written_at: datetime


Said = Opened | Dated | NoticeRecorded | HandedOver | Decided | Withdrawn | Written
Change = tuple[Claim, list[Said]]
