"""Chooses the broker and the database of one machine, and says why; starts nothing."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, Self

from guichet.embedded.endpoints import Broker, Database
from guichet.embedded.kafka_apache import KafkaCluster
from guichet.embedded.kafka_archive import kafka_at_hand
from guichet.embedded.kafka_probe import serving_node_ids
from guichet.embedded.kafka_tansu import TansuBroker
from guichet.embedded.mongo_secantus import SecantusServer, database_answers
from guichet.embedded.process import EmbeddedServerError, say

__all__ = [
    "Broker",
    "BrokerServer",
    "Database",
    "DatabaseServer",
    "choose_broker",
    "choose_database",
]


BUILDS = ("auto", "compiled", "wheel")


class Server(Protocol):
    """The verbs that every server of this package has, external ones too."""

    @property
    def is_alive(self) -> bool:
        """Whether it runs, as far as this process can know."""

    async def start(self) -> None:
        """Return when it answers."""

    async def stop(self) -> None:
        """Stop in good order; what is not ours is left alone."""

    async def kill(self) -> None:
        """End it as a power cut would; what is not ours refuses."""

    async def restart(self) -> None:
        """Start again on the same ports and data; what is not ours refuses."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *_: object) -> None: ...


class BrokerServer(Server, Protocol):
    """A chosen broker."""

    @property
    def broker(self) -> Broker:
        """What clients must know; the address is good before the start already."""


class DatabaseServer(Server, Protocol):
    """A chosen database."""

    @property
    def database(self) -> Database:
        """What clients must know; the address is good before the start already."""


async def choose_broker(
    spec: str = "auto",
    *,
    data_dir: Path,
    node_count: int = 1,
    port: int | None = None,
    notify: Callable[[str], None] = say,
) -> BrokerServer:
    """The broker that `--broker auto|kafka|tansu|HOST:PORT[,HOST:PORT]` asks for, not started.

    Fetches Kafka's jars if they are missing. `auto` falls back to Tansu when Java, Maven or the
    fetch fails, says so through `notify`, and keeps the reason in `broker.fallback_reason`: a run
    that must be on Apache Kafka (CI) checks that it is None. Raises EmbeddedServerError.
    """
    if spec == "tansu":
        return TansuBroker(data_dir / "tansu", port=port)
    if spec in ("auto", "kafka"):
        try:
            jars = await kafka_at_hand(notify)
        except EmbeddedServerError as error:
            if spec == "kafka":
                raise EmbeddedServerError(f"Apache Kafka cannot run here: {error}") from error
            notify(
                f"WARNING: no Apache Kafka on this machine: {error}\n"
                "WARNING: the Tansu broker is used instead. It keeps events in memory only."
            )
            return TansuBroker(data_dir / "tansu", port=port, fallback_reason=str(error))
        return KafkaCluster(jars, data_dir / "kafka", node_count=node_count, port=port)
    return ExternalBroker(check_addresses(spec))


async def choose_database(
    spec: str = "auto",
    *,
    data_dir: Path,
    port: int | None = None,
    notify: Callable[[str], None] = say,
) -> DatabaseServer:
    """The database that `--mongo auto|compiled|wheel|URI` asks for, not started.

    `auto`: what GUICHET_DATABASE says, else SecantusDB: the compiled build where it is found, the
    one out of the wheel where it is not. A store keeps the build that wrote it. Raises
    EmbeddedServerError.
    """
    spec = os.environ.get("GUICHET_DATABASE", spec) if spec == "auto" else spec
    if spec in BUILDS:
        return SecantusServer(data_dir / "mongo", port=port, build=spec)
    if not spec.startswith(("mongodb://", "mongodb+srv://")):
        raise EmbeddedServerError(
            f"--mongo takes {', '.join(BUILDS)} or a connection string such as "
            "mongodb://127.0.0.1:27017/"
        )
    notify("Using the MongoDB given by --mongo.")
    return ExternalDatabase(spec)


def check_addresses(spec: str) -> str:
    """The bootstrap servers without blanks; raise EmbeddedServerError unless all are HOST:PORT."""
    addresses = [part.strip() for part in spec.split(",")]
    for address in addresses:
        host, _, port = address.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
            raise EmbeddedServerError(
                f"--broker takes auto, kafka, tansu or HOST:PORT, not {spec!r}"
            )
    return ",".join(addresses)


class _NotOurs:
    """A server that somebody else runs: looked at, never started or stopped."""

    is_alive = True
    _what = "server"

    async def stop(self) -> None:
        """Leave it alone."""

    async def kill(self) -> None:
        raise EmbeddedServerError(f"the {self._what} is not ours to kill")

    async def restart(self) -> None:
        raise EmbeddedServerError(f"the {self._what} is not ours to restart")

    async def start(self) -> None:
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave it alone."""


class ExternalBroker(_NotOurs):
    """A Kafka given by address."""

    _what = "broker given by --broker"

    def __init__(self, bootstrap_servers: str) -> None:
        self.broker = Broker(bootstrap_servers, kind="external", version="unknown")

    async def start(self) -> None:
        """Return if it answers; raise EmbeddedServerError if not."""
        if not await serving_node_ids(self.broker.bootstrap_servers):
            raise EmbeddedServerError(
                f"no Kafka broker answers at {self.broker.bootstrap_servers}. "
                "Check the address and that this machine may reach it, or use --broker auto."
            )


class ExternalDatabase(_NotOurs):
    """A MongoDB given by connection string, which may hold a password: never printed."""

    _what = "database given by --mongo"

    def __init__(self, uri: str) -> None:
        self.database = Database(uri, kind="external", version="unknown")

    async def start(self) -> None:
        """Return if it answers; raise EmbeddedServerError if not."""
        if not await database_answers(self.database.uri, write=False):
            raise EmbeddedServerError(
                "no MongoDB answers at the address given by --mongo. Check address, user and "
                "password, or leave --mongo away to use the embedded database."
            )
