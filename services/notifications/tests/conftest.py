"""Notifications without servers: its handlers and its sender over a store in memory."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from chassis import parking
from chassis.inbox import Inbox, Subscription
from chassis.memory import MemoryStore
from chassis.outbox import Publisher
from chassis.parking import ParkedRecord, Parking
from chassis.patience import Patience, Pulse
from chassis.record import Record
from chassis.scribe import Scribe
from chassis.sealing import Seals, new_key
from contracts import Event, decode, encode
from contracts.codec import read_envelope
from contracts.events import intake, routing
from contracts.topics import TOPICS
from guichet_testing.rig import Clock, Log, Meddled
from guichet_testing.toy import NOW, envelope_of
from notifications.adapters import dossier_index
from notifications.application.letters import House
from notifications.application.send_messages import Sender, Terms
from notifications.domain.deliveries import Said
from notifications.domain.dossier import Delivery, Dossier
from notifications.domain.messages import Message, UncertainOutcome
from notifications.domain.voices import Department, Voice, Voices
from notifications.entrypoints.subscribers import BY_TOPIC
from notifications.templates import Templates

CASE = "5f0c1e0a-0000-4000-8000-00000000000a"
LEASE = timedelta(seconds=45)
TEMPLATES = Templates()
SEALS = Seals({intake.CONTACTS: {"k1": new_key()}})
NAME, EMAIL, CODE = "Ève Serin-Canari", "serin.canari@example.org", "CANARI-7QF2"


class Killed(BaseException):
    """As by kill -9: nothing in the sender may catch it."""


@dataclass
class FakeChannel:
    """A provider that answers by script, "taken" when the script is at its end.

    `arrived` is what recipients have; "killed before" and "killed after" end the process.
    """

    arrived: list[Message]
    script: deque[str | BaseException]
    calls: list[str] = field(default_factory=list)
    during: Callable[[], Any] | None = None
    kind: str = "email"

    async def send(self, message: Message) -> None:
        """See `notifications.domain.messages.Channel`."""
        self.calls.append(message.delivery_id)
        if self.during is not None:
            await self.during()
        step = self.script.popleft() if self.script else "taken"
        if step == "killed before":
            raise Killed
        if isinstance(step, BaseException):
            raise step
        self.arrived.append(message)
        if step == "killed after":
            raise Killed
        if step == "answer lost":
            raise UncertainOutcome("answer lost")


class Book:
    """Voices that are simply there."""

    def __init__(self) -> None:
        self.voices = Voices([voice()])

    async def current(self) -> Voices:
        """See `VoiceBook`."""
        return self.voices


def voice(mailbox: str | None = "tp@prevost.example.org", version: int = 1) -> Voice:
    """Prévost's voice."""
    return Voice(
        borough="prevost",
        version=version,
        effective_on=date(2019, 10, 15),
        name_fr="Ville de Prévost",
        name_en="Town of Prévost",
        signature_fr="Le Service aux citoyens",
        signature_en="Citizen services",
        departments={"tp": Department(name_fr="Travaux", name_en="Works", mailbox=mailbox)},
    )


