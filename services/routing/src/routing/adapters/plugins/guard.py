"""Asks a plug-in in its own process, waits no longer than a deadline, and checks what it says.

A hang costs the worker the deadline and the start of a fresh process, and no more than a few in a
row: then the plug-in is left alone for a while, and what it should have decided is parked at once.
"""

import json
import os
import selectors
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from routing.domain.breaker import Breaker
from routing.domain.errors import PluginFault
from routing.domain.facts import CaseFacts, Decision

DEADLINE_SECONDS = 1.0
START_SECONDS, RESTART_SECONDS = 20.0, 8.0
HANGS, LEFT_ALONE = 2, timedelta(seconds=30)
LONGEST_ANSWER = 64 * 1024


class GuardedPlugin:
    """A `Plugin` whose code never runs in this process. Raises PluginFault, and nothing else.

    The process is started at the first question, again after a hang, and anew in a fork.
    """

    def __init__(
        self,
        borough: str,
        source: str,
        clock: Callable[[], datetime],
        *,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self._borough, self._source, self._clock = borough, source, clock
        self._deadline = deadline_seconds
        self._breaker = Breaker(HANGS, LEFT_ALONE)
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner, self._is_ready = 0, False

    def __call__(self, facts: CaseFacts) -> Decision | None:
        """The plug-in's decision, or None: it leaves the case to the grid."""
        with self._lock:
            self._breaker, may_ask = self._breaker.ask(self._clock())
            if not may_ask:
                raise self._fault("left alone for a while after it hung")
            try:
                self._running(RESTART_SECONDS)
                said = self._exchange(facts.model_dump_json().encode(), self._deadline)
            except TimeoutError:
                self._stop()
                self._spawn()  # ready, or nearly, when the next case comes
                self._breaker = self._breaker.failed(self._clock())
                raise self._fault(f"no answer within {self._deadline:g} s") from None
            except (OSError, EOFError, ValueError):
                self._stop()
                raise self._fault("its process ended, or wrote what is no answer") from None
            self._breaker = self._breaker.succeeded()
        if "decision" not in said:
            raise self._fault(str(said.get("fault", "no decision"))[:80])
        try:
            raw = said["decision"]
            return None if raw is None else Decision.model_validate(raw)
        except ValidationError:
            raise self._fault("an invalid decision") from None

    def check(self) -> str:
        """What fails when it is loaded, in one word; empty: nothing does."""
        with self._lock:
            try:
                self._running(START_SECONDS)
            except (OSError, EOFError, ValueError, TimeoutError) as fault:
                self._stop()
                return str(fault) or type(fault).__name__
        return ""

    def close(self) -> None:
        """End its process; the next question starts another."""
        with self._lock:
            self._stop()

    def _running(self, seconds: float) -> None:
        alive = self._child is not None and self._child.poll() is None
        if not alive or self._owner != os.getpid():
            self._spawn()
        if not self._is_ready:
            said = self._read(seconds)
            if "ready" not in said:
                raise ValueError(str(said.get("fault", ""))[:80])
            self._is_ready = True

    def _spawn(self) -> None:
        # Without environment: no key of the service may be in reach of it.
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-m", "routing.adapters.plugins.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            bufsize=0,
        )
        self._owner = os.getpid()
        weakref.finalize(self, _end, self._child, self._owner)
        self._is_ready = False
        first = {"source": self._source, "seconds": max(2, int(self._deadline * 2))}
        self._write(json.dumps(first).encode())

    def _exchange(self, line: bytes, seconds: float) -> dict[str, Any]:
        self._write(line)
        return self._read(seconds)

    def _write(self, line: bytes) -> None:
        assert self._child is not None
        assert self._child.stdin is not None
        self._child.stdin.write(line + b"\n")

    def _read(self, seconds: float) -> dict[str, Any]:
        assert self._child is not None
        assert self._child.stdout is not None
        said, until, pipe = b"", time.monotonic() + seconds, self._child.stdout.fileno()
        with selectors.DefaultSelector() as ready:
            ready.register(pipe, selectors.EVENT_READ)
            while not said.endswith(b"\n"):
                if not ready.select(max(0.0, until - time.monotonic())):
                    raise TimeoutError("no answer in time")
                more = os.read(pipe, LONGEST_ANSWER)
                if not more:
                    raise EOFError("its process ended")
                said += more
                if len(said) > LONGEST_ANSWER:
                    raise ValueError("its answer is too long")
        document = json.loads(said)
        if not isinstance(document, dict):
            raise ValueError("its answer is no document")
        return document

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            _end(child, self._owner)

    def _fault(self, why: str) -> PluginFault:
        return PluginFault(f"{self._borough}: plugin.route: {why}")


def _end(child: subprocess.Popen[bytes], owner: int) -> None:
    if owner != os.getpid():
        return  # a fork's copy: the process is the parent's
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
