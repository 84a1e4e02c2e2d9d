"""Complaints without servers: its handlers, rounds and readings over a store in memory."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from chassis import parking
from chassis.document import Document
from chassis.inbox import Inbox, Subscription
from chassis.memory import MemoryStore
from chassis.outbox import Publisher
from chassis.parking import ParkedRecord, Parking
from chassis.patience import Patience, Pulse
from chassis.record import Record, read
from chassis.rounds import Round
from chassis.scribe import Scribe
from chassis.sealing import Seals, new_key
from complaints.adapters import file_index, key_ring, piece_safe, rule_book, sealed_store
from complaints.adapters.key_ring import KeyRing
from complaints.adapters.sealed_store import Sealed, SealedStore
from complaints.application import audit
from complaints.application.audit import StoredAudit
from complaints.application.follow_intake import FollowIntake
from complaints.application.follow_routing import keep_rules
from complaints.application.mend_file import MendFile
from complaints.application.read_file import Files
from complaints.application.surroundings import Neighbourhoods
from complaints.application.take_in_files import PieceShelf, TakeInFiles, id_of_piece
from complaints.domain.admissibility import ComplaintRules
from complaints.domain.directory import Directory
from complaints.domain.file import Investigation
from complaints.domain.key_vault import DataKey
from complaints.domain.piece import Piece
from complaints.domain.rules import DatedRules, RuleTable
from complaints.domain.trace import Trace
from complaints.entrypoints.subscribers import OF_FILES, by_topic
from contracts import Event, Received, decode, encode
from contracts.codec import read_envelope
from contracts.events import intake
from contracts.events.complaints import LetterWrittenV1
from contracts.events.routing import GridPublishedV1
from contracts.topics import TOPICS, sealed_for
from guichet_testing.memory_vault import MemoryVault
from guichet_testing.rig import Clock, Log
from guichet_testing.toy import NOW, envelope_of

CASE = "5f0c1e0a-0000-4000-8000-00000000000b"
STATEMENT = "M. Untel-Canari a été grossier avec moi"
SEALS = Seals({topic.name: {"k1": new_key()} for topic in sealed_for("complaints")})


class Book:
    """The rules of the boroughs, as far as the test lets them be known."""

    def __init__(self) -> None:
        self.table = RuleTable()
        self.store: MemoryStore[DatedRules] = MemoryStore(DatedRules, rule_book.index)

    def rules(self, borough: str, at: datetime) -> ComplaintRules | None:
        """See `RuleBook`."""
        return self.table.rules(borough, at)

    def learn(self, *grids: GridPublishedV1) -> None:
        """Grids came in."""
        received = [Received(envelope_of(one, f"{one.borough}@1", 1), one) for one in grids]
        kept = [keep_rules(None, one, NOW).state for one in received]
        self.table = RuleTable(kept)
        for one in kept:
            key = f"{one.borough}@{one.version}"
            self.store.documents[key] = Document(key, version=1, borough=one.borough, state=one)


class Bench:
    """One replica."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.log = Log()
        self.book = Book()
        self.store: MemoryStore[Investigation] = MemoryStore(Investigation, file_index.index)
        store: Any = self.store
        self.pieces: MemoryStore[Sealed] = MemoryStore(Sealed, sealed_store.index)
        beneath: Any = self.pieces
        keys: Any = MemoryStore(DataKey, key_ring.index)
        self.ring = KeyRing(keys, MemoryVault(), self.clock)
        pieces: Any = SealedStore(
            beneath, self.ring, Piece, piece_safe.index, lambda piece: piece.case_id
        )
        safe = piece_safe.PieceSafe(new_key())
        self.shelf = PieceShelf(pieces, safe)
        traces: Any = MemoryStore(Trace, audit.index)
        self.audit = StoredAudit(traces)
        self.people: MemoryStore[Directory] = MemoryStore(Directory, rule_book.index_of_people)
        around: Any = (self.book.store, self.people)
        self.files = Files(store, self.shelf, self.audit, Neighbourhoods(*around), self.clock)
        self.sequences: dict[str, int] = {}
        scribe = Scribe("complaints", SEALS, self.clock)
        publisher = Publisher(store, self.log)
        shelf: Any = MemoryStore(ParkedRecord, parking.index)
        at_rest = Seals({parking.REST: {"rest": new_key()}})
        aside = Parking(
            shelf, Publisher(shelf, self.log), scribe, at_rest, self.clock, keep_days=90
        )
        self.inboxes = {
            topic: Inbox(
                Subscription(topic, store, handlers),
                scribe=scribe,
                publisher=publisher,
                parking=aside,
                patience=Patience(Pulse(), limit_seconds=1.0),
                clock=self.clock,
            )
            for topic, handlers in by_topic(FollowIntake(self.book)).items()
        }
        self.inboxes[intake.FILES] = Inbox(
            Subscription(intake.FILES, pieces, OF_FILES, id_of_piece),
            scribe=scribe,
            publisher=Publisher(pieces, self.log),
            parking=aside,
            patience=Patience(Pulse(), limit_seconds=1.0),
            clock=self.clock,
        )
        taking = TakeInFiles(store, self.shelf)
        self.taking = Round(
            "files",
            store=store,
            find=taking.find,
            decide=taking.decide,
            scribe=scribe,
            publisher=publisher,
        )

        async def due(now: datetime, limit: int) -> Any:
            return await self.store.due("next_try_at", now, limit)

        self.round = Round(
            "invitations",
            store=store,
            find=due,
            decide=MendFile(self.book),
            scribe=scribe,
            publisher=publisher,
        )

    def record(self, event: Event) -> Record:
        """The record that carries an event; numbered as it is made."""
        number = self.sequences[event.topic] = self.sequences.get(event.topic, 0) + 1
        envelope = envelope_of(event, CASE, number).model_copy(update={"borough": "prevost"})
        value, headers = encode(envelope, event)
        if TOPICS[event.topic].sealed:
            value, headers = SEALS.seal(event.topic, str(envelope.id), value, headers)
        raw = [(n, v.encode()) for n, v in headers.items()]
        return Record(event.topic, 0, number, CASE.encode(), value, raw)

    async def hear(self, *events: Event) -> None:
        """Events come in, in this order."""
        await self.take([self.record(one) for one in events])

    async def take(self, records: Sequence[Record]) -> None:
        """Records come in."""
        for one in records:
            await self.inboxes[one.topic].handle([one])

    def state(self) -> Investigation:
        """What is stored."""
        state = self.store.documents[CASE].state
        assert state is not None
        return state

    def know(self, directory: Directory) -> None:
        """Who holds which post, and who stands in for whom."""
        name = directory.borough
        self.people.documents[name] = Document(name, version=1, borough=name, state=directory)

    async def traces(self) -> list[Trace]:
        """Who opened the file, and who tried."""
        return list(await self.audit.of(CASE))

    def letters(self) -> list[LetterWrittenV1]:
        """The letters on the log, opened as their reader would."""
        events = []
        for entry in self.log.on("complaints-letters", CASE):
            headers = [(n, v.encode()) for n, v in entry.headers.items()]
            record = Record(entry.topic, 0, 0, CASE.encode(), entry.value, headers)
            event = read(record, SEALS).data
            assert isinstance(event, LetterWrittenV1)
            events.append(event)
        return events

    def said(self) -> list[str]:
        """The events on the log."""
        events = []
        for entry in self.log.on("complaints-investigations", CASE):
            headers = [(n, v.encode()) for n, v in entry.headers.items()]
            data = decode(read_envelope(headers), entry.value).data
            standing = getattr(data, "admissibility", "")
            code = getattr(data, "code", None) or ""
            events.append(f"{type(data).__name__} {standing} {code}".strip())
        return events


