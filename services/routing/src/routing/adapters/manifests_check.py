"""Checks borough folders as a start would, beside the boroughs that ship; `guichet grid check`."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from routing.adapters.manifests_toml import TomlBoroughs, configured_folders, shipped_folders
from routing.domain.errors import Fault, ManifestsRefused
from routing.domain.grid import Grid
from routing.domain.manifest import Manifest

MANIFEST = "manifest.toml"


@dataclass(frozen=True)
class Checked:
    """`grids` are those of the folders given, in their order; none while a fault is left.

    `everybody` are these and the ones that ship, as they were loaded together.
    """

    faults: tuple[Fault, ...]
    grids: tuple[Grid, ...] = ()
    everybody: tuple[Grid, ...] = ()


def check_folders(paths: Sequence[Path], on: datetime.date) -> Checked:
    """Folders of boroughs, directories of such folders, or their manifests, validated together.

    The boroughs that ship stand beside them, so that a city's defaults and claims are known; a
    folder of the same name takes the place of the one that ships. What is no folder of a borough
    is passed over while another is. On the date `on` the calendar must be known (REQUIREMENTS
    §3b). A fault names its file below the folder's path as it was given.
    """
    folders, faults = _folders(paths)
    if faults or not folders:
        return Checked(tuple(faults or [_nothing(paths)]))
    names = {folder.name for folder in folders}
    beside: list[Traversable] = [one for one in shipped_folders() if one.name not in names]
    given = {folder.name: folder for folder in folders}
    try:
        loaded = TomlBoroughs([*beside, *folders]).load()
    except ManifestsRefused as refused:
        return Checked(tuple(sorted(_placed(fault, given) for fault in refused.faults)))
    grids = {grid.slug: grid for grid in loaded}
    own = [grids[name.replace("_", "-")] for name in given]
    late = [fault for grid in own for fault in check_calendar(grid.manifest, on)]
    return Checked(tuple(_placed(fault, given) for fault in late), tuple(own), tuple(loaded))


def check_calendar(manifest: Manifest, on: datetime.date) -> Iterator[Fault]:
    """A year without a calendar is a fault, never a year without holidays (REQUIREMENTS §3b)."""
    years = manifest.calendar.holidays.years
    if on.year not in years:
        yield Fault(
            f"{manifest.borough.slug}/{MANIFEST}",
            "calendar.holidays.years",
            (f"année sans calendrier : {on.year}", f"a year without a calendar: {on.year}"),
            (
                f"confirmez les jours fériés de {on.year}, puis ajoutez l'année",
                f"confirm the holidays of {on.year}, then add the year",
            ),
        )


def _folders(paths: Iterable[Path]) -> tuple[list[Path], list[Fault]]:
    found: dict[str, Path] = {}
    faults: list[Fault] = []
    for path in paths:
        if not path.exists():
            faults.append(Fault(str(path), "", *_NO_SUCH_PATH))
        for folder in _folders_at(path):
            other = found.setdefault(folder.name, folder)
            if other.resolve() != folder.resolve():
                problem = (f"même nom que {other}", f"same name as {other}")
                faults.append(Fault(str(folder), "", problem, _ONE_OF_TWO))
    return list(found.values()), faults


def _folders_at(path: Path) -> list[Path]:
    if path.is_file():
        return [path.parent] if path.name == MANIFEST else []
    if (path / MANIFEST).is_file():
        return [path]
    return [Path(str(one)) for one in configured_folders(path)] if path.is_dir() else []


def _placed(fault: Fault, given: dict[str, Path]) -> Fault:
    name, _, rest = fault.file.partition("/")
    file = f"{given[name]}/{rest}" if name in given else fault.file
    return Fault(file, fault.key, fault.problem, fault.remedy)


def _nothing(paths: Sequence[Path]) -> Fault:
    said = " ".join(map(str, paths))
    return Fault(said, "", *_NO_MANIFEST)


_NO_SUCH_PATH = (
    ("n'existe pas", "does not exist"),
    ("donnez le dossier d'un arrondissement", "give the folder of a borough"),
)
_NO_MANIFEST = (
    (f"aucun dossier avec {MANIFEST}", f"no folder with {MANIFEST}"),
    (
        "donnez un dossier d'arrondissement ; un modèle : examples/boroughs (docs/boroughs.md)",
        "give the folder of a borough; a model: examples/boroughs (docs/boroughs.md)",
    ),
)
_ONE_OF_TWO = ("n'en donnez qu'un des deux", "give one of the two")
