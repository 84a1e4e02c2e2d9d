"""Cases that a borough's rules are tried on: all its activities, every kind, odd places and words.

Made by a seed, so that a failure can be shown again. Words that stand for what a citizen typed are
marked, and no rule knows them: a decision that repeats one repeats anything.
"""

import datetime
import random
from collections.abc import Iterator, Sequence
from itertools import product

from routing.domain.facts import CaseFacts, CaseKind
from routing.domain.grid import Grid, Grids
from routing.domain.manifest import Activity

Point = tuple[float, float]
"""Longitude and latitude, WGS84 degrees."""
SEED = 585
MARK = "zqxjkvb"
_UNKNOWN = (
    "",
    " ",
    f"Mon voisin {MARK} fait du bruit",
    MARK,
    MARK.upper() + " 450-555-0199",
    f"<b>{MARK}</b>\r\n; DROP TABLE",
    "🚧 " + MARK,
    "\u202e" + MARK + "\u0000",
    "É" * 2_000,
    "null",
    "0",
)
_FAR: tuple[Point, ...] = ((-71.2082, 46.8139), (0.0, 0.0), (-180.0, -90.0), (180.0, 90.0))


def corpus_of(
    here: Grid, grids: Grids, on: datetime.date, points: Sequence[Point], most: int = 2_000
) -> list[CaseFacts]:
    """At most `most` cases, each once: the odd ones, every activity of the grid, then its variants.

    `points` lie in the borough, on its limits and just outside. The counter is the borough's own,
    or its city's with the borough named in the address.
    """
    chance = random.Random(SEED)  # noqa: S311 - nothing is kept secret with it
    odd = list(_odd(here, on, points))
    usual = list(_usual(here, grids, on, points, chance))
    chance.shuffle(usual)
    found = dict.fromkeys([*odd, *_each(here, grids, on), *usual])
    return list(found)[:most]


def _odd(here: Grid, on: datetime.date, points: Sequence[Point]) -> Iterator[CaseFacts]:
    known = [one.name_fr for one in here.manifest.activities[:1]]
    for kind, activity in product(CaseKind, ("", MARK, *known)):
        yield _case(here.slug, kind, activity, on)
    for activity in _UNKNOWN:
        yield _case(here.slug, CaseKind.REQUEST, activity, on)
    for point, activity in product((*points, *_FAR), (MARK, *known)):
        yield _case(here.slug, CaseKind.REQUEST, activity, on, point)
        yield _case(here.city, CaseKind.REQUEST, activity, on, point)
    for address in ("", here.manifest.borough.name, "Laval", MARK, "Montréal"):
        for activity in (MARK, *known):
            yield _case(here.slug, CaseKind.REQUEST, activity, on, address=address)


def _each(here: Grid, grids: Grids, on: datetime.date) -> Iterator[CaseFacts]:
    for activity in _activities(here, grids, on):
        yield _case(here.slug, CaseKind.REQUEST, activity.name_fr, on)


def _activities(here: Grid, grids: Grids, on: datetime.date) -> list[Activity]:
    city = grids.city_of(here, on)
    return [*here.manifest.activities, *(city.manifest.activities if city is not None else ())]


def _usual(
    here: Grid, grids: Grids, on: datetime.date, points: Sequence[Point], chance: random.Random
) -> Iterator[CaseFacts]:
    named = _activities(here, grids, on)
    for activity in named:
        for spelling in (activity.name_fr, *activity.synonyms[:1], activity.name_fr.upper()):
            day = on - datetime.timedelta(days=chance.randrange(366))
            point = chance.choice(points) if points else None
            yield _case(here.slug, CaseKind.REQUEST, spelling, day)
            yield _case(here.slug, CaseKind.REQUEST, spelling, day, point)
    # A rule may go by the season: every week of a year, for the activity listed first.
    for week in range(53):
        day = on - datetime.timedelta(weeks=week)
        for activity in named[:3]:
            yield _case(here.slug, CaseKind.REQUEST, activity.name_fr, day)


def _case(
    counter: str,
    kind: CaseKind,
    activity: str,
    on: datetime.date,
    point: Point | None = None,
    address: str | None = None,
) -> CaseFacts:
    return CaseFacts(
        counter_borough=counter,
        kind=kind,
        activity=activity,
        longitude=None if point is None else point[0],
        latitude=None if point is None else point[1],
        address_borough=address,
        received_on=on,
    )
