"""The servers of one machine are real: what they acknowledged survives kill -9, and they end."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from guichet.embedded.chooser import choose_broker
from guichet.embedded.kafka_apache import KafkaCluster
from guichet.embedded.kafka_archive import kafka_at_hand
from guichet.embedded.kafka_jars import KafkaJars
from guichet.embedded.kafka_tansu import TansuBroker
from guichet.embedded.mongo_secantus import SecantusServer
from guichet.embedded.ports import free_port
from guichet.embedded.process import EmbeddedServerError, ServerProcess
from motor.motor_asyncio import AsyncIOMotorClient

_TOPIC = "embedded-tries"


async def eventually(holds: Callable[[], Awaitable[bool]], *, seconds: float = 30.0) -> None:
    """Wait for a condition, not for a time."""
    deadline = time.monotonic() + seconds
    while not await holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        await asyncio.sleep(0.05)


async def _always_ready() -> bool:
    return True


async def _never_ready() -> bool:
    return False


# --- processes -------------------------------------------------------------------------------


def _sleeper(tmp_path: Path, code: str, **options: object) -> ServerProcess:
    return ServerProcess(
        "sleeper",
        [sys.executable, "-u", "-c", code],
        log_file=tmp_path / "sleeper.log",
        **{"ready": _never_ready, "start_seconds": 10.0, **options},  # type: ignore[arg-type]
    )


async def test_a_server_that_dies_while_starting_shows_the_end_of_its_log(tmp_path: Path) -> None:
    dying = _sleeper(tmp_path, "print('no space left on device'); raise SystemExit(0)")
    with pytest.raises(EmbeddedServerError, match=r"code 0(.|\n)*no space left on device"):
        await dying.start()


async def test_the_log_of_an_earlier_run_is_not_shown_as_the_reason(tmp_path: Path) -> None:
    (tmp_path / "sleeper.log").write_text("an old trouble\n", encoding="utf-8")
    dying = _sleeper(tmp_path, "print('the new trouble')")
    with pytest.raises(EmbeddedServerError) as refused:
        await dying.start()
    assert "the new trouble" in str(refused.value)
    assert "an old trouble" not in str(refused.value)


async def test_a_server_that_never_answers_is_killed_at_the_deadline(tmp_path: Path) -> None:
    silent = _sleeper(tmp_path, "import time; time.sleep(600)", start_seconds=0.5)
    with pytest.raises(EmbeddedServerError, match="did not answer within"):
        await silent.start()
    assert not silent.is_alive


async def test_a_server_deaf_to_sigterm_is_killed(tmp_path: Path) -> None:
    ready = tmp_path / "deaf"
    code = (
        "import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        f"pathlib.Path({str(ready)!r}).touch(); time.sleep(600)"
    )

    async def is_deaf() -> bool:
        return ready.exists()

    deaf = _sleeper(tmp_path, code, ready=is_deaf, stop_seconds=0.5)
    await deaf.start()
    await deaf.stop()
    assert deaf.exit_code == -signal.SIGKILL


async def test_a_port_that_is_taken_is_named_before_anything_starts(tmp_path: Path) -> None:
    port = free_port()
    listening = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", port)
    async with listening:
        late = _sleeper(tmp_path, "print('never')", ports=[port])
        with pytest.raises(EmbeddedServerError, match=f"port {port}"):
            await late.start()
        assert late.pid is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a parent's death")
async def test_servers_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time\n"
        "from guichet.embedded.process import spawn\n"
        "child = spawn([sys.executable, '-c', 'import time; time.sleep(600)'],"
        " pathlib.Path(sys.argv[1]))\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "child.log")], stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    child = int(await asyncio.to_thread(parent.stdout.readline))
    os.kill(child, 0)
    parent.kill()
    parent.wait(10)
    parent.stdout.close()

    async def child_is_gone() -> bool:
        status = Path(f"/proc/{child}/stat")
        try:
            return status.read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] == "Z"
        except OSError:
            return True

    await eventually(child_is_gone, seconds=10)


async def test_a_server_yields_once_it_is_ready_and_within_our_session(tmp_path: Path) -> None:
    server = _sleeper(tmp_path, "import time; time.sleep(600)", ready=_always_ready, niceness=7)
    server.launch()
    assert server.pid is not None
    try:
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, server.pid) == ours, "it yields while it starts"
        await server.wait_ready()
        assert os.getpriority(os.PRIO_PROCESS, server.pid) == max(ours, 7)
        assert os.getsid(server.pid) == os.getsid(0), "niceness counts within a session only"
        assert os.getpgid(server.pid) == server.pid, "Ctrl-C would reach it"
    finally:
        await server.kill()


# --- brokers ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
async def kafka_jars() -> KafkaJars:
    """Apache Kafka; where it cannot be had the test is not run, which CI does not allow."""
    try:
        return await kafka_at_hand()
    except EmbeddedServerError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"NOT RUN: needs Java 17 and Maven: {error}")


async def make_topic(bootstrap: str, *, replicas: int = 1) -> None:
    """One partition, so that the order is that of sending."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        answer = await admin.create_topics([NewTopic(_TOPIC, 1, replicas)])
        assert [error[1] for error in answer.topic_errors] == [0]
    finally:
        await admin.close()


