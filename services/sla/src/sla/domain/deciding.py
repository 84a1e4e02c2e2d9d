"""What staff may decide on a promise: every check before anything changes.

Each function returns what was entered with one entry more, or raises `Refused` naming the field;
`NoSuchCommitment` where the case has no such promise. Who may act at all is asked at the door; here
only what the grid binds to a role (C-06).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sla.domain.commitment import Commitment, Commitments, State
from sla.domain.courses import courses
from sla.domain.derivation import Rule, RulesUnknown, find_rule
from sla.domain.entered import (
    Asked,
    Done,
    Entered,
    Extension,
    Planned,
    Resumption,
    Suspension,
    WaitReason,
)
from sla.domain.errors import NoSuchCommitment, Refused
from sla.domain.lengthening import amount_until, check_amount, terms_of
from sla.domain.planning import holders_rules
from sla.domain.promises import CommitmentKind, RuleBook
from sla.domain.stopping import cap_at, end_of

DUTIES = (CommitmentKind.CALLBACK, CommitmentKind.THIRD_PARTY_NOTICE)
"""What comes up on a case, and is kept by hand."""


@dataclass(frozen=True, slots=True)
class Longer:
    """An extension as asked for: by so much, or until that day; the reason stays inside."""

    amount: int | None
    until_on: date | None
    reason: str
    notice_on: date | None


def suspend(
    state: Commitments,
    commitment_id: str,
    book: RuleBook,
    now: datetime,
    *,
    reason: WaitReason,
    until_on: date | None,
    note: str,
    by: str,
) -> Entered:
    """The clock stops from now on: not longer than the grid lets it."""
    one = _running(state, commitment_id, now)
    rule = rule_of(state, one, book)
    cap = rule.promise.suspension_days
    if cap is None:
        raise Refused(
            "commitment",
            "la grille ne permet pas de suspendre ce délai",
            "the grid does not let this delay wait",
        )
    zone = rule.rules.calendar.zone
    last_at = cap_at(now, cap, zone)
    until_at = last_at if until_on is None else end_of(until_on, zone)
    if until_at <= now:
        raise Refused("untilOn", "est déjà passé", "is over already")
    if until_at > last_at:
        raise Refused("untilOn", f"au plus {cap} jours d'attente", f"a wait of {cap} days at most")
    held = Suspension(
        commitment_id=commitment_id,
        from_at=now,
        until_at=until_at,
        reason=reason,
        by=by,
        note=note,
    )
    return _with(state, "suspensions", held)


def resume(state: Commitments, commitment_id: str, now: datetime, *, by: str, note: str) -> Entered:
    """The clock runs again from now on, whoever or whatever had stopped it."""
    one = _held(state, commitment_id)
    if one.state is not State.SUSPENDED:
        raise Refused("commitment", "ce délai n'est pas suspendu", "this delay is not suspended")
    held = Resumption(commitment_id=commitment_id, at=now, by=by, note=note)
    return _with(state, "resumptions", held)


def extend(
    state: Commitments,
    commitment_id: str,
    book: RuleBook,
    now: datetime,
    longer: Longer,
    *,
    decided_at: datetime,
    by: str,
    roles: Collection[str],
) -> Entered:
    """A longer delay: decided before expiry, within what the grid and the law allow (PV-48)."""
    one = _held(state, commitment_id)
    rule = rule_of(state, one, book)
    terms = terms_of(one, rule)
    role = terms.role_among(roles)
    if not one.is_open or (one.due_at < now and one.state is State.RUNNING):
        raise Refused(
            "commitment",
            "le délai est échu ou réglé : il ne se prolonge plus",
            "the delay is over or settled: it cannot be extended any more",
        )
    if decided_at > now:
        raise Refused("decidedAt", "est dans l'avenir", "is in the future")
    if decided_at < one.started_at:
        raise Refused("decidedAt", "précède le délai", "is before the delay began")
    if not longer.reason.strip():
        raise Refused("reason", "dites pourquoi", "say why")
    zone = rule.rules.calendar.zone
    terms.check_notice(longer.notice_on, decided_at.astimezone(zone).date(), zone)
    if (longer.amount is None) == (longer.until_on is None):
        raise Refused(
            "amount", "donnez un nombre ou une date, un seul", "give a number or a date, one only"
        )
    amount = longer.amount
    if amount is None:
        assert longer.until_on is not None
        amount = amount_until(one, rule, longer.until_on)
    held = state.facts.entered.extensions_of(commitment_id)
    check_amount(terms, amount, held)
    made = Extension(
        commitment_id=commitment_id,
        amount=amount,
        in_hours=one.counting.in_hours,
        reason=longer.reason,
        decided_at=decided_at,
        entered_at=now,
        by=by,
        role=role,
        notice_on=longer.notice_on,
    )
    return _with(state, "extensions", made)


def note_duty(
    state: Commitments,
    book: RuleBook,
    now: datetime,
    *,
    kind: CommitmentKind,
    at: datetime,
    by: str,
) -> Entered:
    """A call to return (MH-07), or a third party to notify: owed where the grid has a rule."""
    if kind not in DUTIES:
        raise Refused("kind", "ne se note pas à la main", "is not noted by hand")
    facts = state.facts
    _not_in_the_future("at", at, now)
    if facts.received_at is None or at < facts.received_at:
        raise Refused("at", "précède la réception", "is before the receipt")
    try:
        rule = find_rule(kind, facts, facts.classification, facts.assignment, book)
    except RulesUnknown as unknown:
        raise _not_known(unknown) from unknown
    if rule is None:
        raise Refused(
            "kind", "la grille ne promet rien de tel", "the grid promises nothing of the sort"
        )
    number = 1 + sum(one.kind == kind for one in facts.entered.asked)
    return _with(state, "asked", Asked(kind=kind, number=number, at=at, by=by))


def record_done(
    state: Commitments, commitment_id: str, now: datetime, *, at: datetime, by: str
) -> Entered:
    """Called back, or the third party notified; late is said too."""
    one = _held(state, commitment_id)
    if one.kind not in DUTIES:
        raise Refused(
            "commitment",
            "cet engagement se tient autrement",
            "this promise is kept in another way",
        )
    _not_in_the_future("at", at, now)
    if at < one.started_at:
        raise Refused("at", "précède l'engagement", "is before the promise")
    if any(done.commitment_id == commitment_id for done in state.facts.entered.done):
        raise Refused("commitment", "déjà fait", "done already")
    return _with(state, "done", Done(commitment_id=commitment_id, at=at, by=by))


def record_planned(
    state: Commitments, book: RuleBook, now: datetime, *, on: date, by: str
) -> Entered:
    """The citizen was given this day; an earlier word stays as the original (MH-13)."""
    facts = courses(state.facts)[-1]
    ended = (facts.answered_at, facts.completed_at, facts.withdrawn_at, facts.closed_at)
    if any(at is not None for at in ended):
        raise Refused("case", "le dossier est terminé", "the case is over")
    try:
        rules = holders_rules(facts, book)
    except RulesUnknown as unknown:
        raise _not_known(unknown) from unknown
    if rules is None:
        raise Refused("case", "personne n'a encore ce dossier", "nobody has this case yet")
    today = rules.calendar.local(now).date()
    if on < today:
        raise Refused("on", "est déjà passé", "is over already")
    if (on - today).days > 3_660:
        raise Refused("on", "à dix ans au plus", "within ten years")
    told = facts.entered.planned
    if told and told[-1].on == on:
        raise Refused("on", "a déjà été donnée", "was given already")
    return _with(state, "planned", Planned(on=on, said_at=now, by=by))


def rule_of(state: Commitments, one: Commitment, book: RuleBook) -> Rule:
    """The rule under which a promise was made, as the grid has it now. Raises `Refused`."""
    facts = courses(state.facts)[one.reopening]
    try:
        rule = find_rule(one.kind, facts, facts.classification, facts.assignment, book)
    except RulesUnknown as unknown:
        raise _not_known(unknown) from unknown
    if rule is None or one.kind is CommitmentKind.PROMISED:
        raise Refused(
            "commitment",
            "aucune règle de la grille ne porte cet engagement",
            "no rule of the grid bears this promise",
        )
    return rule


def _held(state: Commitments, commitment_id: str) -> Commitment:
    one = state.of_id(commitment_id)
    if one is None:
        raise NoSuchCommitment(commitment_id)
    return one


def _running(state: Commitments, commitment_id: str, now: datetime) -> Commitment:
    one = _held(state, commitment_id)
    if one.state is State.SUSPENDED:
        raise Refused("commitment", "ce délai est déjà suspendu", "this delay is suspended already")
    if one.state is not State.RUNNING or one.due_at <= now:
        raise Refused("commitment", "ce délai ne court plus", "this delay does not run any more")
    return one


def _not_in_the_future(name: str, at: datetime, now: datetime) -> None:
    if at > now:
        raise Refused(name, "est dans l'avenir", "is in the future")


def _not_known(unknown: RulesUnknown) -> Refused:
    return Refused(
        "grid",
        f"la grille ou le calendrier de {unknown.borough} n'est pas encore là",
        f"the grid or calendar of {unknown.borough} is not here yet",
    )


def _with(state: Commitments, name: str, entry: object) -> Entered:
    entered = state.facts.entered
    return entered.model_copy(update={name: (*getattr(entered, name), entry)})
