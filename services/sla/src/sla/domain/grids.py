"""A borough's grid as far as sla reads it: its calendar and what it promises, from which day on."""

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from sla.domain.calendar import CalendarRules
from sla.domain.promises import Promise


class Grid(BaseModel):
    """One version; never changed, replaced by the next one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    version: int = Field(ge=1)
    effective_on: date = Field(description="Local date from which it is in force")
    calendar: CalendarRules
    promises: tuple[Promise, ...]
    heard_at: AwareDatetime = Field(description="When this service learnt it, or its correction")

    @property
    def rank(self) -> tuple[date, int]:
        """Of several in force, the highest holds."""
        return self.effective_on, self.version
