"""What cases are decided with: grids, territories, and the people as they were last read.

Held in memory so that deciding waits for nothing. It may be a moment behind what was recorded of
people: the mending rounds put right what was decided in that moment.
"""

import datetime
from collections.abc import Iterable

from routing.domain.directory import Directory
from routing.domain.grid import Grids
from routing.domain.grid_turnover import Turnover
from routing.domain.territories import Territories


class Snapshot:
    """Territories stand for the life of the process; grids and directory are replaced whole."""

    def __init__(self, grids: Grids, territories: Territories, directory: Directory) -> None:
        self.grids = grids
        self.territories = territories
        self.directory = directory
        self.turnovers: tuple[Turnover, ...] = ()

    def replace_grids(self, grids: Grids, turnovers: Iterable[Turnover]) -> None:
        """All grids anew; `turnovers`: the versions that also take cases that are open."""
        self.grids, self.turnovers = grids, tuple(turnovers)

    def today(self, borough: str, now: datetime.datetime) -> datetime.date:
        """The date in a borough."""
        return self.grids.local_date(borough, now)
