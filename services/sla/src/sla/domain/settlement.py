"""Where a promise stands by the facts, and what has to be said since it last stood elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sla.domain.commitment import Commitment, State
from sla.domain.facts import Facts
from sla.domain.outcomes import (
    Cancelled,
    Met,
    Missed,
    MissWithdrawn,
    Moved,
    Outcome,
    Started,
)
from sla.domain.promises import CommitmentKind


@dataclass(frozen=True, slots=True)
class ReadUntil:
    """How far the input streams were read, and how far that allows misses to be declared."""

    at: datetime
    declare_before: datetime


@dataclass(frozen=True, slots=True)
class _Standing:
    state: State
    settled_at: datetime | None = None
    proof_at: datetime | None = None
    reason: str = ""


def settle(
    before: Commitment | None,
    after: Commitment,
    facts: Facts,
    now: datetime,
    read: ReadUntil | None,
) -> tuple[Commitment, list[Outcome]]:
    """`after` with its state, and the outcomes that lead there from `before`."""
    said: list[Outcome] = []
    was = State.RUNNING if before is None else before.state
    still_missed = False
    if before is not None and before is not after:
        due_moved = before.due_at != after.due_at
        after = after.model_copy(
            update={"due_soon_sent": before.due_soon_sent and not due_moved, "state": was}
        )
        if due_moved:
            said.append(Moved(after, before.due_at, _cause(before, after)))
    if before is not None and was is State.MISSED:
        still_missed = after.due_at <= before.due_at
    stands = _standing(after, facts, read, still_missed=still_missed)
    settled = after
    if (stands.state, stands.settled_at) != (after.state, after.settled_at):
        settled = after.model_copy(update={"state": stands.state, "settled_at": stands.settled_at})
    if before is None:
        said.append(Started(settled))
    return settled, said + _told(was, settled, stands, now)


def dropped(before: Commitment, facts: Facts) -> list[Outcome]:
    """What to say of a promise that holds no longer and leaves the document."""
    if before.state not in (State.RUNNING, State.MISSED):
        return []
    gone = before.model_copy(update={"state": State.CANCELLED})
    if facts.answered_at is not None:
        reason = "answered"
    elif before.kind is CommitmentKind.COMPLETE and facts.assignment is None:
        reason = "unrouted"
    else:
        reason = "reclassified"
    withdrawn: list[Outcome] = [MissWithdrawn(gone)] if before.state is State.MISSED else []
    return [*withdrawn, Cancelled(gone, reason)]


def _cause(before: Commitment, after: Commitment) -> str:
    old, new = before.basis, after.basis
    if (old.case_kind, old.activity) != (new.case_kind, new.activity):
        return "reclassified"
    return "reassigned" if old.borough != new.borough else "rules"


def _told(was: State, settled: Commitment, stands: _Standing, now: datetime) -> list[Outcome]:
    if stands.state is was:
        return []
    said: list[Outcome] = [MissWithdrawn(settled)] if was is State.MISSED else []
    match stands.state:
        case State.MET:
            assert stands.settled_at is not None  # a promise is met by something, at an instant
            said.append(Met(settled, stands.settled_at))
        case State.MISSED:
            said.append(Missed(settled, now, stands.proof_at or now))
        case State.CANCELLED:
            said.append(Cancelled(settled, stands.reason))
        case State.RUNNING:
            pass
    return said


def _standing(
    one: Commitment, facts: Facts, read: ReadUntil | None, *, still_missed: bool
) -> _Standing:
    """By facts alone where they settle it: a late completion proves the miss without any tick."""
    kept_at, on_time = _kept(one, facts)
    if kept_at is not None:
        if on_time:
            return _Standing(State.MET, settled_at=kept_at)
        return _Standing(State.MISSED, proof_at=kept_at)
    for ended_at, reason in ((facts.withdrawn_at, "withdrawn"), (facts.closed_at, "closed")):
        if ended_at is not None and ended_at <= one.due_at:
            return _Standing(State.CANCELLED, settled_at=ended_at, reason=reason)
        if ended_at is not None:
            return _Standing(State.MISSED, proof_at=ended_at)
    if read is not None and one.due_at < read.declare_before:
        return _Standing(State.MISSED, proof_at=read.at)
    return _Standing(State.MISSED if still_missed else State.RUNNING)


def _kept(one: Commitment, facts: Facts) -> tuple[datetime | None, bool]:
    """When it was kept, if it was, and whether at or before its due time."""
    if one.kind is CommitmentKind.ACKNOWLEDGE:
        at = facts.acknowledged_at
        return at, at is not None and at <= one.due_at
    if facts.completed_at is None:
        return None, False
    return _done(one, facts.completed_at, facts)


def _done(one: Commitment, completed_at: datetime, facts: Facts) -> tuple[datetime, bool]:
    """The done date decides (PV-53): work done in time counts as such, entered when it may be.

    A date alone is set against the due date. Delays of hours need better: for work entered on the
    day on which it was done, the instant of entry decides.
    """
    if facts.done_on is None:
        return completed_at, completed_at <= one.due_at
    zone = ZoneInfo(one.trace.zone)
    entered_on = completed_at.astimezone(zone).date()
    if facts.done_on == entered_on:
        done_at = completed_at
        if one.counting.in_hours:
            return done_at, done_at <= one.due_at
    else:
        day_end = datetime.combine(facts.done_on, time(23, 59, 59), zone).astimezone(UTC)
        done_at = min(completed_at, day_end)
    if facts.done_on > one.due_at.astimezone(zone).date():
        return done_at, False
    return min(done_at, one.due_at), True
