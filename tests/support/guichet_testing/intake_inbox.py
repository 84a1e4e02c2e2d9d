"""Intake's inbox of one topic as its bootstrap wires it, on stores in memory; no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis import parking
from chassis.inbox import Handler, Inbox, Subscription
from chassis.memory import MemoryStore
from chassis.outbox import Publisher
from chassis.outcome import Outcome
from chassis.parking import ParkedRecord, Parking
from chassis.patience import Patience, Pulse
from chassis.record import Record, read
from chassis.scribe import Scribe
from chassis.sealing import Seals, new_key
from chassis.unreadable import Reader
from contracts import Envelope, Event, Received
from contracts.events.intake import CaseDetailsRecordedV1
from contracts.events.pilot import PilotRequestRejectedV1
from intake.adapters import case_index, stored_vocabulary
from intake.domain.activities import GridWords, Vocabulary
from intake.domain.case import Case
from intake.domain.tracking import TrackingCodes
from intake.entrypoints.pilot_reader import pilot_reader
from intake.entrypoints.subscribers import OF_GRIDS, Subscribers, case_id_of_pilot
from intake.settings import COUNTERS

from guichet_testing.bad_input import FACTS, GRIDS, NOW, PILOT, SEALED, SEALS
from guichet_testing.rig import Log

VOCABULARY = Vocabulary([GridWords(borough="prevost", version=1, words=("graffiti",))])
SUBSCRIBERS = Subscribers(COUNTERS, TrackingCodes("secret" * 8), VOCABULARY.knows)


@dataclass
class Desk:
    """Intake's inbox of one topic, without servers."""

    topic: str
    log: Log = field(default_factory=Log)
    shelf: MemoryStore[ParkedRecord] = field(
        default_factory=lambda: MemoryStore(ParkedRecord, parking.index)
    )

    def __post_init__(self) -> None:
        by_topic: dict[str, tuple[Any, Mapping[type[Event], Handler[Any]], Any, Reader | None]] = {
            PILOT: (
                MemoryStore(Case, case_index.index),
                SUBSCRIBERS.of_pilot(),
                case_id_of_pilot,
                pilot_reader(lambda: NOW, COUNTERS),
            ),
            FACTS: (
                MemoryStore(Case, case_index.index),
                SUBSCRIBERS.by_topic()[FACTS],
                lambda received: received.envelope.subject,
                None,
            ),
            GRIDS: (
                MemoryStore(GridWords, stored_vocabulary.index),
                OF_GRIDS,
                lambda received: received.envelope.subject,
                None,
            ),
            # None of ours is read by intake: a handler that only notes it stands for its readers.
            SEALED: (
                MemoryStore(Case, case_index.index),
                {CaseDetailsRecordedV1: lambda state, received, now: Outcome(_stub(received))},
                lambda received: received.envelope.subject,
                None,
            ),
        }
        self.store, handlers, document_id, reader = by_topic[self.topic]
        scribe = Scribe("intake", SEALS, lambda: NOW)
        at_rest = Seals({parking.REST: {"rest": new_key()}})
        shelf: Any = self.shelf
        self.inbox: Inbox[Any] = Inbox(
            Subscription(self.topic, self.store, handlers, document_id, reader=reader),
            scribe=scribe,
            publisher=Publisher(self.store, self.log),
            parking=Parking(
                shelf,
                Publisher(self.shelf, self.log),
                scribe,
                at_rest,
                lambda: NOW,
                keep_days=1,
            ),
            patience=Patience(Pulse(), limit_seconds=5.0),
            clock=lambda: NOW,
        )

    @property
    def parked(self) -> list[ParkedRecord]:
        """What lies set aside."""
        return [one.state for one in self.shelf.documents.values() if one.state is not None]

    @property
    def rejections(self) -> list[tuple[Envelope, PilotRequestRejectedV1]]:
        """The answers to the pilot, opened, in order."""
        found = []
        for entry in self.log.on("pilot-rejections"):
            headers = [(name, text.encode()) for name, text in entry.headers.items()]
            received = read(
                Record(entry.topic, 0, 0, entry.key.encode(), entry.value, headers), SEALS
            )
            assert isinstance(received.data, PilotRequestRejectedV1)
            found.append((received.envelope, received.data))
        return found


def _stub(received: Received[CaseDetailsRecordedV1]) -> Case:
    return Case(case_id=received.data.case_id, borough=received.envelope.borough)
