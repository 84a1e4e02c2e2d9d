"""Reading a file leaves its trace in it, in the same write that checks who may (PV-44, PV-45)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.clock import Clock
from chassis.commands import NotFound
from chassis.document import Draft
from chassis.store import Scope, Store

from complaints.application.take_in_files import PieceShelf
from complaints.domain.file import Disclosure, HeldFile, Investigation, Reading
from complaints.domain.held_files import held
from complaints.domain.investigation import COMPLAINT


@dataclass(frozen=True)
class Page:
    """Some of the files that were asked for, and how many there are."""

    files: Sequence[Investigation]
    total: int


class Files:
    """The files of one store, for readers in their boroughs."""

    def __init__(self, store: Store[Investigation], shelf: PieceShelf, clock: Clock) -> None:
        self._store = store
        self._shelf = shelf
        self._clock = clock

    async def open_attachment(
        self, case_id: str, file_id: str, scope: Scope, *, reader: str, exception: Disclosure
    ) -> tuple[HeldFile, bytes]:
        """A photo or document that is here, whole, once the reading is stored (PV-44, PV-45).

        Raises NotFound, Transient.
        """
        state = await self.read(case_id, scope, reader=reader, exception=exception, file_id=file_id)
        file = held(state, file_id)
        content = None if file is None else await self._shelf.whole(file)
        if file is None or content is None:
            raise NotFound(file_id)
        return file, content

    async def read(
        self,
        case_id: str,
        scope: Scope,
        *,
        reader: str,
        exception: Disclosure,
        file_id: str | None = None,
    ) -> Investigation:
        """The whole file, once the reading is stored: what cannot be recorded is not shown.

        `file_id` names the photo or document that is opened with it. Raises NotFound (also for a
        case that is no complaint, or no longer, and for a file that is not here), Transient.
        """
        while True:
            document = (await self._store.load([case_id]))[case_id]
            state = document.state
            if state is None or state.kind != COMPLAINT:
                raise NotFound(case_id)
            if not scope.admits(self._store.boroughs(document)):
                raise NotFound(case_id)
            if file_id is not None and held(state, file_id) is None:
                raise NotFound(file_id)
            reading = Reading(reader=reader, at=self._clock(), exception=exception, file_id=file_id)
            draft = Draft.of(document)
            draft.state = state.model_copy(update={"readings": (*state.readings, reading)})
            draft.changed = True
            if not await self._store.save([draft]):
                return draft.state

    async def page(
        self, scope: Scope, admissibility: str | None, *, offset: int, limit: int
    ) -> Page:
        """Where the complaints in scope stand, newest first. Content is not for this list.

        Raises Transient.
        """
        asked = {} if admissibility is None else {"admissibility": admissibility}
        where: Mapping[str, Any] = {"complaint": True, **asked}
        found = await self._store.find(
            scope, where, order_by=[("received_at", -1)], offset=offset, limit=limit
        )
        total = await self._store.count(scope, where)
        return Page([one.state for one in found if one.state is not None], total)
