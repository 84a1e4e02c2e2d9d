"""Waiting for a dependency: back-off with jitter up to a limit, alive all the while."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from chassis import metrics
from chassis.faults import Transient, WaitTooLong

R = TypeVar("R")
log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 5.0


class Pulse:
    """Signs of progress, for /livez: a loop beats when it got on, or waits on purpose."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}

    def beat(self, loop: str) -> None:
        """This loop is alive."""
        self._last[loop] = time.monotonic()

    def rest(self, loop: str) -> None:
        """This loop has nothing to do: its silence is no alarm."""
        self._last.pop(loop, None)

    def late(self, after_seconds: float) -> dict[str, float]:
        """Loops that have not beaten for so long, with their silence in seconds."""
        now = time.monotonic()
        return {name: now - at for name, at in self._last.items() if now - at > after_seconds}


def pause_seconds(attempt: int) -> float:
    """Exponential, half of it by chance, so that replicas do not knock together."""
    longest = min(LONGEST_PAUSE_SECONDS, 0.05 * 2.0 ** min(attempt, 10))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret


class Patience:
    """Repeats what fails for a while."""

    def __init__(self, pulse: Pulse, *, limit_seconds: float) -> None:
        self._pulse = pulse
        self._limit = limit_seconds

    def is_spent(self, started: float) -> bool:
        """True when what began then (monotonic) has taken longer than we may wait."""
        return time.monotonic() - started > self._limit

    async def until_done(self, what: str, call: Callable[[], Awaitable[R]]) -> R:
        """Call until it does not raise Transient; WaitTooLong after the limit."""
        started, attempt = time.monotonic(), 0
        while True:
            self._pulse.beat(what)
            try:
                done = await call()
            except Transient as fault:
                attempt += 1
                metrics.FAILED.labels(what).inc()
                log.warning("waiting", extra={"what": what, "fault": str(fault)})
                if self.is_spent(started):
                    raise WaitTooLong(what) from fault
            else:
                self._pulse.rest(what)
                return done
            await asyncio.sleep(pause_seconds(attempt))
