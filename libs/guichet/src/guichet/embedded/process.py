"""Runs one server as a child process: start, wait until it answers, stop, kill, restart.

Children are ended by their pid, never by a name. They get a process group of their own, so that
Ctrl-C in a terminal reaches `guichet` alone, which then stops its servers in order. On Linux the
kernel kills them when the thread that started them ends (PR_SET_PDEATHSIG): start servers from the
main thread, or from one that lives as long as they should. Elsewhere a killed parent leaves them.
"""

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, Self

from guichet.embedded.ports import is_free

_POLL_SECONDS = 0.03
_PROBE_SECONDS = 10.0
_TAIL_LINES = 25
_LOG_LIMIT_BYTES = 10_000_000
_PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec nothing may be imported.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class EmbeddedServerError(RuntimeError):
    """A server of this machine did not do its part; the message says what to do next."""


def say(line: str) -> None:
    """Tell the person at the terminal: the default of every `notify` argument."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


class Child(Protocol):
    """What is asked of a child process: the part of a Popen that a server needs."""

    @property
    def pid(self) -> int:
        """The process id."""

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""

    def send_signal(self, number: int, /) -> None:
        """Send a signal."""

    def kill(self) -> None:
        """SIGKILL."""


class Spawn(Protocol):
    """How a child is made of a command."""

    def __call__(
        self,
        command: Sequence[str],
        log_file: Path,
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Child:
        """Start it, both its outputs at the end of the log."""


class ServerProcess:
    """One server, restartable on the same command, ports and data.

    `ready` answers whether the server has done a real piece of work; it must not raise for a
    server that is still starting. A plain Popen that is polled, not a subprocess of asyncio: it
    belongs to no event loop, so a test may kill from another loop than the one that started it.
    `niceness` holds from when it is ready: what yields while it starts may never come to be.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        ready: Callable[[], Awaitable[bool]],
        log_file: Path,
        ports: Sequence[int] = (),
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        start_seconds: float = 60.0,
        stop_seconds: float = 15.0,
        niceness: int = 0,
    ) -> None:
        self.name = name
        self.spawn: Spawn = spawn
        self.log_file = log_file
        self._command = [str(part) for part in command]
        self._ready = ready
        self._ports = tuple(ports)
        self._cwd = cwd
        self._env = env
        self._start_seconds = start_seconds
        self._stop_seconds = stop_seconds
        self._niceness = niceness
        self._child: Child | None = None
        self._log_start = 0

    @property
    def pid(self) -> int | None:
        """The process id while it runs, else None."""
        return self._child.pid if self._child is not None and self.is_alive else None

    @property
    def is_alive(self) -> bool:
        """Whether the process runs; it may still be starting."""
        return self._child is not None and self._child.poll() is None

    @property
    def exit_code(self) -> int | None:
        """What the last run ended with; minus the signal's number when a signal ended it."""
        return None if self._child is None else self._child.poll()

    async def start(self) -> None:
        """Launch and wait until ready; a server that fails to get there is killed."""
        self.launch()
        try:
            await self.wait_ready()
        except BaseException:
            await self.kill()
            raise

    def launch(self) -> None:
        """Launch without waiting; does nothing while it runs."""
        if self.is_alive:
            return
        taken = [port for port in self._ports if not is_free(port)]
        if taken:
            raise EmbeddedServerError(
                f"{self.name}: port {taken[0]} of 127.0.0.1 is taken by another process. "
                "Stop that one (another `guichet up`?) or choose another port."
            )
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        self._log_start = _open_log_position(self.log_file)
        self._child = self.spawn(self._command, self.log_file, cwd=self._cwd, env=self._env)

    async def wait_ready(self) -> None:
        """Return once it answers; raise EmbeddedServerError on its death or the deadline."""
        deadline = time.monotonic() + self._start_seconds
        while True:
            left = deadline - time.monotonic()
            self._raise_if_dead()
            if left <= 0:
                raise EmbeddedServerError(
                    f"{self.name} did not answer within {self._start_seconds:.0f} s. "
                    f"{self._log_tail()}"
                )
            try:
                ready = await asyncio.wait_for(self._ready(), min(left, _PROBE_SECONDS))
            except TimeoutError:
                ready = False
            if ready:
                # Something else may have answered on the port of a server that is gone.
                self._raise_if_dead()
                self._yield_from_now_on()
                return
            await asyncio.sleep(_POLL_SECONDS)

    async def stop(self) -> None:
        """SIGTERM, then SIGKILL when the deadline has passed; does nothing to a dead process."""
        if self._child is None:
            return
        if self.is_alive:
            self._child.send_signal(signal.SIGTERM)
        if not await self.wait_dead(self._stop_seconds):
            await self.kill()

    async def kill(self) -> None:
        """SIGKILL, and wait until the kernel has taken it away."""
        if self._child is None:
            return
        if self.is_alive:
            self._child.kill()
        if not await self.wait_dead(self._stop_seconds):
            raise EmbeddedServerError(f"{self.name}: process {self._child.pid} does not die")

    async def wait_dead(self, seconds: float) -> bool:
        """Whether the process has ended within so many seconds."""
        deadline = time.monotonic() + seconds
        while self.is_alive:
            if time.monotonic() >= deadline:
                return False
            await asyncio.sleep(_POLL_SECONDS)
        return True

    def _yield_from_now_on(self) -> None:
        if self._niceness and self.pid is not None:
            # Of the group, not of the process: on Linux that would be its first thread alone.
            already = os.getpriority(os.PRIO_PGRP, self.pid)
            os.setpriority(os.PRIO_PGRP, self.pid, max(already, self._niceness))

    def _raise_if_dead(self) -> None:
        if not self.is_alive:
            raise EmbeddedServerError(
                f"{self.name} ended with code {self.exit_code}. {self._log_tail()}"
            )

    def _log_tail(self) -> str:
        return f"End of {self.log_file}:\n{tail(self.log_file, since=self._log_start)}"


