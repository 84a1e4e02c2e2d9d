"""Publishing in waves, draining what was acknowledged, sweeping up what stayed (rules 2, 8)."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from contracts.topics import TOPICS

from chassis import metrics
from chassis.document import Entry
from chassis.failpoints import failpoint
from chassis.faults import Transient
from chassis.store import Store

log = logging.getLogger(__name__)

LONGEST_REACH = 5_000

Outbox = Mapping[str, Sequence[Entry]]


class Sender(Protocol):
    """What the waves need of a producer."""

    async def send(self, entries: Sequence[Entry]) -> list[bool]:
        """True for each entry that is safely on the log."""
        ...


class Publisher:
    """Publishes the outboxes of the documents of one store.

    With `drains_later` what was acknowledged waits for the document's next save, or for a call of
    `drain`: most of it costs no write of its own. This process does not say it again.
    """

    def __init__(self, store: Store[Any], sender: Sender, *, drains_later: bool = False) -> None:
        self._store = store
        self._sender = sender
        self._drains_later = drains_later
        self._acknowledged = store.acknowledged
        self.busy: Counter[str] = Counter()

    async def publish(self, outbox: Outbox) -> int:
        """Publish oldest first, in waves; returns how many were acknowledged.

        Never two unacknowledged events of one document: a document drops out at its first
        failure or unknown result, and the sweeper takes it up again. What was acknowledged but
        not drained is published again, and dropped by the readers. Raises Transient.
        """
        # Known to be under way here, so that our own sweeper does not do it a second time.
        self.busy.update(outbox.keys())
        try:
            return await self._publish(outbox)
        finally:
            self.busy.subtract(outbox.keys())
            self.busy = +self.busy

    async def drain(self) -> None:
        """Take out of the documents what was acknowledged since the last call. Raises Transient."""
        taken = self._acknowledged.all()
        await self._store.drain({key: sorted(ids) for key, ids in taken.items()})
        for key, ids in taken.items():
            self._acknowledged.forget(key, ids)

    def _unsaid(self, document_id: str, entries: Sequence[Entry]) -> list[Entry]:
        said = self._acknowledged.of(document_id)
        return [entry for entry in entries if entry.id not in said]

    async def _publish(self, outbox: Outbox) -> int:
        published: dict[str, list[Entry]] = {}
        left = {key: unsaid for key in outbox if (unsaid := self._unsaid(key, outbox[key]))}
        while left:
            wave = {document_id: entries.pop(0) for document_id, entries in left.items()}
            results = await self._sender.send(list(wave.values()))
            for (document_id, entry), done in zip(wave.items(), results, strict=True):
                if done:
                    published.setdefault(document_id, []).append(entry)
                else:
                    del left[document_id]
            left = {document_id: entries for document_id, entries in left.items() if entries}
        sent = 0
        if published:
            failpoint("after-publish")
            unsure = await self._repeat_last_words(published)
            for key, entries in published.items():
                # What may not be the log's last word stays pending: the sweeper begins again.
                sure = {entry.id for entry in entries if f"{key}:{entry.topic}" not in unsure}
                self._acknowledged.add(key, sure)
                sent += len(sure)
        if not self._drains_later and self._acknowledged:
            await self.drain()
        return sent

    async def _repeat_last_words(self, published: Mapping[str, Sequence[Entry]]) -> set[str]:
        """On a compacted topic the last record wins: if we were late, say the newest again.

        Names (`id:topic`) whose newest could not be repeated come back.
        """
        unsure: set[str] = set()
        said = {
            f"{document_id}:{entry.topic}": entry
            for document_id, entries in published.items()
            for entry in entries
            if TOPICS[entry.topic].compacted
        }
        while said:
            topics = {entry.topic for entry in said.values()}
            ids = {name.rpartition(":")[0] for name in said}
            newest = await self._store.last_words(topics, ids)
            late = {
                name: newest[name]
                for name, entry in said.items()
                if name in newest and newest[name].sequence > entry.sequence
            }
            if not late:
                break
            results = await self._sender.send(list(late.values()))
            unsure |= {name for name, done in zip(late, results, strict=True) if not done}
            said = {name: entry for name, entry in late.items() if name not in unsure}
        return unsure


class Courier:
    """Publishes what commands decided, behind their back: their success depends on Mongo alone."""

    def __init__(self, publisher: Publisher, *, capacity: int = 1000) -> None:
        self._publisher = publisher
        self._waiting: asyncio.Queue[tuple[str, Sequence[Entry]]] = asyncio.Queue(capacity)

    def hand_over(self, document_id: str, entries: Sequence[Entry]) -> None:
        """Publish soon. When too much waits already, the sweeper will do it."""
        if entries:
            try:
                self._waiting.put_nowait((document_id, entries))
            except asyncio.QueueFull:
                log.warning("courier is full; left to the sweeper")

    async def run(self) -> None:
        """Publish what was handed over, as much at once as waits."""
        while True:
            batch: dict[str, list[Entry]] = {}
            self._take(batch, await self._waiting.get())
            while not self._waiting.empty():
                self._take(batch, self._waiting.get_nowait())
            try:
                await self._publisher.publish(batch)
            except Transient as fault:
                metrics.FAILED.labels("courier").inc()
                log.warning("left to the sweeper", extra={"fault": str(fault)})

    @staticmethod
    def _take(batch: dict[str, list[Entry]], item: tuple[str, Sequence[Entry]]) -> None:
        document_id, entries = item
        known = batch.setdefault(document_id, [])
        known.extend(entry for entry in entries if entry not in known)


class Sweeper:
    """Publishes what stayed pending too long: after a crash, an outage, a full courier."""

    def __init__(
        self,
        stores: Iterable[tuple[Store[Any], Publisher]],
        clock: Callable[[], datetime],
        *,
        after_seconds: float,
        limit: int = 200,
    ) -> None:
        self._stores = list(stores)
        self._clock = clock
        self._after = timedelta(seconds=after_seconds)
        self._limit = limit
        self._reach: dict[int, int] = {}

    async def sweep(self) -> int:
        """One pass over all stores; how many events went out. Raises Transient."""
        sent = 0
        oldest: list[datetime] = []
        for store, publisher in self._stores:
            left = await store.oldest_pending()
            if left is None or left >= self._clock() - self._after:
                oldest += [left] if left is not None else []
                continue
            reach = self._reach.pop(id(store), self._limit)
            while found := await store.stale(self._clock() - self._after, reach):
                failpoint("in-sweeper")
                stayed = {key: entries for key, entries in found if key not in publisher.busy}
                now_sent = await publisher.publish(stayed)
                sent += now_sent
                if len(found) < reach:
                    break
                if now_sent == 0:
                    # None of these goes out: look further next time, others may wait behind them.
                    self._reach[id(store)] = min(2 * reach, LONGEST_REACH)
                    break
            left = await store.oldest_pending()
            oldest += [left] if left is not None else []
        age = (self._clock() - min(oldest)).total_seconds() if oldest else 0.0
        metrics.OLDEST_PENDING.set(age)
        return sent
