"""Where borough folders lie: what reads manifests alone needs no territories for it."""

from importlib.resources.abc import Traversable
from pathlib import Path

from routing.adapters.manifests_toml import configured_folders, installed_folders, shipped_folders


def all_folders(boroughs_dir: Path | None) -> list[Traversable]:
    """Where the manifests of boroughs lie; `boroughs_dir` holds folders besides those shipped."""
    more = configured_folders(boroughs_dir) if boroughs_dir else []
    return [*shipped_folders(), *more, *installed_folders()]