class EmbeddedServer:
    """The five verbs that every server of this package has; `process` is what they act on."""

    process: ServerProcess

    @property
    def is_alive(self) -> bool:
        """Whether the process runs; it may still be starting."""
        return self.process.is_alive

    async def start(self) -> None:
        """Start and return once it has answered a real request; nothing to do while it runs."""
        await self.process.start()

    async def stop(self) -> None:
        """Stop in good order, by force after a deadline."""
        await self.process.stop()

    async def kill(self) -> None:
        """End it as a power cut would."""
        await self.process.kill()

    async def restart(self) -> None:
        """Start again on the same ports and data, stopping first what still runs."""
        await self.stop()
        await self.start()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


def spawn(
    command: Sequence[str],
    log_file: Path,
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """A child that writes both its outputs to the end of the log, and dies with this thread."""
    parent = os.getpid()

    def bind_to_parent() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it died before the kernel knew
                os._exit(1)

    with log_file.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 commands of this package, no shell
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=None if env is None else {**os.environ, **env},
            # A group, so that Ctrl-C stays ours; not a session: Linux shares the processor between
            # sessions first, and the niceness of a service would count for nothing beyond its own.
            process_group=0,
            preexec_fn=bind_to_parent,
        )


async def run_to_end(
    name: str,
    command: Sequence[str | Path],
    log_file: Path,
    *,
    seconds: float,
    on_wait: Callable[[float], None] | None = None,
) -> None:
    """Run a command that ends by itself; raise EmbeddedServerError unless it ends well in time.

    `on_wait` is called with the seconds gone, every five seconds.
    """
    started = time.monotonic()
    next_word = 5.0
    child = spawn([str(part) for part in command], log_file)
    try:
        while child.poll() is None:
            gone = time.monotonic() - started
            if gone > seconds:
                raise EmbeddedServerError(
                    f"{name} did not end within {seconds:.0f} s:\n{tail(log_file)}"
                )
            if on_wait is not None and gone >= next_word:
                on_wait(gone)
                next_word += 5.0
            await asyncio.sleep(_POLL_SECONDS)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait(10)
    if child.returncode != 0:
        raise EmbeddedServerError(f"{name} ended with code {child.returncode}:\n{tail(log_file)}")


def tail(log_file: Path, *, since: int = 0, lines: int = _TAIL_LINES) -> str:
    """The last lines written to a log, from a byte position on."""
    try:
        with log_file.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(since, size - 20_000))
            text = log.read().decode(errors="replace")
    except OSError:
        text = ""
    return "\n".join(text.splitlines()[-lines:]) or "(the log is empty)"


def _open_log_position(log_file: Path) -> int:
    """Where the next run's lines begin; a log that has grown long is set aside first."""
    if not log_file.exists():
        return 0
    size = log_file.stat().st_size
    if size <= _LOG_LIMIT_BYTES:
        return size
    log_file.replace(log_file.with_suffix(".old.log"))
    return 0
