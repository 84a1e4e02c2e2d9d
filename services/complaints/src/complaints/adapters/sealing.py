"""Stores whose documents lie sealed, and the collection of their data keys."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from chassis.kit import Kit
from pydantic import BaseModel

from complaints.adapters import key_ring, sealed_store
from complaints.adapters.key_ring import KeyRing
from complaints.adapters.sealed_store import Sealed, SealedStore
from complaints.domain.key_vault import DataKey, KeyVault

S = TypeVar("S", bound=BaseModel)


def ring_of(kit: Kit, vault: KeyVault) -> KeyRing:
    """The data keys, in a collection of their own: a copy of the documents holds none."""
    keys = kit.store("keys", DataKey, key_ring.index, indexes=key_ring.INDEXES, speaks=False)
    return KeyRing(keys, vault, kit.clock)


def sealed(
    kit: Kit,
    ring: KeyRing,
    collection: str,
    model: type[S],
    index: Callable[[S], Mapping[str, Any]],
    key_of: Callable[[S], str],
    *,
    indexes: Sequence[str | tuple[str, ...]] = (),
    lies_open: Callable[[S], bool] = lambda _: False,
    speaks: bool = True,
) -> SealedStore[S]:
    """A collection of sealed documents, each under the key of this name."""
    inner = kit.store(collection, Sealed, sealed_store.index, indexes=indexes, speaks=speaks)
    made = SealedStore(inner, ring, model, index, key_of, lies_open)
    if speaks:
        # It speaks through the outbox of the store beneath.
        kit.publishers[id(made)] = kit.publisher(inner)
        kit.turnstiles[id(made)] = kit.turnstiles[id(inner)]
    return made