class Bench:
    """One replica; give it another to have two over the same store."""

    def __init__(self, like: "Bench | None" = None) -> None:
        self.clock: Clock = like.clock if like else Clock()
        self.log: Log = like.log if like else Log()
        self.store: MemoryStore[Dossier] = (
            like.store if like else MemoryStore(Dossier, dossier_index.index)
        )
        self.arrived: list[Message] = like.arrived if like else []
        self.seen_store = Meddled(self.store)
        self.channel = FakeChannel(self.arrived, deque())
        self.book = Book()
        self.heard: list[Said] = []
        self.sequences: dict[tuple[str, str], int] = {}
        scribe = Scribe("notifications", SEALS, self.clock)
        patience = Patience(Pulse(), limit_seconds=1.0)
        store: Any = self.seen_store
        self.sender = Sender(
            store=store,
            publisher=Publisher(store, self.log),
            scribe=scribe,
            channels=[self.channel],
            renderer=TEMPLATES,
            voices=self.book,
            house=House("https://guichet.example.org", "ne-pas-repondre@guichet.example.org"),
            terms=Terms(LEASE, timedelta(seconds=10)),
            clock=self.clock,
            until_done=patience.until_done,
            heard=self.heard.append,
            jitter=lambda: 0.0,
        )
        shelf: Any = MemoryStore(ParkedRecord, parking.index)
        at_rest = Seals({parking.REST: {"rest": new_key()}})
        aside = Parking(
            shelf, Publisher(shelf, self.log), scribe, at_rest, self.clock, keep_days=90
        )
        self.inboxes = {
            topic: Inbox(
                Subscription(topic, store, handlers),
                scribe=scribe,
                publisher=Publisher(store, self.log),
                parking=aside,
                patience=patience,
                clock=self.clock,
            )
            for topic, handlers in BY_TOPIC.items()
        }

    def record(self, event: Event, sequence: int | None = None) -> Record:
        """The record that carries an event; numbered as it is made."""
        key = getattr(event, "case_id", CASE)
        name = (event.topic, key)
        number = sequence or self.sequences.get(name, 0) + 1
        self.sequences[name] = max(number, self.sequences.get(name, 0))
        envelope = envelope_of(event, key, number).model_copy(update={"borough": "prevost"})
        value, headers = encode(envelope, event)
        if TOPICS[event.topic].sealed:
            value, headers = SEALS.seal(event.topic, str(envelope.id), value, headers)
        raw = [(n, v.encode()) for n, v in headers.items()]
        return Record(event.topic, 0, number, key.encode(), value, raw)

    async def hear(self, *events: Event) -> None:
        """Events come in, in this order."""
        for event in events:
            await self.inboxes[event.topic].handle([self.record(event)])

    async def take(self, records: Sequence[Record]) -> None:
        """Records come in."""
        for one in records:
            await self.inboxes[one.topic].handle([one])

    async def send(self, *script: str | BaseException, passes: int = 4) -> None:
        """Passes of the sender, with what the provider will answer."""
        self.channel.script.extend(script)
        for _ in range(passes):
            if not await self.sender.send_due():
                return

    def dossier(self, case_id: str = CASE) -> Dossier:
        """What is stored."""
        state = self.store.documents[case_id].state
        assert state is not None
        return state

    def delivery(self, template: str) -> Delivery:
        """The delivery of a template."""
        return next(one for one in self.dossier().deliveries if one.template == template)

    def said(self) -> list[str]:
        """The events on the log, as a reader that drops duplicates hears them."""
        last = 0
        heard = []
        for entry in self.log.on("notifications-deliveries", CASE):
            if entry.sequence > last:
                last = entry.sequence
                headers = [(n, v.encode()) for n, v in entry.headers.items()]
                data = decode(read_envelope(headers), entry.value).data
                more = getattr(data, "reason", "") or ("resent" if _resent(data) else "")
                heard.append(f"{type(data).__name__} {data.template} {more}".strip())  # type: ignore[attr-defined]
        return heard


def _resent(data: Event) -> bool:
    return bool(getattr(data, "resent", False))


def registered(kind: str = "request", contacts_version: int = 1) -> Event:
    """The case was registered."""
    return intake.CaseRegisteredV1.model_validate(
        {
            "case_id": CASE,
            "kind": kind,
            "activity": "Nid-de-poule",
            "channel": "phone",
            "received_at": NOW,
            "details_version": 0,
            "contacts_version": contacts_version,
        }
    )


def contacts(email: str | None = EMAIL, version: int = 1) -> Event:
    """Whom to tell."""
    return intake.CaseContactsRecordedV1(
        case_id=CASE, version=version, name=NAME, email=email, tracking_code=CODE
    )


def assigned(department: str = "tp") -> Event:
    """A department has it."""
    return routing.CaseAssignedV1(
        case_id=CASE,
        decided_at=NOW,
        reason_fr="essai",
        reason_en="test",
        responsible_borough="prevost",
        department=department,
        department_name_fr="Travaux publics",
        department_name_en="Public works",
        reception="staff-1",
        grid_version=1,
        rule="r1",
    )


def reclassified(kind: str) -> Event:
    """The kind changed."""
    return intake.CaseReclassifiedV1.model_validate(
        {"case_id": CASE, "kind": kind, "activity": "Nid-de-poule", "reclassified_at": NOW}
    )


def withdrawn() -> Event:
    """The citizen took it back."""
    return intake.CaseWithdrawnV1(case_id=CASE, withdrawn_at=NOW)


def completed() -> Event:
    """The work was done."""
    return intake.CaseCompletedV1(case_id=CASE, done_on=date(2026, 11, 1), completed_at=NOW)


class Given:
    """What tests say of a case."""

    registered = staticmethod(registered)
    contacts = staticmethod(contacts)
    assigned = staticmethod(assigned)
    reclassified = staticmethod(reclassified)
    withdrawn = staticmethod(withdrawn)
    completed = staticmethod(completed)
    voice = staticmethod(voice)
    case_id = CASE
    lease = LEASE
    templates = TEMPLATES
    secrets = (NAME, "Serin", EMAIL, CODE)
    Bench = Bench
    Killed = Killed


@pytest.fixture(scope="session")
def given_notifications() -> type[Given]:
    """The bench and the words of these tests."""
    return Given
