"""What cases are decided with: grids, territories, and the people as they were last read.

Held in memory so that deciding waits for nothing. It may be a moment behind what was recorded of
people: the mending rounds put right what was decided in that moment.
"""

import datetime

from routing.domain.directory import Directory
from routing.domain.grid import Grids
from routing.domain.territories import Territories


class Snapshot:
    """Grids and territories stand for the life of the process; the directory is replaced whole."""

    def __init__(self, grids: Grids, territories: Territories, directory: Directory) -> None:
        self.grids = grids
        self.territories = territories
        self.directory = directory

    def today(self, borough: str, now: datetime.datetime) -> datetime.date:
        """The date in a borough."""
        return self.grids.local_date(borough, now)
