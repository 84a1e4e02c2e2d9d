"""A promise made on one case, and the document of all of them: values, no decisions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

from sla.domain.counting import Counting, Trace
from sla.domain.facts import Facts
from sla.domain.promises import DEFAULT_SHARES, CommitmentKind


class State(StrEnum):
    """Where a promise stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Timing:
    """How patient the ticker is. `settling`: how far past a due time the streams must be read."""

    settling: timedelta = timedelta(minutes=2)
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


class Slot(NamedTuple):
    """The place of one promise in the life of a case. `reopening`: 0 for the time before any;
    `number`: 0, or which of several that came up."""

    kind: CommitmentKind
    reopening: int = 0
    number: int = 0

    def commitment_id(self, case_id: str) -> str:
        """The same for one promise all its life; a reopened case gets another."""
        nth = self.reopening or self.number
        return str(uuid5(UUID(case_id), f"{self.kind}/{nth}" if nth else self.kind))


class Stop(_Frozen):
    """The delay does not run now; it does again at `until_at` at the latest. `reason`: a code."""

    from_at: AwareDatetime
    until_at: AwareDatetime
    reason: str


STANDING = frozenset({"state", "settled_at", "told_share"})


class Commitment(_Frozen):
    """One promise with its clock. `reopening`: how often the case was reopened before it; `number`:
    which of several that came up on a case, such as calls to return.

    `due_at` holds no stop that is not over. `original_basis`: what `original_due_at` rests on;
    `told_share`: the last warning that was given for this due time.
    """

    commitment_id: str
    reopening: int = 0
    number: int = 0
    kind: CommitmentKind
    counting: Counting
    amount: int
    extended_by: int = 0
    demonstration: bool
    basis: Basis
    original_basis: Basis | None = None
    started_at: AwareDatetime
    due_at: AwareDatetime
    original_due_at: AwareDatetime
    warn_shares: tuple[float, ...] = DEFAULT_SHARES
    trace: Trace
    stopped: Stop | None = None
    state: State = State.RUNNING
    settled_at: AwareDatetime | None = None
    told_share: float = 0.0

    @model_validator(mode="before")
    @classmethod
    def _stored_before_shares(cls, data: Any) -> Any:
        """A document of before there were several warnings."""
        if not isinstance(data, dict) or "due_soon_sent" not in data:
            return data
        kept = {name: data[name] for name in data.keys() - {"warn_at", "due_soon_sent"}}
        return {"told_share": DEFAULT_SHARES[0] if data["due_soon_sent"] else 0.0, **kept}

    @property
    def slot(self) -> Slot:
        """Its place in the life of the case."""
        return Slot(self.kind, self.reopening, self.number)

    @property
    def is_open(self) -> bool:
        """Neither kept nor missed nor dropped."""
        return self.state in (State.RUNNING, State.SUSPENDED)

    @property
    def warn_at(self) -> datetime | None:
        """When the next warning is due, while the delay runs; None: all were given."""
        share = next((share for share in self.warn_shares if share > self.told_share), None)
        return None if share is None else self.share_at(share)

    def share_at(self, share: float) -> datetime:
        """When that share of the delay is over."""
        return self.started_at + (self.due_at - self.started_at) * share

    def has_terms_of(self, other: "Commitment") -> bool:
        """Whether both promise the same, wherever they stand."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in Commitment.model_fields.keys() - STANDING
        )


class Waiting(_Frozen):
    """Why a due time cannot be worked out yet. Never in the way of other cases: it backs off."""

    reason: Literal["grid", "calendar", "counting", "fault"]
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


class DueMove(_Frozen):
    """A due time became another one. `cause`: as in `outcomes`, or `resumed` or `extended`."""

    commitment_id: str
    at: AwareDatetime
    before_at: AwareDatetime
    due_at: AwareDatetime
    cause: str


class Commitments(_Frozen):
    """All promises of one case, the facts they rest on, and what the ticker waits for."""

    case_id: str
    facts: Facts = Facts()
    commitments: tuple[Commitment, ...] = ()
    moves: tuple[DueMove, ...] = ()
    waiting_for: Waiting | None = None
    held_until: AwareDatetime | None = None  # read from older documents, and not used any more

    def of_id(self, commitment_id: str) -> Commitment | None:
        """The promise of that id, if it stands in the document."""
        return next((one for one in self.commitments if one.commitment_id == commitment_id), None)

    def of_kind(self, kind: CommitmentKind) -> Commitment | None:
        """The newest promise of that kind, if one was made."""
        return next((one for one in reversed(self.commitments) if one.kind is kind), None)
