"""Which promise holds for a case: the same facts always give the same promise."""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

from sla.domain.calendar import CalendarMissing
from sla.domain.commitment import Basis, Commitment
from sla.domain.counting import Deadline, count
from sla.domain.facts import Assignment, Classification, Facts
from sla.domain.promises import BoroughRules, CommitmentKind, Promise, RuleBook


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


def commitment_id(case_id: str, kind: CommitmentKind, reopening: int) -> str:
    """The same for one promise all its life; a reopened case gets another. `reopening`: 0 for the
    time before any."""
    return str(uuid5(UUID(case_id), f"{kind}/{reopening}" if reopening else kind))


def promised(
    case_id: str,
    kind: CommitmentKind,
    facts: Facts,
    before: Commitment | None,
    book: RuleBook,
    reopening: int = 0,
) -> Commitment | None:
    """The promise that holds, running; `before` itself where its basis did not change.

    None: nothing is promised, or not enough was heard. Raises `RulesUnknown`. The clock runs from
    first receipt, or from that reopening, whatever happened to the case since; `original_due_at`
    is what the first classification and assignment gave.
    """
    if facts.received_at is None or facts.answered_at is not None:
        return None
    current = _found(kind, facts, facts.classification, facts.assignment, book)
    if current is None:
        return None
    rules, promise, basis = current
    if before is not None and before.basis == basis:
        return before
    deadline = _count(rules, promise, facts.received_at)
    delay = deadline.due_at - facts.received_at
    return Commitment(
        commitment_id=commitment_id(case_id, kind, reopening),
        reopening=reopening,
        kind=kind,
        counting=deadline.trace.counting,
        amount=promise.amount,
        demonstration=promise.demonstration,
        basis=basis,
        started_at=facts.received_at,
        due_at=deadline.due_at,
        original_due_at=_original(kind, facts, book) or deadline.due_at,
        warn_at=facts.received_at + delay * promise.warn_fraction,
        trace=deadline.trace,
    )


def _original(kind: CommitmentKind, facts: Facts, book: RuleBook) -> datetime | None:
    first = _found(kind, facts, facts.first_classification, facts.first_assignment, book)
    if first is None or facts.received_at is None:
        return None
    rules, promise, _ = first
    return _count(rules, promise, facts.received_at).due_at


def _found(
    kind: CommitmentKind,
    facts: Facts,
    said: Classification | None,
    assignment: Assignment | None,
    book: RuleBook,
) -> tuple[BoroughRules, Promise, Basis] | None:
    if said is None or facts.received_at is None:
        return None
    if kind is CommitmentKind.ACKNOWLEDGE:
        borough, version, activity = _counter(facts), None, said.activity
        if borough is None or not facts.has_contact:
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
    return (
        rules,
        promise,
        Basis(borough=borough, grid_version=rules.version, case_kind=said.kind, activity=activity),
    )


def _counter(facts: Facts) -> str | None:
    """The borough that received the case; where intake could not tell, the first that got it."""
    if facts.borough is not None:
        return facts.borough
    return facts.first_assignment.borough if facts.first_assignment else None


def _count(rules: BoroughRules, promise: Promise, received_at: datetime) -> Deadline:
    if promise.counting is None:
        raise RulesUnknown("counting", rules.borough, rules.version)
    try:
        return count(received_at, promise.counting, promise.amount, rules.calendar)
    except CalendarMissing as missing:
        raise RulesUnknown("calendar", rules.borough, rules.version, missing.year) from missing
