"""Where a case lies, from point, address or counter; it decides nothing about who answers."""

import datetime
from typing import NamedTuple

from routing.domain.considered import Finding
from routing.domain.facts import CaseFacts
from routing.domain.grid import Grid, Grids
from routing.domain.territories import Territories, Territory


class Place(NamedTuple):
    """A borough of the counter's own city, or the name of what lies outside; else unknown."""

    borough: str | None = None
    outside: Territory | None = None
    is_outside: bool = False
    found: Finding = Finding.NOWHERE


UNKNOWN = Place()


def find_place(
    facts: CaseFacts, counter: Grid, grids: Grids, territories: Territories, on: datetime.date
) -> Place:
    """The point goes before the address, the address before the counter.

    A town off the island has no limits here: its counter is the place, unless the point or the
    address lies in somebody else's territory.
    """
    if facts.longitude is not None and facts.latitude is not None:
        territory = territories.locate(facts.longitude, facts.latitude)
        if territory is not None:
            return _within(territory, counter, grids, on, Finding.AT_POINT)
        if counter.is_city or counter.manifest.borough.inherits:
            return Place(is_outside=True, found=Finding.OUTSIDE)
    elif facts.address_borough:
        place = _named(facts.address_borough, counter, grids, territories, on)
        if place is not UNKNOWN:
            return place
    if counter.is_city:
        return UNKNOWN
    return Place(borough=counter.slug, found=Finding.AT_COUNTER)


def _within(
    territory: Territory, counter: Grid, grids: Grids, on: datetime.date, found: Finding
) -> Place:
    grid = None if territory.is_linked_city else grids.on(territory.slug, on)
    if grid is not None and grid.city == counter.city:
        return Place(borough=grid.slug, found=found)
    return Place(outside=territory, is_outside=True, found=Finding.OUTSIDE)


def _named(
    text: str, counter: Grid, grids: Grids, territories: Territories, on: datetime.date
) -> Place:
    territory = territories.named(text)
    if territory is not None:
        return _within(territory, counter, grids, on, Finding.AT_ADDRESS)
    slug = grids.borough_named(text)
    grid = None if slug is None else grids.on(slug, on)
    if grid is None or grid.is_city:
        return UNKNOWN
    if grid.city == counter.city:
        return Place(borough=grid.slug, found=Finding.AT_ADDRESS)
    name = grid.manifest.borough.name
    elsewhere = Territory(slug=grid.slug, name=name, abbreviation="", is_linked_city=False)
    return Place(outside=elsewhere, is_outside=True, found=Finding.OUTSIDE)


def borough_in(address: str, grids: Grids, territories: Territories) -> str | None:
    """The borough or linked city named in an address, as this house spells it; nothing else of it.

    Parts between commas are read from the end; the name of the whole city says nothing.
    """
    for part in reversed(address.split(",")):
        if (territory := territories.named(part)) is not None:
            return territory.name
        slug = grids.borough_named(part)
        grid = next((held for held in grids if held.slug == slug), None) if slug else None
        if grid is not None and not grid.is_city:
            return grid.manifest.borough.name
    return None
