"""What a worker sees to before its first case: grids said once, people's first versions there."""

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from chassis.clock import Clock, utc_now
from chassis.commands import Commands
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from contracts.events.routing import PEOPLE

from routing.application.grid_life import GridDraft, publish_member
from routing.application.publish_grid import (
    PublishedGrid,
    digest_of,
    from_manifest,
    is_published,
    manifest_in,
    publish_grid,
)
from routing.application.record_people import seed_people
from routing.domain.grid import Grid
from routing.domain.manifest import Manifest
from routing.domain.people import BoroughPeople

log = logging.getLogger(__name__)
Decide = Callable[[PublishedGrid | None], Outcome[PublishedGrid]]


def index_of_grid(grid: PublishedGrid) -> Mapping[str, Any]:
    """Index fields of a published grid; `is_grid` is by what all of them are found."""
    return {"boroughs": [grid.borough], "version": grid.version, "is_grid": True}


def index_of_draft(draft: GridDraft) -> Mapping[str, Any]:
    """Index fields of a draft."""
    return {"boroughs": [draft.borough]}


class GridPress:
    """Publishes every version of every grid that was not published; repeatable.

    `texts` are the manifests of folders as they were written, by borough.
    """

    def __init__(
        self,
        store: Store[PublishedGrid],
        commands: Commands[PublishedGrid],
        grids: Iterable[Grid],
        texts: Mapping[str, str] | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._store = store
        self._commands = commands
        self._grids = {grid.version: grid.manifest for grid in grids}
        self._texts = texts or {}
        self._clock = clock

    async def publish(self) -> None:
        """Raises Permanent for a manifest that changed under its version, Transient."""
        documents = await self._store.load(self._grids)
        new = {
            name: manifest
            for name, manifest in self._grids.items()
            if not is_published(documents[name].state, manifest)
        }
        for name, manifest in new.items():
            made = from_manifest(manifest).model_copy(
                update={
                    "text": self._texts.get(manifest.borough.slug, ""),
                    "published_at": self._clock(),
                }
            )
            await self._publish(name, manifest, partial(publish_grid, manifest=manifest, made=made))
        log.info("grids published", extra={"new": len(new), "grids": len(self._grids)})

    async def publish_members(self, held: Iterable[PublishedGrid]) -> int:
        """What cities' new versions give boroughs without a grid of their own (MT-08); how many.

        Found by what is missing, so that a worker that ends halfway through only delays it.
        Raises Permanent for a grid that this release cannot read, Transient.
        """
        cities = [one for one in held if one.members]
        wanted = {
            f"{manifest.borough.slug}@{manifest.borough.version}": (manifest, city)
            for city in cities
            for manifest in (manifest_in(content, city.name) for content in city.members)
        }
        documents = await self._store.load(wanted)
        missing = [name for name in wanted if documents[name].state is None]
        for name in missing:
            manifest, city = wanted[name]
            await self._publish(
                name, manifest, partial(publish_member, manifest=manifest, city=city)
            )
        return len(missing)

    async def _publish(self, name: str, manifest: Manifest, decide: Decide) -> None:
        digest = digest_of(manifest)
        await self._commands.execute(
            name,
            decide,
            command_id=f"publish:{digest}",
            content=digest,
            scope=Scope.everything(),
            borough=manifest.borough.slug,
            creates=True,
        )


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
