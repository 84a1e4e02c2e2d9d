"""Reads a manifest that is being written, beside all grids in force; writes nothing anywhere.

The same reading and the same checks as at start: what is refused here would be refused there.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from routing.adapters.manifests_check import MANIFEST, check_calendar
from routing.adapters.manifests_merge import derive_members, merge_city
from routing.adapters.manifests_toml import TomlBoroughs
from routing.adapters.toml_text import toml_of
from routing.application.grid_life import Checked, newest_of, numbered_manifest, with_number
from routing.application.publish_grid import PublishedGrid
from routing.domain.errors import Fault, ManifestsRefused
from routing.domain.grid import Grid
from routing.domain.manifest import Manifest
from routing.domain.manifest_checks import find_faults

_NUMBER_APART = (
    "le numéro et la date de la version ne s'y trouvent pas",
    "the number and the day of the version are not found there",
)
_NUMBER_REMEDY = (
    "mettez version et effective_on chacun sur sa ligne, sous une ligne [borough]",
    "put version and effective_on each on a line of its own, below a line [borough]",
)
_MEMBER_START = """\
# {name} : sa grille propre. Ce qu'elle ne dit pas est celui de sa ville.
# Its own grid. What it does not say is its city's.

"""
_OWN = ("borough", "defaults", "departments", "designations")


class TomlTexts:
    """See `GridTexts`. The files beside a manifest are those of its folder.

    `more_faults`: what else this house refuses at its start.
    """

    def __init__(
        self,
        folders: Iterable[Traversable],
        more_faults: Callable[[Iterable[Grid]], Iterable[Fault]] = lambda _: (),
    ) -> None:
        self._folders = {folder.name.replace("_", "-"): folder for folder in folders}
        self._more_faults = more_faults

    def texts(self) -> Mapping[str, str]:
        """The manifest of each folder as it was written, by slug of the borough."""
        return {
            slug: (folder / MANIFEST).read_text(encoding="utf-8")
            for slug, folder in self._folders.items()
        }

    def check(
        self, borough: str, text: str, held: Sequence[PublishedGrid], effective_on: date
    ) -> Checked:
        """Blocking: about as long as routing takes to read all boroughs at its start."""
        newest = newest_of(borough, held)
        version = newest.version + 1 if newest else 1
        drafts = {**self._written(held), borough: with_number(text, version, effective_on)}
        try:
            grids = self._load(drafts)
        except ManifestsRefused as refusal:
            return Checked(faults=_of_interest(refusal.faults, borough))
        own = next(grid for grid in grids if grid.slug == borough)
        said = own.manifest.borough
        if (said.version, said.effective_on) != (version, effective_on):
            fault = Fault(f"{borough}/{MANIFEST}", "borough", _NUMBER_APART, _NUMBER_REMEDY)
            return Checked(faults=[fault])
        more = [*self._more_faults([own]), *check_calendar(own.manifest, effective_on)]
        if more:
            return Checked(faults=more)
        return self._checked(own, held)

    def restored(
        self, earlier: PublishedGrid, held: Sequence[PublishedGrid], effective_on: date
    ) -> Checked:
        """Raises Permanent where this release cannot read what was published."""
        newest = newest_of(earlier.borough, held)
        version = newest.version + 1 if newest else 1
        manifest = numbered_manifest(earlier.manifest(), version, effective_on)
        slugs = {one.borough for one in held} - {earlier.borough}
        others = [one for slug in sorted(slugs) if (one := newest_of(slug, held)) and one.content]
        file = f"{earlier.borough}/{MANIFEST}"
        pairs = [(file, manifest), *((one.name, one.manifest()) for one in others)]
        faults = [fault for fault in find_faults(pairs) if file in fault.file]
        return Checked(faults=faults) if faults else self._checked(Grid(manifest), held)

    def start(self, borough: str, held: Sequence[PublishedGrid]) -> str:
        """The text of the newest version that has one; else a start that leans on its city."""
        own = sorted((one for one in held if one.borough == borough), key=lambda one: -one.version)
        newest = next(iter(own), None)
        if newest is None or newest.text:
            return newest.text if newest else ""
        return _member_text(newest)

    def _checked(self, own: Grid, held: Sequence[PublishedGrid]) -> Checked:
        """A city's new version is also that of the boroughs that have no grid of their own."""
        apart = {one.borough for one in held if one.origin in ("draft", "rollback")}
        apart |= set(self._folders)
        raw = own.manifest.model_dump(mode="json", exclude_defaults=True)
        members = [
            Manifest.model_validate(merge_city(member, raw))
            for member in derive_members(raw, without=apart)
        ]
        grids = [own, *(Grid(member) for member in members)]
        return Checked(proposed=grids, members=members)

    def _written(self, held: Sequence[PublishedGrid]) -> dict[str, str]:
        """The texts of other boroughs that are newer than their folders."""
        slugs = {one.borough for one in held}
        newest = [one for slug in slugs if (one := newest_of(slug, held)) is not None]
        return {one.borough: one.text for one in newest if one.text}

    def _load(self, drafts: Mapping[str, str]) -> Sequence[Grid]:
        """Raises ManifestsRefused."""
        with tempfile.TemporaryDirectory() as empty:
            folders: list[Any] = []
            for slug, folder in self._folders.items():
                folders.append(folder)
                if folder.name != slug and slug in drafts:
                    drafts = {**drafts, folder.name: drafts[slug]}
            for slug in drafts:
                if slug not in self._folders and slug not in {one.name for one in folders}:
                    made = Path(empty) / slug
                    made.mkdir()
                    folders.append(made)
            return TomlBoroughs(folders, drafts).load()


def _of_interest(faults: Sequence[Fault], borough: str) -> list[Fault]:
    """Those of the text; where only others have any, these: all are read together."""
    own = [fault for fault in faults if borough in fault.file]
    return own or list(faults)


def _member_text(newest: PublishedGrid) -> str:
    """What a city's grid gives a borough of its own; all else goes on coming from the city."""
    said = newest.manifest().model_dump(mode="json", exclude_defaults=True)
    own = {section: said[section] for section in _OWN if section in said}
    return _MEMBER_START.format(name=said["borough"]["name"]) + toml_of(own)
