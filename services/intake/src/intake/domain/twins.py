"""Likely twins: cases that ask for the same thing, near and lately, to join instead of to repeat.

Never a complaint, a claim or an access request: those are one person's own.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.words import Kind

from intake.domain.activities import Vocabulary, plain
from intake.domain.case import Case
from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import OPEN, Status

EARTH_METRES = 6_371_008.8  # mean radius, IUGG
# About 222 m by 234 m at 45.5 degrees north: a radius of 50 m asks for four cells at most.
CELL_LATITUDE, CELL_LONGITUDE = 0.002, 0.003
FARTHEST_NORTH = 85.0  # beyond, cells have no width; no counter is there
MOST = 5
_STANDING = OPEN | {Status.COMPLETED}


@dataclass(frozen=True)
class Point:
    """WGS84, degrees."""

    longitude: float
    latitude: float


@dataclass(frozen=True)
class Twin:
    """A case that may be about the same thing, and how far from the point it is."""

    case: Case
    distance_metres: float

    @property
    def can_be_joined(self) -> bool:
        """Only what is open still takes one more citizen."""
        return self.case.status in OPEN


def names_of(activity: str, borough: str, words: Vocabulary) -> frozenset[str]:
    """All names of an activity in the grid of a borough, made plain; else its own."""
    own = plain(activity)
    for one in words.activities_of(borough):
        names = {plain(name) for name in (one.code, one.name_fr, one.name_en, *one.synonyms)}
        if own in names:
            return frozenset(names - {""})
    return frozenset({own})


def cell_of(case: Case) -> str:
    """The cell and the activity that a case is found by; empty where it has no twins."""
    registration = case.registration
    if registration is None or registration.kind is not Kind.REQUEST:
        return ""
    place = registration.place
    if place is None or place.longitude is None or place.latitude is None:
        return ""
    column = math.floor(place.longitude / CELL_LONGITUDE)
    row = math.floor(place.latitude / CELL_LATITUDE)
    return _cell(column, row, plain(registration.activity))


def cells_around(point: Point, radius_metres: float, names: Collection[str]) -> frozenset[str]:
    """Every cell that a circle touches, for each name of the activity; none near the poles."""
    if abs(point.latitude) > FARTHEST_NORTH:
        return frozenset()
    # A little wider than the circle: what rounding takes away at the border is given back.
    angle = radius_metres / EARTH_METRES * (1 + 1e-6) + 1e-9
    high = math.degrees(angle)
    wide = math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(point.latitude))))
    rows = _steps(point.latitude - high, point.latitude + high, CELL_LATITUDE)
    columns = _steps(point.longitude - wide, point.longitude + wide, CELL_LONGITUDE)
    return frozenset(
        _cell(column, row, name) for row in rows for column in columns for name in names
    )


def distance_metres(one: Point, other: Point) -> float:
    """Great-circle distance (haversine)."""
    low, high = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = (
        math.sin((high - low) / 2) ** 2 + math.cos(low) * math.cos(high) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH_METRES * math.asin(min(1.0, math.sqrt(half)))


def likely_twins(
    cases: Iterable[Case], point: Point, names: Collection[str], rules: CounterRules, now: datetime
) -> list[Twin]:
    """Of these cases those that may be the same, the likeliest first, five at most.

    Same activity, received within the window, within the radius, open or completed: near and new
    weigh alike.
    """
    since = now - timedelta(days=rules.twin_window_days)

    def unlikeness(twin: Twin) -> float:
        age = (now - received_at(twin.case)) / (now - since)
        return twin.distance_metres / rules.twin_radius_metres + age

    twins = [
        Twin(case, away)
        for case in cases
        if _may_be_one(case, names, since)
        and (away := _distance_of(case, point)) <= rules.twin_radius_metres
    ]
    return sorted(twins, key=lambda twin: (unlikeness(twin), twin.case.case_id))[:MOST]


def received_at(case: Case) -> datetime:
    """When a registered case was first received."""
    assert case.registration is not None, "twins are registered"
    return case.registration.received_at


def _may_be_one(case: Case, names: Collection[str], since: datetime) -> bool:
    registration = case.registration
    return (
        registration is not None
        and registration.kind is Kind.REQUEST
        and case.status in _STANDING
        and registration.received_at >= since
        and plain(registration.activity) in names
    )


def _distance_of(case: Case, point: Point) -> float:
    place = case.registration.place if case.registration else None
    if place is None or place.longitude is None or place.latitude is None:
        return math.inf
    return distance_metres(point, Point(place.longitude, place.latitude))


def _steps(low: float, high: float, size: float) -> range:
    return range(math.floor(low / size), math.floor(high / size) + 1)


def _cell(column: int, row: int, name: str) -> str:
    return f"{column}:{row}:{name}"
