"""The date by which the work was promised, as the clocks' own service says it; nothing is counted.

It is kept beside the assignment so that a list of work can begin with what is late; who has the
case never depends on it.
"""

import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from routing.domain.held_facts import State


class Kept(StrEnum):
    """How a promise stands."""

    RUNNING = "running"
    WAITING = "waiting"
    MET = "met"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Promise(State):
    """The delay promised for the work (PV-04), by its last word."""

    commitment_id: str
    due_at: AwareDatetime
    kept: Kept = Kept.RUNNING
    demonstration: bool = False

    def is_late(self, now: datetime.datetime) -> bool:
        """Its time is over and the work was not done in it."""
        running_out = self.kept is Kept.RUNNING and self.due_at < now
        return running_out or self.kept is Kept.MISSED
