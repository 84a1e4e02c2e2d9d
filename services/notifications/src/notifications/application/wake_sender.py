"""When the sender runs: at once after an event, and once in a while for what time brings."""

import asyncio
from contextlib import suppress

from notifications.application.send_messages import Sender


class Alarm:
    """Wakes the sender; `ring` costs nothing and may come from anywhere in the loop."""

    def __init__(self, sender: Sender, *, poll_seconds: float, gather_seconds: float) -> None:
        self._sender = sender
        self._gather = gather_seconds
        self._poll = poll_seconds
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something may be owed now."""
        self._rung.set()

    async def run(self) -> None:
        """Wait for a ring or the poll, then make one pass. Raises Transient.

        Cancelled, it begins no further mail, and ends only when those under way are answered and
        written: a clean stop must leave no reservation behind.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), self._poll)
            # What a case owes within a moment is reserved, and answered, in one write each.
            await asyncio.sleep(self._gather)
        self._rung.clear()
        sending = asyncio.ensure_future(self._sender.send_due())
        try:
            if await asyncio.shield(sending):
                self._rung.set()  # perhaps more than one pass could take
        except asyncio.CancelledError:
            self._sender.leave()
            await sending
            raise
