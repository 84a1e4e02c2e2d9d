"""Servers that are killed under a running process: it waits, and all is there in the end."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from chassis.commands import Answer, Commands
from chassis.kit import Kit
from chassis.outcome import Outcome
from chassis.store import Scope
from chassis.topics import create_topics
from guichet.embedded.kafka_apache import KafkaCluster
from guichet.embedded.kafka_archive import kafka_at_hand
from guichet.embedded.mongo_secantus import SecantusServer
from guichet.embedded.process import EmbeddedServerError
from guichet_testing import toy
from guichet_testing.live import applied_by_a_reader, living, read_log, send, until
from guichet_testing.rig import ASSIGNMENTS
from guichet_testing.servers import Servers


@pytest.fixture
async def own_kafka(servers: Servers, tmp_path: Path) -> AsyncIterator[KafkaCluster]:
    """A broker that may be killed: not that of the others."""
    if servers.broker.kind == "tansu":
        pytest.skip(f"NOT RUN: needs Apache Kafka: {servers.broker.fallback_reason}")
    try:
        jars = await kafka_at_hand()
    except EmbeddedServerError as error:
        pytest.skip(f"NOT RUN: needs Java and Maven: {error}")
    cluster = KafkaCluster(jars, tmp_path)
    async with cluster:
        await create_topics(cluster.broker.bootstrap_servers)
        yield cluster


def commands_of(kit: Kit) -> Commands[toy.Tally]:
    return kit.commands(kit.stores[1])


async def register(commands: Commands[toy.Tally], case_id: str) -> Answer:
    """A command on the toy that creates a case and says one event."""

    def decide(tally: toy.Tally | None) -> Outcome[toy.Tally]:
        said = [toy.assigned(case_id, toy.NOW, "command")]
        return Outcome(tally or toy.Tally(case_id=case_id), said, {"case_id": case_id})

    return await commands.execute(
        case_id,
        decide,
        command_id="register",
        content=case_id,
        scope=Scope.everything(),
        borough="anjou",
        creates=True,
    )


async def drained(kit: Kit) -> bool:
    return await kit.stores[1].oldest_pending() is None


async def test_commands_succeed_while_kafka_is_dead_and_all_is_published_after(
    own_kafka: KafkaCluster, servers: Servers, database_name: str
) -> None:
    bootstrap = own_kafka.broker.bootstrap_servers
    settings = toy.toy_settings(
        bootstrap, servers.database.uri, database_name, write_deadline_seconds=2.0
    )
    kit = toy.build(settings)
    commands, case_ids = commands_of(kit), [str(uuid4()) for _ in range(30)]
    async with living(kit, "all"):
        for case_id in case_ids[:10]:
            await register(commands, case_id)
        await until(lambda: drained(kit))
        await own_kafka.kill()
        started = time.monotonic()
        for case_id in case_ids[10:]:
            answer = await register(commands, case_id)
            assert not answer.repeated
        assert time.monotonic() - started < 5, "a dead broker does not slow them down"
        assert not await drained(kit)
        assert (await register(commands, case_ids[-1])).repeated
        await own_kafka.start()
        heard = str(uuid4())
        await send(bootstrap, [toy.record_of(toy.registered(heard), 1)])
        await until(lambda: drained(kit), 60)

        async def consumes_again() -> Any:
            return (await kit.stores[1].load([heard]))[heard].state

        await until(consumes_again, 60)
        await until(lambda: drained(kit))
    log = await read_log(bootstrap, ASSIGNMENTS, [*case_ids, heard])
    for case_id in [*case_ids, heard]:
        assert applied_by_a_reader(log, case_id) == [1]


async def test_a_process_comes_up_and_accepts_without_kafka(
    servers: Servers, database_name: str
) -> None:
    settings = toy.toy_settings(
        "127.0.0.1:9", servers.database.uri, database_name, write_deadline_seconds=1.0
    )
    kit = toy.build(settings)
    commands, case_id = commands_of(kit), str(uuid4())
    async with living(kit, "all"):
        async with asyncio.timeout(10):
            await register(commands, case_id)
        assert not await drained(kit)


async def test_a_database_killed_while_consuming_costs_nothing(
    servers: Servers, tmp_path: Path
) -> None:
    bootstrap, case_ids = servers.broker.bootstrap_servers, [str(uuid4()) for _ in range(20)]
    database = SecantusServer(tmp_path)
    async with database:
        settings = toy.toy_settings(
            bootstrap,
            database.database.uri,
            "killed",
            batch_records=10,
            write_deadline_seconds=1.0,
        )
        kit = toy.build(settings)
        store: Any = kit.stores[1]

        async def heard() -> int:
            found = await store.load(case_ids)
            return sum(len(one.state.heard) for one in found.values() if one.state is not None)

        async with living(kit):
            for number in range(1, 6):
                await send(bootstrap, [toy.record_of(toy.registered(c), number) for c in case_ids])

            async def some() -> bool:
                return await heard() >= 20

            await until(some)
            await database.kill()
            await send(bootstrap, [toy.record_of(toy.registered(c), 6) for c in case_ids])
            await database.start()

            async def all_of_them() -> bool:
                return await heard() == 120

            await until(all_of_them, 60)
            await until(lambda: drained(kit), 60)
        found = await store.load(case_ids)
    expected = tuple(f"registered:{number}" for number in range(1, 7))
    assert {one.state.heard for one in found.values()} == {expected}
    log = await read_log(bootstrap, ASSIGNMENTS, case_ids)
    for case_id in case_ids:
        assert applied_by_a_reader(log, case_id) == [1, 2, 3, 4, 5, 6]
