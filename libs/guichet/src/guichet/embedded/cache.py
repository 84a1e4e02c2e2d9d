"""The cache of fetched artifacts, shared by all clones of one user, and its lock."""

import asyncio
import contextlib
import fcntl
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

from guichet.embedded.process import EmbeddedServerError


def cache_directory() -> Path:
    """GUICHET_CACHE, else `~/.cache/guichet`."""
    return Path(os.environ.get("GUICHET_CACHE") or Path.home() / ".cache" / "guichet").absolute()


@contextlib.asynccontextmanager
async def cache_locked(*, seconds: float) -> AsyncIterator[Path]:
    """Hold the cache, which is made if need be; the kernel frees it when the holder dies.

    Raises EmbeddedServerError when it cannot be written, or is held by others for too long.
    """
    cache = cache_directory()
    deadline = time.monotonic() + seconds
    try:
        cache.mkdir(parents=True, exist_ok=True)
        lock = (cache / "lock").open("wb")
    except OSError as error:
        raise EmbeddedServerError(
            f"the cache {cache} cannot be written ({error.strerror}). "
            "Name another directory in GUICHET_CACHE."
        ) from error
    with lock:
        while not _try_lock(lock.fileno()):
            if time.monotonic() > deadline:
                raise EmbeddedServerError(
                    f"another process has held {cache / 'lock'} for {seconds:.0f} s; end it."
                )
            await asyncio.sleep(0.1)
        yield cache


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
