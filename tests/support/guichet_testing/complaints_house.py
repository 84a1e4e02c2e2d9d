"""Complaints as its own `bootstrap.py` wires it, over stores in memory: heard, asked, looked into.

Every command goes through HTTP, every event through its topic.
"""

from datetime import date, datetime
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import httpx
from chassis.identity import Caller
from chassis.kit import Kit
from chassis.process import Life
from chassis.record import Record, read
from complaints.domain.employee_file import EmployeeFile, file_id
from complaints.domain.file import Investigation
from contracts import Event, encode
from contracts.events import intake
from contracts.events.routing import GridPublishedV1
from contracts.topics import TOPICS
from contracts.words import PostRole

from guichet_testing.rig import Clock
from guichet_testing.toy import NOW, envelope_of
from guichet_testing.wired import SEALS, wired

CASE = "5f0c1e0a-0000-4000-8000-00000000000b"
STATEMENT = "M. Untel-Canari a été grossier avec moi"
API = "/api/complaints/v1"
DIRECTOR = ("directrice", "director")
GENERAL = ("directeur-general", "general-director")
INVESTIGATOR = ("enqueteur", "investigator")
TECHNICIAN = ("technicienne", "technician")
TARGET, OTHER = "employe-vise", "autre-employee"
CENTRAL = "service-aux-citoyens"


class ComplaintsHouse:
    """One replica, and what its neighbours say to it."""

    def __init__(self) -> None:
        self.clock = Clock()
        defaults: Any = Kit.__init__.__kwdefaults__
        with patch.dict(defaults, {"clock": self.clock}):
            self.wired = wired("complaints")
        self.kit = self.wired.kit
        self.app = Life(self.kit, "api").app()
        self.app.state.authenticator = self
        self.who = Caller("nobody")
        self._sequences: dict[str, int] = {}
        filing: Any = self.kit.loops["employee files"][1]
        self._filing = filing.__self__

    async def caller(self, token: str) -> Caller:
        """See `chassis.identity.Authenticator`."""
        return self.who

    async def hear(self, *events: Event, key: str = CASE, borough: str = "prevost") -> None:
        """Events come in, in this order."""
        for event in events:
            named = _key_of(event, key, borough)
            number = self._sequences.get(f"{event.topic}:{named}", 0) + 1
            self._sequences[f"{event.topic}:{named}"] = number
            envelope = envelope_of(event, named, number).model_copy(update={"borough": borough})
            value, headers = encode(envelope, event)
            if TOPICS[event.topic].sealed:
                value, headers = SEALS.seal(event.topic, str(envelope.id), value, headers)
            raw = [(n, v.encode()) for n, v in headers.items()]
            record = Record(event.topic, 0, number, named.encode(), value, raw)
            for inbox in self.wired.inboxes(event.topic):
                await inbox.handle([record])
        await self.look()

    async def look(self) -> None:
        """Rounds and loops, until the outboxes are empty."""
        with patch("asyncio.wait_for", _at_once):
            for name, (_, call) in self.kit.loops.items():
                if name != "read mark":
                    await call()
        for one in self.kit.rounds:
            await one.run(self.clock())
        for store in self.kit.stores:
            if id(store) in self.kit.publishers:
                documents: Any = store
                waiting = [one for one in documents.documents.values() if one.pending]
                publisher = self.kit.publisher(store)
                await publisher.publish({one.id: list(one.pending) for one in waiting})
                await publisher.drain()

    async def opened(self, *, targets: bool = True, **content: Any) -> None:
        """A complaint at Prévost that is in order, and whom it is about."""
        await self.hear(grid())
        await self.opened_as_said(**content)
        if targets:
            aimed = [{"personId": TARGET, "department": "travaux-publics"}]
            await self.done("targets", {"targets": aimed}, DIRECTOR)

    async def opened_as_said(self, **content: Any) -> None:
        """A complaint, under the rules that are known."""
        await self.hear(registered(), handed_over(**content))

    async def started(self, **content: Any) -> None:
        """Somebody leads its investigation."""
        await self.opened(**content)
        named = {"personId": INVESTIGATOR[0], "role": "investigator", "department": CENTRAL}
        await self.done("investigator", named, DIRECTOR)

    async def heard(self, person: str = TARGET, capacity: str = "targeted") -> None:
        """Somebody was heard."""
        await self.done("hearings", hearing(person, capacity, self.clock()), INVESTIGATOR)

    async def concluded(self, result: str = "founded", **more: Any) -> None:
        """The target was heard, a finding recorded, and the outcome with it."""
        await self.started()
        await self.heard()
        await self.done("findings", {"text": "Les propos sont établis."}, INVESTIGATOR)
        await self.done("outcome", outcome(result, **more), INVESTIGATOR)

    async def done(self, what: str, body: dict[str, Any], who: tuple[str, ...]) -> dict[str, Any]:
        """A command that is taken, and what follows from it."""
        answer = await self.ask(what, body, who)
        assert answer.status_code == 200, answer.text
        await self.look()
        made: dict[str, Any] = answer.json()
        return made

    async def ask(
        self,
        what: str,
        body: dict[str, Any],
        who: tuple[str, ...],
        *,
        borough: str = "prevost",
        key: str = "",
        case_id: str = CASE,
    ) -> httpx.Response:
        """A command, by somebody with these roles; in English."""
        return await self.post(
            f"investigations/{case_id}/{what}", body, who, borough=borough, key=key
        )

    async def post(
        self,
        path: str,
        body: dict[str, Any],
        who: tuple[str, ...],
        *,
        borough: str = "prevost",
        key: str = "",
    ) -> httpx.Response:
        """Any command of the API."""
        self.who = Caller(who[0], frozenset(who[1:]), frozenset({borough}))
        headers = {"Idempotency-Key": key or uuid4().hex, "Accept-Language": "en"}
        async with self._client() as client:
            return await client.post(f"{API}/{path}", json=body, headers=headers)

    async def read(self, who: tuple[str, ...], exception: str = "investigation") -> httpx.Response:
        """The file, as somebody opens it."""
        self.who = Caller(who[0], frozenset(who[1:]), frozenset({"prevost"}))
        async with self._client() as client:
            return await client.get(f"{API}/investigations/{CASE}?exception={exception}")

    async def state(self) -> Investigation:
        """What is stored, opened."""
        found = (await self._filing.complaints.load([CASE]))[CASE].state
        assert isinstance(found, Investigation)
        return found

    async def employee(self, person: str = TARGET) -> EmployeeFile | None:
        """An employee's file, opened; None: there is none."""
        name = file_id("prevost", person)
        store: Any = self._filing.employees._store
        found: EmployeeFile | None = (await store.load([name]))[name].state
        return found

    def said(self, topic: str) -> list[Event]:
        """The events on a topic, opened as their reader would."""
        found = []
        for entry in self.wired.log.entries:
            if entry.topic == topic:
                headers = [(n, v.encode()) for n, v in entry.headers.items()]
                record = Record(topic, 0, 0, entry.key.encode(), entry.value, headers)
                found.append(read(record, SEALS).data)
        return found

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app),
            base_url="http://house",
            headers={"authorization": "Bearer x"},
        )


