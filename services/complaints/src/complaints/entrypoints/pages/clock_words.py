"""A clock in words: until when, how late; French, English."""

from dataclasses import dataclass
from datetime import datetime

from ui.dates import day
from ui.language import Words, said

from complaints.domain.complaint_clocks import ADMISSIBILITY
from complaints.domain.legal_clock import Clock, ClockState

SOON_DAYS = 3
_WAITS: Words = ("le délai attend la personne", "the delay waits for the person")
_PURPOSES: dict[bool, Words] = {
    True: ("Recevabilité", "Admissibility"),
    False: ("Traitement", "Handling"),
}


@dataclass(frozen=True)
class ClockLine:
    """What a reader is told: `late` is empty while it is in time."""

    purpose: str
    due: str
    late: str
    is_late: bool
    is_soon: bool


def clock_line(clock: Clock, now: datetime, language: str) -> ClockLine:
    """One clock."""
    left = clock.days_left(now)
    is_late = clock.state is ClockState.MISSED or clock.due_at < now
    due = _due(clock, left, language)
    if clock.state is ClockState.SUSPENDED:
        due = f"{due} ; {said(_WAITS, language)}"
    return ClockLine(
        purpose=said(_PURPOSES[clock.kind == ADMISSIBILITY], language),
        due=due,
        late=_late(left, language) if is_late else "",
        is_late=is_late,
        is_soon=not is_late and left <= SOON_DAYS,
    )


def _due(clock: Clock, left: int, language: str) -> str:
    on = day(clock.due_on, language)
    near: dict[int, Words] = {
        0: ("aujourd'hui", "today"),
        1: ("demain", "tomorrow"),
    }
    if left in near:
        return f"{said(near[left], language)}, {on}"
    if left > 1:
        return said((f"dans {left} jours, {on}", f"in {left} days, {on}"), language)
    return on


def _late(left: int, language: str) -> str:
    days = max(-left, 0)
    if days == 0:
        return said(("en retard", "late"), language)
    plural = "s" if days > 1 else ""
    return said(
        (f"en retard de {days} jour{plural}", f"{days} day{plural} late"),
        language,
    )
