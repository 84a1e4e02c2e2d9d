"""Keeps the snapshot's grids as new as what was published, and sees to what follows from it.

Versions are never changed and never removed, so that their number says whether any is new.
"""

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from chassis.store import Scope, Store

from routing.adapters.start import GridPress
from routing.application.publish_grid import PublishedGrid
from routing.application.snapshot import Snapshot
from routing.domain.directory import seeded_directory
from routing.domain.facts import Plugin
from routing.domain.grid import Grid, Grids
from routing.domain.grid_turnover import Turnover
from routing.domain.people import BoroughPeople

MOST = 10_000


class GridsReader:
    """Folders' grids as they were loaded, and beside them every other version ever published.

    `seeds` is brought up to date in place: a new department may name its first people.
    """

    def __init__(
        self,
        store: Store[PublishedGrid],
        folders: Iterable[Grid],
        snapshot: Snapshot,
        seeds: dict[str, BoroughPeople],
    ) -> None:
        self._store = store
        self._folders = {grid.version: grid for grid in folders}
        self._snapshot = snapshot
        self._seeds = seeds
        self._published: dict[str, Grid] = {}
        self._count = 0
        self._read_at = float("-inf")  # monotonic
        self.held: Sequence[PublishedGrid] = ()

    async def refresh(self) -> bool:
        """Read what is new; whether anything was. Raises Permanent, Transient."""
        count = await self._store.count(Scope.everything(), {"is_grid": True})
        self._read_at = time.monotonic()
        if count == self._count:
            return False
        found = await self._store.find(Scope.everything(), {"is_grid": True}, limit=MOST)
        held = [one.state for one in found if one.state is not None]
        for one in held:
            if one.name not in self._folders and one.name not in self._published and one.content:
                self._published[one.name] = Grid(one.manifest(), self._plugin_of(one.borough))
        grids = [*self._folders.values(), *self._published.values()]
        turnovers = (
            Turnover(one.borough, one.version, one.effective_on)
            for one in held
            if one.reroutes_open
        )
        self._snapshot.replace_grids(Grids(grids), turnovers)
        self._seeds.update(seeds_from(grids))
        self.held, self._count = held, len(held)
        return True

    async def freshen(self, after_seconds: float) -> None:
        """Refresh, if that was not done lately: for whoever has no loop. Raises as above."""
        if time.monotonic() - self._read_at > after_seconds:
            await self.refresh()

    def _plugin_of(self, borough: str) -> Plugin | None:
        return next((g.plugin for g in self._folders.values() if g.slug == borough), None)


def seeds_from(grids: Iterable[Grid]) -> Mapping[str, BoroughPeople]:
    """The first designations of each borough; of a post the version that names it first."""
    seeds: dict[str, BoroughPeople] = {}
    for grid in sorted(grids, key=lambda one: (one.slug, one.manifest.borough.version)):
        named = seeded_directory([grid.manifest]).designations
        officials = grid.manifest.elected.officials
        found = BoroughPeople(borough=grid.slug, designations=named, officials=officials)
        held = seeds.get(grid.slug)
        seeds[grid.slug] = found if held is None else held.with_seeds(found)
    return seeds


class GridFollower:
    """What a worker does about new versions: reads them, and sees to what follows from them.

    `then`: what reads grids once and keeps it, such as the first people of a new department.
    """

    def __init__(
        self, reader: GridsReader, press: GridPress, then: Sequence[Callable[[], Awaitable[object]]]
    ) -> None:
        self._reader = reader
        self._press = press
        self._then = then
        self._settled: Sequence[PublishedGrid] | None = None

    async def follow(self) -> None:
        """Repeatable; what fails is done again next time. Raises Permanent, Transient."""
        await self._reader.refresh()
        # Somebody else of this process may have read what is new.
        if self._reader.held is self._settled:
            return
        if await self._press.publish_members(self._reader.held):
            await self._reader.refresh()
        for call in self._then:
            await call()
        self._settled = self._reader.held
