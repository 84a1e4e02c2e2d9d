"""The grids in force: manifests made searchable by name, unit and day."""

import bisect
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from routing.domain.facts import Plugin
from routing.domain.manifest import Activity, Department, Manifest
from routing.domain.manifest_overrides import Override
from routing.domain.names import activity_keys, place_key


@dataclass(frozen=True)
class Grid:
    """One version of one borough's grid."""

    manifest: Manifest
    plugin: Plugin | None = None
    has_own_activities: bool = True
    has_overrides: bool = True
    _activities: dict[str, Activity] = field(init=False, repr=False, compare=False)
    _overrides: dict[tuple[str, str], Override] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        held = self.manifest.activities if self.has_own_activities else ()
        object.__setattr__(self, "_activities", index_of_activities(held))
        pairs = {
            (activity, borough): override
            for override in (self.manifest.overrides if self.has_overrides else ())
            for activity in override.activities
            for borough in override.boroughs
        }
        object.__setattr__(self, "_overrides", pairs)

    @property
    def slug(self) -> str:
        return self.manifest.borough.slug

    @property
    def version(self) -> str:
        return f"{self.slug}@{self.manifest.borough.version}"

    @property
    def is_city(self) -> bool:
        """A counter of a whole city says nothing about the place."""
        return self.manifest.borough.kind == "city"

    @property
    def city(self) -> str:
        """Slug of the tenant whose territory this one shares: its city, or itself."""
        return self.manifest.borough.inherits or self.slug

    def activity(self, text: str) -> Activity | None:
        """The activity of that name, from the strictest reading to the loosest."""
        for key in activity_keys(text):
            if (found := self._activities.get(key)) is not None:
                return found
        return None

    def override(self, activity: str, borough: str | None) -> Override | None:
        """Who answers for an activity of this city in one borough, where it says so (MT-08)."""
        return None if borough is None else self._overrides.get((activity, borough))


def index_of_activities(activities: Iterable[Activity]) -> dict[str, Activity]:
    """Every name, code and synonym by its keys.

    Where a loose key fits several activities that go to different places, a live name goes before
    a retired one, then `geo` before the others (the borough of the place is right nine times in
    ten), then the order of the file.
    """
    index: dict[str, Activity] = {}
    for entry in sorted(activities, key=lambda held: (_is_retired(held), held.mode != "geo")):
        for name in (entry.name_fr, entry.name_en, entry.code, *entry.synonyms):
            for key in activity_keys(name) if name else ():
                index.setdefault(key, entry)
    return index


def _is_retired(activity: Activity) -> bool:
    return activity.name_fr.startswith("*")


class Grids:
    """All versions of all grids; which one decides depends on the day."""

    def __init__(self, grids: Iterable[Grid]) -> None:
        self._versions: dict[str, list[Grid]] = {}
        self._names: dict[str, str] = {}
        self._units: dict[str, str] = {}
        for grid in grids:
            self._versions.setdefault(grid.slug, []).append(grid)
            borough = grid.manifest.borough
            for name in (borough.slug, borough.name, borough.unit, *borough.aliases):
                if name:
                    self._names.setdefault(place_key(name), grid.slug)
            if borough.unit:
                self._units[place_key(borough.unit)] = grid.slug
            for department in grid.manifest.departments:
                if department.unit:
                    self._units[place_key(department.unit)] = grid.slug
        for versions in self._versions.values():
            versions.sort(key=_in_force_from)
        self._have_remotes = any(grid.manifest.remote is not None for grid in self)
        self._latest_first = {
            slug: [(_in_force_from(grid)[0], grid) for grid in reversed(versions)]
            for slug, versions in self._versions.items()
        }
        self._turns = sorted({_in_force_from(grid)[0] for grid in self})

    @property
    def have_remotes(self) -> bool:
        """Whether any borough answers by a service of its own."""
        return self._have_remotes

    def __iter__(self) -> Iterator[Grid]:
        return (grid for versions in self._versions.values() for grid in versions)

    def on(self, borough: str, on: datetime.date) -> Grid | None:
        """The version in force that day; None where there is none (yet)."""
        for since, grid in self._latest_first.get(borough, ()):
            if since <= on:
                return grid
        return None

    def turn(self, on: datetime.date) -> datetime.date:
        """The first day on which the versions in force were those of that day."""
        before = bisect.bisect_right(self._turns, on)
        return self._turns[before - 1] if before else datetime.date.min

    def local_date(self, borough: str, now: datetime.datetime) -> datetime.date:
        """The borough's own date at an aware moment; the date in UTC where it has no grid."""
        grid = self.on(borough, now.date())
        return now.date() if grid is None else grid.manifest.calendar.local_date(now)

    def city_of(self, grid: Grid, on: datetime.date) -> Grid | None:
        """The grid whose rules hold where this one has none (MT-08)."""
        inherits = grid.manifest.borough.inherits
        return None if inherits is None else self.on(inherits, on)

    def borough_named(self, text: str) -> str | None:
        """Slug of the tenant of that name or unit, in any spelling of the City's data."""
        return self._names.get(place_key(text))

    def unit(self, text: str, on: datetime.date) -> tuple[Grid, str] | None:
        """Who a unit string of the 311 data is: a grid and a department of it."""
        key = place_key(text)
        slug = self._units.get(key)
        grid = None if slug is None else self.on(slug, on)
        if grid is None:
            return None
        # The department of the version in force: another version may give the unit to another.
        named = (one for one in grid.manifest.departments if one.unit)
        own = next((one.code for one in named if place_key(one.unit) == key), None)
        department = own or grid.manifest.defaults.department
        return None if department is None else (grid, department)

    def department(
        self, grid: Grid, code: str, on: datetime.date
    ) -> tuple[Grid, Department] | None:
        """A department by its code: the borough's own, else its city's."""
        for owner in (grid, self.city_of(grid, on)):
            if owner is not None and (found := owner.manifest.department(code)) is not None:
                return owner, found
        return None

    def without_borough_overrides(self) -> "Grids":
        """The city-wide policy alone: no borough has rules, exceptions or plug-ins of its own."""
        return Grids(
            replace(grid, has_own_activities=False, plugin=None)
            if grid.manifest.borough.inherits
            else replace(grid, has_overrides=False)
            for grid in self
        )


def _in_force_from(grid: Grid) -> tuple[datetime.date, int]:
    return grid.manifest.borough.effective_on, grid.manifest.borough.version
