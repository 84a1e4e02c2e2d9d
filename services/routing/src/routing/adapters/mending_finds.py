"""The indexed queries of the mending rounds (rule 9); what they find can always be mended."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from chassis.document import Document
from chassis.store import Scope, Store

from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.mending import designated_posts, stale_holders

Find = Callable[[datetime, int], Awaitable[list[Document[Assignment]]]]


def without_designation(store: Store[Assignment], snapshot: Snapshot) -> Find:
    """Open cases of departments that have a designation now."""

    async def find(now: datetime, limit: int) -> list[Document[Assignment]]:
        posts = designated_posts(snapshot.directory, lambda slug: snapshot.today(slug, now))
        return await store.find(Scope.everything(), {"lacks": posts}, limit=limit)

    return find


def in_wrong_hands(store: Store[Assignment], snapshot: Snapshot) -> Find:
    """Open cases of somebody in whose place another acts today."""

    async def find(now: datetime, limit: int) -> list[Document[Assignment]]:
        stale = stale_holders(snapshot.directory, lambda slug: snapshot.today(slug, now))
        if not stale:
            return []
        return await store.find(Scope.everything(), {"holders": stale}, limit=limit)

    return find
