"""Where a promise stands by the facts, and what has to be said since it last stood elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from sla.domain.commitment import Commitment, State
from sla.domain.derivation import BY_ASSIGNMENT
from sla.domain.facts import Facts
from sla.domain.keeping import BY_ART_49, kept, let_go
from sla.domain.moving import changes
from sla.domain.outcomes import (
    Cancelled,
    Met,
    Missed,
    MissWithdrawn,
    Outcome,
    Started,
    Suspended,
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
        told = before.told_share if before.due_at == after.due_at else 0.0
        after = after.model_copy(update={"told_share": told, "state": was})
        said += changes(before, after, facts)
    if before is not None and was is State.MISSED:
        still_missed = after.due_at <= before.due_at
    stands = _standing(after, facts, read, still_missed=still_missed)
    settled = after
    if (stands.state, stands.settled_at) != (after.state, after.settled_at):
        settled = after.model_copy(update={"state": stands.state, "settled_at": stands.settled_at})
    if not settled.is_open and settled.told_share:
        # Whether it was warned of before it ended must not depend on which topic spoke first.
        settled = settled.model_copy(update={"told_share": 0.0})
    if before is None:
        said.append(Started(settled))
    said += _told(was, settled, stands, now)
    if settled.state is State.SUSPENDED and settled.stopped != (before and before.stopped):
        said.append(Suspended(settled))
    return settled, said


def dropped(before: Commitment, facts: Facts) -> list[Outcome]:
    """What to say of a promise that holds no longer and leaves the document."""
    if not before.is_open and before.state is not State.MISSED:
        return []
    gone = before.model_copy(update={"state": State.CANCELLED})
    if facts.answered_at is not None:
        reason = "answered"
    elif before.kind in BY_ASSIGNMENT and facts.assignment is None:
        reason = "unrouted"
    elif before.kind is CommitmentKind.ACCESS_DECISION and facts.third_parties_notified_at:
        reason = BY_ART_49
    else:
        reason = "reclassified"
    withdrawn: list[Outcome] = [MissWithdrawn(gone)] if before.state is State.MISSED else []
    return [*withdrawn, Cancelled(gone, reason)]


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
        case State.RUNNING | State.SUSPENDED:
            pass
    return said


def _standing(
    one: Commitment, facts: Facts, read: ReadUntil | None, *, still_missed: bool
) -> _Standing:
    """By facts alone where they settle it: a late completion proves the miss without any tick."""
    known = kept(one, facts)
    if known is not None and known.on_time:
        return _Standing(State.MET, settled_at=known.at)
    if known is not None:
        return _Standing(State.MISSED, proof_at=known.at)
    gone = let_go(one.kind, facts)
    if gone is not None:
        ended_at, reason = gone
        if ended_at <= one.due_at:
            return _Standing(State.CANCELLED, settled_at=ended_at, reason=reason)
        return _Standing(State.MISSED, proof_at=ended_at)
    if one.stopped is not None:
        return _Standing(State.SUSPENDED)
    if read is not None and one.due_at < read.declare_before:
        return _Standing(State.MISSED, proof_at=read.at)
    return _Standing(State.MISSED if still_missed else State.RUNNING)