@asynccontextmanager
async def producing(bootstrap: str) -> AsyncIterator[AIOKafkaProducer]:
    """A producer whose acknowledgements mean what they say."""
    # Longer than a cluster takes to choose another leader: until then a send is tried again.
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", request_timeout_ms=25_000)
    await producer.start()
    try:
        yield producer
    finally:
        await asyncio.wait_for(producer.stop(), 20)


async def read_all(bootstrap: str) -> list[bytes]:
    """Every value of the topic, from its beginning to the end it has now."""
    partition = TopicPartition(_TOPIC, 0)
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([partition])
        end = (await consumer.end_offsets([partition]))[partition]
        values: list[bytes] = []
        async with asyncio.timeout(30):
            while await consumer.position(partition) < end:
                fetched = await consumer.getmany(partition, timeout_ms=200)
                values.extend(record.value for record in fetched.get(partition, []))
        return values
    finally:
        await consumer.stop()


def _values(numbers: Sequence[int]) -> list[bytes]:
    return [b"record %d" % number for number in numbers]


async def test_kafka_keeps_its_records_over_a_kill_and_over_a_stop(
    kafka_jars: KafkaJars, tmp_path: Path
) -> None:
    async with KafkaCluster(kafka_jars, tmp_path) as kafka:
        bootstrap = kafka.broker.bootstrap_servers
        await make_topic(bootstrap)
        async with producing(bootstrap) as producer:
            for value in _values(range(50)):
                await producer.send_and_wait(_TOPIC, value)
        await kafka.kill()
        assert not kafka.is_alive
        await kafka.start()
        assert await read_all(bootstrap) == _values(range(50))
        await kafka.stop()
    async with KafkaCluster(kafka_jars, tmp_path) as on_other_ports:
        bootstrap = on_other_ports.broker.bootstrap_servers
        assert bootstrap != kafka.broker.bootstrap_servers
        assert await read_all(bootstrap) == _values(range(50))


async def test_kafka_takes_a_record_of_two_megabytes_and_makes_no_topic_by_itself(
    kafka_jars: KafkaJars, tmp_path: Path
) -> None:
    async with KafkaCluster(kafka_jars, tmp_path) as kafka:
        bootstrap = kafka.broker.bootstrap_servers
        await make_topic(bootstrap)
        large = os.urandom(2 * 1024 * 1024)
        producer = AIOKafkaProducer(
            bootstrap_servers=bootstrap, acks="all", max_request_size=3 * 1024 * 1024
        )
        async with producer:
            await producer.send_and_wait(_TOPIC, large)
        assert await read_all(bootstrap) == [large]
        admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
        await admin.start()
        try:
            await admin.describe_topics(["no-such-topic"])
            assert "no-such-topic" not in await admin.list_topics()
        finally:
            await admin.close()