def _key_of(event: Event, case_id: str, borough: str) -> str:
    if isinstance(event, GridPublishedV1):
        return f"{borough}@{event.version}"
    return case_id if hasattr(event, "case_id") else borough


async def _at_once(waiting: Any, _seconds: float) -> None:
    waiting.close()
    raise TimeoutError


def hearing(person: str, capacity: str, at: datetime, **more: Any) -> dict[str, Any]:
    """The form of a hearing."""
    body = {"person": person, "capacity": capacity, "heldAt": at.isoformat()}
    return {**body, "account": "Reconnaît avoir élevé la voix.", **more}


def outcome(result: str, **more: Any) -> dict[str, Any]:
    """The form of an outcome."""
    return {"result": result, "reasons": "Voir les constats.", **more}


def registered() -> Event:
    """The case was registered."""
    return intake.CaseRegisteredV1.model_validate(
        {
            "case_id": CASE,
            "kind": "complaint",
            "activity": "",
            "channel": "letter",
            "received_at": NOW,
            "details_version": 0,
            "contacts_version": 0,
        }
    )


def handed_over(version: int = 1, **fields: Any) -> Event:
    """The content: whole, unless said otherwise."""
    whole = {
        "case_id": CASE,
        "version": version,
        "received_at": NOW,
        "written": True,
        "signed": True,
        "full_contact": True,
        "facts_on": date(2026, 11, 18),
        "statement": STATEMENT,
    }
    return intake.ComplaintHandedOverV1.model_validate(whole | fields)


def grid(borough: str = "prevost", **complaints: Any) -> GridPublishedV1:
    """A grid whose complaints are Prévost's, unless said otherwise."""
    asked = {
        "model": "central",
        "department": CENTRAL,
        "written": True,
        "signed": True,
        "max_age_days": 15,
        "anonymous": False,
    }
    return GridPublishedV1.model_validate(
        {
            "borough": borough,
            "version": 1,
            "effective_on": "2019-10-15",
            "digest": "0",
            "departments": [],
            "commitments": [],
            "calendar": {"weekly": {}, "years": [2026]},
            "complaints": asked | complaints,
            "messages": {
                "name_fr": "Ville",
                "name_en": "Town",
                "signature_fr": "-",
                "signature_en": "-",
                "from_email": "a@example.org",
            },
        }
    )


def post(department: str, person: str, role: PostRole = PostRole.RECEPTION) -> dict[str, Any]:
    """A designation, as routing says it."""
    return {
        "department": department,
        "role": role,
        "version": 1,
        "person": person,
        "name": "Un nom",
        "email": "poste@example.org",
        "extension": "1",
        "active_from": "2020-01-01",
    }
