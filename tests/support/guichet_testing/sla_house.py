"""Sla as its bootstrap wires it, on stores in memory: HTTP, rounds and loops, one clock."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import httpx
from chassis.document import Draft
from chassis.identity import Caller
from chassis.kit import Kit
from chassis.process import Life
from contracts import Event
from contracts.registry import event_class

from guichet_testing.rig import Clock
from guichet_testing.wired import raw_record, wired


class SlaHouse:
    """One process of sla, that nothing was said to yet."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        defaults: Any = Kit.__init__.__kwdefaults__
        with patch.dict(defaults, {"clock": self.clock}):
            self.wired = wired("sla")
        self.kit = self.wired.kit
        self._door = _Door()
        self._app = Life(self.kit, "api").app()
        self._app.state.authenticator = self._door

    def store(self, name: str) -> Any:
        """A collection by its name."""
        stores: list[Any] = list(self.kit.stores)
        return next(one for one in stores if one.name == name)

    async def put(self, store: str, name: str, state: Any) -> None:
        """A document as it lies there."""
        held = self.store(store)
        draft = Draft.of((await held.load([name]))[name])
        draft.state, draft.changed = state, True
        assert not await held.save([draft])

    async def start(self) -> None:
        """What a worker does before its first record."""
        for call in self.kit.starts:
            await call()

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

    def announce(self, who: Caller) -> None:
        """Whom a session belongs to, for requests that bring one themselves."""
        self._door.announced = who

    async def ask(self, who: Caller | None, method: str, path: str, **more: Any) -> httpx.Response:
        """A request by a member of staff, or by somebody who has not signed in."""
        if who is not None:
            self.announce(who)
        known = {"authorization": "Bearer staff"} if who is not None else {}
        headers: Mapping[str, str] = {**known, **more.pop("headers", {})}
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://house") as client:
            return await client.request(method, path, headers=headers, **more)


class _Door:
    """Stands for the authenticator: whoever was announced last."""

    announced: Caller | None = None

    async def caller(self, token: str) -> Caller:
        assert self.announced is not None
        return self.announced
