"""The port to where the bytes of attachments lie; two adapters keep one contract."""

import re
from typing import Protocol

_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class AttachmentStore(Protocol):
    """Bytes under a key, which is an attachment's id: a UUID in lower case, never a path.

    All methods raise ValueError for any other key, and Transient when the store does not answer.
    """

    async def put(self, key: str, content: bytes) -> None:
        """Keep bytes, whole or not at all; durable when it returns. A second time replaces."""
        ...

    async def get(self, key: str) -> bytes | None:
        """The bytes, or None where there are none."""
        ...

    async def delete(self, key: str) -> None:
        """Remove them; what is not there is removed already."""
        ...


def checked(key: str) -> str:
    """The key itself. Raises ValueError unless it is a UUID: no key leads out of the store."""
    if _KEY.fullmatch(key) is None:
        raise ValueError("the key of an attachment is a UUID")
    return key
