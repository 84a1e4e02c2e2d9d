"""The date on which the work was promised to the citizen: a promise like any other (MH-13, PV-53).

It needs no rule of a grid: what was said is to be kept. Before anybody entered what was said, the
date planned that comes with the work counts.
"""

from datetime import UTC, date, datetime

from sla.domain.commitment import Basis, Commitment, Slot
from sla.domain.counting import MIDNIGHT_LESS_ONE_SECOND, Counting, Trace
from sla.domain.derivation import RulesUnknown
from sla.domain.facts import Facts
from sla.domain.promises import DEFAULT_SHARES, BoroughRules, RuleBook


def planned(
    case_id: str, slot: Slot, facts: Facts, before: Commitment | None, book: RuleBook
) -> Commitment | None:
    """The promised date as a commitment, due at the end of that day; `before` where it is the same.

    None: no date was given. Raises `RulesUnknown`.
    """
    given = _given(facts)
    said, rules = facts.classification, holders_rules(facts, book)
    if given is None or said is None or rules is None:
        return None
    started_at, dates = given
    first_on = started_at.astimezone(rules.calendar.zone).date()
    if dates[-1] < first_on:
        return None  # planned for a day before anybody asked: a slip of the pen, no promise
    trace = Trace(
        start_at=started_at,
        counting=Counting.CALENDAR_DAYS,
        amount=(dates[-1] - first_on).days,
        zone=rules.calendar.zone.key,
        clock_at=started_at,
        clock=MIDNIGHT_LESS_ONE_SECOND,
    )
    basis = Basis(
        borough=rules.borough,
        grid_version=rules.version,
        case_kind=said.kind,
        activity=said.activity,
    )
    after = Commitment(
        commitment_id=before.commitment_id if before else slot.commitment_id(case_id),
        reopening=slot.reopening,
        kind=slot.kind,
        counting=trace.counting,
        amount=trace.amount,
        demonstration=False,
        basis=basis,
        original_basis=basis,
        started_at=started_at,
        due_at=trace.readd(),
        original_due_at=_end_of(dates[0], rules),
        warn_shares=DEFAULT_SHARES,
        trace=trace,
    )
    return before if before is not None and before.has_terms_of(after) else after


def holders_rules(facts: Facts, book: RuleBook) -> BoroughRules | None:
    """The grid of who has the case, else of the counter; None: neither was heard of.

    Raises `RulesUnknown`.
    """
    given = facts.assignment
    if facts.received_at is None:
        return None
    if given is not None:
        borough: str | None = given.borough
        version: int | None = given.grid_version
    else:
        borough, version = facts.borough, None
    if borough is None:
        return None
    rules = book.rules(borough, version, facts.received_at)
    if rules is None:
        raise RulesUnknown("grid", borough, version)
    return rules


def _given(facts: Facts) -> tuple[datetime, list[date]] | None:
    """Since when a date is promised, and the dates in the order in which they were given."""
    if facts.received_at is None or facts.answered_at is not None:
        return None
    if facts.entered.planned:
        told = facts.entered.planned
        return told[0].said_at.astimezone(UTC), [one.on for one in told]
    if facts.planned_at_work:
        return facts.received_at, [facts.planned_at_work[-1].on]
    return None


def _end_of(on: date, rules: BoroughRules) -> datetime:
    return rules.calendar.instant(on, MIDNIGHT_LESS_ONE_SECOND)
