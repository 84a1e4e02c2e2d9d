"""What boroughs ask of complaints, each version from its local date on."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from complaints.domain.admissibility import ComplaintRules


class DatedRules(BaseModel):
    """One version of one borough's rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    version: int
    effective_on: date
    rules: ComplaintRules


class RuleTable:
    """Port `RuleBook` over all versions known."""

    def __init__(self, rules: Iterable[DatedRules] = ()) -> None:
        self._by_borough: dict[str, list[DatedRules]] = {}
        for one in sorted(rules, key=lambda one: one.version):
            self._by_borough.setdefault(one.borough, []).append(one)

    def rules(self, borough: str, at: datetime) -> ComplaintRules | None:
        """The newest in force at that instant; before the first is, the first. None: unknown."""
        known = self._by_borough.get(borough, [])
        in_force = [
            one
            for one in known
            if one.effective_on <= at.astimezone(ZoneInfo(one.rules.zone)).date()
        ]
        chosen = in_force[-1] if in_force else next(iter(known), None)
        return None if chosen is None else chosen.rules
