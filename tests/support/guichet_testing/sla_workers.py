"""Workers of sla as its `bootstrap.py` wires them, over the same documents: a clock, no servers.

Each has its own rounds, log and mark of what was read, as replicas have; `fired` is what a reader
of `sla-commitments` finds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unittest.mock import patch

from chassis.acknowledged import Acknowledged
from chassis.kit import Kit
from chassis.record import Record
from chassis.rounds import Round
from contracts import Received, decode, encode
from contracts.codec import read_envelope
from contracts.events.sla import COMMITMENTS

from guichet_testing.rig import Clock
from guichet_testing.wired import Wired, wired

TIMERS = ("due", "misses")


@dataclass(frozen=True)
class Fired:
    """One event that a timer, or a fact, brought about."""

    word: str
    case_id: str
    due_at: datetime
    fired_at: datetime | None
    event_id: str


class SlaWorkers:
    """So many replicas. What is `heard` comes to the first."""

    def __init__(self, clock: Clock, count: int = 1) -> None:
        self.clock = clock
        self._offset = -1
        defaults: Any = Kit.__init__.__kwdefaults__
        with patch.dict(defaults, {"clock": clock}):
            self.workers: list[Wired] = [wired("sla") for _ in range(count)]
        first = self.workers[0]
        for other in self.workers[1:]:
            for ours, theirs in zip(first.kit.stores, other.kit.stores, strict=True):
                here: Any = ours
                there: Any = theirs
                there.documents, there.acknowledged = here.documents, Acknowledged()

    @property
    def documents(self) -> Any:
        """The commitments, by case."""
        return self._store(self.workers[0], "commitments").documents

    async def hear(self, received: Iterable[Received[Any]]) -> None:
        """What others say, through the real codec; all workers know the grids afterwards."""
        for one in received:
            event, envelope = one.data, one.envelope
            value, headers = encode(envelope, event)
            raw = [(name, text.encode()) for name, text in headers.items()]
            key = envelope.subject.encode()
            record = Record(event.topic, 0, self._next_offset(), key, value, raw)
            for inbox in self.workers[0].inboxes(event.topic):
                await inbox.handle([record])
        for worker in self.workers:
            for call in worker.kit.starts:
                await call()

    def read(self, until: datetime | None) -> None:
        """All streams were read up to then."""
        for worker in self.workers:
            mark: Any = worker.kit.loops["read mark"][1]
            mark.__self__.until = until

    def rounds(self, worker: int = 0) -> list[Round[Any]]:
        """The timers of a worker."""
        return [one for one in self.workers[worker].kit.rounds if one.name in TIMERS]

    async def tick(self, worker: int = 0) -> int:
        """Let a worker's timers run as long as they have more to do; how many documents changed."""
        changed = 0
        for one in self.rounds(worker):
            changed += await one.run(self.clock())
            while one.has_more:
                changed += await one.run(self.clock())
        return changed

    def fired(self, *words: str) -> list[Fired]:
        """What was said, in order, of one worker after the other; all where no word is named."""
        return [
            found
            for worker in self.workers
            for entry in worker.log.on(COMMITMENTS)
            if (found := self._fired(entry)).word in words or not words
        ]

    def _fired(self, entry: Any) -> Fired:
        envelope = read_envelope([(name, text.encode()) for name, text in entry.headers.items()])
        said: Any = decode(envelope, entry.value).data
        word = envelope.type.removeprefix("sla.commitment-").removesuffix(".v1")
        at = getattr(said, "fired_at", None)
        return Fired(word, said.case_id, said.due_at, at, entry.id)

    def _next_offset(self) -> int:
        self._offset += 1
        return self._offset

    @staticmethod
    def _store(worker: Wired, name: str) -> Any:
        stores: list[Any] = list(worker.kit.stores)
        return next(store for store in stores if store.name == name)
