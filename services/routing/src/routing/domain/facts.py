"""What a decision is made from and what it says; both are values without personal data."""

import datetime
from collections.abc import Callable
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from routing.domain.considered import Considered


class CaseKind(StrEnum):
    """PV-13, and `other` for what a later producer may say."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    INFORMATION = "information"
    CLAIM = "claim"
    ACCESS = "access"
    OTHER = "other"


class CaseFacts(BaseModel):
    """All that routing may look at: no name, no address, nothing of the citizen (PV-08)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    counter_borough: str = Field(description="slug of the tenant whose counter took the case")
    kind: CaseKind
    activity: str = Field("", description="as given; any spelling of the City's data")
    longitude: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False)
    latitude: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False)
    address_borough: str | None = Field(None, description="borough named in the address")
    received_on: datetime.date

    @model_validator(mode="after")
    def _whole_point(self) -> Self:
        if (self.longitude is None) != (self.latitude is None):
            raise ValueError("longitude and latitude come together")
        return self


class Outcome(StrEnum):
    """Closed: every routed case has exactly one of these."""

    ASSIGNED = "assigned"
    NO_RULE = "no_rule"
    NO_DESIGNATION = "no_designation"
    OUT_OF_TERRITORY = "out_of_territory"
    OTHER_AUTHORITY = "other_authority"


_NEEDED = {
    Outcome.ASSIGNED: ("responsible_borough", "department", "department_name_fr", "rule"),
    Outcome.NO_DESIGNATION: ("responsible_borough", "department", "rule"),
    Outcome.OTHER_AUTHORITY: ("authority", "rule"),
}


class Decision(BaseModel):
    """Where a case goes and why, in words fit for an open topic.

    Persons are named by the id of their post. `grid_version` is `<borough>@<version>` of the grid
    whose rule decided, which is the city's where the borough has no rule of its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Outcome
    reason_fr: str
    reason_en: str
    grid_version: str | None = None
    rule: str | None = None
    territory: str | None = Field(None, description="slug of the borough or linked city")
    responsible_borough: str | None = None
    unit: str | None = Field(
        None,
        description="the City's unit string, where known; of no rule: that of the place",
    )
    department: str | None = None
    department_name_fr: str | None = None
    department_name_en: str | None = None
    scheme: str | None = None
    reception_person: str | None = None
    execution_person: str | None = None
    authority: str | None = None
    considered: tuple[Considered, ...] = Field((), description="step by step; older ones have none")

    @model_validator(mode="after")
    def _complete_for_its_outcome(self) -> Self:
        needed = _NEEDED.get(self.outcome, ())
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise ValueError(f"{self.outcome} needs {', '.join(missing)}")
        return self

    def is_same_assignment(self, other: "Decision | None") -> bool:
        """Nobody has to do anything differently: same outcome, rule, department and persons.

        The rule counts: promises follow its activity (PV-04).
        """
        return other is not None and self._who() == other._who()

    def is_of_same_department(self, other: "Decision") -> bool:
        """The same outcome at the same department, or the same authority; persons may differ."""
        return self._where() == other._where()

    def _where(self) -> tuple[str | None, ...]:
        return self.outcome, self.responsible_borough, self.department, self.authority

    def _who(self) -> tuple[str | None, ...]:
        return (
            self.outcome,
            self.responsible_borough,
            self.department,
            self.reception_person,
            self.execution_person,
            self.rule if self.outcome is Outcome.ASSIGNED else None,
            self.authority,
            self.territory if self.outcome is Outcome.OUT_OF_TERRITORY else None,
        )


Plugin = Callable[[CaseFacts], Decision | None]
"""A borough's own pure function; None leaves the case to its grid."""
