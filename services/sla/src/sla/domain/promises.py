"""What a borough promises: which delay, counted how, for which cases (PV-04, PR-02).

A delay is data of the borough. None is invented here; what no source gives is marked as
demonstration (C-15).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from sla.domain.calendar import WorkingCalendar
from sla.domain.counting import MAX_AMOUNT, Counting

ANY = "*"
INFORMATION = "information"


class CommitmentKind(StrEnum):
    """What is promised; the words of the contracts."""

    ACKNOWLEDGE = "acknowledge"
    COMPLETE = "complete"


class NoDelayConfigured(ValueError):
    """An activity has neither a delay nor the explicit word that it has none (PV-04)."""

    def __init__(self, activities: Iterable[str]) -> None:
        super().__init__(f"no delay configured for: {', '.join(activities)}")


class Promise(BaseModel):
    """One rule of a grid. The most specific that fits a case is the one that holds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: CommitmentKind
    activity: str = Field(ANY, description="Code in the grid, or * for all")
    case_kind: str | None = Field(None, description="None: all kinds but information (PV-15)")
    channels: tuple[str, ...] = Field((), description="Empty: all channels (C-12)")
    counting: Counting | None = Field(
        description="None: a way that this release does not know, or none is needed (amount 0)"
    )
    amount: int = Field(ge=0, le=MAX_AMOUNT, description="Days or hours; 0: explicitly no delay")
    demonstration: bool = Field(False, description="No source gives this value (C-15)")
    warn_fraction: float = Field(0.75, gt=0, lt=1, description="Share of the delay before warning")

    def fits(self, kind: CommitmentKind, case_kind: str, activity: str, channel: str) -> bool:
        """Whether the rule speaks of such a case; information only where it is named (C-12)."""
        if self.case_kind is None and case_kind == INFORMATION:
            return False
        return (
            self.kind is kind
            and self.activity in (ANY, activity)
            and self.case_kind in (None, case_kind)
            and (not self.channels or channel in self.channels)
        )

    @property
    def specificity(self) -> tuple[bool, bool, bool]:
        """An activity says more than a kind, a kind more than a channel."""
        return self.activity != ANY, self.case_kind is not None, bool(self.channels)


@dataclass(frozen=True, eq=False)
class BoroughRules:
    """Calendar and promises of one borough in one grid version, which never changes."""

    borough: str
    version: int
    calendar: WorkingCalendar
    promises: tuple[Promise, ...]

    def promise_for(
        self, kind: CommitmentKind, case_kind: str, activity: str, channel: str
    ) -> Promise | None:
        """The rule that holds, or None where nothing is promised: no rule, or an amount of 0."""
        fitting = [
            promise for promise in self.promises if promise.fits(kind, case_kind, activity, channel)
        ]
        best = max(fitting, key=lambda promise: promise.specificity, default=None)
        return best if best is not None and best.amount else None

    def require_delays(self, activities: Iterable[str]) -> None:
        """Refuse a grid in which an activity has no word on its delay (PV-04)."""
        said = {rule.activity for rule in self.promises if rule.kind is CommitmentKind.COMPLETE}
        silent = [] if ANY in said else [name for name in activities if name not in said]
        if silent:
            raise NoDelayConfigured(silent)


class RuleBook(Protocol):
    """Port to the grids that this service has received so far."""

    def rules(self, borough: str, version: int | None, at: datetime) -> BoroughRules | None:
        """That version, or for None the one in force at that instant; None: not known yet."""
        ...
