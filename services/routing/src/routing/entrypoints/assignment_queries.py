"""Reading assignments, always within somebody's boroughs; nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chassis.commands import NotFound
from chassis.store import Scope, Store

from routing.domain.assignment import Assignment

NEWEST_FIRST = (("received_on", -1),)


@dataclass(frozen=True)
class Page:
    """Some of the assignments that were asked for, and how many there are."""

    assignments: Sequence[Assignment]
    total: int


class AssignmentQueries:
    """Assignments of one store."""

    def __init__(self, store: Store[Assignment]) -> None:
        self._store = store

    async def assignment(self, case_id: str, scope: Scope) -> Assignment:
        """One registered case. Raises NotFound, Transient."""
        document = (await self._store.load([case_id]))[case_id]
        state = document.state
        if state is None or not scope.admits(self._store.boroughs(document)):
            raise NotFound(case_id)
        return state

    async def page(self, scope: Scope, where: dict[str, Any], *, offset: int, limit: int) -> Page:
        """Assignments in scope, newest first. Raises Transient."""
        found = await self._store.find(
            scope, where, order_by=NEWEST_FIRST, offset=offset, limit=limit
        )
        total = await self._store.count(scope, where)
        return Page([one.state for one in found if one.state is not None], total)