async def test_a_cluster_of_three_survives_the_death_of_one_and_takes_it_back(
    kafka_jars: KafkaJars, tmp_path: Path
) -> None:
    cluster = KafkaCluster(kafka_jars, tmp_path, node_count=3, heap_megabytes=256)
    async with cluster:
        bootstrap = cluster.broker.bootstrap_servers
        await make_topic(bootstrap, replicas=3)
        async with producing(bootstrap) as producer:
            for value in _values(range(20)):
                await producer.send_and_wait(_TOPIC, value)
            leader = producer.client.cluster.leader_for_partition(TopicPartition(_TOPIC, 0))
            victim = cluster.nodes[leader - 1]
            await victim.kill()
            for value in _values(range(20, 40)):
                async with asyncio.timeout(30):
                    await producer.send_and_wait(_TOPIC, value)
        assert [node.is_alive for node in cluster.nodes].count(False) == 1
        others = ",".join(node.address for node in cluster.nodes if node is not victim)
        # A retry of a send whose answer was lost may double a record, never drop or swap one.
        assert list(dict.fromkeys(await read_all(others))) == _values(range(40))
        await victim.start()
        assert list(dict.fromkeys(await read_all(victim.address))) == _values(range(40))


async def test_auto_chooses_apache_kafka_where_it_can(
    kafka_jars: KafkaJars, tmp_path: Path
) -> None:
    server = await choose_broker("auto", data_dir=tmp_path)
    assert server.broker.kind == "kafka"
    assert server.broker.version == kafka_jars.version
    assert server.broker.fallback_reason is None


async def test_tansu_carries_records_groups_and_offsets(tmp_path: Path) -> None:
    async with TansuBroker(tmp_path) as tansu:
        broker = tansu.broker
        await make_topic(broker.bootstrap_servers)
        async with producing(broker.bootstrap_servers) as producer:
            for value in _values(range(10)):
                await producer.send_and_wait(_TOPIC, value, key=b"k", headers=[("h", b"v")])
        consumer = AIOKafkaConsumer(
            _TOPIC,
            bootstrap_servers=broker.bootstrap_servers,
            group_id="readers",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=broker.session_timeout_ms,
            heartbeat_interval_ms=broker.heartbeat_interval_ms,
        )
        partition = TopicPartition(_TOPIC, 0)
        async with consumer:
            async with asyncio.timeout(20):
                values = [(await consumer.getone()).value for _ in range(10)]
            await consumer.commit()
            assert values == _values(range(10))
            assert await consumer.end_offsets([partition]) == {partition: 10}
        admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap_servers)
        await admin.start()
        try:
            # Without the partitions Tansu's answer cannot be read.
            committed = await admin.list_consumer_group_offsets("readers", partitions=[partition])
            assert committed[partition].offset == 10
        finally:
            await admin.close()


# --- database --------------------------------------------------------------------------------


async def test_the_database_keeps_every_acknowledged_write_over_a_kill(tmp_path: Path) -> None:
    async with SecantusServer(tmp_path) as server:
        client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(
            server.database.uri, w="majority", journal=True, serverSelectionTimeoutMS=10_000
        )
        cases = client.get_database("tries").get_collection("cases")
        acknowledged: list[int] = []
        is_writing = asyncio.Event()

        async def write_until_it_dies() -> None:
            for number in range(100_000):
                await cases.insert_one({"_id": number})
                acknowledged.append(number)
                if number >= 100:
                    is_writing.set()

        writing = asyncio.create_task(write_until_it_dies())
        async with asyncio.timeout(30):
            await is_writing.wait()
        await server.kill()
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await server.start()
        client.close()
    async with SecantusServer(tmp_path) as on_another_port:
        client = AsyncIOMotorClient(on_another_port.database.uri)
        cases = client.get_database("tries").get_collection("cases")
        stored = {document["_id"] async for document in cases.find({})}
        client.close()
    assert len(acknowledged) > 100
    assert set(acknowledged) <= stored
