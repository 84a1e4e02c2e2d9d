"""A borough's grid as far as sla reads it: its calendar and what it promises, from which day on."""

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from sla.domain.calendar import CalendarRules
from sla.domain.lists.plan import ListRules
from sla.domain.promises import Promise


class Named(BaseModel):
    """A department or an activity, as people call it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    name_fr: str
    name_en: str = Field("", description="Empty: it has none in English")


class Grid(BaseModel):
    """One version; never changed, replaced by the next one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    version: int = Field(ge=1)
    effective_on: date = Field(description="Local date from which it is in force")
    calendar: CalendarRules
    promises: tuple[Promise, ...]
    heard_at: AwareDatetime = Field(description="When this service learnt it, or its correction")
    name_fr: str = Field("", description="Of the borough; empty: heard before names were kept")
    name_en: str = ""
    departments: tuple[Named, ...] = ()
    activities: tuple[Named, ...] = ()
    inherits: str | None = Field(None, description="Slug of the city whose activities hold too")
    signature_fr: str = ""
    signature_en: str = ""
    claim_notice_days: int = Field(15, ge=1, description="Of the written notice (LCV 585)")
    lists: ListRules | None = Field(None, description="Monthly lists (PV-27); None: none are made")

    @property
    def rank(self) -> tuple[date, int]:
        """Of several in force, the highest holds."""
        return self.effective_on, self.version
