"""A case that keeps coming back is not moved silently once more: a technician settles it.

Here the path of a case counts, and nowhere else: what its facts say does not depend on their order,
how often it was moved does.
"""

from collections.abc import Iterable
from itertools import groupby

from routing.domain.facts import Decision, Outcome
from routing.domain.held_facts import HistoryEntry

RETURNS = 3
"""The return to one department that is not made: the case had been there three times."""
SETTLED = "loop-settled"


def is_loop(history: Iterable[HistoryEntry], before: Decision | None, after: Decision) -> bool:
    """Whether moving the case would bring it back to a department for the third time.

    Counted since a technician settled it last; a case that nobody has is always moved.
    """
    if before is None or before.outcome is not Outcome.ASSIGNED:
        return False
    if after.outcome is not Outcome.ASSIGNED or _post(after) == _post(before):
        return False
    return _visited(history).count(_post(after)) >= RETURNS


def _visited(history: Iterable[HistoryEntry]) -> list[tuple[str | None, str | None]]:
    """Departments in the order in which they had the case, each stay once."""
    stays: list[tuple[str | None, str | None]] = []
    for entry in history:
        if entry.cause == SETTLED:
            stays.clear()
        if entry.decision is not None and entry.decision.outcome is Outcome.ASSIGNED:
            stays.append(_post(entry.decision))
    return [post for post, _ in groupby(stays)]


def _post(decision: Decision) -> tuple[str | None, str | None]:
    return decision.responsible_borough, decision.department
