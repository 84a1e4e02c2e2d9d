"""Reads borough folders from wherever they come and builds their grids; refuses all or none.

A folder holds `manifest.toml` and, where data cannot say it, `plugin.py` with a pure function
`route(facts) -> Decision | None`. The package's own folders, a configured directory and installed
packages (entry point group `guichet.boroughs`, each entry a package that holds the folder's
files) are treated alike.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from routing.adapters.manifests_beside import add_files_beside
from routing.adapters.manifests_merge import derive_members, merge_city
from routing.adapters.manifests_words import words_of
from routing.adapters.plugins.load import load_plugin
from routing.domain.errors import Fault, ManifestsRefused
from routing.domain.facts import Plugin
from routing.domain.grid import Grid
from routing.domain.manifest import Manifest
from routing.domain.manifest_checks import find_faults
from routing.domain.manifest_faults import nearest
from routing.domain.names import slug

GROUP = "guichet.boroughs"
_MANIFEST = "manifest.toml"


@dataclass
class _Draft:
    """A manifest on its way: raw, from a file named for the reader of a fault."""

    file: str
    raw: dict[str, Any]
    plugin: Plugin | None = None


class TomlBoroughs:
    """Loads and validates all folders together.

    `drafts` are texts by folder name, each read in place of that folder's `manifest.toml`.
    """

    def __init__(
        self, folders: Iterable[Traversable], drafts: Mapping[str, str] | None = None
    ) -> None:
        self._folders, self._drafts = tuple(folders), drafts or {}

    def load(self) -> Sequence[Grid]:
        """Raises ManifestsRefused naming file and key of every fault."""
        faults: list[Fault] = []
        read = (_read(folder, faults, self._drafts.get(folder.name)) for folder in self._folders)
        drafts = [draft for draft in read if draft is not None]
        cities = {
            str(borough["slug"]): draft.raw
            for draft in drafts
            if (borough := _table(draft.raw, "borough")).get("kind") == "city" and "slug" in borough
        }
        named = {str(_table(draft.raw, "borough").get("slug")) for draft in drafts}
        # First what a city says of its boroughs: of two that claim one ground, the later is named.
        drafts = [
            *(
                _Draft(f"{draft.file}[members]", raw)
                for draft in drafts
                for raw in derive_members(draft.raw, without=named)
            ),
            *drafts,
        ]
        grids: list[tuple[str, Grid]] = []
        for draft in drafts:
            raw, inherits = draft.raw, _table(draft.raw, "borough").get("inherits")
            if inherits is not None:
                if str(inherits) not in cities:
                    problem = (f"aucune ville « {inherits} »", f"no city {inherits!r}")
                    remedy = nearest(str(inherits), cities)
                    faults.append(Fault(draft.file, "borough.inherits", problem, remedy))
                    continue
                raw = merge_city(raw, cities[str(inherits)])
            try:
                grids.append((draft.file, Grid(Manifest.model_validate(raw), draft.plugin)))
            except ValidationError as error:
                faults.extend(_faults_of(draft, error))
        if cities.keys() <= {grid.slug for _, grid in grids}:  # else every member would be at fault
            faults.extend(find_faults((file, grid.manifest) for file, grid in grids))
        if faults:
            raise ManifestsRefused(_at_their_source(faults, drafts))
        return [grid for _, grid in grids]


def shipped_folders() -> list[Traversable]:
    """The boroughs inside this package."""
    return _folders_in(files("routing") / "boroughs")


def configured_folders(directory: Path) -> list[Traversable]:
    """Every folder with a manifest in a directory of the operator's."""
    return _folders_in(directory)


def installed_folders() -> list[Traversable]:
    """Boroughs that come as packages of their own; nothing of them is imported."""
    return [_package(entry.value) for entry in sorted(entry_points(group=GROUP))]


def _package(name: str) -> Path:
    spec = find_spec(name)
    places = spec.submodule_search_locations if spec is not None else None
    if not places:
        raise ManifestsRefused([Fault(name, GROUP, *_NO_PACKAGE)])
    return Path(places[0])


def _folders_in(directory: Traversable) -> list[Traversable]:
    found = [entry for entry in directory.iterdir() if (entry / _MANIFEST).is_file()]
    return sorted(found, key=lambda entry: entry.name)


def _read(folder: Traversable, faults: list[Fault], text: str | None) -> _Draft | None:
    file = f"{folder.name}/{_MANIFEST}"
    try:
        given = (folder / _MANIFEST).read_text(encoding="utf-8-sig") if text is None else text
        raw = tomllib.loads(given)
    except UnicodeDecodeError:
        faults.append(Fault(file, "", *_NOT_UTF_8))
        return None
    except (OSError, tomllib.TOMLDecodeError) as error:
        problem = (f"ne se lit pas comme TOML ({error})", f"cannot be read as TOML ({error})")
        remedy = ("corrigez à la ligne indiquée", "mend it at the line that is named")
        faults.append(Fault(file, "", problem, remedy))
        return None
    draft = _Draft(file, raw)
    name = folder.name.replace("_", "-")
    if slug(str(_table(raw, "borough").get("slug"))) != name:
        problem = ("n'est pas le nom du dossier", "must be the folder's name")
        remedy = (
            f'écrivez slug = "{name}", ou renommez le dossier',
            f'write slug = "{name}", or rename the folder',
        )
        faults.append(Fault(file, "borough.slug", problem, remedy))
    add_files_beside(folder, raw, faults)
    draft.plugin = load_plugin(folder, faults)
    if draft.plugin is not None and "remote" in raw:
        faults.append(Fault(file, "remote", *_EITHER))
    return draft


_NOT_UTF_8 = (
    ("n'est pas en UTF-8", "is not UTF-8"),
    ("enregistrez le fichier en UTF-8", "save the file as UTF-8"),
)
_NO_PACKAGE = (
    ("n'est pas un paquet installé", "is no installed package"),
    ("nommez le paquet qui a manifest.toml", "name the package that holds manifest.toml"),
)
_EITHER = (
    ("un plugin.py décide déjà", "a plugin.py decides already"),
    ("gardez l'un ou l'autre", "keep one of the two"),
)


def _at_their_source(faults: Iterable[Fault], drafts: Iterable[_Draft]) -> list[Fault]:
    """A fault of a city's section is named in the city's file, not again in each that inherits."""
    files = {str(_table(draft.raw, "borough").get("slug")): draft.file for draft in drafts}
    city_of = {
        draft.file: files[inherits]
        for draft in drafts
        if (inherits := str(_table(draft.raw, "borough").get("inherits"))) in files
    }
    said = {(fault.file, fault.key, fault.problem) for fault in faults}
    return [
        fault for fault in faults if (city_of.get(fault.file), fault.key, fault.problem) not in said
    ]


def _faults_of(draft: _Draft, error: ValidationError) -> Iterator[Fault]:
    for found in error.errors(include_url=False):
        yield Fault(draft.file, _key(draft.raw, found["loc"]), *words_of(found))


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
            if "kind" in raw:
                name = f"{raw['kind']}.{raw.get('activity', '*')}"
        parts.append(str(name))
    return ".".join(parts)


def _table(raw: dict[str, Any], key: str) -> dict[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, dict) else {}
