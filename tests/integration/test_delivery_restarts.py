"""Workers that come, go and change places: nothing is lost and nothing is applied twice."""

import asyncio
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiokafka.admin import AIOKafkaAdminClient
from chassis.faults import WaitTooLong
from chassis.kit import Kit
from chassis.process import Life
from chassis.record import Record
from chassis.subscribers import group_of
from guichet.embedded.mongo_secantus import SecantusServer
from guichet_testing import toy
from guichet_testing.live import Gate, applied_by_a_reader, living, read_log, send, until
from guichet_testing.rig import ASSIGNMENTS, CASES
from guichet_testing.servers import Servers


def stream(case_ids: list[str], each: int) -> list[Record]:
    """So many registrations of each case, cases taking turns."""
    return [
        toy.record_of(toy.registered(case_id), number)
        for number in range(1, each + 1)
        for case_id in case_ids
    ]


def new_cases(count: int) -> list[str]:
    return [str(uuid4()) for _ in range(count)]


async def progress(kit: Kit, case_ids: list[str]) -> int:
    store: Any = kit.stores[1]
    found = await store.load(case_ids)
    return sum(len(one.state.heard) for one in found.values() if one.state is not None)


async def all_drained(kit: Kit) -> bool:
    return await kit.stores[1].oldest_pending() is None


async def assert_each_once_in_order(
    kit: Kit, bootstrap: str, case_ids: list[str], each: int
) -> None:
    """In the documents and on the log that the toy writes."""
    store: Any = kit.stores[1]
    found = await store.load(case_ids)
    expected = tuple(f"registered:{number}" for number in range(1, each + 1))
    assert [found[case_id].state.heard for case_id in case_ids] == [expected] * len(case_ids)
    log = await read_log(bootstrap, ASSIGNMENTS, case_ids)
    for case_id in case_ids:
        assert applied_by_a_reader(log, case_id) == list(range(1, each + 1))


async def test_a_worker_restarted_in_mid_stream_neither_loses_nor_doubles(
    servers: Servers, database_name: str
) -> None:
    bootstrap, cases = servers.broker.bootstrap_servers, new_cases(8)
    await send(bootstrap, stream(cases, 20))
    settings = toy.toy_settings(bootstrap, servers.database.uri, database_name, batch_records=7)
    for enough in (20, 60):
        kit = toy.build(settings)
        async with living(kit):

            async def some(kit: Kit = kit, enough: int = enough) -> bool:
                return await progress(kit, cases) >= enough

            await until(some)
    kit = toy.build(settings)
    async with living(kit):

        async def all_heard() -> bool:
            return await progress(kit, cases) == 160

        await until(all_heard)
        await until(lambda: all_drained(kit))
    await assert_each_once_in_order(kit, bootstrap, cases, 20)


def assigned(life: Life) -> set[int]:
    """Partitions of intake-cases that this member has."""
    broker: Any = life._subscribers._broker
    found = set()
    for subscriber in broker.subscribers if broker else ():
        consumer = subscriber.consumer
        found |= {tp.partition for tp in consumer.assignment() if tp.topic == CASES}
    return found


async def test_two_workers_of_a_group_share_and_a_rebalance_in_mid_batch_doubles_nothing(
    servers: Servers, database_name: str
) -> None:
    bootstrap, cases = servers.broker.bootstrap_servers, new_cases(12)
    settings = toy.toy_settings(
        bootstrap, servers.database.uri, database_name, kafka_heartbeat_seconds=0.3
    )
    first, second = toy.build(settings), toy.build(settings)
    gate = Gate(first.stores[1], "save")
    async with living(first) as one:
        await send(bootstrap, stream(cases, 3))
        async with asyncio.timeout(30):
            await gate.reached.wait()
        async with living(second) as other:

            async def second_has_some() -> set[int]:
                return assigned(other)

            await until(second_has_some)

            async def second_heard_some() -> bool:
                return await progress(second, cases) > 0

            await until(second_heard_some)
            gate.open()

            async def shared() -> bool:
                mine, theirs = assigned(one), assigned(other)
                return bool(mine and theirs) and mine | theirs == set(range(6))

            await until(shared)
            await send(bootstrap, stream(cases, 5)[36:])

            async def all_heard() -> bool:
                return await progress(first, cases) == 60

            await until(all_heard)
            assert not assigned(one) & assigned(other)
            await until(lambda: all_drained(first))
    await assert_each_once_in_order(first, bootstrap, cases, 5)


