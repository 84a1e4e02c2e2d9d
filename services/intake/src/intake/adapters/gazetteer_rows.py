"""Gazetteers from files: the one that comes along (`places/`), and those that a borough gives.

A file is CSV in UTF-8 with the columns below, named after the city or town whose counter it serves:
`prevost.csv`. One of a borough of Montréal (`verdun.csv`) adds to the city's.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from intake.domain.borough_names import MONTREAL_BOROUGHS, BoroughNames
from intake.domain.gazetteer import Gazetteer, Spot, spot_faults
from intake.domain.place_text import Form, postal_code_in

COLUMNS = ("form", "street", "cross1", "cross2", "postal_code", "borough", "longitude", "latitude")
OURS = Path(__file__).parents[1] / "places"


class UnusableGazetteer(Exception):
    """A file that cannot be read: which, where and why, in words; it quotes no value."""


def load(directory: Path | None, counters: Mapping[str, str]) -> Gazetteer:
    """Every `*.csv` of ours and of the directory, if one is set. Raises UnusableGazetteer."""
    if directory is not None and not directory.is_dir():
        raise UnusableGazetteer(f"INTAKE_GAZETTEERS: {directory} is no directory")
    folders = [OURS] if directory is None else [OURS, directory]
    files = [file for folder in folders for file in sorted(folder.glob("*.csv"))]
    names = BoroughNames(counters)
    return Gazetteer([spot for file in files for spot in _spots(file)], names)


def _spots(file: Path) -> Iterator[Spot]:
    city = "montreal" if file.stem in MONTREAL_BOROUGHS else file.stem
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                raise UnusableGazetteer(f"{file.name}: the columns must be {', '.join(COLUMNS)}")
            for row in rows:
                yield _spot(row, city, f"{file.name}, line {rows.line_num}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableGazetteer(f"{file.name}: {type(error).__name__}") from error


def _spot(row: Mapping[str, str], city: str, where: str) -> Spot:
    try:
        spot = Spot(
            form=Form(row["form"]),
            streets=tuple(row[name] for name in ("street", "cross1", "cross2") if row[name]),
            borough=row["borough"],
            city=city,
            longitude=float(row["longitude"]),
            latitude=float(row["latitude"]),
            source=city,
            postal_code=(postal_code_in(row["postal_code"]) or row["postal_code"]) or None,
        )
    except (ValueError, TypeError, KeyError) as error:
        raise UnusableGazetteer(f"{where}: form, longitude or latitude cannot be read") from error
    if faults := spot_faults(spot):
        raise UnusableGazetteer(f"{where}: {', '.join(faults)} cannot be used")
    return spot
