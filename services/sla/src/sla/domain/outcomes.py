"""What the promises of a case say to the world; the application puts them into contract events."""

from dataclasses import dataclass
from datetime import datetime

from sla.domain.commitment import Commitment


@dataclass(frozen=True, slots=True)
class Started:
    """A delay runs."""

    commitment: Commitment


@dataclass(frozen=True, slots=True)
class Moved:
    """The due time was worked out again. `cause`: reclassified, reassigned or rules."""

    commitment: Commitment
    before_at: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class DueSoon:
    """Early warning, once per due time."""

    commitment: Commitment


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


Outcome = Started | Moved | DueSoon | Met | Missed | MissWithdrawn | Cancelled
