"""Time passed: an invitation may have expired, a borough's rules may have come."""

from dataclasses import dataclass
from datetime import datetime

from chassis.outcome import Outcome

from complaints.application.translate import outcome
from complaints.domain.file import Investigation
from complaints.domain.investigation import RuleBook, tick


@dataclass(frozen=True)
class MendFile:
    """Decides again; to be called for files whose `next_try_at` has come."""

    book: RuleBook

    def __call__(self, state: Investigation, now: datetime) -> Outcome[Investigation] | None:
        """None: nothing to write."""
        decided, said = tick(state, self.book, now)
        return None if decided == state and not said else outcome(decided, said)
