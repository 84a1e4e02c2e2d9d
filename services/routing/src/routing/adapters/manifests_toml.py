"""Reads borough folders from wherever they come and builds their grids; refuses all or none.

A folder holds `manifest.toml` and, where data cannot say it, `plugin.py` with a pure function
`route(facts) -> Decision | None`. The package's own folders, a configured directory and installed
packages (entry point group `guichet.boroughs`, each entry a package that holds the folder's
files) are treated alike.
"""

import importlib.util
import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from routing.adapters.manifests_merge import derive_members, merge_city
from routing.domain.errors import Fault, ManifestsRefused
from routing.domain.facts import Plugin
from routing.domain.grid import Grid
from routing.domain.manifest import Manifest
from routing.domain.manifest_checks import find_faults
from routing.domain.names import slug

GROUP = "guichet.boroughs"
_MANIFEST, _PLUGIN, _POLICY = "manifest.toml", "plugin.py", "policy.json"


@dataclass
class _Draft:
    """A manifest on its way: raw, from a file named for the reader of a fault."""

    file: str
    raw: dict[str, Any]
    plugin: Plugin | None = None


class TomlBoroughs:
    """Loads and validates all folders together."""

    def __init__(self, folders: Iterable[Traversable]) -> None:
        self._folders = tuple(folders)

    def load(self) -> Sequence[Grid]:
        """Raises ManifestsRefused naming file and key of every fault."""
        faults: list[Fault] = []
        drafts = [d for folder in self._folders if (d := _read(folder, faults)) is not None]
        cities = {
            str(borough["slug"]): draft.raw
            for draft in drafts
            if (borough := _table(draft.raw, "borough")).get("kind") == "city" and "slug" in borough
        }
        named = {str(_table(draft.raw, "borough").get("slug")) for draft in drafts}
        for draft in list(drafts):
            members = derive_members(draft.raw, without=named)
            drafts.extend(_Draft(f"{draft.file}[members]", raw) for raw in members)
        grids: list[tuple[str, Grid]] = []
        for draft in drafts:
            raw, inherits = draft.raw, _table(draft.raw, "borough").get("inherits")
            if inherits is not None:
                if inherits not in cities:
                    faults.append(Fault(draft.file, "borough.inherits", "no city of that slug"))
                    continue
                raw = merge_city(raw, cities[inherits])
            try:
                grids.append((draft.file, Grid(Manifest.model_validate(raw), draft.plugin)))
            except ValidationError as error:
                faults.extend(_faults_of(draft, error))
        if cities.keys() <= {grid.slug for _, grid in grids}:  # else every member would be at fault
            faults.extend(find_faults((file, grid.manifest) for file, grid in grids))
        if faults:
            raise ManifestsRefused(faults)
        return [grid for _, grid in grids]


def shipped_folders() -> list[Traversable]:
    """The boroughs inside this package."""
    return _folders_in(files("routing") / "boroughs")


def configured_folders(directory: Path) -> list[Traversable]:
    """Every folder with a manifest in a directory of the operator's."""
    return _folders_in(directory)


def installed_folders() -> list[Traversable]:
    """Boroughs that come as packages of their own."""
    return [files(entry.value) for entry in sorted(entry_points(group=GROUP))]


def _folders_in(directory: Traversable) -> list[Traversable]:
    found = [entry for entry in directory.iterdir() if (entry / _MANIFEST).is_file()]
    return sorted(found, key=lambda entry: entry.name)


def _read(folder: Traversable, faults: list[Fault]) -> _Draft | None:
    file = f"{folder.name}/{_MANIFEST}"
    try:
        raw = tomllib.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.append(Fault(file, "", f"cannot be read as TOML: {error}"))
        return None
    draft = _Draft(file, raw)
    if _table(raw, "borough").get("slug") != folder.name.replace("_", "-"):
        faults.append(Fault(file, "borough.slug", f"must be the folder's name, {folder.name}"))
    if (folder / _POLICY).is_file():
        raw["activities"] = [*raw.get("activities", []), *_policy(folder / _POLICY)]
    if (folder / _PLUGIN).is_file():
        draft.plugin = _plugin(folder, faults)
    return draft


def _policy(source: Traversable) -> Iterator[dict[str, Any]]:
    """A long list of activities beside the manifest: names by place, and names by fixed unit."""
    policy = json.loads(source.read_text(encoding="utf-8"))
    modes = [(name, None) for name in policy["geo"]] + list(policy["fixed"].items())
    codes: set[str] = set()
    for name, unit in sorted(modes):
        code = stem = slug(name)
        number = 1
        while code in codes:
            number += 1
            code = f"{stem}-{number}"
        codes.add(code)
        entry = {"code": code, "name_fr": name, "source": policy["source"]}
        yield entry | ({"mode": "fixed", "unit": unit} if unit else {"mode": "geo"})


def _plugin(folder: Traversable, faults: list[Fault]) -> Plugin | None:
    file = f"{folder.name}/{_PLUGIN}"
    spec = importlib.util.spec_from_file_location(
        f"guichet_borough_{folder.name.replace('-', '_')}", str(folder / _PLUGIN)
    )
    if spec is None or spec.loader is None:
        faults.append(Fault(file, "route", "cannot be loaded from where it lies"))
        return None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # a plug-in is somebody else's code: refuse it, do not die of it
        faults.append(Fault(file, "", f"fails at import: {type(error).__name__}: {error}"))
        return None
    route = getattr(module, "route", None)
    if not callable(route):
        faults.append(Fault(file, "route", "must be a function from case facts to a decision"))
        return None
    plugin: Plugin = route
    return plugin


def _faults_of(draft: _Draft, error: ValidationError) -> Iterator[Fault]:
    for found in error.errors(include_url=False, include_input=False):
        yield Fault(draft.file, _key(draft.raw, found["loc"]), found["msg"])


def _key(raw: Any, location: Sequence[int | str]) -> str:
    """`departments.travaux-publics.mailbox` rather than `departments.3.mailbox`."""
    parts: list[str] = []
    for step in location:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            raw = None
        name = step
        if isinstance(step, int) and isinstance(raw, dict):
            name = raw.get("code") or raw.get("slug") or raw.get("department") or step
        parts.append(str(name))
    return ".".join(parts)


def _table(raw: dict[str, Any], key: str) -> dict[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, dict) else {}
