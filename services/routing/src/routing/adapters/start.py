"""What a worker sees to before its first case: grids said once, people's first versions there."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from chassis.commands import Commands
from chassis.store import Scope, Store
from contracts.events.routing import PEOPLE

from routing.application.publish_grid import PublishedGrid, digest_of, is_published, publish_grid
from routing.application.record_people import seed_people
from routing.domain.grid import Grid
from routing.domain.people import BoroughPeople

log = logging.getLogger(__name__)


def index_of_grid(grid: PublishedGrid) -> Mapping[str, Any]:
    """Index fields of a published grid."""
    return {"boroughs": [grid.borough], "version": grid.version}


class GridPress:
    """Publishes every version of every grid that was not published; repeatable."""

    def __init__(
        self, store: Store[PublishedGrid], commands: Commands[PublishedGrid], grids: Iterable[Grid]
    ) -> None:
        self._store = store
        self._commands = commands
        self._grids = {grid.version: grid.manifest for grid in grids}

    async def publish(self) -> None:
        """Raises Permanent for a manifest that changed under its version, Transient."""
        documents = await self._store.load(self._grids)
        new = {
            name: manifest
            for name, manifest in self._grids.items()
            if not is_published(documents[name].state, manifest)
        }
        for name, manifest in new.items():
            digest = digest_of(manifest)
            await self._commands.execute(
                name,
                lambda state, manifest=manifest: publish_grid(state, manifest),  # type: ignore[misc]
                command_id=f"publish:{digest}",
                content=digest,
                scope=Scope.everything(),
                borough=manifest.borough.slug,
                creates=True,
            )
        log.info("grids published", extra={"new": len(new), "grids": len(self._grids)})


class PeopleSeeder:
    """Records the manifests' designations where a post has none; repeatable.

    A directory that was recorded before there was a topic for it is said now.
    """

    def __init__(
        self,
        store: Store[BoroughPeople],
        commands: Commands[BoroughPeople],
        seeds: Mapping[str, BoroughPeople],
    ) -> None:
        self._store = store
        self._commands = commands
        self._seeds = seeds

    async def seed(self) -> None:
        """Raises Transient."""
        documents = await self._store.load(self._seeds)
        for name, seeds in self._seeds.items():
            held = documents[name].state
            is_said = PEOPLE in documents[name].sequences
            if is_said and held is not None and held.with_seeds(seeds) is held:
                continue
            await self._commands.execute(
                name,
                lambda state, seeds=seeds: seed_people(state, seeds),  # type: ignore[misc]
                command_id=f"seed:{documents[name].version}",
                content=seeds.model_dump(mode="json"),
                scope=Scope.everything(),
                borough=name,
                creates=True,
            )
