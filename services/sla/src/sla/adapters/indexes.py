"""By which fields commitments and grids are found in the database."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sla.adapters.owed_index import OWED_BY, owed_index
from sla.adapters.spreading import KEY, months_of
from sla.domain.commitment import Commitments, State
from sla.domain.commitments import judge_at, next_try_at
from sla.domain.grids import Grid

NEVER = datetime(1970, 1, 1, tzinfo=UTC)

COMMITMENTS_BY: tuple[str | tuple[str, ...], ...] = (
    "next_try_at",
    ("borough", "next_try_at"),
    "judge_at",
    ("borough", "judge_at"),
    ("boroughs", "received_at"),
    "waiting",
    *OWED_BY,
    "saved_in",
    (KEY, "received_at"),
)
GRIDS_BY: tuple[str, ...] = ("heard_at", "borough")


def answering(state: Commitments) -> str | None:
    """The borough that answers for a case, else that which received it; None: not known yet."""
    given = state.facts.assignment
    return given.borough if given else state.facts.borough


def commitments_index(state: Commitments) -> Mapping[str, Any]:
    """`boroughs`: who received it and who answers for it; nobody's before one of them is known."""
    facts = state.facts
    responsible = facts.assignment.borough if facts.assignment else None
    states = [one.state.value for one in state.commitments]
    return {
        "boroughs": sorted({name for name in (facts.borough, responsible) if name is not None}),
        "borough": answering(state),
        "kind": facts.classification.kind if facts.classification else None,
        "received_at": facts.received_at or NEVER,
        "next_try_at": next_try_at(state),
        "judge_at": judge_at(state),
        "running": states.count(State.RUNNING.value),
        "states": sorted(set(states)),
        "waiting": state.waiting_for.reason if state.waiting_for else None,
        **owed_index(state),
        KEY: months_of(state),
    }


def grid_index(grid: Grid) -> Mapping[str, Any]:
    """Grids are seen by their own borough."""
    return {"boroughs": [grid.borough], "borough": grid.borough, "heard_at": grid.heard_at}
