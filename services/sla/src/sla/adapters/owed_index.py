"""By which fields the lists of what is owed are found, all by equality.

`owed` holds words `<borough>/<bucket>` and `<borough>/<bucket>/<kind of promise>`; a bucket is a
standing, or the local date on which a running promise is due. So what a borough owes is one lookup
in one index on any server, and each list is made of these words: see `entrypoints/owed_board.py`.
"""

from collections.abc import Mapping
from typing import Any

from sla.domain.commitment import Commitments
from sla.domain.owed import Owed, Standing, owed_of

COMPLAINT = "complaint"
OWED_BY = ("owed",)


def owed_index(state: Commitments) -> Mapping[str, Any]:
    """`due_at`: the earliest that runs; `owed_at`: the earliest of all that is owed.

    `activity` and `department` (as `borough/code`) are not said of a complaint: nobody shall find
    one by what it is about.
    """
    owed, facts = owed_of(state), state.facts
    running = [one for one in owed if one.standing is Standing.RUNNING]
    given, said = facts.assignment, facts.classification
    is_open = said is not None and said.kind != COMPLAINT
    activity = (given.activity if given else "") or (said.activity if said else "")
    return {
        "owed": sorted({word for one in owed for word in _words(one)}),
        "due_at": running[0].commitment.due_at if running else None,
        "owed_at": owed[0].commitment.due_at if owed else None,
        "activity": activity if is_open else "",
        "department": f"{given.borough}/{given.department}" if is_open and given else "",
    }


def _words(owed: Owed) -> list[str]:
    one = owed.commitment
    buckets = [owed.standing.value]
    if owed.standing is Standing.RUNNING:
        buckets.append(owed.due_on.isoformat())
    found = [f"{one.basis.borough}/{bucket}" for bucket in buckets]
    return [*found, *(f"{word}/{one.kind}" for word in found)]
