"""Places whose point is known, and what may be said of a text: a point, or that nobody knows.

Nothing is guessed. A corner or a segment is located where all its streets are known to meet; an
address where street and postal code are both known, and close together. A street alone is no
point, nor is half a sentence. What is nearly right is offered, and a person chooses.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product
from math import cos, hypot, radians

from rapidfuzz import fuzz, process

from intake.domain.borough_names import ISLAND, BoroughNames
from intake.domain.place_text import Form, PlaceText, postal_code_in, read_place
from intake.domain.street_names import Street, read_street

SAME_PLACE_METRES = 150.0
OFFERED = 5
NEARLY = 85.0  # of 100: one letter or two of a street's name
METRES_PER_DEGREE = 111_195.0


class Precision(StrEnum):
    """What the point stands for."""

    CORNER = "intersection"
    POSTAL_CODE = "postal-code"
    SEGMENT = "street-segment"


PRECISIONS = {
    Form.CORNER: Precision.CORNER,
    Form.ADDRESS: Precision.POSTAL_CODE,
    Form.SEGMENT: Precision.SEGMENT,
}


class Reason(StrEnum):
    """Why there is no point."""

    NOT_LOCATED = "address_not_located"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Spot:
    """A place with its point (WGS84 degrees); `streets` as its source writes them."""

    form: Form
    streets: tuple[str, ...]
    borough: str
    city: str
    longitude: float
    latitude: float
    source: str
    postal_code: str | None = None

    @property
    def text(self) -> str:
        """The place in words, which read back give the same place."""
        if self.form is Form.CORNER:
            return " / ".join(self.streets)
        if self.form is Form.SEGMENT:
            return f"{self.streets[0]} entre {self.streets[1]} et {self.streets[2]}"
        return ", ".join(part for part in (self.streets[0], self.postal_code) if part)

    @property
    def read(self) -> tuple[Street, ...]:
        """Its streets in the form that texts are compared in."""
        return tuple(street for one in self.streets if (street := read_street(one)) is not None)


@dataclass(frozen=True)
class Located:
    """A point (WGS84 degrees), what it stands for, and whose row says so."""

    longitude: float
    latitude: float
    precision: Precision
    source: str
    borough: str


@dataclass(frozen=True)
class NotLocated:
    """No point; `candidates` are for a person to choose from, and may be none."""

    reason: Reason
    candidates: tuple[Spot, ...] = ()


def metres_between(one: Spot, other: Spot) -> float:
    """The distance, good to a metre within a city."""
    width = cos(radians((one.latitude + other.latitude) / 2))
    degrees = hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * width)
    return degrees * METRES_PER_DEGREE


class Gazetteer:
    """All known spots; made once, then only asked."""

    def __init__(self, spots: Iterable[Spot] = (), names: BoroughNames = ISLAND) -> None:
        self.spots = tuple(spots)
        self._names = names
        self._cities = {spot.borough: spot.city for spot in self.spots}
        self._cities |= {spot.city: spot.city for spot in self.spots}
        self._by_code: dict[str, list[Spot]] = defaultdict(list)
        self._by_names: dict[tuple[Form, frozenset[str]], list[Spot]] = defaultdict(list)
        corner_names: set[str] = set()
        for spot in self.spots:
            if spot.form is Form.ADDRESS:
                self._by_code[spot.postal_code or ""].append(spot)
                continue
            names_of = frozenset(street.name for street in spot.read)
            self._by_names[spot.form, names_of].append(spot)
            if spot.form is Form.CORNER:
                corner_names |= names_of
        self._corner_names = sorted(corner_names)

    def covers(self, counter: str) -> bool:
        """True when places of that borough, town or city are known at all."""
        return counter in self._cities

    def locate(self, text: str, counter: str | None = None) -> Located | NotLocated:
        """The point of a text as a citizen wrote it, who came to that counter. Never raises."""
        read = read_place(text, self._names)
        found = self._matching(read)
        there = self._there(found, read, counter)
        if not there:
            offered = self._offered(found or self._nearly(read), counter)
            reason = Reason.AMBIGUOUS if found and offered else Reason.NOT_LOCATED
            return NotLocated(reason, offered)
        if read.rest or not _is_one_place(there) or self._has_doubles(read, counter):
            return NotLocated(Reason.AMBIGUOUS, self._offered(there, counter))
        spot = there[0]
        return Located(
            spot.longitude, spot.latitude, PRECISIONS[spot.form], spot.source, spot.borough
        )

    def _matching(self, read: PlaceText) -> list[Spot]:
        """All spots whose streets can be those that were read."""
        if read.form is Form.ADDRESS:
            spots = self._by_code.get(read.postal_code or "-", [])
            return [spot for spot in spots if read.streets[0].may_be(spot.read[0])]
        names = frozenset(street.name for street in read.streets)
        spots = self._by_names.get((read.form, names), [])
        return [spot for spot in spots if _may_meet(read.streets, spot.read)]

    def _there(self, found: Sequence[Spot], read: PlaceText, counter: str | None) -> list[Spot]:
        """Those in the borough that the text names, else in that of the counter.

        A known corner elsewhere is no proof: the gazetteer may not have the one that is meant. A
        postal code is, for there is no second one.
        """
        if read.borough is None and read.form is Form.ADDRESS:
            return list(found)
        named = read.borough or counter
        return [spot for spot in found if named in (None, spot.borough, spot.city)]

    def _has_doubles(self, read: PlaceText, counter: str | None) -> bool:
        """True of numbered streets without a borough: half the boroughs have a 5th avenue."""
        if read.borough or read.form is Form.ADDRESS:
            return False
        has_boroughs = any(slug != city == counter for slug, city in self._cities.items())
        numbered = any(street.is_numbered for street in read.streets)
        return numbered and (counter is None or has_boroughs)

    def _nearly(self, read: PlaceText) -> list[Spot]:
        """Corners whose streets are written nearly so."""
        if read.form is not Form.CORNER:
            return []
        alike = [
            [one for one, _, _ in process.extract(
                street.name, self._corner_names, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=4
            )]
            for street in read.streets
        ]  # fmt: skip
        pairs = (frozenset(pair) for pair in product(*alike))
        return [spot for pair in pairs for spot in self._by_names.get((Form.CORNER, pair), [])]

    def _offered(self, spots: Iterable[Spot], counter: str | None) -> tuple[Spot, ...]:
        """One spot for each place of the counter's city, its own borough's first."""
        city = self._cities.get(counter) if counter is not None else None
        ours = [spot for spot in spots if counter is None or (city and spot.city == city)]
        offered: list[Spot] = []
        for spot in sorted(ours, key=lambda one: one.borough != counter):
            if all(metres_between(spot, one) > SAME_PLACE_METRES for one in offered):
                offered.append(spot)
        return tuple(offered[:OFFERED])


def _may_meet(read: Sequence[Street], known: Sequence[Street]) -> bool:
    if len(read) != len(known):
        return False
    if len(read) == 3 and not read[0].may_be(known[0]):
        return False
    (one, other), (first, second) = read[-2:], known[-2:]
    return (one.may_be(first) and other.may_be(second)) or (
        one.may_be(second) and other.may_be(first)
    )


def _is_one_place(spots: Sequence[Spot]) -> bool:
    return all(
        metres_between(one, other) <= SAME_PLACE_METRES for one, other in combinations(spots, 2)
    )


def spot_faults(spot: Spot) -> list[str]:
    """What is wrong with a row of a gazetteer; empty when it can be used."""
    wanted = {Form.ADDRESS: 1, Form.CORNER: 2, Form.SEGMENT: 3}.get(spot.form, 0)
    checks = {
        "streets": len(spot.read) == wanted > 0,
        "borough": bool(spot.borough),
        "longitude": -180 <= spot.longitude <= 180,
        "latitude": -90 <= spot.latitude <= 90,
        "postal_code": spot.postal_code == postal_code_in(spot.postal_code or "")
        and (spot.form is not Form.ADDRESS or spot.postal_code is not None),
    }
    return [name for name, is_right in checks.items() if not is_right]
