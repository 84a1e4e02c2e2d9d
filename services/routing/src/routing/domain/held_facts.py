"""What an assignment holds: facts as they arrive, and what was done; values without behaviour."""

import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from routing.domain.facts import CaseFacts, CaseKind, Decision
from routing.domain.work import WorkReport

PLACELESS = frozenset({CaseKind.COMPLAINT, CaseKind.INFORMATION, CaseKind.CLAIM, CaseKind.ACCESS})


class State(BaseModel):
    """A value of the assignment: never changed, an unknown field refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RegisteredFacts(State):
    """What the open stream says of the case; the last word of that stream holds."""

    counter_borough: str
    kind: CaseKind
    activity: str = ""
    received_on: datetime.date
    created_on: datetime.date
    address_borough: str | None = None
    details_version: int = Field(0, ge=0, description="above 0: a place comes on the other stream")
    channel: str = Field("", description="by which way it came in; `elected` starts MH-05")
    received_at: datetime.datetime | None = Field(None, description="instant of first receipt")

    def reclassified(self, kind: CaseKind, activity: str) -> Self:
        """Another kind or activity (PV-13).

        What was said in a complaint stays there, so a complaint that is none any more comes with
        a place recorded anew, on the other stream.
        """
        if (kind, activity) == (self.kind, self.activity):
            return self
        left_complaints = self.kind is CaseKind.COMPLAINT and kind is not CaseKind.COMPLAINT
        version = self.details_version + 1 if left_complaints else self.details_version
        changes = {"kind": kind, "activity": activity, "details_version": version}
        return self.model_copy(update=changes)


class PlaceFacts(State):
    """What the restricted stream says of the place; the highest version holds."""

    details_version: int = Field(ge=1)
    longitude: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False)
    latitude: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False)
    address_borough: str | None = None
    activity: str = Field("", description="as typed, where the counter knew no grid that has it")

    @model_validator(mode="after")
    def _whole_point(self) -> Self:
        if (self.longitude is None) != (self.latitude is None):
            raise ValueError("longitude and latitude come together")
        return self


def facts_of(known: RegisteredFacts, place: PlaceFacts | None) -> CaseFacts:
    """What both streams say, as one value to decide from."""
    at = place if known.kind not in PLACELESS else None
    hint = at.address_borough if at is not None else None
    return CaseFacts(
        counter_borough=known.counter_borough,
        kind=known.kind,
        activity=known.activity or (at.activity if at is not None else ""),
        longitude=at.longitude if at is not None else None,
        latitude=at.latitude if at is not None else None,
        address_borough=hint or known.address_borough,
        received_on=known.received_on,
    )


class HistoryEntry(State):
    """One decision, one change of person (both names stay), or one step that people took.

    `cause` of a step is a code, such as `transfer-offered`; `by` and `to` are staff ids.
    """

    at: datetime.datetime
    decision: Decision | None
    cause: str
    by: str = ""
    to: str = ""
    note: str = Field("", description="reason in words; for staff, on no open topic")


class CompletedWork(State):
    """A report of work done, and whether intake has answered it."""

    report: WorkReport
    at: datetime.datetime
    awaits_intake: bool = Field(False, description="intake has not said yet whether it applies")


class RefusedWork(State):
    """A report that intake did not apply, and why; the work is to be completed anew."""

    report: WorkReport
    at: datetime.datetime
    refused_at: datetime.datetime
    reason: str = Field(description="code of intake, such as already-completed")
