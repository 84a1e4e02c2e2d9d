"""What the promises of a case say to the world; the application puts them into contract events."""

from dataclasses import dataclass
from datetime import datetime

from sla.domain.commitment import Commitment
from sla.domain.entered import Extension
from sla.domain.pauses import Pause


@dataclass(frozen=True, slots=True)
class Started:
    """A delay runs."""

    commitment: Commitment


@dataclass(frozen=True, slots=True)
class Moved:
    """The due time was worked out again.

    `cause`: reclassified, reassigned, rules, calendar, waiting (a stop was shorter or longer than
    was said), facts (another day of the facts) or promised-again.
    """

    commitment: Commitment
    before_at: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class Suspended:
    """The delay stops, for the citizen is waited for; see `stopped` of the commitment."""

    commitment: Commitment


@dataclass(frozen=True, slots=True)
class Resumed:
    """It runs again, later by exactly that pause."""

    commitment: Commitment
    before_at: datetime
    pause: Pause


@dataclass(frozen=True, slots=True)
class Extended:
    """A longer delay was decided before its expiry (PV-48)."""

    commitment: Commitment
    before_at: datetime
    extension: Extension


@dataclass(frozen=True, slots=True)
class DueSoon:
    """Early warning, each once per due time. `share`: of the delay, that is over."""

    commitment: Commitment
    fired_at: datetime
    share: float


@dataclass(frozen=True, slots=True)
class Met:
    """Kept, at `met_at`."""

    commitment: Commitment
    met_at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """Not kept, by what the streams said up to `read_until`."""

    commitment: Commitment
    fired_at: datetime
    read_until: datetime


@dataclass(frozen=True, slots=True)
class MissWithdrawn:
    """A miss was said that does not stand: a timely fact came after it, or the due time moved."""

    commitment: Commitment


@dataclass(frozen=True, slots=True)
class Cancelled:
    """No longer due. `reason`: withdrawn, closed, reclassified, answered or unrouted."""

    commitment: Commitment
    reason: str


Outcome = (
    Started
    | Moved
    | Suspended
    | Resumed
    | Extended
    | DueSoon
    | Met
    | Missed
    | MissWithdrawn
    | Cancelled
)
