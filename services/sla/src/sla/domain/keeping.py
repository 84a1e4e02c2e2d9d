"""What keeps a promise, and when: one answer for each kind, from the facts alone."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sla.domain.commitment import Commitment
from sla.domain.facts import Facts
from sla.domain.promises import CommitmentKind

BY_WORK = frozenset(
    {CommitmentKind.COMPLETE, CommitmentKind.PROMISED, CommitmentKind.ACCESS_ANSWER}
)
"""Kept by the work, whose done date decides (PV-53)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """At which instant, and whether at or before the due time."""

    at: datetime
    on_time: bool


def kept(one: Commitment, facts: Facts) -> Kept | None:
    """Whether and how the promise was kept; None: not, as far as was heard."""
    at = kept_at(one.kind, one.commitment_id, facts)
    if at is None:
        return None
    if one.kind in BY_WORK and at == facts.completed_at:
        return _done(one, at, facts)
    return Kept(at, at <= one.due_at)


def kept_at(kind: CommitmentKind, commitment_id: str, facts: Facts) -> datetime | None:
    """The instant of the fact that keeps such a promise, in time or not."""
    match kind:
        case CommitmentKind.ACKNOWLEDGE:
            return facts.acknowledged_at
        case CommitmentKind.PLAN:
            return _first(facts.completed_at, *(one.said_at for one in facts.entered.planned))
        case CommitmentKind.COMPLETE | CommitmentKind.PROMISED:
            return facts.completed_at
        case CommitmentKind.ADMISSIBILITY:
            return facts.admissibility_at
        case CommitmentKind.COMPLAINT:
            return _first(facts.concluded_at, facts.refused_at)
        case CommitmentKind.ACCESS_ANSWER:
            # A refusal is an answer too (PV-49): the case may be closed without any work.
            return facts.completed_at or _first(facts.done_closed_at, facts.closed_at)
        case CommitmentKind.SURVEY:
            return _first(*facts.surveyed_at)
        case CommitmentKind.CALLBACK | CommitmentKind.THIRD_PARTY_NOTICE:
            done = (one.at for one in facts.entered.done if one.commitment_id == commitment_id)
            return _first(*done)
        case CommitmentKind.RNC_ANSWER:
            return None  # the lists keep their own dates


def let_go(kind: CommitmentKind, facts: Facts) -> tuple[datetime, str] | None:
    """When the case ended in another way, so that the promise is not owed any more, and why."""
    if facts.withdrawn_at is not None:
        return facts.withdrawn_at, "withdrawn"
    if facts.closed_at is not None and kind is not CommitmentKind.ACCESS_ANSWER:
        return facts.closed_at, "closed"
    return None


def ended_at(kind: CommitmentKind, commitment_id: str, facts: Facts) -> datetime | None:
    """When nothing can stop the clock any more: kept, or let go; None: still owed."""
    gone = let_go(kind, facts)
    return _first(kept_at(kind, commitment_id, facts), gone[0] if gone else None)


def _first(*instants: datetime | None) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)


def _done(one: Commitment, completed_at: datetime, facts: Facts) -> Kept:
    """The done date decides (PV-53): work done in time counts as such, entered when it may be.

    A date alone is set against the due date. Delays of hours need better: for work entered on the
    day on which it was done, the instant of entry decides.
    """
    if facts.done_on is None:
        return Kept(completed_at, completed_at <= one.due_at)
    zone = ZoneInfo(one.trace.zone)
    entered_on = completed_at.astimezone(zone).date()
    if facts.done_on == entered_on:
        done_at = completed_at
        if one.counting.in_hours:
            return Kept(done_at, done_at <= one.due_at)
    else:
        day_end = datetime.combine(facts.done_on, time(23, 59, 59), zone).astimezone(UTC)
        done_at = min(completed_at, day_end)
    if facts.done_on > one.due_at.astimezone(zone).date():
        return Kept(done_at, on_time=False)
    return Kept(min(done_at, one.due_at), on_time=True)
