"""Whether somebody can be reached now (PV-11, PV-58): a sign on the door, not a record of hours.

Only the last few changes are kept: enough to see what was reported and by what, too few to follow
anybody's days.
"""

from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

CHANGES_KEPT = 10


class Status(StrEnum):
    """Disponible, en réunion, absent du bureau (Prévost, Annex B)."""

    AVAILABLE = "available"
    IN_MEETING = "in-meeting"
    AWAY = "away"


class Source(StrEnum):
    """By what a change was reported."""

    PAGE = "page"
    API = "api"
    TELEPHONE = "telephone"


class Change(BaseModel):
    """A status from an instant on; `by` is the staff id or the system that said so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: Status
    at: AwareDatetime
    source: Source
    by: str


class Availability(BaseModel):
    """One person's status; `boroughs` are those in whose directory it is looked up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_id: str
    boroughs: tuple[str, ...] = Field(min_length=1)
    changes: tuple[Change, ...] = Field(min_length=1, description="oldest first, the last few")

    @property
    def now(self) -> Change:
        """The status that holds, and since when."""
        return self.changes[-1]

    def with_change(self, change: Change, borough: str) -> Self:
        """The next status; the same one said again leaves the instant from which it holds."""
        boroughs = tuple(sorted({*self.boroughs, borough}))
        changes = self.changes
        if change.status is not self.now.status:
            changes = (*changes, change)[-CHANGES_KEPT:]
        return self.model_copy(update={"boroughs": boroughs, "changes": changes})


def first_status(person_id: str, change: Change, borough: str) -> Availability:
    """The first that is heard of somebody."""
    return Availability(person_id=person_id, boroughs=(borough,), changes=(change,))
