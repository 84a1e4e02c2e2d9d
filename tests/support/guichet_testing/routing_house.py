"""Routing as its bootstrap wires it, on stores in memory: HTTP, rounds and loops, one clock."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import httpx
from chassis.identity import Caller
from chassis.kit import Kit
from chassis.process import Life
from contracts import Event
from contracts.registry import event_class

from guichet_testing.rig import Clock
from guichet_testing.wired import raw_record, wired


class RoutingHouse:
    """One process of routing; `beside` gives another one on the same stores."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        defaults: Any = Kit.__init__.__kwdefaults__
        with patch.dict(defaults, {"clock": self.clock}):
            self.wired = wired("routing")
        self.kit = self.wired.kit
        self._door = _Door()
        self._app = Life(self.kit, "api").app()
        self._app.state.authenticator = self._door

    def store(self, name: str) -> Any:
        """A collection by its name."""
        return next(one for one in self._stores if one.name == name)

    @property
    def _stores(self) -> list[Any]:
        stores: list[Any] = list(self.kit.stores)
        return stores

    def beside(self) -> "RoutingHouse":
        """Another process on the same stores."""
        other = RoutingHouse(self.clock)
        for mine, theirs in zip(self._stores, other._stores, strict=True):
            theirs.documents, theirs._last = mine.documents, mine._last
        return other

    def forget(self) -> None:
        """Nothing happened yet: stores, log and clock as they were; wiring takes a second."""
        self.wired.forget()
        self.wired.log.entries.clear()
        self.clock.now = Clock().now
        follower: Any = self.kit.loops["grids"][1]
        reader: Any = follower.__self__._reader
        reader._published.clear()
        reader._count, reader.held = 0, ()
        people: Any = self.kit.loops["people"][1]
        people.__self__._versions = {}

    async def start(self) -> None:
        """What a worker does before its first record."""
        for call in self.kit.starts:
            await call()

    async def look(self, loop: str = "grids") -> None:
        """One turn of a loop."""
        await self.kit.loops[loop][1]()

    async def turn(self) -> int:
        """One turn of every round; how many documents changed."""
        return sum([await one.run(self.clock()) for one in self.kit.rounds])

    async def hear(self, event: Event, *, key: str, borough: str, sequence: int = 1) -> None:
        """A record as its owner writes it."""
        record = raw_record(
            event.wire_type, event.model_dump_json().encode(), key=key, sequence=sequence
        )
        headers = [
            (name, borough.encode() if name == "ce_borough" else value)
            for name, value in record.headers
        ]
        for inbox in self.wired.inboxes(event.topic):
            await inbox.handle([replace(record, headers=headers)])

    def said(self, store: str, document: str) -> list[Event]:
        """What a document says and nobody has published yet."""
        events: list[Event] = []
        for entry in self.store(store).documents[document].pending:
            cls = event_class(entry.headers["ce_type"])
            assert cls is not None
            events.append(cls.model_validate_json(entry.value))
        return events

    async def ask(self, who: Caller, method: str, path: str, **more: Any) -> httpx.Response:
        """A request by a member of staff."""
        self._door.announced = who
        headers: Mapping[str, str] = {"authorization": "Bearer staff", **more.pop("headers", {})}
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://house") as client:
            return await client.request(method, path, headers=headers, **more)


class _Door:
    """Stands for the authenticator: whoever was announced last."""

    announced: Caller

    async def caller(self, token: str) -> Caller:
        return self.announced
