"""All five services as they are wired, over one log in memory: what one says the others hear.

No server, no wait: `settle` passes on what was said until nobody has anything to say. The mails
that leave, the clock and how far sla has read are the test's own; all else is what would run.
"""

from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from unittest.mock import patch

import httpx
from chassis.identity import Caller
from chassis.kit import Kit
from chassis.process import Life
from chassis.record import Record
from contracts.codec import read_envelope
from contracts.topics import SERVICES, TOPICS
from fastapi import FastAPI

from guichet_testing.rig import Clock
from guichet_testing.wired import Wired, wired

READ_MARK = "read mark"
SILENCES = "channels"  # counts what each counter heard: nothing follows, and it takes minutes
AT_MOST = 60
ROLES = frozenset({"technician", "responsable", "executor", "director", "investigator", "operator"})


@dataclass
class Post:
    """Where mails go. `answers` says what becomes of one: raise, or let it arrive."""

    arrived: list[Any] = field(default_factory=list)
    answers: Callable[[Any], None] = lambda message: None
    kind: str = "email"

    async def send(self, message: Any) -> None:
        """See `notifications.domain.messages.Channel`."""
        self.answers(message)
        self.arrived.append(message)


class Everybody:
    """Stands for the authenticator: one member of staff who may do all of it, everywhere."""

    def __init__(self, boroughs: Iterable[str]) -> None:
        self._caller = Caller("staff", ROLES, frozenset(boroughs))

    async def caller(self, token: str) -> Caller:
        """See `chassis.identity.Authenticator`."""
        return self._caller

    @contextmanager
    def being(self, subject: str, *roles: str) -> Iterator[None]:
        """Meanwhile it is somebody with these roles alone."""
        usual = self._caller
        self._caller = Caller(subject, frozenset(roles), usual.boroughs)
        try:
            yield
        finally:
            self._caller = usual


class MemoryHouse:
    """The five services. `seen`: topics by type; `applied`: type and service that took it over.

    `heard_raw`: type and service that heard the record without opening a document for it.
    """

    def __init__(self, boroughs: Iterable[str]) -> None:
        self.clock, self.post = Clock(), Post()
        self.records: list[Record] = []
        self.seen: dict[str, set[str]] = defaultdict(set)
        self.applied: set[tuple[str, str]] = set()
        self.heard_raw: set[tuple[str, str]] = set()
        self._taken: dict[str, int] = dict.fromkeys(SERVICES, 0)
        with ExitStack() as patches:
            defaults: Any = Kit.__init__.__kwdefaults__
            patches.enter_context(patch.dict(defaults, {"clock": self.clock}))
            patches.enter_context(
                patch("notifications.bootstrap.EmailChannel", lambda *_: self.post)
            )
            self.services: Mapping[str, Wired] = {name: wired(name) for name in SERVICES}
        self.everybody = Everybody(boroughs)
        self._apps: dict[str, FastAPI] = {}
        for name, service in self.services.items():
            for inbox in service.kit.inboxes:
                self._watch(name, inbox)

    async def start(self) -> None:
        """What each worker does before its first record, and what comes of it."""
        for service in self.services.values():
            for call in service.kit.starts:
                await call()
        await self.settle()

    def client(self, service: str) -> httpx.AsyncClient:
        """The HTTP side of a service, asked by a member of staff."""
        if service not in self._apps:
            self._apps[service] = Life(self.services[service].kit, "api").app()
            self._apps[service].state.authenticator = self.everybody
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self._apps[service]),
            base_url="http://house",
            headers={"authorization": "Bearer staff"},
        )

    async def settle(self) -> None:
        """Publish, deliver, let rounds and loops run, until all is quiet."""
        for _ in range(AT_MOST):
            moved = await self._deliver()
            for service in self.services.values():
                moved += await self._run(service.kit)
            moved += await self._deliver()
            if not moved:
                return
        raise AssertionError("the house does not come to rest")

    async def wait(self, seconds: float) -> None:
        """Time passes; sla has read everything that was said meanwhile."""
        self.clock.forward(seconds)
        await self.settle()
        for name, (_, call) in self.services["sla"].kit.loops.items():
            mark: Any = call
            if name.startswith(READ_MARK):
                mark.__self__.until = self.clock()
        await self.settle()

    async def put(self, record: Record) -> None:
        """A record by somebody outside, as the city's pilot."""
        await self._hear([record])
        await self.settle()

    def parked(self) -> list[str]:
        """What any service set aside, and why."""
        return [f"{name} {fault}" for name, one in self.services.items() for fault in one.parked()]

    def _watch(self, service: str, inbox: Any) -> None:
        """Note each type that a handler takes over; one that it declines is not noted."""

        def noting(wire_type: str, handler: Any) -> Any:
            def handle(state: Any, received: Any, now: datetime) -> Any:
                outcome = handler(state, received, now)
                if outcome is not None:
                    self.applied.add((wire_type, service))
                return outcome

            return handle

        held = inbox._subscription
        noted = {cls: noting(cls.wire_type, handler) for cls, handler in held.handlers.items()}
        inbox._subscription = replace(held, handlers=noted)

    async def _run(self, kit: Kit) -> int:
        changed = 0
        # A loop waits for something to ring or for its pause; here it looks at once.
        with patch("asyncio.wait_for", _pause_is_over):
            for name, (_, call) in kit.loops.items():
                if name != SILENCES and not name.startswith(READ_MARK):
                    await call()
        for one in kit.rounds:
            changed += await one.run(self.clock())
        return changed

    async def _deliver(self) -> int:
        """Everything that waits in an outbox onto the log, and from there to its readers."""
        moved = 0
        for name, service in self.services.items():
            await _publish(service.kit)
            new = service.log.entries[self._taken[name] :]
            self._taken[name] += len(new)
            offset = len(self.records)
            await self._hear(
                Record(
                    entry.topic,
                    0,
                    offset + number,
                    entry.key.encode(),
                    entry.value,
                    [(header, text.encode()) for header, text in entry.headers.items()],
                )
                for number, entry in enumerate(new)
            )
            moved += len(new)
        return moved

    async def _hear(self, records: Iterable[Record]) -> None:
        for record in records:
            self.records.append(record)
            wire_type = read_envelope(record.headers).type
            self.seen[wire_type].add(record.topic)
            for reader in TOPICS[record.topic].readers:
                service = self.services.get(reader)
                if service is None:
                    continue
                for inbox in service.inboxes(record.topic):
                    await inbox.handle([record])
                for hearer in service.kit.hearers:
                    if record.topic in hearer.topics:
                        await hearer.handle([record])
                        self.heard_raw.add((wire_type, reader))


async def _pause_is_over(waiting: Coroutine[Any, Any, Any], _seconds: float) -> None:
    waiting.close()
    raise TimeoutError


async def _publish(kit: Kit) -> None:
    """What commands and rounds left pending, as couriers and the sweeper would."""
    for store in kit.stores:
        if id(store) in kit.publishers:
            documents: Any = store
            publisher = kit.publisher(store)
            waiting = [one for one in documents.documents.values() if one.pending]
            await publisher.publish({one.id: list(one.pending) for one in waiting})
            await publisher.drain()
