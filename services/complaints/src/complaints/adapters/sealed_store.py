"""A store whose documents lie sealed, each under the data key of its file (PV-44, PV-45).

In the clear beside the seal: ids, the index fields, and what the chassis keeps for delivery. AES-
256-GCM; the document's id and its key's name are bound in, so that no blob opens in another place.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from hashlib import sha256
from typing import Any, Generic, Protocol, TypeVar

from chassis.document import Document, Draft, Entry
from chassis.faults import Transient
from chassis.store import Scope, Store
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from complaints.adapters.key_ring import KeyRing

S = TypeVar("S", bound=BaseModel)
NONCE_BYTES = 12


class Sealed(BaseModel):
    """A document as it lies there. `sealed` None: the key was destroyed before it was written.

    `plain` holds what names nobody, and what was stored before documents were sealed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = ""
    words: dict[str, Any] = Field({}, description="Index fields that are no times")
    times: dict[str, AwareDatetime | None] = Field({}, description="Index fields that are times")
    sealed: str | None = Field(None, repr=False)
    plain: dict[str, Any] | None = Field(None, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _as_it_was_before(cls, raw: Any) -> Any:
        """A state that lies open is taken as it is; its next write seals it."""
        return {"plain": raw} if isinstance(raw, dict) and "words" not in raw else raw


def index(sealed: Sealed) -> Mapping[str, Any]:
    """Index fields, as whoever sealed it gave them."""
    return {"boroughs": [], **sealed.words, **sealed.times}


class Lying(Store[Sealed], Protocol):
    """The store beneath."""

    async def delete(self, ids: Collection[str]) -> None:
        """Remove documents for good."""
        ...


class SealedStore(Generic[S]):
    """See `chassis.store.Store`; keeps its documents in `inner`.

    `key_of`: name of the data key of a state; `lies_open`: True for what names nobody. A document
    whose key was destroyed is there, and has no state.
    """

    def __init__(
        self,
        inner: Lying,
        ring: KeyRing,
        model: type[S],
        index_of: Callable[[S], Mapping[str, Any]],
        key_of: Callable[[S], str],
        lies_open: Callable[[S], bool] = lambda _: False,
    ) -> None:
        self.inner = inner
        self.acknowledged = inner.acknowledged
        self._ring = ring
        self._model = model
        self._index_of = index_of
        self._key_of = key_of
        self._lies_open = lies_open

    def boroughs(self, document: Document[S]) -> Collection[str]:
        """See `Store`."""
        if document.state is None:
            return [document.borough]
        found: Collection[str] = self._index_of(document.state)["boroughs"]
        return found

    async def load(self, ids: Iterable[str]) -> dict[str, Document[S]]:
        """See `Store`."""
        found = await self.inner.load(ids)
        opened = await self._opened(list(found.values()))
        return {one.id: one for one in opened}

    async def save(self, drafts: Sequence[Draft[S]]) -> set[str]:
        """See `Store`."""
        changed = [draft for draft in drafts if draft.changed]
        states = [one.state for one in changed if one.state and not self._lies_open(one.state)]
        keys = await self._ring.ensured({self._key_of(state) for state in states})
        outgoing = [self._outgoing(draft, keys) for draft in changed]
        lost = await self.inner.save(outgoing)
        for draft, gone in zip(changed, outgoing, strict=True):
            draft.drained = gone.drained
        return lost

    async def drain(self, published: Mapping[str, Sequence[str]]) -> None:
        """See `Store`."""
        await self.inner.drain(published)

    async def stale(self, before: datetime, limit: int) -> list[tuple[str, list[Entry]]]:
        """See `Store`."""
        return await self.inner.stale(before, limit)

    async def last_words(self, topics: Collection[str], ids: Iterable[str]) -> dict[str, Entry]:
        """See `Store`."""
        return await self.inner.last_words(topics, ids)

    async def oldest_pending(self) -> datetime | None:
        """See `Store`."""
        return await self.inner.oldest_pending()

    async def due(self, field: str, now: datetime, limit: int, **where: Any) -> list[Document[S]]:
        """See `Store`."""
        return await self._opened(await self.inner.due(field, now, limit, **where))

    async def find(
        self,
        scope: Scope,
        where: Mapping[str, Any],
        *,
        order_by: Sequence[tuple[str, int]] = (),
        offset: int = 0,
        limit: int = 50,
    ) -> list[Document[S]]:
        """See `Store`."""
        found = await self.inner.find(scope, where, order_by=order_by, offset=offset, limit=limit)
        return await self._opened(found)

    async def count(self, scope: Scope, where: Mapping[str, Any]) -> int:
        """See `Store`."""
        return await self.inner.count(scope, where)

    async def digest(self, document_id: str) -> str:
        """SHA-256 of a document as it lies here, by which a copy is known; hexadecimal."""
        held = (await self.inner.load([document_id]))[document_id].state
        lying = "" if held is None else held.sealed or ""
        return sha256(lying.encode()).hexdigest()

    async def ids(self, case_id: str, limit: int) -> Sequence[str]:
        """Ids of some documents that are indexed by this case; nothing is opened."""
        found = await self.inner.find(Scope.everything(), {"case_id": case_id}, limit=limit)
        return [one.id for one in found]

    async def delete(self, ids: Collection[str]) -> None:
        """Remove documents for good."""
        await self.inner.delete(ids)

    def _outgoing(self, draft: Draft[S], keys: Mapping[str, bytes]) -> Draft[Sealed]:
        state = None if draft.state is None else self._seal(draft.id, draft.state, keys)
        before = Document[Sealed](draft.before.id, draft.before.version)
        return Draft(
            before=before,
            state=state,
            borough=draft.borough,
            seen=draft.seen,
            sequences=draft.sequences,
            parked=draft.parked,
            commands=draft.commands,
            fresh=draft.fresh,
            changed=True,
        )

    def _seal(self, document_id: str, state: S, keys: Mapping[str, bytes]) -> Sealed:
        found = dict(self._index_of(state))
        if "boroughs" not in found:
            raise LookupError(f"{type(state).__name__} is indexed without its boroughs")
        times = {name: value for name, value in found.items() if isinstance(value, datetime)}
        words = {name: value for name, value in found.items() if name not in times}
        if self._lies_open(state):
            return Sealed(words=words, times=times, plain=state.model_dump(mode="json"))
        name = self._key_of(state)
        if (key := keys.get(name)) is None:
            return Sealed(key=name, words=words, times=times)
        nonce = os.urandom(NONCE_BYTES)
        place = f"{name}:{document_id}".encode()
        sealed = nonce + AESGCM(key).encrypt(nonce, state.model_dump_json().encode(), place)
        return Sealed(key=name, words=words, times=times, sealed=b64encode(sealed).decode())

    async def _opened(self, found: Sequence[Document[Sealed]]) -> list[Document[S]]:
        names = {one.state.key for one in found if one.state is not None and one.state.sealed}
        keys = await self._ring.opened(names) if names else {}
        return [self._open(one, keys) for one in found]

    def _open(self, document: Document[Sealed], keys: Mapping[str, bytes]) -> Document[S]:
        beside = {
            one.name: getattr(document, one.name) for one in fields(document) if one.name != "state"
        }
        held = document.state
        if held is not None and held.plain is not None:
            return Document(**beside, state=self._model.model_validate(held.plain))
        key = None if held is None else keys.get(held.key)
        if held is None or held.sealed is None or key is None:
            return Document(**beside)
        raw = b64decode(held.sealed)
        place = f"{held.key}:{document.id}".encode()
        try:
            told = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place)
        except InvalidTag:
            raise Transient("a sealed document does not open with its key") from None
        return Document(**beside, state=self._model.model_validate_json(told))
