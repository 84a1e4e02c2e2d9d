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
from contracts.events import complaints, routing
from contracts.topics import TOPICS, sealed_for
from guichet_testing.case_events import (
    CASE,
    CODE,
    EMAIL,
    NAME,
    SECRET_WORDS,
    assigned,
    claim_notice,
    closed,
    completed,
    contacts,
    letter,
    reclassified,
    registered,
    reopened,
    withdrawn,
)
from guichet_testing.rig import Clock, Log, Meddled
from guichet_testing.toy import envelope_of
from notifications.adapters import dossier_index
from notifications.adapters.letter_safe import SealedLetters
from notifications.adapters.stored_books import StoredBook, index_of_people
from notifications.application.follow_complaints import FollowComplaints
from notifications.application.letters import House
from notifications.application.send_messages import Sender, Terms
from notifications.domain.deliveries import Said
from notifications.domain.dossier import Delivery, Dossier
from notifications.domain.messages import Message, UncertainOutcome
from notifications.domain.people import Directories, People
from notifications.domain.voices import Department, Voice, Voices
from notifications.entrypoints.subscribers import BY_TOPIC, OF_PEOPLE, of_letters
from notifications.templates import Templates

LEASE = timedelta(seconds=45)
TEMPLATES = Templates()
SEALS = Seals({topic.name: {"k1": new_key()} for topic in sealed_for("notifications")})


SAFE = SealedLetters(new_key())


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
        """See `Book`."""
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
        self.people: MemoryStore[People] = (
            like.people if like else MemoryStore(People, index_of_people)
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
        directories: StoredBook[People, Directories] = StoredBook(self.people, Directories)
        self.sender = Sender(
            store=store,
            publisher=Publisher(store, self.log),
            scribe=scribe,
            channels=[self.channel],
            renderer=TEMPLATES,
            voices=self.book,
            people=directories,
            safe=SAFE,
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
        of_cases: dict[str, Any] = {
            **BY_TOPIC,
            complaints.LETTERS: of_letters(FollowComplaints(SAFE)),
        }
        subscriptions: list[Subscription[Any]] = [
            Subscription(topic, store, handlers) for topic, handlers in of_cases.items()
        ]
        subscriptions.append(
            Subscription(routing.PEOPLE, self.people, OF_PEOPLE, on_handled=directories.forget)
        )
        self.inboxes: dict[str, Inbox[Any]] = {
            one.topic: Inbox(
                one,
                scribe=scribe,
                publisher=Publisher(one.store, self.log),
                parking=aside,
                patience=patience,
                clock=self.clock,
            )
            for one in subscriptions
        }

    def record(self, event: Event, sequence: int | None = None) -> Record:
        """The record that carries an event; numbered as it is made."""
        key: str = getattr(event, "case_id", "") or getattr(event, "list_id", "prevost")
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

    def said(self, key: str = CASE) -> list[str]:
        """The events on the log, as a reader that drops duplicates hears them."""
        last = 0
        heard = []
        for entry in self.log.on("notifications-deliveries", key):
            if entry.sequence > last:
                last = entry.sequence
                headers = [(n, v.encode()) for n, v in entry.headers.items()]
                data = decode(read_envelope(headers), entry.value).data
                more = getattr(data, "reason", "") or ("resent" if _resent(data) else "")
                heard.append(f"{type(data).__name__} {data.template} {more}".strip())  # type: ignore[attr-defined]
        return heard


def _resent(data: Event) -> bool:
    return bool(getattr(data, "resent", False))


class Given:
    """What tests say of a case."""

    letter = staticmethod(letter)
    safe = SAFE
    secret_words = SECRET_WORDS

    registered = staticmethod(registered)
    contacts = staticmethod(contacts)
    assigned = staticmethod(assigned)
    reclassified = staticmethod(reclassified)
    withdrawn = staticmethod(withdrawn)
    completed = staticmethod(completed)
    closed = staticmethod(closed)
    reopened = staticmethod(reopened)
    claim_notice = staticmethod(claim_notice)
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
