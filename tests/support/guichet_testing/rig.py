"""The toy without servers: a log that loses answers, stores that somebody else is at, a set clock.

What is true of a broker or a database is not shown here, only what the chassis makes of it.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from copy import copy
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, TypeVar

from chassis import parking
from chassis.acknowledged import Acknowledged
from chassis.document import Document, Entry
from chassis.inbox import Handler, Inbox, Subscription
from chassis.memory import MemoryStore
from chassis.outbox import Publisher, Sweeper
from chassis.parking import ParkedRecord, Parking
from chassis.patience import Patience, Pulse
from chassis.record import Record
from chassis.scribe import Scribe
from chassis.sealing import Seals, new_key
from contracts import Event
from contracts.events.intake import CaseRegisteredV1, CaseWithdrawnV1
from contracts.events.notifications import MessageAcceptedV1
from pydantic import BaseModel

from guichet_testing import toy

S = TypeVar("S", bound=BaseModel)

CASES, DELIVERIES = "intake-cases", "notifications-deliveries"
ASSIGNMENTS, LETTERS = "routing-assignments", "routing-dead-letters"
Step = Callable[[], Awaitable[Any]]

CASES_HANDLERS: dict[type[Event], Handler[toy.Tally]] = {
    CaseRegisteredV1: toy.on_registered,
    CaseWithdrawnV1: toy.on_withdrawn,
}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = toy.NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> datetime:
        """Move on."""
        self.now += timedelta(seconds=seconds)
        return self.now


class Fate(Enum):
    """What becomes of one event that is sent."""

    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"
    ANSWER_LOST = "on the log, and we are not told"


class Log:
    """A sender whose log is a list. `fate` decides; by default all is well.

    `in_flight` catches what rule 2 forbids: two unacknowledged events of one key in one send.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.waves: list[list[Entry]] = []
        self.fate: Callable[[Entry], Fate] = lambda _: Fate.ACKNOWLEDGED

    def scripted(self, *fates: Fate) -> None:
        """The next sends, one by one; then all is well."""
        left = deque(fates)
        self.fate = lambda _: left.popleft() if left else Fate.ACKNOWLEDGED

    async def send(self, entries: Sequence[Entry]) -> list[bool]:
        """See `chassis.outbox.Sender`."""
        self.waves.append(list(entries))
        keys = [(entry.topic, entry.key) for entry in entries]
        assert len(keys) == len(set(keys)), "two unacknowledged events of one document"
        fates = [self.fate(entry) for entry in entries]
        for entry, fate in zip(entries, fates, strict=True):
            if fate is not Fate.FAILED:
                self.entries.append(entry)
        await asyncio.sleep(0)
        return [fate is Fate.ACKNOWLEDGED for fate in fates]

    def on(self, topic: str, key: str | None = None) -> list[Entry]:
        """What lies on a topic, in order."""
        return [e for e in self.entries if e.topic == topic and key in (None, e.key)]

    def heard_by_a_reader(self, topic: str, key: str) -> list[int]:
        """Sequences that a deduplicating reader applies."""
        last, heard = 0, []
        for entry in self.on(topic, key):
            if entry.sequence > last:
                last = entry.sequence
                heard.append(last)
        return heard


class Meddled:
    """A store that somebody else is at: queued steps run before or after its calls, one a call.

    A step that raises Transient `after` a save is a write that was made and not answered.
    """

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.before: dict[str, deque[Step]] = defaultdict(deque)
        self.after: dict[str, deque[Step]] = defaultdict(deque)
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.inner, name)
        if not asyncio.iscoroutinefunction(call):
            return call

        async def meddled(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            await asyncio.sleep(0)
            if self.before[name]:
                await self.before[name].popleft()()
            result = await call(*args, **kwargs)
            if self.after[name]:
                await self.after[name].popleft()()
            return result

        return meddled


def meddled(inner: Any) -> Any:
    """Any: it answers to the protocol by delegation."""
    return Meddled(inner)


def replica(store: MemoryStore[S]) -> MemoryStore[S]:
    """Another process on the same documents: it has its own memory of what Kafka acknowledged."""
    other = copy(store)
    other.acknowledged = Acknowledged()
    return other


class Rig:
    """One replica of the toy. Give it the stores of another to have two replicas."""

    def __init__(
        self,
        like: "Rig | None" = None,
        *,
        handlers: dict[type[Event], Handler[Any]] | None = None,
        limit_seconds: float = 5.0,
    ) -> None:
        self.clock: Clock = like.clock if like else Clock()
        self.log: Log = like.log if like else Log()
        self.documents: MemoryStore[toy.Tally] = (
            replica(like.documents) if like else MemoryStore(toy.Tally, toy.index)
        )
        self.set_aside: MemoryStore[ParkedRecord] = (
            replica(like.set_aside) if like else MemoryStore(ParkedRecord, parking.index)
        )
        self.store = meddled(self.documents)
        self.shelf = meddled(self.set_aside)
        self.scribe = Scribe("routing", Seals({}), self.clock)
        self.publisher = Publisher(self.store, self.log)
        self.at_rest: Seals = like.at_rest if like else Seals({parking.REST: {"rest": new_key()}})
        self.parking = Parking(
            self.shelf,
            Publisher(self.shelf, self.log),
            self.scribe,
            self.at_rest,
            self.clock,
            keep_days=90,
        )
        self.patience = Patience(Pulse(), limit_seconds=limit_seconds)
        self.cases = self.inbox(CASES, handlers or CASES_HANDLERS)
        self.deliveries = self.inbox(DELIVERIES, {MessageAcceptedV1: toy.on_message})

    def inbox(self, topic: str, handlers: dict[type[Event], Handler[Any]]) -> Inbox[Any]:
        """An inbox of this replica."""
        return Inbox(
            Subscription(topic, self.store, handlers),
            scribe=self.scribe,
            publisher=self.publisher,
            parking=self.parking,
            patience=self.patience,
            clock=self.clock,
        )

    def sweeper(self, after_seconds: float = 2.0, limit: int = 200) -> Sweeper:
        """A sweeper of this replica."""
        pairs = [(self.store, self.publisher), (self.shelf, Publisher(self.shelf, self.log))]
        return Sweeper(pairs, self.clock, after_seconds=after_seconds, limit=limit)

    def document(self, case_id: str) -> Document[toy.Tally]:
        """What is stored of a case."""
        return self.documents.documents.get(case_id, Document(case_id))

    def heard(self, case_id: str) -> tuple[str, ...]:
        """What the toy heard of a case, in order."""
        state = self.document(case_id).state
        return () if state is None else state.heard

    def parked(self) -> list[str]:
        """Ids of the records that wait for an operator, by offset."""
        waiting = [
            (one.state.offset, one.id)
            for one in self.set_aside.documents.values()
            if one.state is not None and one.state.status == "parked"
        ]
        return [record_id for _, record_id in sorted(waiting)]


def stream(events: Iterable[Event], *, start: int = 1) -> list[Record]:
    """Records of one topic and key as their owner would write them: sequence n at offset n."""
    return [
        toy.record_of(event, number, offset=number) for number, event in enumerate(events, start)
    ]
