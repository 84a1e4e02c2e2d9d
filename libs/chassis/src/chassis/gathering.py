"""Saves that are asked for while one is under way go out together in the next.

A command saves one document; many callers at once would make as many trips, and as many flushes
of the database's log. Nobody waits for company: who comes first goes at once.
"""

import asyncio
from typing import Generic, TypeVar

from pydantic import BaseModel

from chassis.document import Draft
from chassis.faults import Transient
from chassis.store import Store

S = TypeVar("S", bound=BaseModel)

SAVED_AT_ONCE = 50


class Gathering(Generic[S]):
    """Saves of single documents of one store, gathered."""

    def __init__(self, store: Store[S]) -> None:
        self._store = store
        self._waiting: list[tuple[Draft[S], asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def save(self, draft: Draft[S]) -> bool:
        """Whether it was written; False if another writer was first. Raises as the store does."""
        saved: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((draft, saved))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="gathering")
        return await saved

    async def _write(self) -> None:
        while self._waiting:
            group = self._next()
            drafts = [draft for draft, _ in group]
            try:
                lost = await self._store.save(drafts)
                for draft, saved in group:
                    _settle(saved, draft.id not in lost)
            except Transient as fault:
                for _, saved in group:
                    _settle(saved, fault)
            except Exception:
                # What is wrong with one is not wrong with its neighbours.
                for draft, saved in group:
                    await self._alone(draft, saved)
            except BaseException:
                for _, saved in group:
                    saved.cancel()
                raise

    async def _alone(self, draft: Draft[S], saved: asyncio.Future[bool]) -> None:
        try:
            _settle(saved, not await self._store.save([draft]))
        except Exception as fault:
            _settle(saved, fault)

    def _next(self) -> list[tuple[Draft[S], asyncio.Future[bool]]]:
        """The longest waiting, each document once: a second save of one has to lose by itself."""
        group: dict[str, tuple[Draft[S], asyncio.Future[bool]]] = {}
        left: list[tuple[Draft[S], asyncio.Future[bool]]] = []
        for one in self._waiting:
            if one[0].id in group or len(group) == SAVED_AT_ONCE:
                left.append(one)
            else:
                group[one[0].id] = one
        self._waiting = left
        return list(group.values())


def _settle(saved: asyncio.Future[bool], answer: bool | Exception) -> None:
    if saved.done():  # whoever asked has gone
        return
    if isinstance(answer, Exception):
        saved.set_exception(answer)
    else:
        saved.set_result(answer)
