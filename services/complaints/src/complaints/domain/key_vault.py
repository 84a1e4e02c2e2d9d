"""The keys of sealed documents: one data key for each, wrapped by a key that the vault keeps.

Whoever has the documents has no key; whoever has documents and wrapped keys still needs the vault.
Destroying the vault's key makes every copy of a document unreadable, wherever it lies.
"""

from typing import Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class KeyVault(Protocol):
    """Port to the keeper of key-encryption keys: one for each name, which never leaves it.

    A name is an opaque id. All raise Transient when the vault does not answer, CannotOpen when it
    refuses or knows no such key.
    """

    async def wrap(self, name: str, data_key: bytes) -> str:
        """The data key, wrapped; the key of this name is made at its first use."""
        ...

    async def unwrap(self, name: str, wrapped: str) -> bytes:
        """The data key again."""
        ...

    async def rewrap(self, name: str, wrapped: str) -> str:
        """The same data key under a new version of the key; the older ones still open."""
        ...

    async def trim(self, name: str) -> None:
        """Destroy all versions of the key but the newest. Repeatable."""
        ...

    async def destroy(self, name: str) -> None:
        """Destroy the key of this name, for good. Repeatable."""
        ...


class CannotOpen(Exception):
    """The vault has no key that opens this: a wrong vault, a lost one, or a changed value."""


class DataKey(BaseModel):
    """A wrapped data key as it is stored. `wrapped` None: it was destroyed, and stays so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    wrapped: str | None = Field(repr=False)
    made_at: AwareDatetime
    rewrapped_at: AwareDatetime | None = None
    destroyed_at: AwareDatetime | None = None
