"""A snapshot from borough folders alone: no server, no store, the people of the manifests."""

from importlib.resources.abc import Traversable
from pathlib import Path

from routing.adapters.manifests_toml import (
    TomlBoroughs,
    configured_folders,
    installed_folders,
    shipped_folders,
)
from routing.adapters.territories_shapely import island_of_montreal
from routing.application.snapshot import Snapshot
from routing.domain.directory import seeded_directory
from routing.domain.grid import Grids


def all_folders(boroughs_dir: Path | None) -> list[Traversable]:
    """Where the manifests of boroughs lie; `boroughs_dir` holds folders besides those shipped."""
    more = configured_folders(boroughs_dir) if boroughs_dir else []
    return [*shipped_folders(), *more, *installed_folders()]


def read_snapshot(boroughs_dir: Path | None) -> Snapshot:
    """Grids and territories of all folders, and the people that their manifests name.

    Raises ManifestsRefused with every fault.
    """
    loaded = TomlBoroughs(all_folders(boroughs_dir)).load()
    people = seeded_directory(grid.manifest for grid in loaded)
    return Snapshot(Grids(loaded), island_of_montreal(), people)
