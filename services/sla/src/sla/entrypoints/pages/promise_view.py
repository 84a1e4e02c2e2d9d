"""One promise as its page shows it: where it stands, read aloud, and all that changed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ui.dates import day, moment
from ui.language import Words, said

from sla.domain.citizens_clocks import OF_CLAIMS
from sla.domain.commitment import Commitment, Commitments, DueMove, State
from sla.domain.delay_words import delay_words, extension_words
from sla.domain.entered import Extension
from sla.domain.owed import owed_of
from sla.domain.pauses import REASONS
from sla.domain.promises import NOT_OURS, CommitmentKind
from sla.domain.steps import steps
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.due_words import (
    due_in_words,
    late_in_words,
    promise_in_words,
    state_in_words,
)

CAUSES: Mapping[str, Words] = {
    "reclassified": ("nature ou activité changée", "kind or activity changed"),
    "reassigned": ("confié à un autre arrondissement", "given to another borough"),
    "rules": ("nouvelle grille", "new grid"),
    "calendar": ("calendrier changé", "calendar changed"),
    "waiting": ("attente plus courte ou plus longue qu'annoncé", "a shorter or longer wait"),
    "facts": ("la date des faits fut corrigée", "the date of the facts was corrected"),
    "promised-again": ("une autre date fut donnée", "another date was given"),
    "resumed": ("repris après une attente", "resumed after a wait"),
    "extended": ("prolongé", "extended"),
}
OVER: Words = ("Terminé", "Over")  # a delay that nobody here owed
COLOURS: Mapping[State, str] = {
    State.RUNNING: "active",
    State.SUSPENDED: "paused",
    State.MET: "met",
    State.MISSED: "missed",
    State.CANCELLED: "cancelled",
}


@dataclass(frozen=True)
class PromiseView:
    """All texts in the reader's language."""

    commitment_id: str
    name: str
    state: str
    colour: str
    is_suspended: bool
    due_at: datetime
    due: str
    late: str
    original_due_at: datetime | None
    delay: str
    started_at: datetime
    settled_at: datetime | None
    borough: str
    grid_version: int
    demonstration: bool
    stopped: str
    aloud: Sequence[tuple[str, str]]
    journal: Sequence[tuple[datetime, str, str]]
    actions: Sequence[str]


def promise_view(
    one: Commitment,
    state: Commitments,
    names: BoroughNames,
    now: datetime,
    lang: str,
    actions: Sequence[str],
) -> PromiseView:
    """A promise of a case."""
    owed = {each.commitment.commitment_id: each for each in owed_of(state)}.get(one.commitment_id)
    is_late = owed is not None and owed.is_late(now)
    is_over = one.kind in NOT_OURS and one.state is State.MISSED
    told = steps(one.trace, reopened=one.reopening > 0, of_facts=one.kind in OF_CLAIMS)
    delay = said(delay_words(one.counting, one.amount), lang)
    if one.kind is CommitmentKind.PROMISED:
        delay = said(("la date donnée à la personne", "the date given to the citizen"), lang)
        told = told[-1:]  # nobody counted: the day itself was given
    elif one.extended_by:
        delay = f"{delay}, {said(extension_words(one.counting, one.extended_by), lang)}"
    return PromiseView(
        commitment_id=one.commitment_id,
        name=promise_in_words(one.kind, lang),
        state=said(OVER, lang) if is_over else state_in_words(one.state, lang),
        colour="cancelled" if is_over else COLOURS[one.state],
        is_suspended=one.state is State.SUSPENDED,
        due_at=one.due_at,
        due=due_in_words(one.due_at, now, lang),
        late=late_in_words(one.due_at, now, lang) if is_late else "",
        original_due_at=one.original_due_at if one.original_due_at != one.due_at else None,
        delay=delay,
        started_at=one.started_at,
        settled_at=one.settled_at,
        borough=names.borough(one.basis.borough),
        grid_version=one.basis.grid_version,
        demonstration=one.demonstration,
        stopped=_stopped(one, lang),
        aloud=[(step.kind.value, said((step.fr, step.en), lang)) for step in told],
        journal=journal_of(one, state, lang),
        actions=actions,
    )


def journal_of(one: Commitment, state: Commitments, lang: str) -> list[tuple[datetime, str, str]]:
    """What was entered about a promise, and each move of its due time; by time: words, note."""
    entered, found = state.facts.entered, list[tuple[datetime, str, str]]()
    for wait in entered.suspensions:
        if wait.commitment_id == one.commitment_id:
            until = moment(wait.until_at, lang)
            words = (
                f"Suspendu par {wait.by}, au plus tard jusqu'au {until}",
                f"Suspended by {wait.by}, until {until} at the latest",
            )
            found.append((wait.from_at, said(words, lang), wait.note))
    for ended in entered.resumptions:
        if ended.commitment_id == one.commitment_id:
            words = (f"Repris par {ended.by}", f"Resumed by {ended.by}")
            found.append((ended.at, said(words, lang), ended.note))
    for longer in entered.extensions_of(one.commitment_id):
        found.append((longer.decided_at, _extension(longer, one, lang), longer.reason))
    for done in entered.done:
        if done.commitment_id == one.commitment_id:
            words = (f"Fait par {done.by}", f"Done by {done.by}")
            found.append((done.at, said(words, lang), ""))
    if one.kind is CommitmentKind.PROMISED:
        for told in entered.planned:
            on = day(told.on, lang)
            words = (f"{told.by} a donné le {on}", f"{told.by} gave {on}")
            found.append((told.said_at, said(words, lang), ""))
    found += [
        (move.at, _move(move, lang), "")
        for move in state.moves
        if move.commitment_id == one.commitment_id
    ]
    return sorted(found, key=lambda entry: entry[0])


def _extension(longer: Extension, one: Commitment, lang: str) -> str:
    by = said(extension_words(one.counting, longer.amount), lang)
    notice = ""
    if longer.notice_on is not None:
        on = day(longer.notice_on, lang)
        notice = said((f" ; la personne en fut avisée le {on}", f"; citizen told on {on}"), lang)
    words = (
        f"Décision de {longer.by} ({longer.role}) : {by}{notice}",
        f"Decided by {longer.by} ({longer.role}): {by}{notice}",
    )
    return said(words, lang)


def _move(move: DueMove, lang: str) -> str:
    before, after = moment(move.before_at, lang), moment(move.due_at, lang)
    cause = said(CAUSES.get(move.cause, (move.cause, move.cause)), lang)
    words = (
        f"Échéance déplacée du {before} au {after} : {cause}",
        f"Due date moved from {before} to {after}: {cause}",
    )
    return said(words, lang)


def _stopped(one: Commitment, lang: str) -> str:
    if one.stopped is None:
        return ""
    why = said(REASONS.get(one.stopped.reason, (one.stopped.reason,) * 2), lang)
    begun, until = moment(one.stopped.from_at, lang), moment(one.stopped.until_at, lang)
    words = (
        f"Suspendu depuis le {begun} ({why}) ; reprend de lui-même le {until} au plus tard. "
        "L'échéance sera plus tard d'autant.",
        f"Suspended since {begun} ({why}); it resumes by itself on {until} at the latest. "
        "The due date moves by as much.",
    )
    return said(words, lang)
