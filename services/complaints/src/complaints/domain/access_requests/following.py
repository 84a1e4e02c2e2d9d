"""What happens to an access request elsewhere, and what follows from it by itself.

Intake, its details and sla may speak in any order: every fact is kept, then all that is not said
yet is decided from what is held. Deciding twice says nothing twice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from complaints.domain.access_requests.letters import deemed_refusal, receipt, with_letter
from complaints.domain.access_requests.request import (
    ACCESS,
    ANSWER,
    DECISION,
    OBSERVATIONS,
    AccessRequest,
    Asked,
    Change,
    Deemed,
    Heard,
    Opened,
    Said,
)
from complaints.domain.file import Step
from complaints.domain.legal_clock import ZONE, Clock, ClockState, clock_of
from complaints.domain.legal_letters import LawBook, LetterKind

BY_ITSELF = "guichet"
"""Who did what nobody did: the journal's name for a delay that ended."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A case came in, of whatever kind."""

    kind: str
    borough: str
    channel: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Reclassified:
    """It is, or is no longer, an access request (PV-13)."""

    kind: str
    borough: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The requester took it back; None: the case is open again."""

    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """What is asked for, in its newest version."""

    asked: Asked
    borough: str


@dataclass(frozen=True, slots=True)
class Timed:
    """The clocks of the law, as sla said them last. `received_at`: where the answer's delay runs
    from, which a case that was reclassified may not have told."""

    clocks: tuple[Clock, ...]


Fact = Registered | Reclassified | Withdrawn | Told | Timed


def record(state: AccessRequest, fact: Fact, law: LawBook, now: datetime) -> Change:
    """Learn one fact and decide what follows from all of them."""
    return settle(_learn(state, fact), law, now)


def settle(state: AccessRequest, law: LawBook, now: datetime) -> Change:
    """What is to be said and was not: the opening, the receipt, silence of third parties, the
    refusal that the law deems."""
    said: list[Said] = []
    if state.kind != ACCESS or state.withdrawn_at is not None or state.received_at is None:
        return state, said
    if state.opened_at is None:
        state = state.model_copy(update={"opened_at": now})
        said.append(Opened(now))
    texts = law.in_force(now.astimezone(ZONE).date())
    answer_clock = clock_of(state.clocks, ANSWER)
    # What it must say rests on both: until when, and whether one's own data are asked for.
    is_ready = state.asked is not None and not _was_written(state, LetterKind.ACCESS_RECEIPT)
    if answer_clock is not None and is_ready:
        state, letter = with_letter(state, receipt(state, answer_clock.due_on, texts), now)
        said.append(letter)
    silence = _silence(state)
    if silence is not None and state.heard_at is None:
        state = _noted(state, now, "third-parties-silent", heard_at=silence.due_at)
        said.append(Heard(silence.due_at))
    missed = _missed(state)
    if missed is not None and state.deemed_refused_at is None and not state.answers:
        state = _noted(state, now, "refusal-deemed", deemed_refused_at=missed.due_at)
        said.append(Deemed(missed.due_at))
        if not _was_written(state, LetterKind.ACCESS_DEEMED_REFUSAL):
            state, letter = with_letter(state, deemed_refusal(state, missed.due_on, texts), now)
            said.append(letter)
    if missed is None and state.deemed_refused_at is not None:
        state = _noted(state, now, "refusal-lifted", deemed_refused_at=None)
    return state, said


def _learn(state: AccessRequest, fact: Fact) -> AccessRequest:
    match fact:
        case Registered():
            news: dict[str, object] = {
                "kind": fact.kind,
                "borough": fact.borough,
                "channel": fact.channel,
                "received_at": fact.received_at,
            }
        case Reclassified():
            news = {"kind": fact.kind, "borough": state.borough or fact.borough}
        case Withdrawn():
            news = {"withdrawn_at": fact.withdrawn_at}
        case Told():
            if state.asked is not None and state.asked.version >= fact.asked.version:
                return state
            news = {"asked": fact.asked, "borough": state.borough or fact.borough}
        case Timed():
            news = {"clocks": fact.clocks, "received_at": state.received_at or _start(fact.clocks)}
        case _:
            assert_never(fact)
    return state.model_copy(update=news)


def _start(clocks: tuple[Clock, ...]) -> datetime | None:
    """The answer's delay runs from the receipt: of a case of which nothing else told it."""
    clock = clock_of(clocks, ANSWER)
    return None if clock is None else clock.started_at


def _silence(state: AccessRequest) -> Clock | None:
    """The clock that third parties let pass; None: there is none, or it is still that of before the
    last one of them was told."""
    told_at = max((one.notified_at for one in state.third_parties), default=None)
    clock = clock_of(state.clocks, OBSERVATIONS)
    if told_at is None or clock is None or not _is_missed(clock):
        return None
    return clock if clock.started_at is not None and clock.started_at >= told_at else None


def _missed(state: AccessRequest) -> Clock | None:
    """The clock by which the law holds the request for refused; None: none ended."""
    clocks = (clock_of(state.clocks, kind) for kind in (DECISION, ANSWER))
    return next((one for one in clocks if one is not None and _is_missed(one)), None)


def _is_missed(clock: Clock | None) -> bool:
    return clock is not None and clock.state is ClockState.MISSED


def _was_written(state: AccessRequest, kind: LetterKind) -> bool:
    return any(one.kind == kind.value for one in state.letters)


def _noted(state: AccessRequest, now: datetime, what: str, **news: object) -> AccessRequest:
    step = Step(at=now, by=BY_ITSELF, what=what)
    return state.model_copy(update={**news, "journal": (*state.journal, step)})
