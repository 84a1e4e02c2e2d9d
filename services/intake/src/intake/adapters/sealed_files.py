"""Whatever keeps the bytes sees them sealed, under the service's key at rest."""

from chassis.sealing import Seals

from intake.domain.attachment_store import AttachmentStore

REST = "attachments"
KEY_ID = "rest"


class SealedFiles:
    """An `AttachmentStore` over another one. `storage_key`: 32 bytes in base64.

    `get` raises CannotOpen where the bytes were changed, moved from another key, or sealed with
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
        return None if sealed is None else self._seals.open(REST, key, KEY_ID, sealed)

    async def delete(self, key: str) -> None:
        """See AttachmentStore."""
        await self._inner.delete(key)
