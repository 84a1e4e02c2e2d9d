"""By which fields commitments and grids are found in the database."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sla.domain.commitment import Commitments, State, Timing
from sla.domain.commitments import next_try_at
from sla.domain.grids import Grid

NEVER = datetime(1970, 1, 1, tzinfo=UTC)

COMMITMENTS_BY: tuple[str | tuple[str, ...], ...] = (
    "next_try_at",
    ("boroughs", "received_at"),
    "waiting",
)
GRIDS_BY: tuple[str, ...] = ("heard_at", "borough")


def commitments_index(state: Commitments, timing: Timing) -> Mapping[str, Any]:
    """`boroughs`: who received it and who answers for it; nobody's before one of them is known."""
    facts = state.facts
    responsible = facts.assignment.borough if facts.assignment else None
    states = [one.state.value for one in state.commitments]
    return {
        "boroughs": sorted({name for name in (facts.borough, responsible) if name is not None}),
        "borough": responsible or facts.borough,
        "kind": facts.classification.kind if facts.classification else None,
        "received_at": facts.received_at or NEVER,
        "next_try_at": next_try_at(state, timing),
        "running": states.count(State.RUNNING.value),
        "states": sorted(set(states)),
        "waiting": state.waiting_for.reason if state.waiting_for else None,
    }


def grid_index(grid: Grid) -> Mapping[str, Any]:
    """Grids are seen by their own borough."""
    return {"boroughs": [grid.borough], "borough": grid.borough, "heard_at": grid.heard_at}
