"""What happens to a claim elsewhere, and what follows from it by itself.

Intake, its details and sla may speak in any order: every fact is kept, then all that is not said
yet is decided from what is held. Deciding twice says nothing twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from complaints.domain.claims.claim import CLAIM, Claim
from complaints.domain.claims.letters import receipt, with_letter
from complaints.domain.claims.parts import ClaimRules, Told, ToldNotice
from complaints.domain.claims.said import Change, Dated, Opened, Said
from complaints.domain.legal_clock import ZONE, Clock
from complaints.domain.legal_letters import LawBook, LetterKind

LONGEST_WAIT = timedelta(hours=1)
"""For the delays that the receipt tells; then it goes without their last days."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A case came in, of whatever kind."""

    kind: str
    borough: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Reclassified:
    """It is, or is no longer, a claim (PV-13)."""

    kind: str
    borough: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakenBack:
    """It was withdrawn at the counter; None: the case is open again."""

    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """Whoever claims was told of the notice of the law (C-13)."""

    notice: ToldNotice


@dataclass(frozen=True, slots=True)
class DetailsTold:
    """What whoever claims said, in its newest version."""

    told: Told
    borough: str


@dataclass(frozen=True, slots=True)
class Timed:
    """The delays of the law, as sla said them last."""

    clocks: tuple[Clock, ...]


Fact = Registered | Reclassified | TakenBack | NoticeTold | DetailsTold | Timed


def record(
    state: Claim, fact: Fact, rules: ClaimRules | None, law: LawBook, now: datetime
) -> Change:
    """Learn one fact and decide what follows from all of them."""
    return settle(_learn(state, fact), rules, law, now)


def settle(state: Claim, rules: ClaimRules | None, law: LawBook, now: datetime) -> Change:
    """What is to be said and was not: the opening, the day that counts, the receipt.

    `rules` None: the borough's grid is not known yet, and the receipt waits for it.
    """
    said: list[Said] = []
    if not _is_live(state):
        return state, said
    if state.opened_at is None:
        state = state.model_copy(update={"opened_at": now})
        said.append(Opened(now))
    if state.dated_on != state.counts_from or (not state.dated and state.told is not None):
        state = state.model_copy(update={"dated": True, "dated_on": state.counts_from})
        said.append(Dated(state.counts_from, now))
    due_at = receipt_at(state)
    if rules is not None and due_at is not None and due_at <= now:
        texts = law.in_force(now.astimezone(ZONE).date())
        state, letter = with_letter(state, receipt(state, rules, texts), now)
        said.append(letter)
    return state, said


def receipt_at(state: Claim) -> datetime | None:
    """When the receipt is to leave: at once where all that it tells is known, or an hour after the
    opening; None: it left, or there is nothing to receive."""
    if not _is_live(state) or state.opened_at is None:
        return None
    if state.was_written(LetterKind.CLAIM_RECEIPT.value):
        return None
    is_timed = state.counts_from is None or None not in (state.notice_clock, state.action_clock)
    if state.told is not None and is_timed:
        return state.opened_at
    return state.opened_at + LONGEST_WAIT


def _is_live(state: Claim) -> bool:
    return state.kind == CLAIM and state.withdrawn_at is None and state.received_at is not None


def _learn(state: Claim, fact: Fact) -> Claim:
    match fact:
        case Registered():
            news: dict[str, object] = {
                "kind": fact.kind,
                "borough": fact.borough,
                "received_at": fact.received_at,
            }
        case Reclassified():
            news = {
                "kind": fact.kind,
                "borough": state.borough or fact.borough,
                # Of a case that was none of ours till now, this is the first that is known.
                "received_at": state.received_at or fact.at,
            }
        case TakenBack():
            news = {"withdrawn_at": fact.withdrawn_at}
        case NoticeTold():
            news = {"told_notice": state.told_notice or fact.notice}
        case DetailsTold():
            if state.told is not None and state.told.version >= fact.told.version:
                return state
            news = {"told": fact.told, "borough": state.borough or fact.borough}
        case Timed():
            news = {"clocks": fact.clocks}
        case _:
            assert_never(fact)
    return state.model_copy(update=news)
