"""The delays promised on a complaint, as sla says them: its admissibility, its handling (PV-04).

Read and shown, never counted and never decided with. They lie beside the sealed file, not in it:
dates of a case, which the open topic says anyway.
"""

from pydantic import BaseModel, ConfigDict

from complaints.domain.file import Investigation
from complaints.domain.legal_clock import Clock, ClockState
from complaints.domain.stage import Stage, stage_of

ADMISSIBILITY, HANDLING = "admissibility", "complaint"
KINDS = frozenset({ADMISSIBILITY, HANDLING})
_TO_DECIDE = frozenset({Stage.UNDECIDED, Stage.INVITED})
_TO_HANDLE = _TO_DECIDE | {Stage.ADMITTED, Stage.INVESTIGATED}


class ComplaintClocks(BaseModel):
    """Those of one case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    borough: str
    clocks: tuple[Clock, ...] = ()


def clock_due(state: Investigation, held: ComplaintClocks | None) -> Clock | None:
    """The one that ends first of those that still ask for something; missed ones too, while what
    was promised is not done. None: nothing is owed, or sla said nothing yet."""
    stage = stage_of(state)
    owed = {
        ADMISSIBILITY: stage in _TO_DECIDE,
        HANDLING: stage in _TO_HANDLE,
    }
    standing = [
        one
        for one in (held.clocks if held else ())
        if owed.get(one.kind) and (one.is_open or one.state is ClockState.MISSED)
    ]
    return min(standing, key=lambda one: one.due_at, default=None)
