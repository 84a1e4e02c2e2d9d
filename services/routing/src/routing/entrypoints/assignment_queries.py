"""Reading assignments, always within somebody's boroughs; nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chassis.commands import NotFound
from chassis.store import Scope, Store

from routing.domain.assignment import Assignment

NEWEST_FIRST = (("received_on", -1),)
LATE_FIRST = (("due_at", 1),)
LAST_DONE_FIRST = (("done_on", -1),)


class Counted(Store[Assignment], Protocol):
    """A store that also counts by its index fields."""

    async def tally(self, *fields: str) -> dict[tuple[Any, ...], int]:
        """How many documents there are for each combination of values, all boroughs."""
        ...


@dataclass(frozen=True)
class Page:
    """Some of the assignments that were asked for, and how many there are."""

    assignments: Sequence[Assignment]
    total: int


class AssignmentQueries:
    """Assignments of one store."""

    def __init__(self, store: Counted) -> None:
        self._store = store

    async def assignment(self, case_id: str, scope: Scope) -> Assignment:
        """One registered case. Raises NotFound, Transient."""
        document = (await self._store.load([case_id]))[case_id]
        state = document.state
        if state is None or not scope.admits(self._store.boroughs(document)):
            raise NotFound(case_id)
        return state

    async def page(
        self,
        scope: Scope,
        where: dict[str, Any],
        *,
        offset: int,
        limit: int,
        order_by: Sequence[tuple[str, int]] = NEWEST_FIRST,
    ) -> Page:
        """Assignments in scope, in that order. Raises Transient."""
        found = await self._store.find(scope, where, order_by=order_by, offset=offset, limit=limit)
        total = await self._store.count(scope, where)
        return Page([one.state for one in found if one.state is not None], total)

    async def count(self, scope: Scope, where: dict[str, Any]) -> int:
        """How many there are. Raises Transient."""
        return await self._store.count(scope, where)

    async def tally(self, scope: Scope, *fields: str) -> dict[tuple[str, ...], int]:
        """How many of the cases that boroughs in scope answer for, by values of index fields.

        The first value of each key is the borough that answers. Raises Transient.
        """
        counts = await self._store.tally("responsible_borough", *fields)
        return {
            tuple(str(value or "") for value in key): number
            for key, number in counts.items()
            if key[0] and scope.admits([key[0]])
        }
