"""What files are judged with: the rules and the directory of their borough, read when asked.

Never from memory: who is shut out since a minute ago is shut out now, in every process.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from chassis.store import Scope, Store

from complaints.domain.access import Surroundings
from complaints.domain.admissibility import ComplaintRules
from complaints.domain.directory import Directory
from complaints.domain.file import Investigation
from complaints.domain.rules import DatedRules, RuleTable

MOST = 1_000
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Neighbourhood:
    """One borough: all versions of its rules, its directory as it is now."""

    borough: str
    table: RuleTable
    directory: Directory

    def around(self, state: Investigation) -> Surroundings:
        """What a file of this borough is judged with: the rules of when it came in."""
        first = state.first_content.received_at if state.first_content else None
        rules = self.table.rules(self.borough, first or state.received_at or LONG_AGO)
        return Surroundings(rules or ComplaintRules(), self.directory)


class Neighbourhoods:
    """The boroughs of two stores."""

    def __init__(self, rules: Store[DatedRules], people: Store[Directory]) -> None:
        self._rules = rules
        self._people = people

    async def of(self, borough: str | None) -> Neighbourhood:
        """One borough, as it is known now; none: without rules or people. Raises Transient."""
        name = borough or ""
        found = await self._rules.find(Scope(frozenset({name})), {}, limit=MOST)
        known = (await self._people.load([name]))[name].state
        table = RuleTable(one.state for one in found if one.state is not None)
        return Neighbourhood(name, table, known or Directory(borough=name))

    async def around(self, state: Investigation) -> Surroundings:
        """What one file is judged with. Raises Transient."""
        return (await self.of(state.borough)).around(state)
