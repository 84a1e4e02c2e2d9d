"""The read mark on a real broker: no time counts as read while a fact from before it may wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from chassis.clock import utc_now
from chassis.readmark import ReadMark
from chassis.subscribers import group_of
from guichet_testing import toy
from guichet_testing.live import Gate, living, send, until
from guichet_testing.rig import CASES, DELIVERIES
from guichet_testing.servers import Servers


@asynccontextmanager
async def read_mark(bootstrap: str, *topics: str) -> AsyncIterator[ReadMark]:
    """A mark that moves only when it is asked to."""
    groups = {topic: group_of("routing", topic) for topic in topics}
    mark = ReadMark(groups, bootstrap, utc_now, deadline_seconds=10)
    try:
        yield mark
    finally:
        await mark.close()


async def reaches(mark: ReadMark, time: datetime) -> None:
    async def read() -> bool:
        await mark.advance()
        return mark.until is not None and mark.until >= time

    await until(read)


async def test_idle_topics_count_as_read_and_an_unread_record_holds_the_mark_back(
    servers: Servers, database_name: str
) -> None:
    bootstrap, case_id = servers.broker.bootstrap_servers, str(uuid4())
    kit = toy.build(toy.toy_settings(bootstrap, servers.database.uri, database_name))
    async with read_mark(bootstrap, CASES, DELIVERIES) as mark, living(kit):
        await reaches(mark, utc_now())
        gate = Gate(kit.stores[1], "save")
        await send(bootstrap, [toy.record_of(toy.registered(case_id), 1)])
        appended = utc_now()
        async with asyncio.timeout(30):
            await gate.reached.wait()
        for _ in range(6):
            await mark.advance()
            assert mark.until is not None
            assert mark.until <= appended, "fetched is not read"
        gate.open()
        await reaches(mark, appended)


async def test_every_replica_sees_how_far_the_whole_group_has_read(
    servers: Servers, database_name: str
) -> None:
    bootstrap = servers.broker.bootstrap_servers
    settings = toy.toy_settings(
        bootstrap, servers.database.uri, database_name, kafka_heartbeat_seconds=0.3
    )
    first, second = toy.build(settings), toy.build(settings)
    case_ids = [str(uuid4()) for _ in range(12)]
    async with (
        read_mark(bootstrap, CASES) as one,
        read_mark(bootstrap, CASES) as other,
        living(first),
        living(second),
    ):
        await send(bootstrap, [toy.record_of(toy.registered(c), 1) for c in case_ids])
        appended = utc_now()
        await asyncio.gather(reaches(one, appended), reaches(other, appended))
        store: Any = first.stores[1]
        found = await store.load(case_ids)
        assert all(document.state is not None for document in found.values())


async def test_a_topic_that_nobody_knows_is_never_taken_for_read(servers: Servers) -> None:
    async with read_mark(servers.broker.bootstrap_servers, "no-such-topic") as mark:
        for _ in range(4):
            await mark.advance()
        assert mark.until is None


async def test_without_a_broker_the_mark_stays_and_nothing_is_raised() -> None:
    async with read_mark("127.0.0.1:9", CASES) as mark:
        await mark.advance()
        assert mark.until is None
