"""By which fields claims are found: where they stand, never what they hold; and their keys' names.

A claim and its readings lie under a key of their own: not that of a complaint of the same case.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from complaints.domain.claims.claim import CLAIM, WORKED_ON, Claim, stage_of
from complaints.domain.claims.following import receipt_at
from complaints.domain.trace import Trace

INDEXES: Sequence[str | tuple[str, ...]] = (
    "receipt_at",
    ("claim", "received_at"),
    ("worked_on", "next_at"),
)
LAST = datetime(9999, 1, 1, tzinfo=UTC)  # behind every day of the law, where none runs


def index(state: Claim) -> Mapping[str, Any]:
    """Index fields. What was told of a case that is not known yet belongs to nobody."""
    stage = stage_of(state)
    return {
        "boroughs": [state.borough] if state.borough else [],
        "case_id": state.case_id,
        "claim": state.kind == CLAIM,
        "stage": stage.value,
        "worked_on": stage in WORKED_ON,
        "awaits_notice": state.awaits_notice,
        "lacks": stage in WORKED_ON and bool(state.lacks),
        "next_at": state.next_due_at or LAST,
        "received_at": state.received_at,
        "receipt_at": receipt_at(state),
    }


def key_of(state: Claim) -> str:
    """The name of a claim's data key."""
    return _key(state.case_id)


def key_of_reading(trace: Trace) -> str:
    """A reading lies with the claim that was read."""
    return _key(trace.case_id)


def _key(case_id: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"guichet:claim:{case_id}"))
