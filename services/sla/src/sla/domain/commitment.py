"""A promise made on one case, and the document of all of them: values, no decisions."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from sla.domain.counting import Counting, Trace
from sla.domain.facts import Facts
from sla.domain.promises import CommitmentKind


class State(StrEnum):
    """Where a promise stands."""

    RUNNING = "running"
    MET = "met"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Timing:
    """How patient the ticker is. `settling`: how far past a due time the streams must be read;
    `hold`: pause before asking again while they are not."""

    settling: timedelta = timedelta(minutes=2)
    hold: timedelta = timedelta(seconds=30)
    first_retry: timedelta = timedelta(seconds=30)
    last_retry: timedelta = timedelta(hours=1)

    def retry_after(self, tries: int) -> timedelta:
        """Doubles with every try, up to `last_retry`."""
        return min(self.first_retry * (1 << min(tries, 30)), self.last_retry)


DEFAULT_TIMING = Timing()


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Basis(_Frozen):
    """What a due time was worked out from: two equal bases give the same due time."""

    borough: str
    grid_version: int
    case_kind: str
    activity: str


class Commitment(_Frozen):
    """One promise with its clock. `reopening`: how often the case was reopened before it."""

    commitment_id: str
    reopening: int = 0
    kind: CommitmentKind
    counting: Counting
    amount: int
    demonstration: bool
    basis: Basis
    started_at: AwareDatetime
    due_at: AwareDatetime
    original_due_at: AwareDatetime
    warn_at: AwareDatetime
    trace: Trace
    state: State = State.RUNNING
    settled_at: AwareDatetime | None = None
    due_soon_sent: bool = False


class Waiting(_Frozen):
    """Why a due time cannot be worked out yet. Never in the way of other cases: it backs off."""

    reason: Literal["grid", "calendar", "counting"]
    borough: str
    grid_version: int | None
    year: int | None
    since: AwareDatetime
    tries: int
    retry_at: AwareDatetime

    def is_same_as(self, other: "Waiting") -> bool:
        """Whether both lack the same thing."""
        return (self.reason, self.borough, self.grid_version, self.year) == (
            other.reason,
            other.borough,
            other.grid_version,
            other.year,
        )


class Commitments(_Frozen):
    """All promises of one case, the facts they rest on, and what the ticker waits for."""

    case_id: str
    facts: Facts = Facts()
    commitments: tuple[Commitment, ...] = ()
    waiting_for: Waiting | None = None
    held_until: AwareDatetime | None = None

    def of_kind(self, kind: CommitmentKind) -> Commitment | None:
        """The newest promise of that kind, if one was made."""
        return next((one for one in reversed(self.commitments) if one.kind is kind), None)
