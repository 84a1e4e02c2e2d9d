"""What keeps a promise, and when: one answer for each kind, from the facts alone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sla.domain.citizens_clocks import OF_CLAIMS
from sla.domain.commitment import Commitment
from sla.domain.facts import Facts
from sla.domain.promises import CommitmentKind

BY_WORK = frozenset({CommitmentKind.COMPLETE, CommitmentKind.PROMISED})
"""Kept by the work, whose done date decides (PV-53)."""
OWED_PAST_CLOSING = frozenset(
    {CommitmentKind.ACCESS_ANSWER, CommitmentKind.ACCESS_DECISION, *OF_CLAIMS}
)
"""The law's own delays: closing the case ends them no more than silence does."""
BY_ART_49 = "third-party"
"""Why the first delay of an answer is let go: from the notice on, those of art. 49 hold."""


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
    if at > one.due_at and _goes_by_art_49(one, facts):
        return None
    if one.kind in BY_WORK and at == facts.completed_at:
        return _done(one, at, facts)
    if one.kind is CommitmentKind.CLAIM_NOTICE and facts.claim_notice_on is not None:
        return _on_the_day(one, at, facts.claim_notice_on)
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
            # What complaints says. Intake closes such a case only once it has its answer; work that
            # a department did for it is none.
            return _first(facts.access_answered_at, facts.done_closed_at, facts.closed_at)
        case CommitmentKind.ACCESS_DECISION:
            return facts.access_answered_at
        case CommitmentKind.THIRD_PARTY_OBSERVATIONS:
            return heard_at(facts)
        case CommitmentKind.SURVEY:
            return _first(*facts.surveyed_at)
        case CommitmentKind.CALLBACK | CommitmentKind.THIRD_PARTY_NOTICE:
            done = (one.at for one in facts.entered.done if one.commitment_id == commitment_id)
            is_notice = kind is CommitmentKind.THIRD_PARTY_NOTICE
            told = facts.third_parties_notified_at if is_notice else ()
            return _first(*done, max(told, default=None))
        case CommitmentKind.CLAIM_NOTICE:
            return facts.claim_notice_at
        case CommitmentKind.RNC_ANSWER | CommitmentKind.CLAIM_ACTION:
            return None  # the lists keep their own dates; whether somebody sued is the court's


def let_go(kind: CommitmentKind, facts: Facts) -> tuple[datetime, str] | None:
    """When the case ended in another way, so that the promise is not owed any more, and why."""
    if facts.withdrawn_at is not None:
        return facts.withdrawn_at, "withdrawn"
    if kind in OF_CLAIMS and facts.claim_withdrawn_at is not None:
        return facts.claim_withdrawn_at, "withdrawn"
    if facts.closed_at is not None and kind not in OWED_PAST_CLOSING:
        return facts.closed_at, "closed"
    if kind is CommitmentKind.ACCESS_ANSWER and facts.third_parties_notified_at:
        return min(facts.third_parties_notified_at), BY_ART_49
    return None


def heard_at(facts: Facts) -> datetime | None:
    """When all third parties were heard; None: none was notified, or one after that."""
    last = max(facts.third_parties_notified_at, default=None)
    heard = facts.third_parties_heard_at
    return heard if last is not None and heard is not None and heard >= last else None


def ended_at(kind: CommitmentKind, commitment_id: str, facts: Facts) -> datetime | None:
    """When nothing can stop the clock any more: kept, or let go; None: still owed."""
    gone = let_go(kind, facts)
    return _first(kept_at(kind, commitment_id, facts), gone[0] if gone else None)


def _goes_by_art_49(one: Commitment, facts: Facts) -> bool:
    """Third parties were notified in time: the answer is due by the delays of art. 49 then."""
    first = min(facts.third_parties_notified_at, default=None)
    is_answer = one.kind is CommitmentKind.ACCESS_ANSWER
    return is_answer and first is not None and first <= one.due_at


def _on_the_day(one: Commitment, entered_at: datetime, on: date) -> Kept:
    """By the local date on which it came, whenever it was entered."""
    zone = ZoneInfo(one.trace.zone)
    day_end = datetime.combine(on, time(23, 59, 59), zone).astimezone(UTC)
    came_at = min(entered_at, day_end)
    on_time = on <= one.due_at.astimezone(zone).date()
    return Kept(min(came_at, one.due_at) if on_time else max(came_at, one.due_at), on_time)


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
