"""By which fields access requests are found: where they stand, never what they hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from complaints.domain.access_requests.request import AccessRequest, Stage, stage_of
from complaints.domain.trace import Trace

INDEXES: Sequence[str | tuple[str, ...]] = (
    ("awaited", "due_at"),
    ("stage", "received_at"),
    ("boroughs", "received_at"),
)
AWAITED = frozenset({Stage.OPEN, Stage.CONSULTING, Stage.DEEMED_REFUSED, Stage.SENT_BACK})


def index(state: AccessRequest) -> Mapping[str, Any]:
    """Index fields. Details whose case is not known yet belong to nobody."""
    stage, clock = stage_of(state), state.clock
    return {
        "boroughs": [state.borough] if state.borough else [],
        "case_id": state.case_id,
        "request": stage is not Stage.NO_REQUEST,
        "awaited": stage in AWAITED,
        "stage": stage.value,
        "received_at": state.received_at,
        "due_at": None if clock is None else clock.due_at,
    }


def key_of(state: AccessRequest | Trace) -> str:
    """Name of its data key, and of the record of its readings: another than that of a complaint
    which the case may have been."""
    return f"access-{state.case_id}"
