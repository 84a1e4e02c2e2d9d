"""Data keys by name: made at first use, opened by the vault, destroyed for good.

The wrapped ones lie in a collection of their own; the opened ones are kept in memory for a short
while, and only as long as the stored one is what it was.
"""

import os
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from chassis.document import Document, Draft
from chassis.faults import Transient
from chassis.store import Scope, Store

from complaints.domain.key_vault import CannotOpen, DataKey, KeyVault

KEY_BYTES = 32
KEPT_OPEN = 2_000
REWRAPPED_AT_ONCE = 200


def index(key: DataKey) -> Mapping[str, Any]:
    """Index fields: a key belongs to no borough."""
    return {"boroughs": [], "live": key.wrapped is not None, "made_at": key.made_at}


INDEXES = (("live", "made_at"),)


class KeyRing:
    """The keys of one store. All raise Transient, also where the vault refuses a live key:
    nothing may go on as if a document were empty."""

    def __init__(
        self, store: Store[DataKey], vault: KeyVault, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._vault = vault
        self._clock = clock
        self._open: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    async def opened(self, names: Iterable[str]) -> dict[str, bytes]:
        """The keys of these names that there are; destroyed ones are not."""
        found = await self._store.load(set(names))
        return {name: await self._unwrap(one) for name, one in found.items() if _live(one)}

    async def ensured(self, names: Collection[str]) -> dict[str, bytes]:
        """The keys of these names, made where there are none; destroyed ones stay so."""
        wanted = set(names)
        while True:
            found = await self._store.load(wanted)
            drafts = [await self._made(one) for one in found.values() if one.state is None]
            if not drafts:
                return {name: await self._unwrap(one) for name, one in found.items() if _live(one)}
            await self._store.save(drafts)  # who lost finds the other's key on reading again

    async def destroy(self, name: str) -> None:
        """No copy of what was sealed under it opens again. Repeatable, and to be repeated."""
        while True:
            document = (await self._store.load([name]))[name]
            known = document.state or DataKey(name=name, wrapped=None, made_at=self._clock())
            if document.state is not None and known.wrapped is None:
                break
            gone = {"wrapped": None, "destroyed_at": self._clock()}
            if not await self._save(document, known.model_copy(update=gone)):
                break
        for key in [key for key in self._open if key[0] == name]:
            del self._open[key]
        await self._vaulted(self._vault.destroy(name))

    async def rewrap(self) -> int:
        """Every live key under a new version of its key-encryption key; how many. No document is
        touched. Broken off, it is to be begun again."""
        begun, done = self._clock(), 0
        while True:
            found = await self._store.find(
                Scope.everything(),
                {"live": True},
                order_by=[("made_at", 1)],
                offset=done,
                limit=REWRAPPED_AT_ONCE,
            )
            for document in found:
                done += 1
                await self._rewrap(document, begun)
            if len(found) < REWRAPPED_AT_ONCE:
                return done

    async def _rewrap(self, document: Document[DataKey], begun: datetime) -> None:
        while document.state is not None and document.state.wrapped is not None:
            key = document.state
            if key.rewrapped_at is None or key.rewrapped_at < begun:
                wrapped = await self._vaulted(self._vault.rewrap(key.name, document.state.wrapped))
                news = {"wrapped": wrapped, "rewrapped_at": self._clock()}
                if await self._save(document, key.model_copy(update=news)):
                    document = (await self._store.load([key.name]))[key.name]
                    continue
            await self._vaulted(self._vault.trim(key.name))  # only now: the new one is stored
            return

    async def _made(self, document: Document[DataKey]) -> Draft[DataKey]:
        wrapped = await self._vaulted(self._vault.wrap(document.id, os.urandom(KEY_BYTES)))
        draft = Draft.of(document)
        draft.state = DataKey(name=document.id, wrapped=wrapped, made_at=self._clock())
        draft.changed = True
        return draft

    async def _save(self, document: Document[DataKey], key: DataKey) -> set[str]:
        draft = Draft.of(document)
        draft.state, draft.changed = key, True
        return await self._store.save([draft])

    async def _unwrap(self, document: Document[DataKey]) -> bytes:
        assert document.state is not None
        assert document.state.wrapped is not None
        known = (document.id, document.state.wrapped)
        if known not in self._open:
            self._open[known] = await self._vaulted(self._vault.unwrap(*known))
        self._open.move_to_end(known)
        while len(self._open) > KEPT_OPEN:
            self._open.popitem(last=False)
        return self._open[known]

    async def _vaulted(self, call: Any) -> Any:
        try:
            return await call
        except CannotOpen as fault:
            raise Transient(f"key vault: {fault}") from fault


def _live(document: Document[DataKey]) -> bool:
    return document.state is not None and document.state.wrapped is not None
