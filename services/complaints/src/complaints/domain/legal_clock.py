"""A clock of the law as sla counts it; here it is read and never counted.

What sla said last of a commitment holds. Pure.
"""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict

ZONE = ZoneInfo("America/Toronto")


class ClockState(StrEnum):
    """Where a clock stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Clock(BaseModel):
    """One commitment. `kind` is the word of the contract; the explanations are sla's words.

    `extended_by`: days that were added in all; `notice_on`: when the requester was told of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    commitment_id: str
    kind: str
    due_at: AwareDatetime
    original_due_at: AwareDatetime
    started_at: AwareDatetime | None = None
    state: ClockState = ClockState.RUNNING
    settled_at: AwareDatetime | None = None
    extended_by: int = 0
    notice_on: date | None = None
    explanation_fr: str = ""
    explanation_en: str = ""

    @property
    def due_on(self) -> date:
        """Its last local date."""
        return self.due_at.astimezone(ZONE).date()

    @property
    def is_open(self) -> bool:
        """Whether it may still be kept in time, as far as was heard."""
        return self.state in (ClockState.RUNNING, ClockState.SUSPENDED)

    def days_left(self, now: datetime) -> int:
        """Local dates from today to the last one; below 0: that many days late."""
        return (self.due_on - now.astimezone(ZONE).date()).days


def clock_of(clocks: tuple[Clock, ...], kind: str) -> Clock | None:
    """The clock of that kind that still holds, the latest one; None: none does."""
    held = [one for one in clocks if one.kind == kind and one.state is not ClockState.CANCELLED]
    return max(held, key=lambda one: one.due_at, default=None)


def clock_ever(clocks: tuple[Clock, ...], kind: str) -> Clock | None:
    """The same, though it may count no more; None: there never was one."""
    told = (one for one in clocks if one.kind == kind)
    return max(told, key=lambda one: one.due_at, default=None)


def with_clock(clocks: tuple[Clock, ...], changed: Clock) -> tuple[Clock, ...]:
    """The clocks, that one as it is now."""
    others = tuple(one for one in clocks if one.commitment_id != changed.commitment_id)
    return (*others, changed)
