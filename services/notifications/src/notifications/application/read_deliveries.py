"""Reading deliveries, always within somebody's boroughs; nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.commands import NotFound
from chassis.store import Scope, Store

from notifications.domain.dossier import Dossier, State


@dataclass(frozen=True)
class Page:
    """Some of the dossiers that were asked for, and how many there are."""

    dossiers: Sequence[Dossier]
    total: int


class DeliveryQueries:
    """Dossiers of one store."""

    def __init__(self, store: Store[Dossier]) -> None:
        self._store = store

    async def dossier(self, case_id: str, scope: Scope) -> Dossier:
        """Raises NotFound, Transient."""
        document = (await self._store.load([case_id]))[case_id]
        if document.state is None or not scope.admits(self._store.boroughs(document)):
            raise NotFound(case_id)
        return document.state

    async def page(self, scope: Scope, state: State, *, offset: int, limit: int) -> Page:
        """Cases with a delivery in that state, the latest news first. Raises Transient."""
        where = {"states": state.value}
        found = await self._store.find(
            scope, where, order_by=[("latest_at", -1)], offset=offset, limit=limit
        )
        total = await self._store.count(scope, where)
        return Page([one.state for one in found if one.state is not None], total)
