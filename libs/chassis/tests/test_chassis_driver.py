"""What a driver's answer means: the bulk result of MongoDB, the future of a Kafka producer."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from aiokafka.errors import KafkaError
from chassis.document import Draft
from chassis.faults import Transient
from chassis.mongo import MongoStore, connect
from chassis.outcome import Outcome
from chassis.producer import Producer
from chassis.scribe import Cause
from guichet_testing import toy
from guichet_testing.rig import Rig
from pymongo import ReadPreference
from pymongo.errors import AutoReconnect, BulkWriteError


class Collection:
    """A collection whose bulk write ends as told."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def bulk_write(self, *_: Any, **__: Any) -> Any:
        raise self.error


async def drafts(rig: Rig, *case_ids: str) -> list[Draft[toy.Tally]]:
    made = []
    for case_id in case_ids:
        draft = Draft.of((await rig.documents.load([case_id]))[case_id])
        rig.scribe.apply(draft, Outcome(toy.Tally(case_id=case_id)), Cause("test"))
        made.append(draft)
    return made


def store_that(error: Exception) -> MongoStore[toy.Tally]:
    database = connect("mongodb://127.0.0.1:1/", "never", timeout_seconds=0.1)
    store: MongoStore[toy.Tally] = MongoStore(database, "tallies", toy.Tally, toy.index)
    store.collection = Collection(error)  # type: ignore[assignment]
    return store


def bulk_error(**details: Any) -> BulkWriteError:
    empty = {"writeErrors": [], "writeConcernErrors": [], "nMatched": 0, "nInserted": 0}
    return BulkWriteError({**empty, **details})


def test_writes_are_on_a_majority_and_in_its_journal_and_so_is_what_we_read() -> None:
    """A read of what a fail-over may take back would have us drop a record as a duplicate."""
    collection = MongoStore(
        connect("mongodb://127.0.0.1:1/", "never", timeout_seconds=0.1),
        "tallies",
        toy.Tally,
        toy.index,
    ).collection
    assert collection.write_concern.document == {"w": "majority", "j": True}
    assert collection.read_preference == ReadPreference.PRIMARY
    assert collection.read_concern.level == "majority"


async def test_an_insert_that_lost_its_race_is_the_only_one_to_come_back(rig: Rig) -> None:
    store = store_that(bulk_error(writeErrors=[{"index": 1, "code": 11000}], nInserted=1))
    assert await store.save(await drafts(rig, "c1", "c2")) == {"c2"}


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect("gone"),
        bulk_error(writeErrors=[{"index": 0, "code": 50}]),
        bulk_error(
            writeConcernErrors=[{"code": 64, "errmsg": "waiting for replication"}], nInserted=1
        ),
    ],
    ids=["connection", "other write error", "not on a majority"],
)
async def test_a_write_that_is_not_surely_durable_is_unanswered(rig: Rig, error: Exception) -> None:
    with pytest.raises(Transient):
        await store_that(error).save(await drafts(rig, "c1"))


class FakeProducer:
    """What the chassis uses of aiokafka's producer; `answer` makes the future of a send."""

    def __init__(self, answer: Callable[[], "asyncio.Future[Any]"]) -> None:
        self.answer = answer
        self.stopped = False
        self.start_fault: Exception | None = None

    async def start(self) -> None:
        if self.start_fault:
            raise self.start_fault

    async def send(self, *_: Any, **__: Any) -> "asyncio.Future[Any]":
        return self.answer()

    async def stop(self) -> None:
        self.stopped = True
        await asyncio.sleep(3600)


def resolved(result: Any) -> Callable[[], "asyncio.Future[Any]"]:
    def answer() -> "asyncio.Future[Any]":
        future = asyncio.get_running_loop().create_future()
        if result is asyncio.CancelledError:
            future.cancel()
        elif isinstance(result, Exception):
            future.set_exception(result)
        elif result is not None:
            future.set_result(result)
        return future

    return answer


@pytest.mark.parametrize(
    ("answer", "acknowledged"),
    [(object(), True), (KafkaError(), False), (None, False), (asyncio.CancelledError, False)],
    ids=["acknowledged", "failed", "never answered", "cancelled by the driver"],
)
async def test_what_kafka_did_not_acknowledge_in_time_is_unknown_and_the_producer_is_rebuilt(
    rig: Rig, answer: Any, acknowledged: bool
) -> None:
    made: list[FakeProducer] = []

    def build() -> Any:
        made.append(FakeProducer(resolved(answer)))
        return made[-1]

    [draft] = await drafts(rig, "c1")
    said = [toy.assigned("c1", toy.NOW, "x")]
    rig.scribe.apply(draft, Outcome(draft.state, said), Cause("test"))
    producer = Producer(build, deadline_seconds=0.05)
    async with asyncio.timeout(5):
        assert await producer.send(draft.fresh) == [acknowledged]
        assert await producer.send(draft.fresh) == [acknowledged]
    assert len(made) == (1 if acknowledged else 2)
    async with asyncio.timeout(5):
        await producer.stop()  # though the driver's own stop hangs
    assert all(one.stopped for one in made)


async def test_without_a_broker_nothing_is_acknowledged_and_nothing_raised(rig: Rig) -> None:
    def build() -> Any:
        fake = FakeProducer(resolved(None))
        fake.start_fault = KafkaError()
        return fake

    [draft] = await drafts(rig, "c1")
    said = [toy.assigned("c1", toy.NOW, "x")]
    rig.scribe.apply(draft, Outcome(draft.state, said), Cause("test"))
    producer = Producer(build, deadline_seconds=0.05)
    assert await producer.send(draft.fresh) == [False]
    assert not producer.connected
