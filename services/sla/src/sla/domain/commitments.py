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
    Slot,
    State,
    Timing,
    Waiting,
)
from sla.domain.courses import slots
from sla.domain.derivation import RulesUnknown, promised
from sla.domain.entered import Entered
from sla.domain.facts import CaseFact, Facts, learn
from sla.domain.outcomes import DueSoon, Outcome
from sla.domain.planning import planned
from sla.domain.promises import CommitmentKind, RuleBook
from sla.domain.settlement import ReadUntil, dropped, settle


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


def record_entered(
    state: Commitments,
    entered: Entered,
    book: RuleBook,
    now: datetime,
    timing: Timing = DEFAULT_TIMING,
) -> tuple[Commitments, list[Outcome]]:
    """Take what staff entered, already checked, and decide from all facts."""
    facts = state.facts.model_copy(update={"entered": entered})
    return _decide(state.model_copy(update={"facts": facts}), book, now, None, timing)


def decide_again(
    state: Commitments, book: RuleBook, now: datetime, timing: Timing = DEFAULT_TIMING
) -> tuple[Commitments, list[Outcome]]:
    """Decide from the facts as they are, by the grids as they are now; twice changes nothing."""
    return _decide(state, book, now, None, timing)


def tick(
    state: Commitments,
    book: RuleBook,
    now: datetime,
    read_until: datetime | None,
    timing: Timing = DEFAULT_TIMING,
) -> tuple[Commitments, list[Outcome]]:
    """Decide again now: warnings, misses due before `read_until` less the settling time, retries.

    `read_until`: instant up to which all input streams were read; None: not known, no misses.
    The state may differ though nothing is to be told (it was put off): save it all the same. In
    any case `next_try_at` lies after `now` then: no timer fills the batches.
    """
    read = ReadUntil(read_until, read_until - timing.settling) if read_until is not None else None
    decided, outcomes = _decide(state, book, now, read, timing)
    warned = tuple(_warned(one, now) for one in decided.commitments)
    outcomes += [
        DueSoon(after, now, after.told_share)
        for before, after in zip(decided.commitments, warned, strict=True)
        if before is not after and now < after.due_at
    ]
    return decided.model_copy(
        update={
            "commitments": warned,
            "waiting_for": _tried(decided.waiting_for, now, timing),
        }
    ), outcomes


def put_off(state: Commitments, now: datetime, timing: Timing = DEFAULT_TIMING) -> Commitments:
    """A tick failed, nobody knows why: tried again ever later, alarmed, and in nobody's way."""
    known = state.waiting_for
    if known is None or known.reason != "fault":
        borough = state.facts.borough or ""
        known = Waiting(
            reason="fault",
            borough=borough,
            grid_version=None,
            year=None,
            since=now,
            tries=-1,
            retry_at=now,
        )
    tries = known.tries + 1
    again = {"tries": tries, "retry_at": now + timing.retry_after(tries)}
    return state.model_copy(update={"waiting_for": known.model_copy(update=again)})


def next_try_at(state: Commitments) -> datetime | None:
    """When the clock alone gives a tick something to do for this case; None: never."""
    if _is_put_off(state):
        return state.waiting_for.retry_at if state.waiting_for else None
    times = [state.waiting_for.retry_at] if state.waiting_for else []
    for one in state.commitments:
        if one.state is State.RUNNING and one.warn_at is not None:
            times.append(one.warn_at)
        elif one.state is State.SUSPENDED and one.stopped is not None:
            times.append(one.stopped.until_at)
    return min(times, default=None)


def judge_at(state: Commitments) -> datetime | None:
    """The earliest due time still open: judged once the streams were read past it and the settling
    time, however long that takes; until then nobody looks at it."""
    if _is_put_off(state):
        return None
    running = (one.due_at for one in state.commitments if one.state is State.RUNNING)
    return min(running, default=None)


def _is_put_off(state: Commitments) -> bool:
    return state.waiting_for is not None and state.waiting_for.reason == "fault"


def _decide(
    state: Commitments, book: RuleBook, now: datetime, read: ReadUntil | None, timing: Timing
) -> tuple[Commitments, list[Outcome]]:
    kept: list[Commitment] = []
    outcomes: list[Outcome] = []
    unknown: RulesUnknown | None = None
    made = {one.slot: one for one in state.commitments}
    for slot, facts in slots(state.facts):
        before = made.get(slot)
        try:
            after = _promised(state.case_id, slot, facts, before, book, now)
        except RulesUnknown as missing:
            unknown, after = unknown or missing, before
        if after is not None:
            settled, said = settle(before, after, facts, now, read)
            kept.append(settled)
            outcomes += said
        elif before is not None:
            outcomes += dropped(before, facts)
    return state.model_copy(
        update={
            "commitments": tuple(kept),
            "waiting_for": _waiting(state.waiting_for, unknown, now, timing),
        }
    ), outcomes


def _promised(
    case_id: str,
    slot: Slot,
    facts: Facts,
    before: Commitment | None,
    book: RuleBook,
    now: datetime,
) -> Commitment | None:
    if slot.kind is CommitmentKind.PROMISED:
        return planned(case_id, slot, facts, before, book)
    return promised(case_id, slot, facts, before, book, now)


def _warned(one: Commitment, now: datetime) -> Commitment:
    """Marked as warned where the warning is due; past the due time it is not said any more."""
    over = [share for share in one.warn_shares if one.share_at(share) <= now]
    if one.state is not State.RUNNING or not over or max(over) <= one.told_share:
        return one
    return one.model_copy(update={"told_share": max(over)})


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


__all__ = ["Commitments", "decide_again", "judge_at", "next_try_at", "put_off", "record", "tick"]
