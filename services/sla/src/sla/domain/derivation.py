"""Which promise holds for a case: the same facts always give the same promise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sla.domain import citizens_clocks
from sla.domain.calendar import CalendarMissing
from sla.domain.commitment import Basis, Commitment, Slot
from sla.domain.counting import Counting, Deadline, count
from sla.domain.facts import Assignment, Classification, Facts
from sla.domain.keeping import ended_at, heard_at
from sla.domain.pauses import Pause
from sla.domain.promises import ONLY_OF, BoroughRules, CommitmentKind, Promise, RuleBook
from sla.domain.stopping import NO_STOPS, Stops, stops_of

BY_ASSIGNMENT = frozenset({CommitmentKind.PLAN, CommitmentKind.PROMISED, CommitmentKind.COMPLETE})
"""Owed by who has the case; all else is owed by the counter that received it."""
TO_SOMEBODY = frozenset({CommitmentKind.ACKNOWLEDGE, CommitmentKind.SURVEY})
"""Owed only where there is somebody to write to."""


class RulesUnknown(LookupError):
    """The grid, the year in its calendar, or the way of counting is not known (yet): try again."""

    def __init__(
        self,
        reason: Literal["grid", "calendar", "counting"],
        borough: str,
        version: int | None,
        year: int | None = None,
    ) -> None:
        super().__init__(f"{reason} of {borough} version {version} year {year}")
        self.reason: Literal["grid", "calendar", "counting"] = reason
        self.borough = borough
        self.version = version
        self.year = year


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of a grid that holds, with the calendar by which it counts."""

    rules: BoroughRules
    promise: Promise
    basis: Basis


def promised(
    case_id: str,
    slot: Slot,
    facts: Facts,
    before: Commitment | None,
    book: RuleBook,
    now: datetime,
) -> Commitment | None:
    """The promise that holds, running or stopped; `before` itself where its terms did not change.

    None: nothing is promised, or not enough was heard. Raises `RulesUnknown`. The clock runs from
    first receipt, or from that reopening, whatever happened to the case since; `original_due_at`
    is what the first classification and assignment gave, and stays while those do.
    """
    said = facts.classification
    if facts.received_at is None or facts.answered_at is not None or said is None:
        return None
    if ONLY_OF.get(slot.kind, said.kind) != said.kind:
        return None
    rule = find_rule(slot.kind, facts, said, facts.assignment, book)
    start_at = _starts_at(slot, facts, rule) if rule is not None else None
    if rule is None or start_at is None:
        return None
    mine = before.commitment_id if before is not None else slot.commitment_id(case_id)
    stops = _stops(slot.kind, mine, facts, rule, start_at, now)
    extended_by = _extended_by(mine, facts, rule.promise.counting)
    deadline = count_by(rule, start_at, stops.over, extended_by)
    original_basis, original_due_at = _original(slot, facts, before, book, rule, start_at)
    if stops.now is not None and stops.now.from_at >= deadline.due_at:
        stops = Stops(stops.over)  # it was due before it was stopped
    after = Commitment(
        commitment_id=mine,
        reopening=slot.reopening,
        number=slot.number,
        kind=slot.kind,
        counting=deadline.trace.counting,
        amount=rule.promise.amount,
        extended_by=extended_by,
        demonstration=rule.promise.demonstration,
        basis=rule.basis,
        original_basis=original_basis,
        started_at=start_at,
        due_at=deadline.due_at,
        original_due_at=original_due_at,
        warn_shares=rule.promise.warn_shares,
        trace=deadline.trace,
        stopped=stops.now,
    )
    return before if before is not None and before.has_terms_of(after) else after


