"""By which fields files are found: where they stand, never what they hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from complaints.domain.complaint_clocks import ComplaintClocks
from complaints.domain.employee_file import to_file_at
from complaints.domain.file import Investigation
from complaints.domain.held_files import awaited
from complaints.domain.investigation import COMPLAINT, next_try_at
from complaints.domain.retention import destroy_at, judge_at

INDEXES: Sequence[str | tuple[str, ...]] = (
    "next_try_at",
    "files_due_at",
    "judge_at",
    "destroy_at",
    "to_file_at",
    ("destroyed", "boroughs"),
    ("complaint", "admissibility", "received_at"),
)
UNDECIDED = "undecided"


def index(state: Investigation) -> Mapping[str, Any]:
    """Index fields. A hand-over whose case is not known yet belongs to nobody."""
    decided, file = state.admissibility, awaited(state)
    return {
        "boroughs": [] if state.borough is None else [state.borough],
        "complaint": state.kind == COMPLAINT,
        "admissibility": UNDECIDED if decided is None else decided.outcome.value,
        "received_at": state.first_content.received_at
        if state.first_content
        else state.received_at,
        "next_try_at": next_try_at(state),
        "files_due_at": file.look_at if file else None,
        "judge_at": judge_at(state),
        "destroy_at": destroy_at(state),
        "to_file_at": to_file_at(state),
        "destroyed": state.custody.certificate is not None,
    }


def index_of_clocks(held: ComplaintClocks) -> Mapping[str, Any]:
    """Index fields of a complaint's delays; they are asked for by their case only."""
    return {"boroughs": [held.borough]}
