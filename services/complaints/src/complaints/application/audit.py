"""The record of readings: written before anything is shown (PV-44, PV-45)."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from chassis.document import Document, Draft
from chassis.store import Scope, Store

from complaints.domain.trace import Trace

AT_ONCE = 500
INDEXES = (("case_id", "at"),)


class Audit(Protocol):
    """Port to the audit. Both raise Transient: what cannot be recorded is not shown."""

    async def record(self, trace: Trace) -> None:
        """Keep one line; it is durable when this returns."""
        ...

    async def of(self, case_id: str) -> Sequence[Trace]:
        """All lines of one file, oldest first."""
        ...


def index(trace: Trace) -> Mapping[str, Any]:
    """Index fields: neither who nor why."""
    return {"boroughs": [trace.borough], "case_id": trace.case_id, "at": trace.at}


class StoredAudit:
    """See `Audit`; one document for each line."""

    def __init__(self, store: Store[Trace]) -> None:
        self._store = store

    async def record(self, trace: Trace) -> None:
        """See `Audit`."""
        draft = Draft.of(Document[Trace](trace.trace_id))
        draft.state, draft.borough, draft.changed = trace, trace.borough, True
        await self._store.save([draft])

    async def of(self, case_id: str) -> Sequence[Trace]:
        """See `Audit`."""
        found: list[Trace] = []
        while True:
            part = await self._store.find(
                Scope.everything(),
                {"case_id": case_id},
                order_by=[("at", 1)],
                offset=len(found),
                limit=AT_ONCE,
            )
            found += [one.state for one in part if one.state is not None]
            if len(part) < AT_ONCE:
                return found
