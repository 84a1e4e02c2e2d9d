"""Apache Kafka itself on one machine: KRaft, broker and controller in one, one node or several.

Loopback only, no authentication: never a way to serve anybody but this machine.
"""

import asyncio
import base64
from collections.abc import Mapping, Sequence
from pathlib import Path

from guichet.embedded.endpoints import Broker
from guichet.embedded.kafka_jars import KafkaJars
from guichet.embedded.kafka_probe import serving_node_ids
from guichet.embedded.ports import LOOPBACK, free_port
from guichet.embedded.process import EmbeddedServer, ServerProcess, run_to_end

_CLUSTER_ID = base64.urlsafe_b64encode(b"guichet-embedded").decode().rstrip("=")
_START_SECONDS = 60.0
_LARGEST_MESSAGE_BYTES = 4 * 1024 * 1024
_LOGGING = """\
status = error
appender.out.type = Console
appender.out.name = OUT
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %c{1} %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = OUT
"""


class KafkaNode(EmbeddedServer):
    """One process of a cluster; ready when it answers as a member of a cluster with a leader."""

    def __init__(
        self,
        jars: KafkaJars,
        data_dir: Path,
        node_id: int,
        settings: Mapping[str, str],
        *,
        ports: tuple[int, int],
        heap_megabytes: int,
        jvm_options: Sequence[str],
        stop_seconds: float,
    ) -> None:
        self.node_id = node_id
        self.address = f"{LOOPBACK}:{ports[0]}"
        self._jars = jars
        self._directory = data_dir
        self._settings = dict(settings)
        self._formatted = Path(self._settings["log.dirs"], "meta.properties")
        self._java = [
            *(str(jars.java), "-Xms96m", f"-Xmx{heap_megabytes}m", "-XX:+UseSerialGC"),
            # Quick to start rather than quickest when warm: these are runs of minutes.
            *("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+ExitOnOutOfMemoryError"),
            f"-Dlog4j2.configurationFile={data_dir / 'log4j2.properties'}",
            *("-cp", jars.class_path),
        ]
        if jars.class_archive.exists() and jars.class_archive.stat().st_size > 0:
            self._java.insert(1, f"-XX:SharedArchiveFile={jars.class_archive}")
        self.process = ServerProcess(
            f"Apache Kafka {jars.version} (node {node_id})",
            [
                self._java[0],
                *jvm_options,
                *self._java[1:],
                "kafka.Kafka",
                str(data_dir / "server.properties"),
            ],
            ready=self._is_ready,
            log_file=data_dir / "kafka.log",
            ports=ports,
            start_seconds=_START_SECONDS,
            stop_seconds=stop_seconds,
        )

    async def start(self) -> None:
        """Format the storage if it never was, then start; nothing to do while it runs."""
        if self.is_alive:
            return
        self._directory.mkdir(parents=True, exist_ok=True)
        properties = self._directory / "server.properties"
        properties.write_text(
            "".join(f"{name}={value}\n" for name, value in self._settings.items()),
            encoding="utf-8",
        )
        (self._directory / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
        if not self._formatted.exists():
            await run_to_end(
                "Kafka's storage tool",
                [
                    *(*self._java, "kafka.tools.StorageTool", "format", "--ignore-formatted"),
                    *("--cluster-id", _CLUSTER_ID, "--config", str(properties)),
                ],
                self._directory / "kafka.log",
                seconds=_START_SECONDS,
            )
        await self.process.start()

    async def _is_ready(self) -> bool:
        return self.node_id in await serving_node_ids(self.address)


class KafkaCluster:
    """Apache Kafka with one node or more, on ports that stay the same over restarts.

    With three nodes, topics have three replicas of which two must hold a record before acks=all
    is answered, so that the death of any one node loses nothing and stops nothing for long.
    """

    def __init__(
        self,
        jars: KafkaJars,
        data_dir: Path,
        *,
        node_count: int = 1,
        port: int | None = None,
        heap_megabytes: int = 512,
        settings: Mapping[str, str] | None = None,
        jvm_options: Sequence[str] = (),
        stop_seconds: float = 15.0,
    ) -> None:
        """`port` is that of the first node; `settings` adds to or overrides broker settings."""
        ports = [(free_port(), free_port()) for _ in range(node_count)]
        if port is not None:
            ports[0] = (port, ports[0][1])
        voters = ",".join(
            f"{number}@{LOOPBACK}:{controller}" for number, (_, controller) in enumerate(ports, 1)
        )
        self.nodes: list[KafkaNode] = []
        for number, pair in enumerate(ports, 1):
            directory = data_dir.absolute() / f"node-{number}"
            node = KafkaNode(
                jars,
                directory,
                number,
                {
                    **_node_settings(number, pair, voters, directory),
                    **_shared_settings(node_count),
                    **(settings or {}),
                },
                ports=pair,
                heap_megabytes=heap_megabytes,
                jvm_options=jvm_options,
                stop_seconds=stop_seconds,
            )
            self.nodes.append(node)
        self.broker = Broker(
            bootstrap_servers=",".join(node.address for node in self.nodes),
            kind="kafka",
            version=jars.version,
        )

    @property
    def is_alive(self) -> bool:
        """Whether every node runs."""
        return all(node.is_alive for node in self.nodes)

    async def start(self) -> None:
        """Start the nodes that do not run, together: none is ready before a majority is there."""
        try:
            async with asyncio.TaskGroup() as starting:
                for node in self.nodes:
                    starting.create_task(node.start())
        except* Exception as errors:
            await self.kill()
            raise errors.exceptions[0] from None

    async def stop(self) -> None:
        """Stop all nodes in good order, by force after a deadline."""
        await asyncio.gather(*(node.stop() for node in self.nodes))

    async def kill(self) -> None:
        """End all nodes as a power cut would."""
        await asyncio.gather(*(node.kill() for node in self.nodes))

    async def restart(self) -> None:
        """Start again on the same ports and data, stopping first what still runs."""
        await self.stop()
        await self.start()

    async def __aenter__(self) -> "KafkaCluster":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


def _node_settings(
    number: int, ports: tuple[int, int], voters: str, directory: Path
) -> dict[str, str]:
    client_port, controller_port = ports
    return {
        "process.roles": "broker,controller",
        "node.id": str(number),
        "controller.quorum.voters": voters,
        "listeners": f"PLAINTEXT://{LOOPBACK}:{client_port},"
        f"CONTROLLER://{LOOPBACK}:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://{LOOPBACK}:{client_port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "log.dirs": str(directory / "data"),
    }


def _shared_settings(node_count: int) -> dict[str, str]:
    replicas = str(min(3, node_count))
    in_sync = "2" if node_count >= 3 else "1"
    return {
        "auto.create.topics.enable": "false",
        "default.replication.factor": replicas,
        "min.insync.replicas": in_sync,
        "message.max.bytes": str(_LARGEST_MESSAGE_BYTES),
        "replica.fetch.max.bytes": str(_LARGEST_MESSAGE_BYTES),
        "offsets.topic.replication.factor": replicas,
        "offsets.topic.num.partitions": "10",
        "transaction.state.log.replication.factor": replicas,
        "transaction.state.log.min.isr": in_sync,
        "transaction.state.log.num.partitions": "5",
        "share.coordinator.state.topic.replication.factor": replicas,
        "share.coordinator.state.topic.min.isr": in_sync,
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": "1000",
        # A node that comes back after a kill is refused until its former session has expired.
        "broker.session.timeout.ms": "3000",
        "broker.heartbeat.interval.ms": "500",
        "controlled.shutdown.enable": "true",
        "num.network.threads": "2",
        "num.io.threads": "4",
        "background.threads": "2",
        "num.recovery.threads.per.data.dir": "1",
        "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
        "log.retention.check.interval.ms": "60000",
    }
