"""The promises made on one case: derived from all facts held, told once, kept or missed.

Every transition works out what should hold from the facts alone and says the difference to what
was said before; so facts may come in any order, and deciding twice changes nothing. A miss is
never declared on silence unless the input streams were read past it (DESIGN §3, Timers).
"""

from datetime import datetime

from sla.domain.commitment import (
    DEFAULT_TIMING,
    Commitment,
    Commitments,
    State,
    Timing,
    Waiting,
)
from sla.domain.courses import courses
from sla.domain.derivation import RulesUnknown, commitment_id, promised
from sla.domain.facts import CaseFact, learn
from sla.domain.outcomes import DueSoon, Outcome
from sla.domain.promises import CommitmentKind, RuleBook
from sla.domain.settlement import ReadUntil, dropped, settle

AGAIN = (CommitmentKind.COMPLETE,)  # promised anew when a case is reopened


def record(
    state: Commitments,
    fact: CaseFact,
    book: RuleBook,
    now: datetime,
    timing: Timing = DEFAULT_TIMING,
) -> tuple[Commitments, list[Outcome]]:
    """Learn one fact and decide from all of them. Never declares a miss on silence."""
    known = state.model_copy(update={"facts": learn(state.facts, fact)})
    return _decide(known, book, now, None, timing)


def tick(
    state: Commitments,
    book: RuleBook,
    now: datetime,
    read_until: datetime | None,
    timing: Timing = DEFAULT_TIMING,
) -> tuple[Commitments, list[Outcome]]:
    """Decide again now: warnings, misses due before `read_until` less the settling time, retries.

    `read_until`: instant up to which all input streams were read; None: not known, no misses.
    The state may differ though nothing is to be told (it was put off): save it all the same.
    """
    read = ReadUntil(read_until, read_until - timing.settling) if read_until is not None else None
    decided, outcomes = _decide(state, book, now, read, timing)
    warned = tuple(_warned(one, now) for one in decided.commitments)
    outcomes += [
        DueSoon(after)
        for before, after in zip(decided.commitments, warned, strict=True)
        if before is not after
    ]
    overdue = [one.due_at for one in warned if one.state is State.RUNNING and one.due_at <= now]
    held = max(now + timing.hold, min(overdue) + timing.settling) if overdue else None
    return decided.model_copy(
        update={
            "commitments": warned,
            "held_until": held,
            "waiting_for": _tried(decided.waiting_for, now, timing),
        }
    ), outcomes


def next_try_at(state: Commitments, timing: Timing = DEFAULT_TIMING) -> datetime | None:
    """When a tick has something to do for this case; None: only a new fact can change it."""
    times = [state.waiting_for.retry_at] if state.waiting_for else []
    for one in state.commitments:
        if one.state is State.RUNNING:
            judged_at = one.due_at + timing.settling
            at = judged_at if one.due_soon_sent else min(one.warn_at, judged_at)
            if state.held_until is not None and one.due_at < state.held_until:
                at = max(at, state.held_until)
            times.append(at)
    return min(times, default=None)


def _decide(
    state: Commitments, book: RuleBook, now: datetime, read: ReadUntil | None, timing: Timing
) -> tuple[Commitments, list[Outcome]]:
    kept: list[Commitment] = []
    outcomes: list[Outcome] = []
    unknown: RulesUnknown | None = None
    made = {one.commitment_id: one for one in state.commitments}
    for reopening, facts in enumerate(courses(state.facts)):
        for kind in CommitmentKind if reopening == 0 else AGAIN:
            before = made.get(commitment_id(state.case_id, kind, reopening))
            try:
                after = promised(state.case_id, kind, facts, before, book, reopening)
            except RulesUnknown as missing:
                unknown, after = unknown or missing, before
            if after is not None:
                settled, said = settle(before, after, facts, now, read)
                kept.append(settled)
                outcomes += said
            elif before is not None:
                outcomes += dropped(before, facts)
    held = state.held_until
    if held is not None and not any(
        one.state is State.RUNNING and one.due_at < held for one in kept
    ):
        held = None
    return state.model_copy(
        update={
            "commitments": tuple(kept),
            "waiting_for": _waiting(state.waiting_for, unknown, now, timing),
            "held_until": held,
        }
    ), outcomes


def _warned(one: Commitment, now: datetime) -> Commitment:
    """Marked as warned where the warning is due; past the due time a warning helps nobody."""
    if one.state is State.RUNNING and not one.due_soon_sent and one.warn_at <= now < one.due_at:
        return one.model_copy(update={"due_soon_sent": True})
    return one


def _waiting(
    before: Waiting | None, unknown: RulesUnknown | None, now: datetime, timing: Timing
) -> Waiting | None:
    if unknown is None:
        return None
    fresh = Waiting(
        reason=unknown.reason,
        borough=unknown.borough,
        grid_version=unknown.version,
        year=unknown.year,
        since=now,
        tries=0,
        retry_at=now + timing.retry_after(0),
    )
    return before if before is not None and before.is_same_as(fresh) else fresh


def _tried(waiting: Waiting | None, now: datetime, timing: Timing) -> Waiting | None:
    """Moved further away, where this tick was the retry."""
    if waiting is None or now < waiting.retry_at:
        return waiting
    tries = waiting.tries + 1
    return waiting.model_copy(update={"tries": tries, "retry_at": now + timing.retry_after(tries)})


__all__ = ["Commitments", "next_try_at", "record", "tick"]
