"""The figures for one selection: totals, by activity, borough, department and channel.

Departments and boroughs stand by name and are ranked by nobody; no figure is of a person.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sla.domain.performance.backlog import Backlog, backlog_of
from sla.domain.performance.snapshot import Cell, Snapshot
from sla.domain.performance.tally import Tally

Post = tuple[str, str]
"""A borough and the code of a department of its grid."""


@dataclass(frozen=True)
class Selection:
    """Which cases are looked at; empty text: all. Months are of receipt, both included."""

    boroughs: frozenset[str]
    from_month: str
    to_month: str
    activity: str = ""
    channel: str = ""
    department: str = ""
    """`borough/code`: a code means something in its own borough alone."""

    def admits(self, cell: Cell) -> bool:
        """Whether these cases are looked at, whenever they came in."""
        return (
            cell.borough in self.boroughs
            and self.activity in ("", cell.activity)
            and self.channel in ("", cell.channel)
            and self.department in ("", f"{cell.borough}/{cell.department}")
        )

    def is_in_period(self, cell: Cell) -> bool:
        """Whether they came in during the period."""
        return self.from_month <= cell.month <= self.to_month


@dataclass(frozen=True)
class Report:
    """Figures of the period, and what is open today whenever it came in."""

    total: Tally
    by_activity: Mapping[str, Tally]
    by_borough: Mapping[str, Tally]
    by_department: Mapping[Post, Tally]
    by_channel: Mapping[str, Tally]
    by_activity_and_borough: Mapping[tuple[str, str], Tally]
    backlog: Backlog


def report_of(snapshot: Snapshot, selection: Selection, now: datetime) -> Report:
    """The figures of a selection at an instant."""
    total = Tally()
    by_activity: dict[str, Tally] = defaultdict(Tally)
    by_borough: dict[str, Tally] = defaultdict(Tally)
    by_department: dict[Post, Tally] = defaultdict(Tally)
    by_channel: dict[str, Tally] = defaultdict(Tally)
    by_both: dict[tuple[str, str], Tally] = defaultdict(Tally)
    # Added once by activity and borough and once by department and channel: the rest are sums.
    by_post_and_channel: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
    for cell, tally in snapshot.tallies(now):
        if selection.is_in_period(cell) and selection.admits(cell):
            by_both[cell.activity, cell.borough].add(tally)
            by_post_and_channel[cell.borough, cell.department, cell.channel].add(tally)
    for (activity, borough), tally in by_both.items():
        by_activity[activity].add(tally)
        by_borough[borough].add(tally)
        total.add(tally)
    for (borough, department, channel), tally in by_post_and_channel.items():
        by_department[borough, department].add(tally)
        by_channel[channel].add(tally)
    looked_at = [one for one in snapshot.open_cases if selection.admits(one.cell)]
    return Report(
        total=total,
        by_activity=dict(by_activity),
        by_borough=dict(by_borough),
        by_department=dict(by_department),
        by_channel=dict(by_channel),
        by_activity_and_borough=dict(by_both),
        backlog=backlog_of(looked_at, now),
    )


def cells_of(snapshot: Snapshot, selection: Selection, now: datetime) -> list[tuple[Cell, Tally]]:
    """The cells of a selection in a fixed order, for exports."""
    found: dict[Cell, Tally] = defaultdict(Tally)
    for cell, tally in snapshot.tallies(now):
        if selection.is_in_period(cell) and selection.admits(cell):
            found[cell].add(tally)
    return sorted(found.items(), key=lambda one: _order(one[0]))


def _order(cell: Cell) -> tuple[str, ...]:
    return cell.month, cell.borough, cell.department, cell.activity, cell.channel
