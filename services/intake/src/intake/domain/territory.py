"""Whose a place is: of the counter's city, or somebody else's, said before a case is opened.

Where no limits are known (the towns off the island) a place is theirs unless known ones hold it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from intake.domain.activities import Vocabulary

# The one city whose boroughs' limits are known.
_ISLAND = "montreal"


@dataclass(frozen=True)
class Territory:
    """A borough of Montréal, or a linked city (*ville liée*), which has a counter of its own."""

    slug: str
    name: str
    is_linked_city: bool


class Territories(Protocol):
    """All territories that are known by their limits."""

    def around(self, longitude: float, latitude: float) -> Sequence[Territory]:
        """Those that hold a WGS84 point, or nearly do, nearest first; none far from all."""
        ...

    def named(self, slug: str) -> Territory | None:
        """The territory of that slug; None where its limits are not known."""
        ...


@dataclass(frozen=True)
class Whereabouts:
    """Whether a place is of the counter's city, and the territory that it lies in, if known."""

    is_ours: bool
    territory: Territory | None = None

    @property
    def counter(self) -> str:
        """Slug of the borough there; empty where none of ours is."""
        found = self.territory
        return "" if found is None or found.is_linked_city else found.slug


def whereabouts(
    longitude: float, latitude: float, borough: str, territories: Territories, words: Vocabulary
) -> Whereabouts:
    """A place as the counter of a borough sees it (MT-08: a city's boroughs take each other's).

    The limits are simplified, so a little wrong along their lines: what is nearly ours is ours.
    """
    found = territories.around(longitude, latitude)
    ours = [one for one in found if _is_ours(one, borough, territories, words)]
    if ours:
        return Whereabouts(True, next((one for one in ours if one.slug == borough), ours[0]))
    if found:
        return Whereabouts(False, found[0])
    return Whereabouts(_city_of(borough, territories, words) != _ISLAND)


def whereabouts_named(
    name: str | None, borough: str, territories: Territories, words: Vocabulary
) -> Whereabouts | None:
    """The same by the slug that an address names; None where it names no known territory."""
    found = territories.named(name) if name else None
    if found is None:
        return None
    return Whereabouts(_is_ours(found, borough, territories, words), found)


def _is_ours(one: Territory, borough: str, territories: Territories, words: Vocabulary) -> bool:
    ours = _city_of(borough, territories, words)
    return not one.is_linked_city and _city_of(one.slug, territories, words) == ours


def _city_of(borough: str, territories: Territories, words: Vocabulary) -> str:
    """The city of a counter, also before its grid was read."""
    known = territories.named(borough)
    if known is not None and not known.is_linked_city:
        return _ISLAND
    grid = words.grid_of(borough)
    return grid.family if grid else borough
