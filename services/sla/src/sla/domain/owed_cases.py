"""Cases with promises that are owed, as lists find them; and when each was last saved.

Read without loading a case: a list of hundreds must cost what it shows.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol

SLOT_SECONDS = 10
Order = Literal["due_at", "owed_at"]


@dataclass(frozen=True, slots=True)
class OwedCase:
    """What lists go by. `words`: as in `adapters/owed_index.py`; `due_at`: the earliest due time
    that runs, `owed_at`: the earliest of all that is owed."""

    case_id: str
    boroughs: tuple[str, ...]
    words: tuple[str, ...]
    kind: str | None
    activity: str
    department: str
    due_at: datetime | None
    owed_at: datetime | None


class OwedReader(Protocol):
    """Port to what lies in the index of the commitments. All methods raise Transient."""

    async def owed_in(self, borough: str) -> Collection[OwedCase]:
        """Every case on which the borough owes something."""
        ...

    async def saved(self, start: datetime, end: datetime) -> Mapping[str, OwedCase]:
        """By id at least the cases saved in a span, also those on which nothing is owed."""
        ...


def slot_of(at: datetime) -> str:
    """Key of the ten seconds (UTC) in which a case was last saved."""
    start = at.astimezone(UTC).replace(microsecond=0)
    start -= timedelta(seconds=start.second % SLOT_SECONDS)
    return f"{start:%Y-%m-%dT%H:%M:%S}"


def slots(start: datetime, end: datetime) -> list[str]:
    """The keys of the slots that a span touches, oldest first; none where it ends before."""
    step = timedelta(seconds=SLOT_SECONDS)
    number = (end - start) // step + 2  # one more, which may end before it is touched
    found = dict.fromkeys(slot_of(start + more * step) for more in range(number))
    last = slot_of(end)
    return [one for one in found if one <= last]
