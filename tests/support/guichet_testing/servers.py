"""The servers under the tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from chassis.topics import create_topics
from guichet.embedded.chooser import (
    Broker,
    BrokerServer,
    Database,
    DatabaseServer,
    choose_broker,
    choose_database,
)

from guichet_testing.containers import ContainedKafka, ContainedMongo, engine_runs


@dataclass(frozen=True)
class Servers:
    """What is running."""

    broker_server: BrokerServer
    database_server: DatabaseServer

    used: ClassVar[list[str]] = []

    @property
    def broker(self) -> Broker:
        """How to reach the broker."""
        return self.broker_server.broker

    @property
    def database(self) -> Database:
        """How to reach the database."""
        return self.database_server.database


def contained() -> tuple[ContainedKafka, ContainedMongo] | None:
    """Both as containers, not started, or None where no engine answers."""
    return (ContainedKafka(), ContainedMongo()) if engine_runs() else None


@asynccontextmanager
async def start_servers(
    data_dir: Path, *, must_be_kafka: bool, spec: str = "auto"
) -> AsyncIterator[Servers]:
    """Start a broker and a database, and create the topics; RuntimeError if CI would fall back."""
    broker: BrokerServer
    database: DatabaseServer
    if spec == "auto" and (both := contained()) is not None:
        broker, database = both
    else:
        broker = await choose_broker(spec, data_dir=data_dir)
        database = await choose_database(data_dir=data_dir)
    if must_be_kafka and broker.broker.kind != "kafka":
        raise RuntimeError(f"CI needs Apache Kafka: {broker.broker.fallback_reason}")
    async with broker, database:
        await create_topics(
            broker.broker.bootstrap_servers, configured=broker.broker.kind != "tansu"
        )
        running = Servers(broker, database)
        Servers.used.append(
            f"servers: {broker.broker.kind} {broker.broker.version}, "
            f"{database.database.kind} {database.database.version}"
        )
        yield running
