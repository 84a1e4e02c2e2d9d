"""All that is counted at one moment: cells of cases that ended, and the open ones one by one.

An ended case counts the same for ever; how an open one stands depends on when one looks.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain

from sla.domain.performance.case_figures import COUNTED_KINDS, Stage
from sla.domain.performance.on_time import Judgement, judged_open
from sla.domain.performance.tally import Tally

WorkedIn = Callable[[str, date, date], int | None]
"""Working days of a borough after one local day up to another; see `working_days.WorkingDays`."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What cases are grouped by. `month` is that of receipt, local: `2026-11`."""

    borough: str
    department: str
    activity: str
    channel: str
    month: str


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Open cases that are alike. `due_at` None: none runs (not promised, or suspended)."""

    cell: Cell
    number: int
    received_on: date
    reopened: bool
    promised: bool
    due_at: datetime | None
    original_due_at: datetime | None

    def judged(self, now: datetime, *, original: bool = False) -> Judgement:
        """How they stand now, by `ON_TIME_V1`."""
        if not self.promised:
            return Judgement.NONE
        return judged_open(self.original_due_at if original else self.due_at, now)


@dataclass(frozen=True, slots=True)
class Counted:
    """Cases that are alike in all that figures look at, as the store counts them.

    `received_on`: of those whose work was done, as text; None also where it was stored before that
    was told.
    """

    borough: str
    department: str
    activity: str
    channel: str
    kind: str
    month: str
    stage: str
    adjusted: str | None
    original: str | None
    days: int | None
    first_contact: bool
    reopened: bool
    open_since: str | None
    due_at: datetime | None
    original_due_at: datetime | None
    received_on: str | None


@dataclass(frozen=True)
class Snapshot:
    """Everything counted, by cell; `taken_at`: when it was read."""

    taken_at: datetime
    ended: Mapping[Cell, Tally] = field(default_factory=dict)
    open_cases: tuple[OpenCases, ...] = ()

    def tallies(self, now: datetime) -> Iterator[tuple[Cell, Tally]]:
        """Every cell with its counts; a cell may come several times."""
        yield from self.ended.items()
        for one in self.open_cases:
            yield one.cell, _of_open(one, now)

    def activities_of(self, boroughs: Collection[str]) -> dict[str, str]:
        """Activities of these boroughs, each with one borough that has it."""
        cells = chain(self.ended, (one.cell for one in self.open_cases))
        return {cell.activity: cell.borough for cell in cells if cell.borough in boroughs}


def snapshot_of(
    counts: Iterable[tuple[Counted, int]], taken_at: datetime, worked_in: WorkedIn
) -> Snapshot:
    """Cells from the rows of the store; what is in no figure (PV-44) is left out."""
    ended: dict[Cell, Tally] = {}
    still_open: list[OpenCases] = []
    for one, number in counts:
        if one.kind not in COUNTED_KINDS or not one.month:
            continue
        cell = Cell(one.borough, one.department, one.activity, one.channel, one.month)
        if one.stage == Stage.OPEN:
            still_open.append(_open(cell, one, number))
            continue
        tally = ended.setdefault(cell, Tally())
        tally.add(_of_ended(one, number, worked_in))
    return Snapshot(taken_at, ended, tuple(still_open))


def _open(cell: Cell, one: Counted, number: int) -> OpenCases:
    return OpenCases(
        cell,
        number,
        date.fromisoformat(one.open_since or f"{one.month}-01"),
        one.reopened,
        promised=one.adjusted is None,
        due_at=one.due_at,
        original_due_at=one.original_due_at,
    )


def _of_ended(one: Counted, number: int, worked_in: WorkedIn) -> Tally:
    made = Tally(
        received=number,
        withdrawn=number if one.stage == Stage.WITHDRAWN else 0,
        first_contact=number if one.first_contact else 0,
        reopened=number if one.reopened else 0,
    )
    made.adjusted[Judgement(one.adjusted or Judgement.NONE)] = number
    made.original[Judgement(one.original or Judgement.NONE)] = number
    if one.days is not None:
        made.delays[one.days] = number
        received_on = date.fromisoformat(one.received_on) if one.received_on else None
        worked = (
            worked_in(one.borough, received_on, received_on + timedelta(days=one.days))
            if received_on
            else None
        )
        if worked is not None:
            made.working_delays[worked] = number
    return made


def _of_open(one: OpenCases, now: datetime) -> Tally:
    made = Tally(received=one.number, reopened=one.number if one.reopened else 0)
    made.adjusted[one.judged(now)] = one.number
    made.original[one.judged(now, original=True)] = one.number
    return made