async def committed(bootstrap: str) -> dict[int, int]:
    """Offsets that the toy's group has for intake-cases."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        offsets = await admin.list_consumer_group_offsets(group_of("routing", CASES))
    finally:
        await admin.close()
    return {tp.partition: at.offset for tp, at in offsets.items() if tp.topic == CASES}


async def test_a_wait_that_is_too_long_ends_the_process_without_an_acknowledgement(
    servers: Servers, tmp_path: Path
) -> None:
    bootstrap, cases = servers.broker.bootstrap_servers, new_cases(3)
    server = SecantusServer(tmp_path)
    async with server:
        settings = toy.toy_settings(
            bootstrap,
            server.database.uri,
            "waits",
            wait_limit_seconds=1.0,
            write_deadline_seconds=0.5,
            stop_deadline_seconds=3.0,
        )
        kit = toy.build(settings)
        fatal: list[BaseException] = []
        async with living(kit, fatal=fatal):
            await send(bootstrap, stream(cases, 1))

            async def all_heard() -> bool:
                return await progress(kit, cases) == 3

            await until(all_heard)
            gate = Gate(kit.stores[1], "load")
            await send(bootstrap, stream(cases, 2)[3:])
            async with asyncio.timeout(30):
                await gate.reached.wait()
            before = await committed(bootstrap)
            await server.kill()
            gate.open()

            async def ended() -> bool:
                return bool(fatal)

            await until(ended)
            assert isinstance(fatal[0], WaitTooLong)
        assert await committed(bootstrap) == before
        await server.start()
        kit = toy.build(settings)
        async with living(kit):

            async def again() -> bool:
                return await progress(kit, cases) == 6

            await until(again)
            await until(lambda: all_drained(kit))
        await assert_each_once_in_order(kit, bootstrap, cases, 2)


async def test_a_stop_lets_the_running_batch_end(servers: Servers, database_name: str) -> None:
    bootstrap, cases = servers.broker.bootstrap_servers, new_cases(2)
    settings = toy.toy_settings(bootstrap, servers.database.uri, database_name)
    kit = toy.build(settings)
    gate = Gate(kit.stores[1], "save")
    async with living(kit):
        await send(bootstrap, stream(cases, 1))
        async with asyncio.timeout(30):
            await gate.reached.wait()
        asyncio.get_running_loop().call_later(0.5, gate.open)
    assert await progress(kit, cases) >= 1, "what was being handled was handled"
    kit = toy.build(settings)
    async with living(kit):

        async def all_heard() -> bool:
            return await progress(kit, cases) == 2

        await until(all_heard)
        await until(lambda: all_drained(kit))
    await assert_each_once_in_order(kit, bootstrap, cases, 1)


async def test_a_stop_keeps_its_deadline_though_a_batch_does_not_end(
    servers: Servers, database_name: str
) -> None:
    bootstrap, cases = servers.broker.bootstrap_servers, new_cases(2)
    settings = toy.toy_settings(
        bootstrap, servers.database.uri, database_name, stop_deadline_seconds=1.5
    )
    kit = toy.build(settings)
    gate = Gate(kit.stores[1], "save")
    async with living(kit):
        await send(bootstrap, stream(cases, 1))
        async with asyncio.timeout(30):
            await gate.reached.wait()
        stopping = time.monotonic()
    assert time.monotonic() - stopping < 10
    assert await progress(kit, cases) == 0
    after = toy.build(settings)
    async with living(after):

        async def all_heard() -> bool:
            return await progress(after, cases) == 2

        await until(all_heard, 60)
        gate.open()  # the old process was not dead after all, and writes now
        await until(lambda: all_drained(after))
    await assert_each_once_in_order(after, bootstrap, cases, 1)
