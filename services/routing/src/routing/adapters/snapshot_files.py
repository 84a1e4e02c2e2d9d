"""A snapshot from borough folders alone: no server, no store, the people of the manifests."""

from pathlib import Path

from routing.adapters.borough_folders import all_folders
from routing.adapters.manifests_toml import TomlBoroughs
from routing.adapters.territories_shapely import island_of_montreal
from routing.application.snapshot import Snapshot
from routing.domain.directory import seeded_directory
from routing.domain.grid import Grids


def read_snapshot(boroughs_dir: Path | None) -> Snapshot:
    """Grids and territories of all folders, and the people that their manifests name.

    Raises ManifestsRefused with every fault.
    """
    loaded = TomlBoroughs(all_folders(boroughs_dir)).load()
    people = seeded_directory(grid.manifest for grid in loaded)
    return Snapshot(Grids(loaded), island_of_montreal(), people)
