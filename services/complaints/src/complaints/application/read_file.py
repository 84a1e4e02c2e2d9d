"""Reading a file leaves its trace, stored before anything is shown (PV-44, PV-45).

Whoever may not read it gets the answer of a file that does not exist, and leaves a trace too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from chassis.clock import Clock
from chassis.commands import NotFound
from chassis.store import Scope, Store

from complaints.application.audit import Audit
from complaints.application.kept_files import find_file
from complaints.application.surroundings import Neighbourhood, Neighbourhoods
from complaints.application.take_in_files import PieceShelf
from complaints.domain.access import Ground, Person, ground_of, may_list
from complaints.domain.custody import Act, Disclosure
from complaints.domain.file import HeldFile, Investigation
from complaints.domain.held_files import held
from complaints.domain.investigation import COMPLAINT
from complaints.domain.trace import Trace

MOST = 10_000


@dataclass(frozen=True)
class Page:
    """Some of the files that were asked for, and how many there are."""

    files: Sequence[Investigation]
    total: int


@dataclass(frozen=True)
class Files:
    """The files of one store, for readers in their boroughs."""

    store: Store[Investigation]
    shelf: PieceShelf
    audit: Audit
    neighbourhoods: Neighbourhoods
    clock: Clock

    async def open_attachment(
        self, case_id: str, file_id: str, reader: Person, scope: Scope, *, exception: Disclosure
    ) -> tuple[HeldFile, bytes]:
        """A photo or document that is here, whole, once the reading is stored (PV-44, PV-45).

        Raises NotFound, Transient.
        """
        state = await self.read(case_id, reader, scope, exception=exception, file_id=file_id)
        file = held(state, file_id)
        content = None if file is None else await self.shelf.whole(file)
        if file is None or content is None:
            raise NotFound(file_id)
        return file, content

    async def read(
        self,
        case_id: str,
        reader: Person,
        scope: Scope,
        *,
        exception: Disclosure,
        act: Act = Act.READ,
        file_id: str | None = None,
    ) -> Investigation:
        """The whole file, once the reading is stored: what cannot be recorded is not shown.

        `file_id` names the photo or document that is opened with it. Raises NotFound (also for a
        case that is no complaint, or no longer, for a file that is not here, and for who may not),
        Transient.
        """
        state = await self.find(case_id, scope)
        around = await self.neighbourhoods.around(state)
        ground = ground_of(state, reader, around, exception, self.clock())
        if ground is None:
            await self.refused(state, reader, exception)
            raise NotFound(case_id)
        if file_id is not None and held(state, file_id) is None:
            raise NotFound(file_id)
        await self._record(state, reader, exception, act, ground, file_id)
        return state

    async def find(self, case_id: str, scope: Scope) -> Investigation:
        """A complaint of these boroughs, for our own use only. Raises NotFound, Transient."""
        return await find_file(self.store, case_id, scope, lambda one: one.kind == COMPLAINT)

    async def refused(self, state: Investigation, who: Person, exception: Disclosure) -> None:
        """Somebody tried who may not: it is on record. Raises Transient."""
        await self._record(state, who, exception, Act.REFUSED, None, None)

    async def traces(
        self,
        case_id: str,
        reader: Person,
        scope: Scope,
        *,
        exception: Disclosure,
        act: Act = Act.READ,
    ) -> Sequence[Trace]:
        """Who opened a file and who tried, oldest first; itself a reading. Raises NotFound,
        Transient."""
        state = await self.read(case_id, reader, scope, exception=exception, act=act)
        return [*_earlier(state), *await self.audit.of(case_id)]

    async def page(
        self, reader: Person, scope: Scope, admissibility: str | None, *, offset: int, limit: int
    ) -> Page:
        """Where the complaints stand that this reader may know of, newest first, and no content.

        Raises Transient.
        """
        asked = {} if admissibility is None else {"admissibility": admissibility}
        admitted = await self.known_to(reader, scope, asked)
        return Page(admitted[offset : offset + limit], len(admitted))

    async def known_to(
        self, reader: Person, scope: Scope, where: Mapping[str, Any]
    ) -> list[Investigation]:
        """The complaints that this reader may know of, newest first; who lists them shows where
        they stand and nothing else. `where`: index fields besides. Raises Transient."""
        where = {"complaint": True, **where}
        found = await self.store.find(scope, where, order_by=[("received_at", -1)], limit=MOST)
        known: dict[str | None, Neighbourhood] = {}
        now, admitted = self.clock(), list[Investigation]()
        for state in (one.state for one in found):
            if state is None:
                continue
            if state.borough not in known:
                known[state.borough] = await self.neighbourhoods.of(state.borough)
            if may_list(state, reader, known[state.borough].around(state), now):
                admitted.append(state)
        return admitted

    async def _record(
        self,
        state: Investigation,
        who: Person,
        exception: Disclosure,
        act: Act,
        ground: Ground | None,
        file_id: str | None,
    ) -> None:
        await self.audit.record(
            Trace(
                trace_id=str(uuid4()),
                case_id=state.case_id,
                borough=state.borough or "",
                person_id=who.person_id,
                at=self.clock(),
                exception=exception,
                act=act,
                ground=None if ground is None else ground.value,
                file_id=file_id,
            )
        )


def _earlier(state: Investigation) -> list[Trace]:
    """The readings that were stored in the file, before they had a collection of their own."""
    return [
        Trace(
            trace_id=f"{state.case_id}:{number}",
            case_id=state.case_id,
            borough=state.borough or "",
            person_id=one.reader,
            at=one.at,
            exception=one.exception,
            file_id=one.file_id,
        )
        for number, one in enumerate(state.readings)
    ]
