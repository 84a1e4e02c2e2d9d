"""A circuit breaker: after failures in a row nobody asks for a while, then one may try.

A value without a clock: `now` is an argument, and every change gives a new one. It guards what
must not be waited for again and again: a borough's own service, a plug-in that hangs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Position(StrEnum):
    """Closed: all may ask. Open: nobody may. Trying: one was let through, the others wait."""

    CLOSED = "closed"
    OPEN = "open"
    TRYING = "trying"


@dataclass(frozen=True, slots=True)
class Breaker:
    """`failures` in a row open it `for_` a while; the answer of the one on trial decides."""

    failures: int
    for_: timedelta
    position: Position = Position.CLOSED
    counted: int = 0
    since: datetime | None = None

    def ask(self, now: datetime) -> tuple["Breaker", bool]:
        """Whether this one may ask; the first after the pause is on trial.

        A trial of which nothing was heard for a whole pause (its process died) is given up.
        """
        if self.position is Position.CLOSED:
            return self, True
        assert self.since is not None
        if now - self.since < self.for_:
            return self, False
        return self._at(Position.TRYING, now, self.counted), True

    def succeeded(self) -> "Breaker":
        """An answer came: all may ask."""
        return self._at(Position.CLOSED, None, 0)

    def failed(self, now: datetime) -> "Breaker":
        """No answer, or none that could be used."""
        counted = self.counted + 1
        if self.position is Position.CLOSED and counted < self.failures:
            return self._at(Position.CLOSED, None, counted)
        if self.position is Position.OPEN:
            return self  # asked before it opened: the pause is not made longer
        return self._at(Position.OPEN, now, counted)

    def _at(self, position: Position, since: datetime | None, counted: int) -> "Breaker":
        return Breaker(self.failures, self.for_, position, counted, since)
