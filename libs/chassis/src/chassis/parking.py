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
EVERY = 1_000_000
AT_ONCE = 1_000  # records of one key that a replay takes in one write


class ParkedRecord(BaseModel):
    """One record that waits for an operator. `sealed` (base64) is empty once it was dropped.

    That it was dropped is kept for ever (`expires_at` None): a rebuild passes it by too.
    """

    model_config = ConfigDict(frozen=True)

    topic: str
    partition: int
    offset: int
    document_id: str | None
    sequence: int | None
    borough: str
    fault: str
    parked_at: AwareDatetime
    expires_at: AwareDatetime | None
    status: Literal["parked", "dropped"] = "parked"
    sealed: str = ""
    projection: str = ""
    """The projection that parked it; empty: the service itself."""


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
        "document_id": _of(parked.projection, parked.document_id),
        "topic": parked.topic,
        "status": parked.status,
        "offset": parked.offset,
        "parked_at": parked.parked_at,
        "expires_at": parked.expires_at,
        "projection": parked.projection,
    }


def _of(projection: str, document_id: str | None) -> str | None:
    """A projection's document may have the id of one of the service's own."""
    return f"{projection}:{document_id}" if projection and document_id else document_id


class Parking:
    """The parked collection of one service; `projection` names the part of one."""

    def __init__(
        self,
        store: MongoStore[ParkedRecord],
        publisher: Publisher,
        scribe: Scribe,
        at_rest: Seals,
        clock: Callable[[], datetime],
        *,
        keep_days: int,
        projection: str = "",
    ) -> None:
        self.store = store
        self._projection = projection
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

    def of(self, projection: str) -> "Parking":
        """The part of a projection: a record may lie parked for it and for the service too."""
        return Parking(
            self.store,
            self._publisher,
            self._scribe,
            self._at_rest,
            self._clock,
            keep_days=self._keep.days,
            projection=projection,
        )

    async def forget(self, ids: Sequence[str]) -> None:
        """Remove what was handled after all, by the ids here. Raises Transient."""
        await self.store.delete(ids)

    async def forget_records(self, ids: Iterable[str]) -> None:
        """The same by the ids of the records. Raises Transient."""
        await self.store.delete([self._name(one) for one in ids])

    async def dropped(self) -> frozenset[str]:
        """Ids of the records that operators gave up, of this part. Raises Transient."""
        where = {"status": "dropped", "projection": self._projection}
        found = await self.store.find(Scope.everything(), where, limit=EVERY)
        states = [one.state for one in found if one.state is not None]
        return frozenset(f"{one.topic}-{one.partition}-{one.offset}" for one in states)

    async def waiting(self, document_id: str, topic: str) -> list[Document[ParkedRecord]]:
        """What is parked for one document on one topic, in order. Raises Transient."""
        return await self.store.find(
            Scope.everything(),
            {
                "document_id": _of(self._projection, document_id),
                "topic": topic,
                "status": "parked",
            },
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
            draft.state = found.state.model_copy(
                update={"status": "dropped", "sealed": "", "expires_at": None}
            )
            draft.changed = True
            if not await self.store.save([draft]):
                return

    def open(self, parked: ParkedRecord) -> Record:
        """The record itself."""
        name = f"{parked.topic}-{parked.partition}-{parked.offset}"
        sealed = b64decode(parked.sealed)
        return Record.from_bytes(self._at_rest.open(REST, name, "rest", sealed))

    def _name(self, record_id: str) -> str:
        return f"{record_id}.{self._projection}" if self._projection else record_id

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
            projection=self._projection,
        )
        letter = RecordParkedV1(
            service=self._scribe.service,
            record_topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            fault=aside.fault,
            parked_at=now,
        )
        draft: Draft[ParkedRecord] = Draft.of(Document(self._name(record.id)))
        cause = Cause(correlation_id=record.id, borough=aside.borough or "-")
        self._scribe.apply(draft, Outcome(state, [letter]), cause)
        return draft
