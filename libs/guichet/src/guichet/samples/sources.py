"""Reads the City's files for `build_samples.py`, and makes up what they lack, always alike."""

import csv
import gzip
import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain, zip_longest
from pathlib import Path

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

Row = dict[str, str]
CHANNELS = {
    "Téléphone": "phone",
    "Courriel": "email",
    "Personne": "counter",
    "Courrier": "letter",
    "Mobile": "mobile",
    "Internet": "web",
}


class Source:
    """The rows of a file, numbered from 1 after the heading."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        path = folder / "montreal" / name
        opener = gzip.open if name.endswith(".gz") else open
        with opener(path, "rt", encoding="utf-8", newline="") as source:
            self.rows: list[tuple[int, Row]] = list(enumerate(csv.DictReader(source), 1))
        self.taken: set[int] = set()

    def where(self, keep: Callable[[Row], bool], count: int) -> Iterator[tuple[str, Row]]:
        """Evenly spread over the file; no row is given twice."""
        kept = [
            (number, row)
            for number, row in self.rows
            if number not in self.taken
            and keep(row)
            and (channel_of(row) or row.get("canaux") == "")
        ]
        step = max(1, len(kept) // count) if count else 1
        for number, row in kept[::step][:count]:
            self.taken.add(number)
            yield f"{self.name}#{number}", row

    def each(
        self, activities: list[str], nature: str, count: int
    ) -> Iterator[tuple[str, Row]]:  # a round of all activities, then the next round
        def of(activity: str) -> list[tuple[str, Row]]:
            def keep(row: Row) -> bool:
                return row["ACTI_NOM"] == activity and row["NATURE"] == nature

            return list(self.where(keep, -(-count // len(activities))))

        rounds = chain.from_iterable(zip_longest(*(of(activity) for activity in activities)))
        yield from [found for found in rounds if found is not None][:count]


def slug(text: str) -> str:
    split = unicodedata.normalize("NFKD", text)
    letters = "".join(c if c.isalnum() else " " for c in split if not unicodedata.combining(c))
    return "-".join(letters.casefold().split())


def share(*parts: object) -> float:
    """A number in [0, 1) that depends on the parts alone."""
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def channel_of(row: Row) -> str | None:
    first = (row.get("PROVENANCE_ORIGINALE") or row.get("canaux") or "").split("|")[0]
    return CHANNELS.get(first)


def point_within(limits: BaseGeometry, key: str) -> tuple[float, float]:
    west, south, east, north = limits.buffer(-0.0015).bounds
    inner = limits.buffer(-0.0015)
    for attempt in range(10_000):
        x = west + (east - west) * share(key, "x", attempt)
        y = south + (north - south) * share(key, "y", attempt)
        if shapely.contains(inner, Point(x, y)):
            return round(x, 6), round(y, 6)
    raise ValueError(f"no point found for {key}")
