"""Lets one piece of work at a time at a document, within this process.

Compare-and-set already makes concurrent work right; this makes it rare, for a lost write is work
done twice: the topics of one case tend to speak at the same moment.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager


class Turnstile:
    """For the documents of one store. First come, first served, so that nobody starves."""

    def __init__(self) -> None:
        self._queue = asyncio.Lock()
        self._inside: set[str] = set()
        self._left = asyncio.Condition()

    @asynccontextmanager
    async def passing(self, ids: Iterable[str]) -> AsyncIterator[None]:
        """Wait until nobody is at these documents, then keep others away from them."""
        mine = set(ids)
        async with self._queue, self._left:
            await self._left.wait_for(lambda: self._inside.isdisjoint(mine))
            self._inside |= mine
        try:
            yield
        finally:
            async with self._left:
                self._inside -= mine
                self._left.notify_all()
