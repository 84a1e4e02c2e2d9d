"""Sla on the chassis without servers: records in, stored documents and an outbox out."""

from datetime import datetime
from functools import partial
from typing import Any

from chassis import parking
from chassis.document import Entry
from chassis.inbox import Inbox, Subscription
from chassis.memory import MemoryStore
from chassis.outbox import Publisher
from chassis.parking import ParkedRecord, Parking
from chassis.patience import Patience, Pulse
from chassis.record import Record
from chassis.rounds import Round
from chassis.scribe import Scribe
from chassis.sealing import Seals, new_key
from contracts import Event, encode
from contracts.events.routing import GRIDS, GridPublishedV1
from contracts.topics import read_by
from pydantic import SecretStr
from sla.adapters.indexes import commitments_index, grid_index
from sla.adapters.rule_book import GridRuleBook
from sla.application.follow_case import FollowCase
from sla.bootstrap import build
from sla.domain.commitment import DEFAULT_TIMING, Commitments
from sla.domain.grids import Grid
from sla.entrypoints.subscribers import OnGrid, by_topic
from sla.settings import SlaSettings


class Log:
    """A broker that takes everything."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    async def send(self, entries: Any) -> list[bool]:
        self.entries += entries
        return [True for _ in entries]


class Sla:
    """One replica: its inboxes by topic and its round."""

    def __init__(self, told: Any) -> None:
        self.told, self.now, self.log = told, told.received_at, Log()
        self.until: datetime | None = None
        scribe = Scribe("sla", Seals({}), lambda: self.now)
        self.cases: MemoryStore[Commitments] = MemoryStore(Commitments, commitments_index)
        self.grids: MemoryStore[Grid] = MemoryStore(Grid, grid_index)
        shelf: Any = MemoryStore(ParkedRecord, parking.index)
        book = GridRuleBook(told.seed)
        follow = FollowCase(book)
        shared: dict[str, Any] = {
            "scribe": scribe,
            "parking": Parking(
                shelf,
                Publisher(shelf, self.log),
                scribe,
                Seals({parking.REST: {"rest": new_key()}}),
                lambda: self.now,
                keep_days=90,
            ),
            "patience": Patience(Pulse(), limit_seconds=5.0),
            "clock": lambda: self.now,
        }
        publisher = Publisher(self.cases, self.log)
        self.inboxes: dict[str, Inbox[Any]] = {
            topic: Inbox(Subscription(topic, self.cases, handlers), publisher=publisher, **shared)
            for topic, handlers in by_topic(follow).items()
        }
        self.inboxes[GRIDS] = Inbox(
            Subscription(GRIDS, self.grids, {GridPublishedV1: OnGrid(told.seed, book.learn)}),
            publisher=Publisher(self.grids, self.log),
            **shared,
        )
        self.due: Round[Commitments] = Round(
            "due",
            store=self.cases,
            find=partial(self.cases.due, "next_try_at"),
            decide=lambda state, now: follow.tick(state, now, self.until),
            scribe=scribe,
            publisher=publisher,
        )

    async def hear(self, event: Event, sequence: int, offset: int = 0) -> None:
        """One record, through the real codec."""
        envelope = self.told.received(event, sequence).envelope
        value, headers = encode(envelope, event)
        raw = [(name, text.encode()) for name, text in headers.items()]
        record = Record(event.topic, 0, offset, envelope.subject.encode(), value, raw)
        await self.inboxes[event.topic].handle([record])

    def said(self) -> list[str]:
        return [entry.headers["ce_type"] for entry in self.log.entries]


async def test_a_grid_that_comes_last_sets_a_waiting_case_going(told: Any) -> None:
    sla = Sla(told)
    await sla.hear(told.handed_over(), 1)
    await sla.hear(told.assigned(), 1)
    await sla.hear(told.registered(), 1)
    assert sla.said() == []
    await sla.hear(told.grid(), 1)
    assert await sla.due.run(sla.now) == 0, "not its time yet"
    assert await sla.due.run(sla.now + DEFAULT_TIMING.first_retry) == 1
    started = "sla.commitment-started.v1"
    assert sla.said() == [started, "sla.commitment-met.v1", started]
    assert [entry.sequence for entry in sla.log.entries] == [1, 2, 3]


async def test_a_record_that_changes_nothing_writes_nothing(told: Any) -> None:
    sla = Sla(told)
    await sla.hear(told.grid(), 1)
    await sla.hear(told.registered(), 1)
    before = sla.cases.documents[told.case_id]
    await sla.hear(told.handed_over(template="completion"), 1)
    await sla.hear(told.registered(), 1)
    assert sla.cases.documents[told.case_id] is before


async def test_what_is_put_off_leaves_the_batches_until_its_time(told: Any) -> None:
    sla = Sla(told)
    await sla.hear(told.grid(), 1)
    await sla.hear(told.registered(), 1)
    await sla.hear(told.handed_over(), 1)
    await sla.hear(told.assigned(), 1)
    late = told.long_after
    assert await sla.due.run(late) == 1, "too late to warn; overdue, but the streams are unread"
    assert await sla.due.run(late) == 0
    assert "sla.commitment-missed.v1" not in sla.said()


def test_building_connects_to_nothing_and_reads_what_the_catalogue_says() -> None:
    kit = build(SlaSettings(storage_key=SecretStr(new_key())))
    read = {topic for inbox in kit.inboxes for topic in inbox.topics}
    assert read == {topic.name for topic in read_by("sla")}
    assert [one.name for one in kit.rounds[:2]] == ["due", "misses"]
