"""Which promises of a case are still owed: what runs, what is suspended, what is late and not done.

A promise that was missed is owed until it is kept all the same, or the case ends.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sla.domain.commitment import Commitment, Commitments, State
from sla.domain.facts import Facts
from sla.domain.keeping import ended_at
from sla.domain.promises import NOT_OURS


class Standing(StrEnum):
    """How a promise that is still owed stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that is still owed. `LATE` is what was declared missed; see `is_late`."""

    commitment: Commitment
    standing: Standing

    @property
    def due_on(self) -> date:
        """The local date on which it is due, where it was promised."""
        return self.commitment.due_at.astimezone(ZoneInfo(self.commitment.trace.zone)).date()

    def is_late(self, now: datetime) -> bool:
        """Its time is over, whether or not the streams were read far enough to say so."""
        if self.standing is Standing.SUSPENDED:
            return False
        return self.standing is Standing.LATE or self.commitment.due_at < now


def owed_of(state: Commitments) -> list[Owed]:
    """What is still owed on a case, the earliest first."""
    found = [
        Owed(one, standing)
        for one in state.commitments
        if one.kind not in NOT_OURS and (standing := _standing(one, state.facts)) is not None
    ]
    return sorted(found, key=lambda owed: owed.commitment.due_at)


def _standing(one: Commitment, facts: Facts) -> Standing | None:
    match one.state:
        case State.RUNNING:
            return Standing.RUNNING
        case State.SUSPENDED:
            return Standing.SUSPENDED
        case State.MISSED:
            is_of_now = one.reopening == len(facts.ended) and facts.answered_at is None
            is_over = ended_at(one.kind, one.commitment_id, facts) is not None
            return Standing.LATE if is_of_now and not is_over else None
    return None
