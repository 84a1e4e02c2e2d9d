"""What staff entered about the promises of a case: waits, extensions, calls, dates given.

Each is dated and never overwritten. `by` is a staff id and `note` is internal: neither leaves this
service.
"""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WaitReason(StrEnum):
    """Why a delay waits; the words are of `domain/pauses.py`."""

    CITIZEN = "waiting-for-citizen"


class Suspension(_Frozen):
    """A delay stops from then until somebody resumes it, at the latest at `until_at`."""

    commitment_id: str
    from_at: AwareDatetime
    until_at: AwareDatetime = Field(description="The cap: it runs again by itself from then on")
    reason: WaitReason
    by: str
    note: str = ""


class Resumption(_Frozen):
    """Whatever stops that delay at this instant stops it no longer."""

    commitment_id: str
    at: AwareDatetime
    by: str
    note: str = ""


class Extension(_Frozen):
    """A longer delay, decided before its expiry (PV-48). `amount` in the unit of the delay."""

    commitment_id: str
    amount: int = Field(ge=1, description="Days or hours, as the delay counts")
    in_hours: bool
    reason: str
    decided_at: AwareDatetime
    entered_at: AwareDatetime
    by: str
    role: str = Field(description="The role by which it was decided (C-06)")
    notice_on: date | None = Field(None, description="When the requester was told (A-2.1 art. 47)")


class Asked(_Frozen):
    """Something that came up on a case and is owed from then on, such as a call to return."""

    kind: str
    number: int = Field(ge=1, description="Counts from 1 per case and kind")
    at: AwareDatetime
    by: str


class Done(_Frozen):
    """A promise that somebody kept by hand: the call was returned (MH-07), the notice given."""

    commitment_id: str
    at: AwareDatetime
    by: str


class Planned(_Frozen):
    """The date on which the work will be done, as the citizen was told (MH-13)."""

    on: date
    said_at: AwareDatetime
    by: str


class Entered(_Frozen):
    """All of it, each list in the order in which it was entered."""

    suspensions: tuple[Suspension, ...] = ()
    resumptions: tuple[Resumption, ...] = ()
    extensions: tuple[Extension, ...] = ()
    asked: tuple[Asked, ...] = ()
    done: tuple[Done, ...] = ()
    planned: tuple[Planned, ...] = ()

    def extensions_of(self, commitment_id: str) -> tuple[Extension, ...]:
        """Those of one promise, in order."""
        return tuple(one for one in self.extensions if one.commitment_id == commitment_id)
