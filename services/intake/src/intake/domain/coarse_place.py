"""Where a case is, as everybody may know it: coarser than what is stored, and no civic number.

A point becomes that of its cell, or of the street segment nearest to it; an address becomes its
streets. Which of the two is said per borough (`[counter] public_location`).
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from intake.domain.borough_names import words_of
from intake.domain.dossier import Part, Place
from intake.domain.gazetteer import Spot
from intake.domain.place_text import Form, read_place
from intake.domain.street_names import Street
from intake.domain.twins import Point, distance_metres

# 50.04 m by 49.9 m at 45.5 degrees north.
CELL_LATITUDE, CELL_LONGITUDE = 0.00045, 0.00064
DECIMALS = 6
SEGMENT_METRES = 150.0
NEAR_METRES = 300.0
MOST_KNOWN = 100_000
LONGEST_NAME = 5  # words; more is a sentence, not a street
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"[^\W_]+(?:[-–'’ ][^\W_]+)*")
# Beside a street's name these tell of somebody: "rue Gouin chez madame Untel".
_OF_PEOPLE = frozenset(
    [
        "chez",
        "mme",
        "mlle",
        "mr",
        "mrs",
        "ms",
        "m",
        "madame",
        "monsieur",
        "voisin",
        "voisine",
        "maison",
        "home",
        "house",
    ]
)
# A square of about 330 m: whatever is near lies in the nine around a point.
_STEP_LATITUDE, _STEP_LONGITUDE = 0.003, 0.0043


class PublicAddress(Part):
    """The words of a place without its number: streets, and the first half of a postal code."""

    form: Form = Form.NOTHING
    streets: tuple[str, ...] = ()
    postal_area: str = ""


NOWHERE = PublicAddress()


def public_address(place: Place | None) -> PublicAddress:
    """What may be said of an address. Never raises.

    Words are taken one by one from streets that were read: what is not surely a street (half a
    sentence, somebody's name) is left out whole.
    """
    if place is None or not place.address:
        return NOWHERE
    return _address(place.address)


def grid_point(point: Point) -> Point:
    """The middle of its cell of about 50 m, the same for all points of the cell."""
    row = math.floor(point.latitude / CELL_LATITUDE)
    column = math.floor(point.longitude / CELL_LONGITUDE)
    return Point(
        round((column + 0.5) * CELL_LONGITUDE, DECIMALS),
        round((row + 0.5) * CELL_LATITUDE, DECIMALS),
    )


class CoarsePlaces:
    """Public points and the known street nearest to each. The City's rows lie in the middle of
    street segments (REQUIREMENTS §3), so the spots of the gazetteer are such middles."""

    def __init__(self, spots: Iterable[Spot] = ()) -> None:
        self._squares: dict[tuple[int, int], list[Spot]] = defaultdict(list)
        self._segments: dict[Point, Point] = {}
        for spot in spots:
            self._squares[_square(Point(spot.longitude, spot.latitude))].append(spot)

    def public_point(self, point: Point, rule: str) -> Point:
        """By `segment` the middle of the nearest known one; else, and without one, of its cell."""
        if rule != "segment":
            return grid_point(point)
        known = self._segments.get(point)
        if known is None:
            spot = self._nearest(point, SEGMENT_METRES)
            known = Point(spot.longitude, spot.latitude) if spot else grid_point(point)
            if len(self._segments) >= MOST_KNOWN:
                self._segments.clear()
            self._segments[point] = known  # lists tell the same places again and again
        return known

    def street_near(self, point: Point) -> str:
        """A known street or corner within 300 m of a public point; empty where none is known."""
        spot = self._nearest(point, NEAR_METRES)
        if spot is None:
            return ""
        return " / ".join(spot.streets) if spot.form is Form.CORNER else spot.streets[0]

    def _nearest(self, point: Point, metres: float) -> Spot | None:
        row, column = _square(point)
        near = (
            (distance_metres(point, Point(spot.longitude, spot.latitude)), at, spot)
            for x in (row - 1, row, row + 1)
            for y in (column - 1, column, column + 1)
            for at, spot in enumerate(self._squares.get((x, y), ()))
        )
        best = min(near, key=lambda one: one[:2], default=None)
        return best[2] if best is not None and best[0] <= metres else None


def _square(point: Point) -> tuple[int, int]:
    return math.floor(point.latitude / _STEP_LATITUDE), math.floor(
        point.longitude / _STEP_LONGITUDE
    )


@lru_cache(maxsize=4096)
def _address(text: str) -> PublicAddress:
    read = read_place(text)
    area = read.postal_code[:3] if read.postal_code else ""
    named = [_spoken(street, text) for street in read.streets]
    sure = not read.rest and all(street.generic for street in read.streets)
    if not sure or not named or not all(named):
        return PublicAddress(postal_area=area)
    return PublicAddress(form=read.form, streets=tuple(named), postal_area=area)


def _spoken(street: Street, text: str) -> str:
    """A street as people write it; empty where its name may be something else."""
    words = street.name.split()
    if not street.is_numbered:
        words = [word for word in words if word.isalpha()]
    if not words or len(words) > LONGEST_NAME or not _OF_PEOPLE.isdisjoint(words):
        return ""
    name = street.name if street.is_numbered else _as_written(words, text)
    return " ".join(part for part in (street.generic, name, street.direction) if part)


def _as_written(words: Sequence[str], text: str) -> str:
    """These words with the accents and hyphens that the text has, where it has them in a row."""
    found = list(_WORD.finditer(text))
    for first in range(len(found) - len(words) + 1):
        some = found[first : first + len(words)]
        if [words_of(one[0]) for one in some] == [[word] for word in words]:
            written = text[some[0].start() : some[-1].end()]
            if _NAME.fullmatch(written):
                return written if any(one.isupper() for one in written) else written.title()
    return " ".join(words).title()
