"""Whether a channel of a counter is still heard: what came in by it last, and how long ago.

The audit of 2023 found complaints from the Web lying in a spam folder, and nobody who missed them
(REQUIREMENTS §2): silence is therefore told, by channel.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Heartbeat:
    """A channel of a counter by which something is expected at least every `allowed_hours`.

    Hours are plain ones, nights and holidays too: what a grid allows has to span its weekends.
    """

    borough: str
    channel: str
    last_arrived_at: datetime | None
    allowed_hours: int

    def silent_hours(self, now: datetime) -> int | None:
        """Whole hours since the last arrival; None where nothing ever arrived."""
        if self.last_arrived_at is None:
            return None
        return max(now - self.last_arrived_at, timedelta(0)) // HOUR

    def is_silent(self, now: datetime) -> bool:
        """True when nothing came for longer than allowed, or ever."""
        if self.last_arrived_at is None:
            return True
        return now - self.last_arrived_at > self.allowed_hours * HOUR
