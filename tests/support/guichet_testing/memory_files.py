"""Where the bytes of attachments lie when nobody needs a disk: a mapping."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from intake.domain.attachment_store import StoredFile, checked


class MemoryFiles:
    """See `intake.domain.attachment_store.AttachmentStore`; `clock` dates what is put."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.clock = clock
        self.held: dict[str, tuple[bytes, datetime]] = {}

    async def put(self, key: str, content: bytes) -> None:
        """See AttachmentStore."""
        self.held[checked(key)] = content, self.clock()

    async def get(self, key: str) -> bytes | None:
        """See AttachmentStore."""
        return self.held.get(checked(key), (None, None))[0]

    async def delete(self, key: str) -> None:
        """See AttachmentStore."""
        self.held.pop(checked(key), None)

    async def stored_at(self, key: str) -> datetime | None:
        """See AttachmentStore."""
        return self.held.get(checked(key), (None, None))[1]

    async def listed(self, after: str, limit: int) -> Sequence[StoredFile]:
        """See AttachmentStore."""
        keys = sorted(key for key in self.held if key > after)[:limit]
        return [StoredFile(key, self.held[key][1]) for key in keys]
