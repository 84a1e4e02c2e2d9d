"""Records set aside (rule 6): raw bytes sealed and expiring, a dead letter that quotes nothing."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from contracts.events.chassis import RecordParkedV1
from pydantic import AwareDatetime, BaseModel, ConfigDict

from chassis import metrics
from chassis.document import Document, Draft
from chassis.mongo import MongoStore
from chassis.outbox import Publisher
from chassis.outcome import Outcome
from chassis.record import Record
from chassis.scribe import Cause, Scribe
from chassis.sealing import Seals
from chassis.store import Scope

REST = "parked"
AT_ONCE = 1_000  # records of one key that a replay takes in one write


class ParkedRecord(BaseModel):
    """One record that waits for an operator. `sealed` (base64) is empty once it was dropped."""

    model_config = ConfigDict(frozen=True)

    topic: str
    partition: int
    offset: int
    document_id: str | None
    sequence: int | None
    borough: str
    fault: str
    parked_at: AwareDatetime
    expires_at: AwareDatetime
    status: Literal["parked", "dropped"] = "parked"
    sealed: str = ""


@dataclass(frozen=True)
class Aside:
    """A record to be set aside, and why. `document_id` None: it parks alone."""

    record: Record
    fault: str
    document_id: str | None = None
    sequence: int | None = None
    borough: str = ""


def index(parked: ParkedRecord) -> dict[str, Any]:
    """Fields to find parked records by."""
    return {
        "boroughs": [parked.borough],
        "document_id": parked.document_id,
        "topic": parked.topic,
        "status": parked.status,
        "offset": parked.offset,
        "parked_at": parked.parked_at,
        "expires_at": parked.expires_at,
    }


class Parking:
    """The parked collection of one service."""

    def __init__(
        self,
        store: MongoStore[ParkedRecord],
        publisher: Publisher,
        scribe: Scribe,
        at_rest: Seals,
        clock: Callable[[], datetime],
        *,
        keep_days: int,
    ) -> None:
        self.store = store
        self._publisher = publisher
        self._scribe = scribe
        self._at_rest = at_rest
        self._clock = clock
        self._keep = timedelta(days=keep_days)

    async def keep(self, asides: Iterable[Aside]) -> None:
        """Set records aside with their dead letters; repeatable. Raises Transient."""
        drafts = [self._draft(aside) for aside in asides]
        known = await self.store.save(drafts)
        kept = [draft for draft in drafts if draft.id not in known]
        for draft in kept:
            metrics.PARKED.labels(draft.state.topic if draft.state else "").inc()
        await self._publisher.publish({draft.id: draft.outbox() for draft in kept})

    async def forget(self, ids: Sequence[str]) -> None:
        """Remove records that were handled after all. Raises Transient."""
        await self.store.delete(ids)

    async def waiting(self, document_id: str, topic: str) -> list[Document[ParkedRecord]]:
        """What is parked for one document on one topic, in order. Raises Transient."""
        return await self.store.find(
            Scope.everything(),
            {"document_id": document_id, "topic": topic, "status": "parked"},
            order_by=[("offset", 1)],
            limit=AT_ONCE,
        )

    async def listed(self, scope: Scope, offset: int, limit: int) -> list[Document[ParkedRecord]]:
        """What waits for an operator, oldest first. Raises Transient."""
        return await self.store.find(
            scope, {"status": "parked"}, order_by=[("parked_at", 1)], offset=offset, limit=limit
        )

    async def drop(self, record_id: str) -> None:
        """Give a record up: its bytes are erased, its coordinates stay. Raises Transient."""
        while True:
            found = (await self.store.load([record_id]))[record_id]
            if found.state is None or found.state.status == "dropped":
                return
            draft = Draft.of(found)
            draft.state = found.state.model_copy(update={"status": "dropped", "sealed": ""})
            draft.changed = True
            if not await self.store.save([draft]):
                return

    def open(self, parked: ParkedRecord) -> Record:
        """The record itself."""
        name = f"{parked.topic}-{parked.partition}-{parked.offset}"
        sealed = b64decode(parked.sealed)
        return Record.from_bytes(self._at_rest.open(REST, name, "rest", sealed))

    def _draft(self, aside: Aside) -> Draft[ParkedRecord]:
        record, now = aside.record, self._clock()
        sealed, _ = self._at_rest.seal(REST, record.id, record.to_bytes(), {})
        state = ParkedRecord(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            document_id=aside.document_id,
            sequence=aside.sequence,
            borough=aside.borough or "-",
            fault=aside.fault,
            parked_at=now,
            expires_at=now + self._keep,
            sealed=b64encode(sealed).decode(),
        )
        letter = RecordParkedV1(
            service=self._scribe.service,
            record_topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            fault=aside.fault,
            parked_at=now,
        )
        draft: Draft[ParkedRecord] = Draft.of(Document(record.id))
        cause = Cause(correlation_id=record.id, borough=aside.borough or "-")
        self._scribe.apply(draft, Outcome(state, [letter]), cause)
        return draft
