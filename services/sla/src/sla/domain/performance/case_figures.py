"""What figures need to know of one case: the facts that open topics told, and no personal data.

Each topic writes fields of its own, so that the order between topics does not matter.
"""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

from sla.domain.performance.on_time import (
    ZONE,
    Done,
    Judgement,
    judged_done,
    judged_without_work,
)

# Complaints, requests for access and what is not known yet are in no figure (PV-44).
COUNTED_KINDS = frozenset({"request", "information", "claim"})


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Stage(StrEnum):
    """Where a case stands since it was last opened."""

    OPEN = "open"
    COMPLETED = "completed"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class PromisedWork(_Frozen):
    """One promise that the work is done; a reopened case gets another one."""

    commitment_id: str
    started_at: AwareDatetime
    due_at: AwareDatetime
    original_due_at: AwareDatetime
    in_hours: bool = False
    suspended: bool = False
    cancelled: bool = False


class CaseFigures(_Frozen):
    """One case, for counting. Empty text: not heard."""

    case_id: str
    # intake-cases
    borough: str = ""
    kind: str = ""
    activity: str = ""
    channel: str = ""
    received_at: AwareDatetime | None = None
    requesters: dict[str, int] = {}
    answered_at: AwareDatetime | None = None
    completed_at: AwareDatetime | None = None
    done_on: date | None = None
    withdrawn_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    reopened: int = 0
    reopened_at: AwareDatetime | None = None
    # routing-assignments
    responsible_borough: str = ""
    department: str = ""
    assigned_activity: str = ""
    assigned_at: AwareDatetime | None = None
    # sla-commitments
    promises: tuple[PromisedWork, ...] = ()

    @property
    def is_counted(self) -> bool:
        """Whether any figure may hold it."""
        return self.received_at is not None and self.kind in COUNTED_KINDS

    @property
    def answering_borough(self) -> str:
        """Who answers for it; before somebody does, the counter that took it in."""
        return self.responsible_borough or self.borough

    @property
    def activity_code(self) -> str:
        """The activity in the grid of who answers; else the word of the counter."""
        return self.assigned_activity or self.activity

    @property
    def received_on(self) -> date | None:
        """Local day of first receipt."""
        return self.received_at.astimezone(ZONE).date() if self.received_at else None

    @property
    def stage(self) -> Stage:
        """Work that was done counts, whatever happened besides."""
        if self.completed_at is not None:
            return Stage.COMPLETED
        if self.withdrawn_at is not None:
            return Stage.WITHDRAWN
        if self.answered_at is not None:
            return Stage.ANSWERED
        if self.closed_at is not None:
            return Stage.CLOSED
        return Stage.OPEN

    @property
    def promise(self) -> PromisedWork | None:
        """The promise by which it is judged: the newest, unless that holds no longer."""
        newest = max(self.promises, key=lambda one: one.started_at, default=None)
        return None if newest is None or newest.cancelled else newest

    @property
    def is_first_contact(self) -> bool:
        """Settled at first contact, by `FIRST_CONTACT_V1` (MH-14)."""
        return self.stage is Stage.ANSWERED and self.reopened == 0

    @property
    def delay_days(self) -> int | None:
        """Calendar days from the day of receipt to that of the work; None: no work was done."""
        done, received_on = self._done, self.received_on
        if done is None or received_on is None:
            return None
        return max(0, (done.on - received_on).days)

    def judged(self, *, original: bool) -> Judgement | None:
        """Against the adjusted or the original due time; None: open, so that `now` decides."""
        promise = self.promise
        if promise is None:
            return Judgement.NONE
        due_at = promise.original_due_at if original else promise.due_at
        if self._done is not None:
            return judged_done(self._done, due_at, in_hours=promise.in_hours)
        ended_at = self.withdrawn_at or self.closed_at
        if self.stage is Stage.ANSWERED:
            return Judgement.NONE
        return None if ended_at is None else judged_without_work(ended_at, due_at)

    @property
    def _done(self) -> Done | None:
        return None if self.completed_at is None else Done(self.completed_at, self.done_on)
