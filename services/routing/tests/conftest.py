"""The boroughs that ship, loaded once: they never change during a test."""

import datetime

import pytest
from routing.adapters.manifests_toml import TomlBoroughs, shipped_folders
from routing.adapters.territories_shapely import ShapelyTerritories, island_of_montreal
from routing.domain.directory import Directory, seeded_directory
from routing.domain.grid import Grids


@pytest.fixture(scope="session")
def grids() -> Grids:
    return Grids(TomlBoroughs(shipped_folders()).load())


@pytest.fixture(scope="session")
def territories() -> ShapelyTerritories:
    return island_of_montreal()


@pytest.fixture(scope="session")
def directory(grids: Grids) -> Directory:
    return seeded_directory(grid.manifest for grid in grids)


@pytest.fixture
def today() -> datetime.date:
    return datetime.date(2026, 11, 20)
