"""Retention: when a closed file is due, its key is destroyed, then all that lay under it.

Every step is repeatable, and the file stays due until the last: what a crash broke off is gone
through again. First the mark that no hold passes, then the statistic, then the key, last the
certificate in the place of the file.
"""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chassis.clock import Clock
from chassis.document import Document, Draft
from chassis.outcome import Outcome
from chassis.store import Scope, Store

from complaints.application.surroundings import Neighbourhoods
from complaints.domain.access import destroyed, targeted_departments
from complaints.domain.custody import Certificate
from complaints.domain.file import Investigation
from complaints.domain.investigation import RuleBook
from complaints.domain.retention import begin, judge
from complaints.domain.statistic import Count, Row, row_id, row_of

log = logging.getLogger(__name__)

AT_ONCE, DELETED_AT_ONCE = 20, 500
PROCESS = "complaints: destruction of files past their retention"
RESULT_FIELDS = ("borough", "month", "result", "department")


class Keys(Protocol):
    """Port to the data keys of files."""

    async def opened(self, names: Iterable[str]) -> dict[str, bytes]:
        """Those that are there."""
        ...

    async def destroy(self, name: str) -> None:
        """For good; repeatable."""
        ...


class Vaulted(Store[Investigation], Protocol):
    """Port to the sealed files."""

    async def digest(self, document_id: str) -> str:
        """SHA-256 of the file as it lies there, sealed."""
        ...


class Shelf(Protocol):
    """Port to what lies beside the files under the same keys: pieces, traces."""

    async def ids(self, case_id: str, limit: int) -> Sequence[str]:
        """Some of what lies there of one case."""
        ...

    async def delete(self, ids: Collection[str]) -> None:
        """Remove them."""
        ...


class Tallied(Store[Row], Protocol):
    """Port to the rows of the statistic."""

    async def tally(self, *fields: str) -> dict[tuple[Any, ...], int]:
        """How many rows for each combination of index fields."""
        ...


def index_of_row(row: Row) -> Mapping[str, Any]:
    """Index fields: all of it."""
    return {"boroughs": [row.borough], **row.model_dump()}


@dataclass(frozen=True)
class KeepUntil:
    """Decides of a closed file until when it is kept, of a reopened one that it is not known."""

    book: RuleBook

    def __call__(self, state: Investigation, now: datetime) -> Outcome[Investigation]:
        """Raises LookupError while the borough's rules are not known: tried again later."""
        rules = None if state.borough is None else self.book.rules(state.borough, now)
        if rules is None:
            raise LookupError("the borough's rules are not known yet")
        return Outcome(judge(state, rules, now))


@dataclass(frozen=True)
class DestroyFiles:
    """A loop of the workers; two of them at once do the same twice and mind it not."""

    store: Vaulted
    keys: Keys
    pieces: Shelf
    traces: Shelf
    statistics: Tallied
    neighbourhoods: Neighbourhoods
    clock: Clock

    async def run(self) -> int:
        """Destroy what is due, some files at a time; how many. Raises Transient."""
        done = 0
        for document in await self.store.due("destroy_at", self.clock(), AT_ONCE):
            done += await self._destroy(document)
        return done

    async def certificates(self, scope: Scope, *, offset: int, limit: int) -> list[Certificate]:
        """What was destroyed in these boroughs. Raises Transient."""
        found = await self.store.find(scope, {"destroyed": True}, offset=offset, limit=limit)
        kept = (one.state.custody.certificate for one in found if one.state is not None)
        return [one for one in kept if one is not None]

    async def counts(self, boroughs: Collection[str]) -> list[Count]:
        """The statistic of the destroyed files of these boroughs. Raises Transient."""
        tally = await self.statistics.tally(*RESULT_FIELDS)
        counts = (
            Count(**dict(zip(RESULT_FIELDS, found, strict=True)), number=number)
            for found, number in sorted(tally.items())
        )
        return [one for one in counts if one.borough in boroughs]

    async def _destroy(self, document: Document[Investigation]) -> bool:
        case_id, state = document.id, document.state
        if state is not None:
            begun = await self._begun(document, state)
            if begun is None:
                return False  # a hold, or news of the case, came first
            document, state = begun
            await self._count(state)
        digest = await self.store.digest(case_id)
        await self.keys.destroy(case_id)
        pieces = await _emptied(self.pieces, case_id)
        await _emptied(self.traces, case_id)
        certificate = Certificate(
            case_id=case_id,
            borough=document.borough,
            rule="retention" if state is None else state.custody.rule,
            kept_until=(None if state is None else state.custody.kept_until) or self.clock(),
            destroyed_at=self.clock(),
            process=PROCESS,
            digest=digest,
            pieces=pieces,
        )
        draft = Draft.of(document)
        draft.state, draft.commands, draft.changed = destroyed(certificate), [], True
        lost = await self.store.save([draft])
        log.info("a file was destroyed", extra={"pieces": pieces})
        return not lost

    async def _begun(
        self, document: Document[Investigation], state: Investigation
    ) -> tuple[Document[Investigation], Investigation] | None:
        """Marked, as it is stored now; None: another writer was first, so judge again later."""
        draft = Draft.of(document)
        draft.state, draft.changed = begin(state, self.clock()), True
        if await self.store.save([draft]):
            return None
        stored = (await self.store.load([document.id]))[document.id]
        if stored.state is None or stored.state.custody.hold is not None:
            return None
        return stored, stored.state

    async def _count(self, state: Investigation) -> None:
        around = await self.neighbourhoods.around(state)
        key = (await self.keys.opened([state.case_id])).get(state.case_id)
        if key is None:
            return  # counted before the key went
        draft = Draft.of(Document[Row](row_id(key)))
        draft.state, draft.changed = row_of(state, targeted_departments(state, around)), True
        await self.statistics.save([draft])  # lost: it is counted already


async def _emptied(shelf: Shelf, case_id: str) -> int:
    """How many were removed."""
    removed = 0
    while ids := await shelf.ids(case_id, DELETED_AT_ONCE):
        await shelf.delete(ids)
        removed += len(ids)
    return removed
