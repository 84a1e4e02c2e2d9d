"""Bytes that no case names are deleted: a crash between file and case left them.

Only what has lain for a day: the write of a case follows its file within seconds. And because a
command may be repeated after that day, both sides look again: whoever writes the case puts back
what went meanwhile (`entrypoints/attachments.py`), and here what a case has come to name is put
back. So it does not matter how the two interleave.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from chassis.clock import Clock
from chassis.store import Scope, Store

from intake.domain.attaching import named_by
from intake.domain.attachment_store import AttachmentStore, StoredFile, Unopenable
from intake.domain.case import Case

log = logging.getLogger(__name__)

OLD = timedelta(hours=24)
LOOKED_AT = 200


class SweepFiles:
    """Goes through the store of files round and round, a bounded part at each call.

    It begins `after` a key: a process that is restarted often begins elsewhere each time.
    """

    def __init__(
        self, store: Store[Case], files: AttachmentStore, clock: Clock, *, after: str = ""
    ) -> None:
        self._store = store
        self._files = files
        self._clock = clock
        self._after = after

    async def look(self) -> None:
        """Look at the next files; delete the old ones that no case names. Raises Transient.

        Nothing goes while a case is stored as it was before the index named its files.
        """
        if await self._store.find(Scope.everything(), {"files": None}, limit=1):
            return
        listed = await self._files.listed(self._after, LOOKED_AT)
        before = self._clock() - OLD
        old = [one for one in listed if one.stored_at < before]
        for key in await self._unnamed(old):
            await self._delete(key, before)
        self._after = listed[-1].key if listed else ""

    async def _unnamed(self, files: Sequence[StoredFile]) -> list[str]:
        keys = {one.key for one in files}
        if not keys:
            return []
        found = await self._store.find(
            Scope.everything(), {"files": frozenset(keys)}, limit=len(keys)
        )
        named = {key for one in found if one.state is not None for key in named_by(one.state)}
        return sorted(keys - named)

    async def _delete(self, key: str, before: datetime) -> None:
        try:
            content = await self._files.get(key)
        except Unopenable:
            return  # of another storage key: not ours to judge
        stored_at = await self._files.stored_at(key)
        if content is None or stored_at is None or stored_at >= before:
            return
        await self._files.delete(key)
        if not await self._unnamed([StoredFile(key, stored_at)]):
            await self._files.put(key, content)
            return
        log.warning("a file that no case names was deleted", extra={"attachment": key})
