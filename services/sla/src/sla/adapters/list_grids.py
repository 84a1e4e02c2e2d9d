"""The grids as the lists ask for them: the version in force, with its calendar."""

from collections.abc import Iterable
from datetime import datetime

from sla.adapters.rule_book import GridRuleBook
from sla.domain.calendar import WorkingCalendar
from sla.domain.grids import Grid


class ListGrids:
    """Looks into the book of grids that this process holds."""

    def __init__(self, book: GridRuleBook) -> None:
        self._book = book

    def grid(self, borough: str, at: datetime) -> tuple[Grid, WorkingCalendar] | None:
        """See the port `Grids` of `list_round`."""
        rules = self._book.rules(borough, None, at)
        if rules is None:
            return None
        held = {(one.borough, one.version): one for one in self._book.grids()}
        return held[borough, rules.version], rules.calendar

    def boroughs(self) -> Iterable[str]:
        """Whose grids are held."""
        return {one.borough for one in self._book.grids()}
