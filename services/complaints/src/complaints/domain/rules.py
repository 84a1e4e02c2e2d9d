"""What boroughs ask of complaints, each version from its local date on."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from complaints.domain.access_requests.offices import AccessOffices
from complaints.domain.admissibility import ComplaintRules
from complaints.domain.claims.parts import ClaimRules
from complaints.domain.names import GridNames


class DatedRules(BaseModel):
    """One version of one borough's rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    version: int
    effective_on: date
    rules: ComplaintRules
    names: GridNames = GridNames()
    access: AccessOffices = AccessOffices()
    claims: ClaimRules = ClaimRules()


class RuleTable:
    """Port `RuleBook` over all versions known."""

    def __init__(self, rules: Iterable[DatedRules] = ()) -> None:
        self._by_borough: dict[str, list[DatedRules]] = {}
        for one in sorted(rules, key=lambda one: one.version):
            self._by_borough.setdefault(one.borough, []).append(one)

    def rules(self, borough: str, at: datetime) -> ComplaintRules | None:
        """The newest in force at that instant; before the first is, the first. None: unknown."""
        chosen = self.dated(borough, at)
        return None if chosen is None else chosen.rules

    def dated(self, borough: str, at: datetime) -> DatedRules | None:
        """The whole version of that instant, with all else that it says."""
        known = self._by_borough.get(borough, [])
        in_force = [
            one
            for one in known
            if one.effective_on <= at.astimezone(ZoneInfo(one.rules.zone)).date()
        ]
        return in_force[-1] if in_force else next(iter(known), None)
