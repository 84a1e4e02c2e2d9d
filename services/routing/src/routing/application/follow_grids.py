"""Open cases that a new version of a grid also takes: decided again from the facts held (rule 9).

What does not change hands is not said again: a promise that was made stays as it was made.
"""

import logging
from datetime import datetime

from chassis.outcome import Outcome

from routing.application.snapshot import Snapshot
from routing.application.translate import outcome
from routing.domain.assignment import Assignment
from routing.domain.errors import PluginFault
from routing.domain.grid_turnover import superseded

log = logging.getLogger(__name__)


def superseded_versions(snapshot: Snapshot, now: datetime) -> frozenset[str]:
    """Versions by whose names the cases to decide again are found."""
    return superseded(snapshot.turnovers, lambda borough: snapshot.today(borough, now))


def follow_grid(
    state: Assignment, now: datetime, *, snapshot: Snapshot
) -> Outcome[Assignment] | None:
    """Decide an open case with the grids in force now; None: a plug-in failed, try again later."""
    try:
        change = state.reconsider(
            snapshot.grids, snapshot.territories, snapshot.directory, now, "grid"
        )
    except PluginFault as fault:
        # One borough's plug-in must not stop the round of all the others.
        log.error("not decided again", extra={"fault": str(fault)})
        return None
    return outcome(change, snapshot.grids)
