"""Whatever keeps the bytes sees them sealed, under the service's key at rest."""

from collections.abc import Sequence
from datetime import datetime

from chassis.sealing import CannotOpen, Seals

from intake.domain.attachment_store import AttachmentStore, StoredFile, Unopenable

REST = "attachments"
KEY_ID = "rest"


class SealedFiles:
    """An `AttachmentStore` over another one. `storage_key`: 32 bytes in base64.

    `get` raises Unopenable where the bytes were changed, moved from another key, or sealed with
    another storage key.
    """

    def __init__(self, inner: AttachmentStore, storage_key: str) -> None:
        self._inner = inner
        self._seals = Seals({REST: {KEY_ID: storage_key}})

    async def put(self, key: str, content: bytes) -> None:
        """See AttachmentStore."""
        sealed, _ = self._seals.seal(REST, key, content, {})
        await self._inner.put(key, sealed)

    async def get(self, key: str) -> bytes | None:
        """See AttachmentStore."""
        sealed = await self._inner.get(key)
        if sealed is None:
            return None
        try:
            return self._seals.open(REST, key, KEY_ID, sealed)
        except CannotOpen as fault:
            raise Unopenable(key) from fault

    async def delete(self, key: str) -> None:
        """See AttachmentStore."""
        await self._inner.delete(key)

    async def stored_at(self, key: str) -> datetime | None:
        """See AttachmentStore."""
        return await self._inner.stored_at(key)

    async def listed(self, after: str, limit: int) -> Sequence[StoredFile]:
        """See AttachmentStore."""
        return await self._inner.listed(after, limit)
