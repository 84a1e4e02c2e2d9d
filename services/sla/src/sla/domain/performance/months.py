"""What was counted of one borough's cases of one month, as it is stored.

Pages read these few documents and never the cases: they are quick however many cases there are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from sla.domain.performance.on_time import Judgement
from sla.domain.performance.snapshot import (
    Cell,
    Counted,
    OpenCases,
    Snapshot,
    WorkedIn,
    snapshot_of,
)
from sla.domain.performance.tally import Tally


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class EndedCases(_Frozen):
    """Counts of cases that ended; `delays`: cases by number of days, and of working days."""

    department: str
    activity: str
    channel: str
    received: int
    withdrawn: int = 0
    first_contact: int = 0
    reopened: int = 0
    adjusted: dict[Judgement, int] = {}
    original: dict[Judgement, int] = {}
    delays: dict[int, int] = {}
    working_delays: dict[int, int] = {}


class OpenOnes(_Frozen):
    """Open cases that are alike; see `OpenCases`."""

    department: str
    activity: str
    channel: str
    number: int
    received_on: date
    reopened: bool
    promised: bool
    due_at: AwareDatetime | None
    original_due_at: AwareDatetime | None


class MonthFigures(_Frozen):
    """One borough, one month of receipt, as counted at `counted_at`."""

    borough: str
    month: str
    counted_at: AwareDatetime
    ended: tuple[EndedCases, ...] = ()
    still_open: tuple[OpenOnes, ...] = ()

    @property
    def figures_id(self) -> str:
        """The id of its document."""
        return f"{self.borough}/{self.month}"

    @property
    def is_empty(self) -> bool:
        """Whether there is no case in it."""
        return not self.ended and not self.still_open


def month_figures(
    borough: str,
    month: str,
    counts: Iterable[tuple[Counted, int]],
    counted_at: datetime,
    worked_in: WorkedIn,
) -> MonthFigures:
    """What the rows of the store come to."""
    counted = snapshot_of(counts, counted_at, worked_in)
    ended = (
        EndedCases(
            department=cell.department,
            activity=cell.activity,
            channel=cell.channel,
            received=tally.received,
            withdrawn=tally.withdrawn,
            first_contact=tally.first_contact,
            reopened=tally.reopened,
            adjusted=dict(tally.adjusted),
            original=dict(tally.original),
            delays=dict(tally.delays),
            working_delays=dict(tally.working_delays),
        )
        for cell, tally in counted.ended.items()
    )
    still_open = (
        OpenOnes(
            department=one.cell.department,
            activity=one.cell.activity,
            channel=one.cell.channel,
            number=one.number,
            received_on=one.received_on,
            reopened=one.reopened,
            promised=one.promised,
            due_at=one.due_at,
            original_due_at=one.original_due_at,
        )
        for one in counted.open_cases
    )
    return MonthFigures(
        borough=borough,
        month=month,
        counted_at=counted_at,
        ended=tuple(ended),
        still_open=tuple(still_open),
    )


def snapshot_from(months: Iterable[MonthFigures], now: datetime) -> Snapshot:
    """All of them together; taken when the newest was counted, or `now` where there is none."""
    known = list(months)
    return Snapshot(
        taken_at=max((one.counted_at for one in known), default=now),
        ended={cell: tally for one in known for cell, tally in _ended(one)},
        open_cases=tuple(open_one for one in known for open_one in _open(one)),
    )


def _ended(month: MonthFigures) -> Iterator[tuple[Cell, Tally]]:
    for one in month.ended:
        tally = Tally(
            received=one.received,
            withdrawn=one.withdrawn,
            first_contact=one.first_contact,
            reopened=one.reopened,
            adjusted=Counter(one.adjusted),
            original=Counter(one.original),
            delays=Counter(one.delays),
            working_delays=Counter(one.working_delays),
        )
        yield Cell(month.borough, one.department, one.activity, one.channel, month.month), tally


def _open(month: MonthFigures) -> Iterator[OpenCases]:
    for one in month.still_open:
        yield OpenCases(
            Cell(month.borough, one.department, one.activity, one.channel, month.month),
            one.number,
            one.received_on,
            one.reopened,
            one.promised,
            one.due_at,
            one.original_due_at,
        )
