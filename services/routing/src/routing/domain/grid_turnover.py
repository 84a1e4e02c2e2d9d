"""Which open cases a new version of a grid concerns, as keys to look them up by (rule 9).

A case carries the versions of all grids that were in force where it was decided: its counter's,
that of its place, that of who answers, and their city's. Where such a version was followed by one
that also takes open cases, the case is decided again.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from routing.domain.facts import CaseFacts, Decision
from routing.domain.grid import Grids

Today = Callable[[str], datetime.date]
"""The date in a borough."""


@dataclass(frozen=True, slots=True)
class Turnover:
    """A version that also takes the cases that are open when it comes into force."""

    borough: str
    version: int
    effective_on: datetime.date


def consulted(
    facts: CaseFacts, decision: Decision | None, grids: Grids, on: datetime.date
) -> tuple[str, ...]:
    """`<borough>@<version>` of the grids in force that day wherever this case belongs, sorted."""
    slugs = {facts.counter_borough}
    if decision is not None:
        slugs |= {decision.territory or "", decision.responsible_borough or ""}
    held = [grid for slug in slugs if (grid := grids.on(slug, on)) is not None]
    cities = [city for grid in held if (city := grids.city_of(grid, on)) is not None]
    return tuple(sorted({grid.version for grid in (*held, *cities)}))


def superseded(turnovers: Iterable[Turnover], today: Today) -> frozenset[str]:
    """Versions that no open case should have been decided with any more."""
    last: dict[str, int] = {}
    for one in turnovers:
        if one.effective_on <= today(one.borough):
            last[one.borough] = max(one.version, last.get(one.borough, 0))
    return frozenset(
        f"{borough}@{earlier}" for borough, version in last.items() for earlier in range(1, version)
    )
