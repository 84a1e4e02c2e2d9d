"""What a citizen says of the result: it is right (valider, PR-06), or it is not resolved.

Neither closes a case: who closes is the borough's to say (PV-57, C-05).
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from intake.domain.asking import told
from intake.domain.case import Case, Decision, line_of
from intake.domain.closing import Reason, reopen
from intake.domain.dossier import Note, Status
from intake.domain.errors import Refused
from intake.domain.facts import ResultValidated

ZONE = ZoneInfo("America/Toronto")
_JUDGED = frozenset({Status.COMPLETED, Status.CLOSED})


def can_be_judged(case: Case) -> bool:
    """True when there is a result to speak of: the work is done, or the case was closed."""
    return case.status in _JUDGED and not case.is_complaint


def until_on(case: Case, days: int) -> date | None:
    """Last local date on which `not resolved` may be said; None: there is no result."""
    if not can_be_judged(case):
        return None
    ended = [case.completion.completed_at] if case.completion else []
    ended += [case.closing.closed_at] if case.closing else []
    return max(ended).astimezone(ZONE).date() + timedelta(days=days)


def validate(case: Case, bearer: str, now: datetime) -> Decision:
    """The result is right to that citizen; said twice it is said once. Raises Refused."""
    if not can_be_judged(case):
        raise Refused("no-result")
    talk = case.conversation
    if bearer in talk.satisfied:
        return case, ()
    changed = case.with_line(
        line_of(now, "validated-by-citizen", bearer=bearer),
        conversation=talk.model_copy(update={"satisfied": (*talk.satisfied, bearer)}),
    )
    return changed, (ResultValidated(now),)


def not_resolved(case: Case, words: Note, bearer: str, days: int) -> Decision:
    """Open again, with the reason in that citizen's words. Raises Refused.

    `days`: for how long after the work, or the closing, that may be said.
    """
    last_on = until_on(case, days)
    if last_on is None:
        raise Refused("no-result")
    now = words.acted_at
    if now.astimezone(ZONE).date() > last_on:
        raise Refused("too-late-to-reopen")
    again, facts = reopen(case, Reason.NOT_RESOLVED, by=words.by, now=now)
    return told(again, words, "not-resolved", bearer), facts
