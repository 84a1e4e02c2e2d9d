"""Handling what arrives on one topic: load, decide, save, publish; park what can never be handled.

`handle` returns only when every record is done with; it raises nothing but WaitTooLong.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

from contracts import Event, Received, Undecodable, UnknownType
from contracts.registry import newest
from pydantic import BaseModel

from chassis import metrics, parking
from chassis.batch import TRIES_OF_A_HANDLER, Decided, Item, Trouble
from chassis.document import Draft
from chassis.faults import Permanent, Transient, WaitTooLong
from chassis.logs import correlation
from chassis.outbox import Publisher
from chassis.outcome import Outcome
from chassis.parking import Aside, Parking
from chassis.patience import Patience, pause_seconds
from chassis.record import Record, read
from chassis.scribe import Cause, Scribe
from chassis.store import Store
from chassis.turnstile import Turnstile
from chassis.unreadable import Reader

S = TypeVar("S", bound=BaseModel)
# None: not a case of ours. Nothing is written, not even that the record was seen.
Handler = Callable[[S | None, Received[Any], datetime], Outcome[S] | None]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Subscription(Generic[S]):
    """What a service does with one topic. Handlers are pure; types without one are skipped."""

    topic: str
    store: Store[S]
    handlers: Mapping[type[Event], Handler[S]]
    document_id: Callable[[Received[Any]], str] = lambda received: received.envelope.subject
    on_handled: Callable[[], None] | None = None
    """Told after a batch was handled: wakes a loop of the service's own."""
    pace_seconds: float = 0.0
    """Shortest time from one batch to the next, where nobody waits: more folds into one write."""
    topics: tuple[str, ...] = ()
    """Of a group that reads several at once; `topic` is then its own name."""
    reader: Reader | None = None
    """How a record is read, if not by `read`; what it raises Undecodable for is parked alone."""

    def into(self, store: Store[S]) -> "Subscription[S]":
        """The same on the documents of another store."""
        return replace(self, store=store)


