"""By what assignments are found; the ledger counts by these fields too."""

from collections.abc import Mapping
from typing import Any

from routing.domain.assignment import Assignment
from routing.domain.standing import holders, lacks, outcome_of

INDEXES: tuple[str | tuple[str, ...], ...] = (
    ("boroughs", "received_on"),
    ("boroughs", "outcome", "received_on"),
    "lacks",
    "holders",
)


def index(state: Assignment) -> Mapping[str, Any]:
    """Index fields. `borough` is the counter; a stub, not registered yet, is nobody's to see."""
    counter = state.registered.counter_borough if state.registered else ""
    held = state.decision
    responsible = (held.responsible_borough or "") if held else ""
    return {
        "boroughs": sorted({counter, responsible} - {""}),
        "borough": counter,
        "responsible_borough": responsible,
        "department": (held.department or "") if held else "",
        "kind": state.registered.kind.value if state.registered else "",
        "outcome": outcome_of(state),
        "work": "completed" if state.is_completed else "open",
        "reception": (held.reception_person or "") if held else "",
        "execution": (held.execution_person or "") if held else "",
        "received_on": state.registered.received_on.isoformat() if state.registered else "",
        "lacks": lacks(state),
        "holders": holders(state),
    }
