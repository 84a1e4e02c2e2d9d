"""Reading dossiers, always within somebody's boroughs; nothing is written here."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.commands import NotFound
from chassis.store import Scope, Store

from intake.domain.case import Case
from intake.domain.dossier import Line
from intake.domain.tracking import hash_of

Chunks = Callable[[str], Awaitable[list[Any]]]
SORTABLE = {"receivedAt": "received_at", "status": "status", "kind": "kind", "borough": "borough"}


@dataclass(frozen=True)
class Page:
    """Some of the cases that were asked for, and how many there are."""

    cases: Sequence[Case]
    total: int


class CaseQueries:
    """Dossiers of one store; `chunks` gives journal entries that moved out of a document."""

    def __init__(self, store: Store[Case], chunks: Chunks | None = None) -> None:
        self._store = store
        self._chunks = chunks

    async def case(self, case_id: str, scope: Scope) -> Case:
        """A registered case with its whole journal. Raises NotFound, Transient."""
        document = (await self._store.load([case_id]))[case_id]
        case = document.state
        if case is None or case.registration is None:
            raise NotFound(case_id)
        if not scope.admits(self._store.boroughs(document)):
            raise NotFound(case_id)
        return await self._whole(case)

    async def case_by_code(self, code: str) -> Case:
        """The case that a tracking code opens: the code is the right to see it.

        Found by the hash, so the time that it takes tells nothing of the code. Raises NotFound,
        Transient.
        """
        found = await self._store.find(Scope.everything(), {"tracking": hash_of(code)}, limit=1)
        if not found or found[0].state is None:
            raise NotFound("by tracking code")
        return await self._whole(found[0].state)

    async def page(
        self,
        scope: Scope,
        *,
        status: str | None,
        offset: int,
        limit: int,
        order_by: Sequence[tuple[str, int]] = (("received_at", -1),),
    ) -> Page:
        """Registered cases in scope. Raises Transient."""
        where: Mapping[str, Any] = {"registered": True, **({"status": status} if status else {})}
        found = await self._store.find(scope, where, order_by=order_by, offset=offset, limit=limit)
        total = await self._store.count(scope, where)
        return Page([one.state for one in found if one.state is not None], total)

    async def _whole(self, case: Case) -> Case:
        if not case.journal_moved or self._chunks is None:
            return case
        moved = [Line.model_validate(entry) for entry in await self._chunks(case.case_id)]
        # A chunk may be written before the save that moves it: what is in both is told once.
        return case.model_copy(update={"journal": (*moved[: case.journal_moved], *case.journal)})
