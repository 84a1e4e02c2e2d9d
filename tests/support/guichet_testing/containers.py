"""The same two servers as containers, where a container engine runs (`docker info` answers).

None runs in CI here, so what would be started is asserted in tests/integration/test_containers.py.
"""

import asyncio
import shutil
import subprocess
from typing import Any, Self

from guichet.embedded.endpoints import Broker, Database
from guichet.embedded.ports import free_port
from testcontainers.community.kafka import KafkaContainer
from testcontainers.community.mongodb import MongoDbContainer

KAFKA_IMAGE = "confluentinc/cp-kafka:7.9.1"
MONGO_IMAGE = "mongo:8.0"


def engine_runs() -> bool:
    """True when a container engine answers; a client alone is not enough."""
    docker = shutil.which("docker")
    if docker is None:
        return False
    asked = subprocess.run([docker, "info"], capture_output=True, timeout=30, check=False)
    return asked.returncode == 0


class _Contained:
    """The verbs of an embedded server, on a container with a port that outlives a restart."""

    container: Any
    _made = False
    _alive = False

    @property
    def is_alive(self) -> bool:
        return self._alive

    async def start(self) -> None:
        if self._made:
            await asyncio.to_thread(self.container.get_wrapped_container().start)
        else:
            await asyncio.to_thread(self.container.start)
        self._made = self._alive = True

    async def stop(self) -> None:
        if self._made:
            await asyncio.to_thread(self.container.stop)
        self._made = self._alive = False

    async def kill(self) -> None:
        await asyncio.to_thread(self.container.get_wrapped_container().kill)
        self._alive = False

    async def restart(self) -> None:
        await asyncio.to_thread(self.container.get_wrapped_container().restart)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


class ContainedKafka(_Contained):
    """Apache Kafka in KRaft mode, one node."""

    def __init__(self) -> None:
        self.port = free_port()
        self.container: KafkaContainer = KafkaContainer(KAFKA_IMAGE).with_kraft()
        self.container.with_bind_ports(self.container.port, self.port)
        self.container.with_env("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        self.container.with_env("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
        self.container.with_env("KAFKA_MESSAGE_MAX_BYTES", "2097152")

    @property
    def broker(self) -> Broker:
        return Broker(f"127.0.0.1:{self.port}", kind="kafka", version=KAFKA_IMAGE)


class ContainedMongo(_Contained):
    """MongoDB, standalone, without accounts."""

    def __init__(self) -> None:
        self.port = free_port()
        self.container: MongoDbContainer = MongoDbContainer(MONGO_IMAGE)
        self.container.with_bind_ports(27017, self.port)
        # The class sets an administrator; the tests ask for none, as the embedded server does.
        for name in ("MONGO_INITDB_ROOT_USERNAME", "MONGO_INITDB_ROOT_PASSWORD"):
            self.container.env.pop(name, None)

    @property
    def database(self) -> Database:
        uri = f"mongodb://127.0.0.1:{self.port}/?directConnection=true"
        return Database(uri, kind="external", version=MONGO_IMAGE)
