"""What a case's topics can say of it, each as one fact; the facts that are held are elsewhere."""

from dataclasses import dataclass
from datetime import date

from pydantic import AwareDatetime


@dataclass(frozen=True, slots=True)
class Registered:
    """A case came in. `borough` None: not known before routing says; `has_contact` False: nobody
    can be told, so no acknowledgement is owed."""

    received_at: AwareDatetime
    borough: str | None
    kind: str
    activity: str
    channel: str = ""
    has_contact: bool = True


@dataclass(frozen=True, slots=True)
class Reclassified:
    """Kind or activity changed (PV-13); the first receipt stands."""

    kind: str
    activity: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Handled at first contact: no clock runs (PV-15)."""

    answered_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Completed:
    """The work is done and validated; the done date decides (PV-53)."""

    completed_at: AwareDatetime
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The citizen took the case back."""

    withdrawn_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class ClosedWithoutWork:
    """The counter closed it, and nothing was to be done."""

    closed_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Closed:
    """The counter closed it after the work: from now on a survey may be owed."""

    closed_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """It had ended and is open again: what was promised stays as it ended, a new delay runs."""

    reopened_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """The citizen was asked something; a delay waits only where its grid says so."""

    question_id: str
    asked_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The citizen answered."""

    question_id: str
    answered_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Assigned:
    """A department has the case; also said again of every later assignment."""

    borough: str
    grid_version: int
    activity: str
    at: AwareDatetime
    department: str = ""


@dataclass(frozen=True, slots=True)
class Unrouted:
    """Nobody has the case (any more)."""

    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The acknowledgement was handed over to the citizen's provider (MH-08)."""

    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class WorkPlanned:
    """The date for which the work had been planned, told with the work itself (PV-53)."""

    planned_on: date
    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class SurveySent:
    """The survey was handed over to the citizen's provider."""

    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class AdmissibilityDecided:
    """The complaint was admitted, refused, or whoever complained was invited to complete it."""

    at: AwareDatetime
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class InvestigationConcluded:
    """The investigation of the complaint is over; never what came of it."""

    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class ThirdPartyNotified:
    """A third party was told that their information was asked for (A-2.1 art. 49)."""

    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class ThirdPartiesHeard:
    """All of them made observations, or let their delay pass."""

    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class AccessAnswered:
    """The access request has its answer (PV-46..49); never which one."""

    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class ClaimDated:
    """From when the delays of the law run for whoever claims; None: none does (C.c.Q. 2930)."""

    facts_on: date | None


@dataclass(frozen=True, slots=True)
class ClaimNoticeReceived:
    """The written notice of a claim came; the day of its receipt decides, not that of the entry."""

    received_on: date
    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class ClaimWithdrawn:
    """Whoever claimed takes it back, as the clerk was told."""

    at: AwareDatetime


IntakeFact = (
    Registered
    | Reclassified
    | Answered
    | Completed
    | Withdrawn
    | ClosedWithoutWork
    | Closed
    | Reopened
    | QuestionAsked
    | QuestionAnswered
)
RoutingFact = Assigned | Unrouted | WorkPlanned
NotificationsFact = Acknowledged | SurveySent
ComplaintsFact = AdmissibilityDecided | InvestigationConcluded
AccessFact = ThirdPartyNotified | ThirdPartiesHeard | AccessAnswered
ClaimFact = ClaimDated | ClaimNoticeReceived | ClaimWithdrawn
CaseFact = IntakeFact | RoutingFact | NotificationsFact | ComplaintsFact | AccessFact | ClaimFact
