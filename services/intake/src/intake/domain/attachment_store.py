"""The port to where the bytes of attachments lie; two adapters keep one contract."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Unopenable(Exception):
    """There are bytes, but not those that were put under that key, or not with our storage key."""


@dataclass(frozen=True)
class StoredFile:
    """A key that has bytes, and since when."""

    key: str
    stored_at: datetime


_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class AttachmentStore(Protocol):
    """Bytes under a key, which is an attachment's id: a UUID in lower case, never a path.

    All methods raise ValueError for any other key, and Transient when the store does not answer.
    """

    async def put(self, key: str, content: bytes) -> None:
        """Keep bytes, whole or not at all; durable when it returns. A second time replaces."""
        ...

    async def get(self, key: str) -> bytes | None:
        """The bytes, or None where there are none. Raises Unopenable."""
        ...

    async def delete(self, key: str) -> None:
        """Remove them; what is not there is removed already."""
        ...

    async def stored_at(self, key: str) -> datetime | None:
        """When the bytes were last put, by the store's clock (UTC); None where there are none."""
        ...

    async def listed(self, after: str, limit: int) -> Sequence[StoredFile]:
        """The first keys after a text, in their order, `limit` at most; empty at the end."""
        ...


def is_key(name: str) -> bool:
    """True for a UUID in lower case: what else lies in the place is none of ours."""
    return _KEY.fullmatch(name) is not None


def checked(key: str) -> str:
    """The key itself. Raises ValueError unless it is a UUID: no key leads out of the store."""
    if not is_key(key):
        raise ValueError("the key of an attachment is a UUID")
    return key
