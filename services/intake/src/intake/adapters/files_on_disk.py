"""Attachments in a directory: one file each, written beside its place and renamed into it."""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from chassis.faults import Transient

from intake.domain.attachment_store import StoredFile, checked, is_key


class FilesOnDisk:
    """An `AttachmentStore`; the directory is made at the first write, for its owner alone.

    Several processes may share it where renaming is atomic: one file system, not an object store.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def put(self, key: str, content: bytes) -> None:
        """See AttachmentStore."""
        path = self._path(key)
        try:
            await asyncio.to_thread(_write, path, content)
        except OSError as fault:
            raise Transient(f"attachments: {type(fault).__name__}") from fault

    async def get(self, key: str) -> bytes | None:
        """See AttachmentStore."""
        path = self._path(key)
        try:
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise Transient(f"attachments: {type(fault).__name__}") from fault

    async def delete(self, key: str) -> None:
        """See AttachmentStore."""
        path = self._path(key)
        try:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        except OSError as fault:
            raise Transient(f"attachments: {type(fault).__name__}") from fault

    async def stored_at(self, key: str) -> datetime | None:
        """See AttachmentStore."""
        path = self._path(key)
        try:
            return await asyncio.to_thread(_stored_at, path)
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise Transient(f"attachments: {type(fault).__name__}") from fault

    async def listed(self, after: str, limit: int) -> Sequence[StoredFile]:
        """See AttachmentStore."""
        try:
            return await asyncio.to_thread(self._listed, after, limit)
        except OSError as fault:
            raise Transient(f"attachments: {type(fault).__name__}") from fault

    def _listed(self, after: str, limit: int) -> list[StoredFile]:
        found: list[StoredFile] = []
        for shelf in sorted(self._directory.glob("[0-9a-f][0-9a-f]")):
            if shelf.name < after[:2] or len(found) >= limit:
                continue
            # Sorted, and of one shelf: what is listed does not depend on how the disk lists it.
            for name in sorted(name for name in os.listdir(shelf) if is_key(name)):
                if name > after and len(found) < limit:
                    with suppress(FileNotFoundError):  # deleted just now
                        found.append(StoredFile(name, _stored_at(shelf / name)))
        return found

    def _path(self, key: str) -> Path:
        # Two levels: a directory of a million entries is slow to list and to back up.
        return self._directory / checked(key)[:2] / key


def _stored_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, fresh = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
    # The name is durable only when its directory is.
    entry = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
