"""What a borough promises: which delay, counted how, for which cases (PV-04, PR-02).

A delay is data of the borough. None is invented here; what no source gives is marked as
demonstration (C-15).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field

from sla.domain.calendar import WorkingCalendar
from sla.domain.counting import MAX_AMOUNT, Counting

ANY = "*"
INFORMATION, COMPLAINT, ACCESS, CLAIM = "information", "complaint", "access", "claim"
DEFAULT_SHARES = (0.75,)


class CommitmentKind(StrEnum):
    """What is promised; the words of the contracts."""

    ACKNOWLEDGE = "acknowledge"
    CALLBACK = "callback"
    PLAN = "plan"
    PROMISED = "promised"
    COMPLETE = "complete"
    ADMISSIBILITY = "admissibility"
    COMPLAINT = "complaint"
    ACCESS_ANSWER = "access-answer"
    THIRD_PARTY_NOTICE = "third-party-notice"
    THIRD_PARTY_OBSERVATIONS = "third-party-observations"
    ACCESS_DECISION = "access-decision"
    RNC_ANSWER = "rnc-answer"
    SURVEY = "survey"
    CLAIM_NOTICE = "claim-notice"
    CLAIM_ACTION = "claim-action"


ONLY_OF: Mapping[CommitmentKind, str] = {
    CommitmentKind.ADMISSIBILITY: COMPLAINT,
    CommitmentKind.COMPLAINT: COMPLAINT,
    CommitmentKind.ACCESS_ANSWER: ACCESS,
    CommitmentKind.THIRD_PARTY_NOTICE: ACCESS,
    CommitmentKind.THIRD_PARTY_OBSERVATIONS: ACCESS,
    CommitmentKind.ACCESS_DECISION: ACCESS,
    CommitmentKind.CLAIM_NOTICE: CLAIM,
    CommitmentKind.CLAIM_ACTION: CLAIM,
}
"""Promises that only cases of one kind know."""
NOT_OURS = frozenset(
    {
        CommitmentKind.THIRD_PARTY_OBSERVATIONS,
        CommitmentKind.CLAIM_NOTICE,
        CommitmentKind.CLAIM_ACTION,
    }
)
"""Delays of citizens and third parties: told and judged, and never work that staff owe."""


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
    warn_shares: tuple[Annotated[float, Field(gt=0, lt=1)], ...] = Field(
        DEFAULT_SHARES, description="Shares of the delay after which it is warned of, in order"
    )
    suspension_days: int | None = Field(
        None, ge=1, description="Longest wait for the citizen; None: no clock stops for it"
    )
    extension_max: int = Field(0, ge=0, description="Days or hours in all; 0: never extended")
    extension_times: int = Field(1, ge=1, description="How often it may be extended")
    extension_by: tuple[str, ...] = Field((), description="Roles that extend (C-06); empty: all")
    answered_by: str = Field("", description="Role that answers for it (C-06); empty: not said")

    def fits(self, kind: CommitmentKind, case_kind: str, activity: str, channel: str) -> bool:
        """Whether the rule speaks of such a case; information only where it is named (C-12)."""
        if self.case_kind is None and case_kind == INFORMATION:
            return False
        if ONLY_OF.get(kind, case_kind) != case_kind:
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

    @cached_property
    def _by_activity(self) -> Mapping[tuple[CommitmentKind, str], list[Promise]]:
        """A grid may have a rule for each of hundreds of activities: none looks through them."""
        found: dict[tuple[CommitmentKind, str], list[Promise]] = {}
        for rule in self.promises:
            found.setdefault((rule.kind, rule.activity), []).append(rule)
        return found

    def promise_for(
        self, kind: CommitmentKind, case_kind: str, activity: str, channel: str
    ) -> Promise | None:
        """The rule that holds, or None where nothing is promised: no rule, or an amount of 0."""
        known = self._by_activity
        near = [*known.get((kind, activity), ()), *known.get((kind, ANY), ())]
        if not near:
            return None
        fitting = [promise for promise in near if promise.fits(kind, case_kind, activity, channel)]
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
