"""The indexed queries of the mending rounds (rule 9); what they find can always be mended."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from chassis.document import Document
from chassis.store import Scope, Store

from routing.application.follow_grids import superseded_versions
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.facts import CaseKind
from routing.domain.mending import designated_posts, excluded_holders, stale_holders

Find = Callable[[datetime, int], Awaitable[list[Document[Assignment]]]]


def without_designation(store: Store[Assignment], snapshot: Snapshot) -> Find:
    """Open cases of departments that have a designation now."""

    async def find(now: datetime, limit: int) -> list[Document[Assignment]]:
        posts = designated_posts(snapshot.directory, lambda slug: snapshot.today(slug, now))
        return await store.find(Scope.everything(), {"lacks": posts}, limit=limit)

    return find


def without_service(store: Store[Assignment], snapshot: Snapshot) -> Find:
    """Cases that wait for the own service of a borough whose grids name none any more."""

    async def find(now: datetime, limit: int) -> list[Document[Assignment]]:
        have = {grid.slug for grid in snapshot.grids if grid.manifest.remote is not None}
        others = frozenset(grid.slug for grid in snapshot.grids) - have
        return await store.find(Scope.everything(), {"asks": others}, limit=limit)

    return find


def in_wrong_hands(store: Store[Assignment], snapshot: Snapshot) -> Find:
    """Open cases of somebody in whose place another acts today, or who may not hold them."""

    async def find(now: datetime, limit: int) -> list[Document[Assignment]]:

        def today(slug: str) -> date:
            return snapshot.today(slug, now)

        stale = stale_holders(snapshot.directory, today)
        stale |= excluded_holders(snapshot.directory, today)
        if not stale:
            return []
        return await store.find(Scope.everything(), {"holders": stale}, limit=limit)

    return find


def shown_complaints(store: Store[Assignment]) -> Find:
    """Complaints that were stored while routing still handed them to somebody, and showed them."""

    async def find(now: datetime, limit: int) -> list[Document[Assignment]]:
        where = {"kind": CaseKind.COMPLAINT.value, "stage": {"open", "completed", "ended"}}
        return await store.find(Scope.everything(), where, limit=limit)

    return find


def under_an_earlier_grid(store: Store[Assignment], snapshot: Snapshot) -> Find:
    """Open cases that a version of a grid in force now takes, and an earlier one decided."""

    async def find(now: datetime, limit: int) -> list[Document[Assignment]]:
        versions = superseded_versions(snapshot, now)
        if not versions:
            return []
        return await store.find(Scope.everything(), {"grids": versions}, limit=limit)

    return find
