"""What may be done with a promise on its page: for whom, in which state, by which command."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chassis.errors import Words
from chassis.identity import Caller
from pydantic import BaseModel
from ui.dates import ZONE

from sla.application.forms import (
    DoneForm,
    DutyForm,
    ExtensionForm,
    PlannedForm,
    ResumptionForm,
    SuspensionForm,
)
from sla.domain.commitment import Commitment, Commitments, State
from sla.domain.deciding import DUTIES, rule_of
from sla.domain.derivation import RulesUnknown, find_rule
from sla.domain.errors import Refused
from sla.domain.lengthening import terms_of
from sla.domain.promises import RuleBook
from sla.entrypoints.pages.page_forms import A_DATE, A_NUMBER, Sent
from sla.entrypoints.promise_desk import DECIDERS, PromiseDesk, borough_of

Run = Callable[[PromiseDesk, str, str, Any, Caller, str | None], Awaitable[object]]
FIELDS: Mapping[str, Words] = {
    "untilOn": ("Jusqu'au", "Until"),
    "note": ("Note pour les collègues", "Note for colleagues"),
    "amount": ("De combien", "By how much"),
    "reason": ("Pourquoi", "Why"),
    "noticeOn": ("Personne avisée le", "Citizen told on"),
    "decidedAt": ("Décidé le", "Decided on"),
    "at": ("Quand", "When"),
    "on": ("Date donnée", "Date given"),
    "kind": ("Quoi", "What"),
}
SHAPES: Mapping[str, Words] = {
    "untilOn": A_DATE,
    "noticeOn": A_DATE,
    "on": A_DATE,
    "amount": A_NUMBER,
}
MOMENTS = frozenset({"at", "decidedAt"})  # a browser sends them local and without zone


@dataclass(frozen=True)
class Action:
    """Something to do: its form, the command that it runs, and what is said when it is done."""

    form: type[BaseModel]
    fields: tuple[str, ...]
    run: Run
    words: Words
    done: Words
    of_case: bool = False
    """For the case as a whole, and no promise of it."""
    shapes: Mapping[str, Words] = field(default_factory=lambda: SHAPES)


ACTIONS: Mapping[str, Action] = {
    "suspendre": Action(
        SuspensionForm,
        ("untilOn", "note"),
        lambda desk, case, one, form, caller, key: desk.suspend(case, one, form, caller, key),
        ("Suspendre", "Suspend"),
        ("Le délai est suspendu.", "The delay is suspended."),
    ),
    "reprendre": Action(
        ResumptionForm,
        ("note",),
        lambda desk, case, one, form, caller, key: desk.resume(case, one, form, caller, key),
        ("Reprendre", "Resume"),
        ("Le délai court de nouveau.", "The delay runs again."),
    ),
    "prolonger": Action(
        ExtensionForm,
        ("amount", "untilOn", "reason", "noticeOn", "decidedAt"),
        lambda desk, case, one, form, caller, key: desk.extend(case, one, form, caller, key),
        ("Prolonger", "Extend"),
        ("Le délai est prolongé.", "The delay is extended."),
    ),
    "fait": Action(
        DoneForm,
        ("at",),
        lambda desk, case, one, form, caller, key: desk.done(case, one, form, caller, key),
        ("C'est fait", "It is done"),
        ("C'est noté comme fait.", "It is recorded as done."),
    ),
    "date-promise": Action(
        PlannedForm,
        ("on",),
        lambda desk, case, one, form, caller, key: desk.plan(case, form, caller, key),
        ("Donner une date à la personne", "Give the citizen a date"),
        ("La date promise est notée.", "The promised date is recorded."),
        of_case=True,
    ),
    "devoir": Action(
        DutyForm,
        ("kind", "at"),
        lambda desk, case, one, form, caller, key: desk.note_duty(case, form, caller, key),
        ("À rappeler, ou tiers à aviser", "To call back, or a third party to notify"),
        ("C'est noté : le délai court.", "It is recorded: the delay runs."),
        of_case=True,
    ),
}


def allowed(
    state: Commitments, one: Commitment, caller: Caller, book: RuleBook, now: datetime
) -> list[str]:
    """The actions of a promise that this caller is offered, in the order of the page."""
    if not _decides(state, one.commitment_id, caller):
        return []
    if one.state is State.SUSPENDED:
        return ["reprendre", *_extends(state, one, caller, book)]
    if one.state is not State.RUNNING:
        return []
    found = []
    done = any(one.commitment_id == each.commitment_id for each in state.facts.entered.done)
    if one.kind in DUTIES and not done:
        found.append("fait")
    if one.due_at > now:
        if _may_wait(state, one, book):
            found.append("suspendre")
        found += _extends(state, one, caller, book)
    return found


def allowed_on_case(state: Commitments, caller: Caller, book: RuleBook) -> list[str]:
    """The actions of the case as a whole."""
    facts = state.facts
    ended = (facts.answered_at, facts.completed_at, facts.withdrawn_at, facts.closed_at)
    if not _decides(state, "", caller) or any(at is not None for at in ended):
        return []
    return ["date-promise", *(["devoir"] if duties(state, book) else [])]


def duties(state: Commitments, book: RuleBook) -> list[str]:
    """What may come up on this case, as the grid has it (MH-07)."""
    facts, found = state.facts, []
    for kind in DUTIES:
        try:
            rule = find_rule(kind, facts, facts.classification, facts.assignment, book)
        except RulesUnknown:
            continue
        if rule is not None:
            found.append(kind.value)
    return found


def values_of(sent: Sent) -> Sent:
    """What was sent, its local moments with their zone; what is no moment stays for the form."""
    given = dict(sent.given)
    for name in MOMENTS & given.keys():
        try:
            local = datetime.fromisoformat(given[name])
        except ValueError:
            continue
        if local.tzinfo is None:
            given[name] = local.replace(tzinfo=ZONE).isoformat()
    return Sent(given, sent.many)


def _decides(state: Commitments, commitment_id: str, caller: Caller) -> bool:
    owner = borough_of(state, commitment_id)
    return owner in caller.boroughs and not caller.roles.isdisjoint(DECIDERS)


def _may_wait(state: Commitments, one: Commitment, book: RuleBook) -> bool:
    try:
        return rule_of(state, one, book).promise.suspension_days is not None
    except Refused:
        return False


def _extends(state: Commitments, one: Commitment, caller: Caller, book: RuleBook) -> list[str]:
    try:
        terms = terms_of(one, rule_of(state, one, book))
        terms.role_among(caller.roles)
    except Refused:
        return []
    held = state.facts.entered.extensions_of(one.commitment_id)
    return ["prolonger"] if len(held) < terms.times else []
