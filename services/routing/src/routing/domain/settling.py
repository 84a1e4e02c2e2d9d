"""A technician settles a loop: the case goes where the rules want it, or stays; then counting
starts anew."""

import datetime

from routing.domain.assignment import Assignment
from routing.domain.directory import Directory
from routing.domain.errors import StepRefused
from routing.domain.grid import Grids
from routing.domain.loops import SETTLED
from routing.domain.routed import RoutingFact
from routing.domain.territories import Territories


def settle(
    state: Assignment,
    follow_rules: bool,
    reason: str,
    by: str,
    *,
    grids: Grids,
    territories: Territories,
    directory: Directory,
    now: datetime.datetime,
) -> tuple[Assignment, list[RoutingFact]]:
    """Raises StepRefused where there is no loop or no reason, PluginFault as every decision."""
    if state.loop is None:
        raise StepRefused("case", "le dossier n'est pas en boucle", "the case is in no loop")
    if not reason.strip():
        raise StepRefused("reason", "dites pourquoi", "say why")
    settled = state.noted(SETTLED, now, by=by, note=reason.strip(), loop=None)
    if not follow_rules:
        return settled, []
    return settled.reconsider(grids, territories, directory, now, SETTLED)
