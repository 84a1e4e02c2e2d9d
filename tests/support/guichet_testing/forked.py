"""Services that start in a moment: forked from a process that has imported them all already.

A start is mostly imports (seconds of a core), so a test that starts a service a thousand times
would mostly measure Python. What runs is the same `main`, in a process of its own, that dies as
any other; only the imports are done before.
"""

import ctypes
import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from contracts.topics import SERVICES

_PR_SET_PDEATHSIG = 1


def fork_server() -> ForkServerContext:
    """The process to fork from, started at the first fork."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["__main__", __name__, *(f"{service}.__main__" for service in SERVICES)]
    )
    return context


class Forked:
    """A forked child with the verbs of a Popen that `ServerProcess` uses."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid: int = process.pid or 0

    def poll(self) -> int | None:
        """The exit code, minus the signal's number when a signal ended it; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal to a child that runs."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()


def fork(
    command: Sequence[str],
    log_file: Path,
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Forked:
    """What `guichet.embedded.process.spawn` does, for `python -m <service> <role>`."""
    assert cwd is None, "a forked service stays where the fork server is"
    process = fork_server().Process(
        target=_live, args=(list(command), str(log_file), {**os.environ, **(env or {})})
    )
    process.start()
    return Forked(process)


def _live(command: list[str], log_file: str, env: dict[str, str]) -> None:
    """In the child: become the service."""
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    log = os.open(log_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    os.environ.clear()
    os.environ.update(env)
    *_, service, role = command
    # Read at import, which was before this service had its environment.
    importlib.reload(importlib.import_module("chassis.failpoints"))
    entry = importlib.import_module(f"{service}.__main__")
    sys.argv = [service, role]
    entry.run()
