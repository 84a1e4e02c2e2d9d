"""How boroughs, their departments and activities are called, by the newest grid that was heard."""

from collections.abc import Collection, Iterable

from ui.language import said

from sla.domain.grids import Grid, Named


class BoroughNames:
    """Names in one language; what no grid names is called by its code."""

    def __init__(self, grids: Iterable[Grid], language: str) -> None:
        self._language = language
        self._newest: dict[str, Grid] = {}
        for grid in grids:
            held = self._newest.get(grid.borough)
            if held is None or held.rank < grid.rank:
                self._newest[grid.borough] = grid

    def boroughs(self) -> dict[str, str]:
        """Boroughs and towns by slug."""
        return {slug: self.borough(slug) for slug in self._newest}

    def of(self, slugs: Collection[str]) -> list[tuple[str, str]]:
        """Those of these boroughs that have a grid: slug and name, by name."""
        known = ((slug, self.borough(slug)) for slug in self._newest if slug in slugs)
        return sorted(known, key=lambda one: one[1])

    def borough(self, slug: str) -> str:
        """The name of a borough or town."""
        grid = self._newest.get(slug)
        if grid is None:
            return slug
        return said((grid.name_fr, grid.name_en or grid.name_fr), self._language) or slug

    def department(self, borough: str, code: str) -> str:
        """The name of a service municipal."""
        grid = self._newest.get(borough)
        return _called(code, grid.departments if grid else (), self._language) or code

    def departments(self, slugs: Collection[str]) -> list[tuple[str, str]]:
        """The departments of these boroughs: `borough/code` and name, by name."""
        grids = [grid for slug, grid in self._newest.items() if slug in slugs]
        found = []
        for grid in grids:
            for one in grid.departments:
                name = _called(one.code, (one,), self._language)
                where = f"{self.borough(grid.borough)} : " if len(grids) > 1 else ""
                found.append((f"{grid.borough}/{one.code}", where + name))
        return sorted(found, key=lambda one: one[1])

    def activity(self, borough: str, code: str) -> str:
        """The name of an activity in the borough's grid or in its city's; else what was given."""
        for grid in self._lines(borough):
            if name := _called(code, grid.activities, self._language):
                return name.lstrip("*")
        return code

    def codes_of(self, activity: str, slugs: Collection[str]) -> set[str]:
        """Codes of the activities in these boroughs whose code or name holds these words."""
        wanted = activity.casefold()
        found = {activity}
        for slug in slugs:
            for grid in self._lines(slug):
                for one in grid.activities:
                    names = (one.code, one.name_fr, one.name_en)
                    if any(wanted in name.casefold() for name in names):
                        found |= {one.code, one.name_fr}
        return found

    def _lines(self, borough: str) -> list[Grid]:
        own = self._newest.get(borough)
        city = self._newest.get(own.inherits) if own is not None and own.inherits else None
        return [grid for grid in (own, city) if grid is not None]


def _called(code: str, among: Iterable[Named], language: str) -> str:
    for one in among:
        if one.code == code:
            return said((one.name_fr, one.name_en or one.name_fr), language)
    return ""