def grid(borough: str = "prevost", **complaints: Any) -> GridPublishedV1:
    """A grid whose complaints section is Prévost's, unless said otherwise."""
    asked = {
        "model": "central",
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


class Given:
    """What tests say of a case."""

    Bench = Bench
    case_id = CASE
    statement = STATEMENT
    grid = staticmethod(grid)

    @staticmethod
    def registered(kind: str = "complaint") -> Event:
        """The case was registered."""
        return intake.CaseRegisteredV1.model_validate(
            {
                "case_id": CASE,
                "kind": kind,
                "activity": "",
                "channel": "letter",
                "received_at": NOW,
                "details_version": 0,
                "contacts_version": 0,
            }
        )

    @staticmethod
    def reclassified(kind: str) -> Event:
        """Its kind changed."""
        return intake.CaseReclassifiedV1.model_validate(
            {"case_id": CASE, "kind": kind, "activity": "", "reclassified_at": NOW}
        )

    @staticmethod
    def withdrawn() -> Event:
        """The citizen took it back."""
        return intake.CaseWithdrawnV1(case_id=CASE, withdrawn_at=NOW)

    @staticmethod
    def reopened() -> Event:
        """It is open again."""
        return intake.CaseReopenedV1(case_id=CASE, reopened_at=NOW, reason="new-information")

    @staticmethod
    def handed_over(version: int = 1, **fields: Any) -> Event:
        """The content: whole, unless said otherwise."""
        whole = {
            "case_id": CASE,
            "version": version,
            "received_at": NOW + timedelta(hours=version),
            "written": True,
            "signed": True,
            "full_contact": True,
            "facts_on": date(2026, 11, 18),
            "statement": STATEMENT,
        }
        return intake.ComplaintHandedOverV1.model_validate(whole | fields)


@pytest.fixture(scope="session")
def given_complaints() -> type[Given]:
    """The bench and the words of these tests."""
    return Given