class Inbox(Generic[S]):
    """Delivery of one subscription."""

    def __init__(
        self,
        subscription: Subscription[S],
        *,
        scribe: Scribe,
        publisher: Publisher,
        parking: Parking,
        patience: Patience,
        clock: Callable[[], datetime],
        turnstile: Turnstile | None = None,
    ) -> None:
        self.topic = subscription.topic
        self.topics = subscription.topics or (subscription.topic,)
        self.projection = subscription.topic if subscription.topics else ""
        self.pace_seconds = subscription.pace_seconds
        self._subscription = subscription
        self._store = subscription.store
        self._scribe = scribe
        self._publisher = publisher
        self._parking = parking
        self._patience = patience
        self._clock = clock
        self._turnstile = turnstile or Turnstile()

    async def handle(self, records: Sequence[Record]) -> None:
        """Do all that these records ask for, once. Raises WaitTooLong."""
        wait, started = self._patience.until_done, time.monotonic()
        items, alone = self._read(records)
        if alone:
            await wait("parking", partial(self._parking.keep, alone))
        todo: dict[str, list[Item]] = {}
        for item in items:
            todo.setdefault(item.document_id, []).append(item)
        kept: set[str] = set()
        trouble, attempt = Trouble(), 0
        while todo:
            async with self._turnstile.passing(todo):
                documents = await wait(f"load {self.topic}", partial(self._store.load, list(todo)))
                drafts = [Draft.of(documents[document_id]) for document_id in todo]
                decided = self._decide(drafts, todo, trouble)
                if decided.asides:
                    # Bytes first, then the mark: a crash between them is mended by redelivery.
                    await wait("parking", partial(self._parking.keep, decided.asides))
                refused = False
                try:
                    lost = await self._store.save(decided.drafts)
                except Transient as fault:
                    # Perhaps written, perhaps not: reload and decide again, `seen` knows.
                    log.warning("write unanswered", extra={"fault": str(fault)})
                    metrics.FAILED.labels(f"save {self.topic}").inc()
                    if self._patience.is_spent(started):
                        raise WaitTooLong(f"save {self.topic}") from fault
                    lost = {draft.id for draft in decided.drafts}
                except Exception as unknown:
                    # The driver refuses one of them for good: alone, each shows whether it is it.
                    lost = set(todo)
                    if len(todo) == 1:
                        self._refused(decided.drafts[0].id, unknown, trouble)
                    refused = len(todo) > 1
                kept_now = {aside.record.id for aside in decided.asides}
                of = {item.record.id for draft in decided.drafts for item in todo[draft.id]}
                if stray := (kept & of) - kept_now - decided.behind:
                    # Parked in an earlier pass, handled in this one: a replay came between.
                    await wait("parking", partial(self._parking.forget_records, sorted(stray)))
                kept = (kept - of) | kept_now
                await self._publish(draft for draft in decided.drafts if draft.id not in lost)
            if refused:
                for group in todo.values():
                    await self.handle([item.record for item in group])
                return
            todo = {name: todo[name] for name in todo if name in lost or name in decided.troubled}
            attempt += 1
            if todo:
                await asyncio.sleep(pause_seconds(attempt))
        if self._subscription.on_handled is not None:
            self._subscription.on_handled()

    async def replay(self, record_id: str) -> int:
        """Handle a parked record, and those parked with it, now; how many were applied.

        The mark is lifted in the write that applies the last of them. Raises Transient, and
        Permanent when the first is refused still.
        """
        while True:
            parked = (await self._parking.store.load([record_id]))[record_id].state
            if parked is None or parked.status != "parked":
                return 0
            if parked.document_id is None:
                return await self._replay_alone(record_id, self._parking.open(parked))
            # The mark first, then the bytes: what parks after this reading costs us the write.
            document = (await self._store.load([parked.document_id]))[parked.document_id]
            waiting = await self._parking.waiting(parked.document_id, parked.topic)
            draft, applied = Draft.of(document), list[str]()
            refused: Exception | None = None
            for other in waiting:
                if other.state is None:
                    continue
                try:
                    self._apply(draft, self._item(self._parking.open(other.state)))
                except (Permanent, Undecodable, UnknownType) as fault:
                    refused = fault
                    break
                applied.append(other.id)
            if refused is not None and not applied:
                raise Permanent(str(refused)) from refused
            if refused is None and len(waiting) < parking.AT_ONCE:
                draft.unpark(parked.topic)
            if await self._store.save([draft]):
                continue
            await self._publish([draft])
            await self._parking.forget(applied)
            return len(applied)

    async def drop(self, record_id: str) -> None:
        """Give a parked record up; what waits behind it can be replayed. Raises Transient."""
        while True:
            parked = (await self._parking.store.load([record_id]))[record_id].state
            if parked is None:
                return
            if parked.document_id is not None:
                document = (await self._store.load([parked.document_id]))[parked.document_id]
                waiting = await self._parking.waiting(parked.document_id, parked.topic)
                draft = Draft.of(document)
                if {other.id for other in waiting} <= {record_id}:
                    draft.saw(parked.topic, parked.sequence)
                    draft.unpark(parked.topic)
                if await self._store.save([draft]):
                    continue
            await self._parking.drop(record_id)
            return

    def _read(self, records: Iterable[Record]) -> tuple[list[Item], list[Aside]]:
        items: list[Item] = []
        alone: list[Aside] = []
        for record in records:
            try:
                items.append(self._item(record))
            except UnknownType:
                metrics.HANDLED.labels(record.topic, "unknown").inc()
                metrics.bad_input(record.topic, record.headers, "unknown-type")
            except Exception as fault:
                # Whatever reading raises, it raises again after a restart: never a way to die.
                why, code = f"unexpected {type(fault).__name__} on reading", "unexpected"
                if isinstance(fault, Undecodable):
                    why, code = str(fault), fault.code
                metrics.bad_input(record.topic, record.headers, code)
                log.error("parked alone", extra={"record": record.id, "fault": why})
                alone.append(Aside(record, why))
        return items, alone

    def _item(self, record: Record) -> Item:
        received = (self._subscription.reader or read)(record, self._scribe.seals)
        # What came in an old version is handled in the newest one that a handler is there for.
        data = newest(received.data, self._subscription.handlers)
        received = received if data is received.data else replace(received, data=data)
        return Item(record, received, self._subscription.document_id(received))

    def _refused(self, document_id: str, fault: Exception, trouble: Trouble) -> None:
        """A document that the driver will not take, as it is now."""
        if document_id in trouble.unwritable:
            raise fault  # not even with all its records parked: nothing is left to try
        metrics.FAILED.labels(f"save {self.topic}").inc()
        if trouble.at(document_id, fault):
            trouble.unwritable[document_id] = f"unexpected {type(fault).__name__} on writing"

    def _decide(
        self, drafts: Iterable[Draft[S]], todo: Mapping[str, list[Item]], trouble: Trouble
    ) -> Decided[S]:
        decided: Decided[S] = Decided()
        for draft in drafts:
            asides: list[Aside] = []
            try:
                for item in todo[draft.id]:
                    if self._is_behind(draft, item):
                        decided.behind.add(item.record.id)
                    else:
                        self._fold(draft, item, asides, trouble)
            except Exception as unknown:
                # Perhaps transient: decided again from a fresh load, then parked.
                metrics.FAILED.labels(f"handle {self.topic}").inc()
                trouble.at(draft.id, unknown)
                decided.troubled.append(draft.id)
                continue
            decided.drafts.append(draft)
            decided.asides.extend(asides)
        return decided

    def _is_behind(self, draft: Draft[S], item: Item) -> bool:
        """True for a record that was parked before, redelivered."""
        topic = item.record.topic
        is_new = not draft.is_duplicate(topic, item.received.envelope.sequence)
        return is_new and item.record.offset <= draft.parked.get(topic, -1)

    def _fold(self, draft: Draft[S], item: Item, asides: list[Aside], trouble: Trouble) -> None:
        """One record into the draft: applied, dropped as a duplicate, or parked."""
        record, envelope = item.record, item.received.envelope
        if type(item.received.data) not in self._subscription.handlers:
            metrics.HANDLED.labels(record.topic, "skipped").inc()
            return
        if draft.is_duplicate(record.topic, envelope.sequence):
            metrics.HANDLED.labels(record.topic, "duplicate").inc()
            return
        fault = "behind a parked record of the same key"
        if record.topic not in draft.parked:
            try:
                if draft.id in trouble.unwritable:
                    raise Permanent(trouble.unwritable[draft.id])
                self._apply(draft, item)
            except Permanent as refused:
                fault = str(refused)
            except Exception as unknown:
                if trouble.tries[draft.id] < TRIES_OF_A_HANDLER:
                    raise
                fault = f"unexpected {type(unknown).__name__}"
            else:
                metrics.HANDLED.labels(record.topic, "applied").inc()
                return
            log.error("parked", extra={"record": record.id, "fault": fault})
            metrics.bad_input(record.topic, record.headers, "refused")
        draft.borough = draft.borough or envelope.borough
        draft.park(record.topic, record.offset)
        asides.append(Aside(record, fault, draft.id, envelope.sequence, envelope.borough))

    def _apply(self, draft: Draft[S], item: Item) -> None:
        """The handler's decision into the draft; the draft is whole if it raises."""
        envelope = item.received.envelope
        handler = self._subscription.handlers.get(type(item.received.data))
        if handler is None or draft.is_duplicate(item.record.topic, envelope.sequence):
            return
        correlation.set(envelope.correlationid)
        outcome = handler(draft.state, item.received, self._clock())
        if outcome is None:
            return
        cause = Cause(
            correlation_id=envelope.correlationid,
            event_id=str(envelope.id),
            borough=envelope.borough,
            traceparent=envelope.traceparent,
        )
        self._scribe.apply(draft, outcome, cause)
        draft.saw(item.record.topic, envelope.sequence)

    async def _replay_alone(self, record_id: str, record: Record) -> int:
        try:
            item = self._item(record)
        except (Undecodable, UnknownType) as fault:
            raise Permanent(str(fault)) from fault
        while True:
            draft = Draft.of((await self._store.load([item.document_id]))[item.document_id])
            if draft.is_duplicate(record.topic, item.received.envelope.sequence):
                # Applied now it would come too late; forgotten it would be lost unseen.
                raise Permanent("sequence: it, or a later record of its key, was applied already")
            self._apply(draft, item)
            if not await self._store.save([draft]):
                break
        await self._publish([draft])
        await self._parking.forget([record_id])
        return 1

    async def _publish(self, drafts: Iterable[Draft[S]]) -> None:
        try:
            await self._publisher.publish({draft.id: draft.outbox() for draft in drafts})
        except Transient as fault:
            metrics.FAILED.labels(f"publish {self.topic}").inc()
            log.warning("left to the sweeper", extra={"fault": str(fault)})
