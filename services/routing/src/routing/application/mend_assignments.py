"""Cases that a designation, an absence or a return has put in the wrong hands (rule 9, MH-10).

Found by an indexed query, decided one by one, one write each; nothing here is triggered by an
event, so whatever was missed is found the next time.
"""

import logging
from datetime import datetime

from chassis.outcome import Outcome

from routing.application.snapshot import Snapshot
from routing.application.translate import outcome
from routing.domain.assignment import Assignment
from routing.domain.errors import PluginFault
from routing.domain.mending import (
    changed_responsables,
    is_held_by_an_excluded,
    may_be_mended,
)
from routing.domain.routed import Reassigned, RoutingFact

log = logging.getLogger(__name__)


def assign_after_designation(
    state: Assignment, now: datetime, *, snapshot: Snapshot
) -> Outcome[Assignment] | None:
    """A case without designation gets the one that is there now (PV-25); None: none yet."""
    held = state.decision
    if held is None or held.responsible_borough is None:
        return None
    if not may_be_mended(state, snapshot.directory, snapshot.today(held.responsible_borough, now)):
        return None
    return _reconsidered(state, now, snapshot)


def _reconsidered(
    state: Assignment, now: datetime, snapshot: Snapshot
) -> Outcome[Assignment] | None:
    try:
        change = state.reconsider(
            snapshot.grids, snapshot.territories, snapshot.directory, now, "designation"
        )
    except PluginFault as fault:
        # One borough's plug-in must not stop the round of all the others.
        log.error("not mended", extra={"fault": str(fault)})
        return None
    return outcome(change, snapshot.grids) if change[1] else None


def leave_to_complaints(
    state: Assignment, now: datetime, *, snapshot: Snapshot
) -> Outcome[Assignment]:
    """A complaint is its department's and no person's, and it is found by nobody here (PV-45).

    Written also where nothing of it changes: what it is found by does.
    """
    left, facts = state.reconsider(
        snapshot.grids, snapshot.territories, snapshot.directory, now, "complaint"
    )
    return outcome((left.model_copy(), facts), snapshot.grids)


def follow_people(
    state: Assignment, now: datetime, *, snapshot: Snapshot
) -> Outcome[Assignment] | None:
    """An open case goes to who acts today: a substitute, the one who returned, the newly named.

    One that somebody holds who is excluded from it, and that nobody may have instead, is let go of.
    """
    held = state.decision
    if held is None or held.responsible_borough is None:
        return None
    on = snapshot.today(held.responsible_borough, now)
    facts: list[RoutingFact] = []
    moved = state
    for role, person in changed_responsables(state, snapshot.directory, on).items():
        moved, more = moved.reassign(role, person, now)
        facts += more
    if is_held_by_an_excluded(moved, snapshot.directory, on):
        return _reconsidered(state, now, snapshot)
    return outcome((moved, _as_one(facts)), snapshot.grids) if facts else None


def _as_one(facts: list[RoutingFact]) -> list[RoutingFact]:
    """Both roles changing hands at once is one thing to tell, not two."""
    moves = [fact for fact in facts if isinstance(fact, Reassigned)]
    first, last = moves[0], moves[-1]
    told = Reassigned(
        case_id=last.case_id,
        at=last.at,
        before=first.before,
        after=last.after,
        reason_fr=" ".join(dict.fromkeys(fact.reason_fr for fact in moves)),
        reason_en=" ".join(dict.fromkeys(fact.reason_en for fact in moves)),
    )
    return [told]