def find_rule(
    kind: CommitmentKind,
    facts: Facts,
    said: Classification | None,
    assignment: Assignment | None,
    book: RuleBook,
) -> Rule | None:
    """What the grid that answers for the case promises; None: nothing. Raises `RulesUnknown`."""
    if said is None or facts.received_at is None:
        return None
    if kind in TO_SOMEBODY and not facts.has_contact:
        return None
    if kind not in BY_ASSIGNMENT:
        borough, version, activity = _counter(facts), None, said.activity
        if borough is None:
            return None
    elif assignment is None:
        return None
    else:
        borough, version = assignment.borough, assignment.grid_version
        activity = assignment.activity or said.activity
    rules = book.rules(borough, version, facts.received_at)
    if rules is None:
        raise RulesUnknown("grid", borough, version)
    promise = rules.promise_for(kind, said.kind, activity, facts.channel)
    if promise is None:
        return None
    basis = Basis(
        borough=borough, grid_version=rules.version, case_kind=said.kind, activity=activity
    )
    return Rule(rules, promise, basis)


def count_by(
    rule: Rule, start_at: datetime, pauses: tuple[Pause, ...] = (), extended_by: int = 0
) -> Deadline:
    """The due time under that rule. Raises `RulesUnknown`."""
    rules, promise = rule.rules, rule.promise
    if promise.counting is None:
        raise RulesUnknown("counting", rules.borough, rules.version)
    try:
        return count(
            start_at, promise.counting, promise.amount, rules.calendar, pauses, extended_by
        )
    except CalendarMissing as missing:
        raise RulesUnknown("calendar", rules.borough, rules.version, missing.year) from missing


def _starts_at(slot: Slot, facts: Facts, rule: Rule) -> datetime | None:
    """From when the delay runs; None: it is not owed (yet)."""
    match slot.kind:
        case CommitmentKind.CALLBACK if slot.number:
            asked = (one for one in facts.entered.asked if one.kind == slot.kind)
            return next(one.at for one in asked if one.number == slot.number)
        case CommitmentKind.CALLBACK:
            # A call that was taken is not to be returned: only channels that the grid names.
            return facts.received_at if rule.promise.channels else None
        case CommitmentKind.THIRD_PARTY_NOTICE:
            is_owed = bool(slot.number) or bool(facts.third_parties_notified_at)
            return facts.received_at if is_owed else None
        case CommitmentKind.THIRD_PARTY_OBSERVATIONS:
            return max(facts.third_parties_notified_at, default=None)
        case CommitmentKind.ACCESS_DECISION:
            return heard_at(facts)
        case CommitmentKind.SURVEY:
            return facts.done_closed_at
        case CommitmentKind.CLAIM_NOTICE | CommitmentKind.CLAIM_ACTION:
            return citizens_clocks.starts_at(facts.claim_facts_on, rule.rules.calendar)
        case _:
            return facts.received_at


def _stops(
    kind: CommitmentKind,
    commitment_id: str,
    facts: Facts,
    rule: Rule,
    start_at: datetime,
    now: datetime,
) -> Stops:
    cap = rule.promise.suspension_days
    if cap is None:
        return NO_STOPS
    over_at, zone = ended_at(kind, commitment_id, facts), rule.rules.calendar.zone
    return stops_of(commitment_id, facts, cap, start_at, over_at, zone, now)


def _extended_by(commitment_id: str, facts: Facts, counting: Counting | None) -> int:
    """What was added to the delay; an extension in another unit than it has now fits no more."""
    if counting is None:
        return 0
    held = facts.entered.extensions_of(commitment_id)
    return sum(one.amount for one in held if one.in_hours is counting.in_hours)


def _original(
    slot: Slot,
    facts: Facts,
    before: Commitment | None,
    book: RuleBook,
    current: Rule,
    start_at: datetime,
) -> tuple[Basis, datetime]:
    """The first promise stands as it was said, whatever became of the calendar since; what starts
    at another instant, such as a survey where the closing is told again, is another promise."""
    first, given = facts.first_classification, facts.first_assignment
    rule = current
    if (first, given) != (facts.classification, facts.assignment):
        rule = find_rule(slot.kind, facts, first, given, book) or current
    terms = (rule.basis, start_at)
    if before is not None and (before.original_basis, before.started_at) == terms:
        return rule.basis, before.original_due_at
    return rule.basis, count_by(rule, start_at).due_at


def _counter(facts: Facts) -> str | None:
    """The borough that received the case; where intake could not tell, the first that got it."""
    if facts.borough is not None:
        return facts.borough
    return facts.first_assignment.borough if facts.first_assignment else None
