"""A grid that was heard, carried to the cases that came in before it (rule 9, DESIGN §6).

Cases are found by the months in which their delays run. A page of them is left only when none of it
would be decided otherwise by now; whoever dies in the middle begins that grid again.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from chassis.document import Document, Draft
from chassis.store import Scope, Store
from pydantic import AwareDatetime, BaseModel, ConfigDict

from sla.domain.commitment import Commitments
from sla.domain.grids import Grid
from sla.domain.promises import BoroughRules

MOST_MONTHS = 60
PAGES = 5  # in one pass: other rounds have their turn
KEY = "rests_on"

Needs = Callable[[Commitments, datetime], bool]


class Spread(BaseModel):
    """How far a grid was carried: the word of it that all cases follow."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heard_at: AwareDatetime


def months_of(state: Commitments) -> list[str]:
    """`borough@YYYY-MM`: each month in which a delay of the case runs, in each of its boroughs."""
    facts = state.facts
    if facts.received_at is None:
        return []
    boroughs = {one.basis.borough for one in state.commitments} | {facts.borough}
    boroughs |= {given.borough for given in (facts.assignment, facts.first_assignment) if given}
    last_at = max((one.due_at for one in state.commitments), default=facts.received_at)
    months = list(_months(facts.received_at.date(), last_at.date()))[-MOST_MONTHS:]
    return sorted(f"{name}@{month}" for name in boroughs if name for month in months)


class Spreading:
    """Finds the cases that a grid heard of late concerns; one grid after the other."""

    def __init__(
        self,
        cases: Store[Commitments],
        marks: Store[Spread],
        grids: Callable[[], Iterable[Grid]],
        rules: Callable[[], Iterable[BoroughRules]],
        needs: Needs,
        *,
        wait: timedelta,
    ) -> None:
        self._cases = cases
        self._marks = marks
        self._grids = grids
        self._rules = rules
        self._needs = needs
        self._wait = wait
        self._done: dict[str, datetime] = {}
        self._at: Grid | None = None
        self._keys: list[str] = []
        self._offset = 0

    async def find(self, now: datetime, limit: int) -> list[Document[Commitments]]:
        """The next cases that would be decided otherwise. Raises Transient."""
        for _ in range(PAGES):
            if self._at is None and not await self._begin(now):
                return []
            if not self._keys:
                await self._end()
                continue
            page = await self._cases.find(
                Scope.everything(),
                {KEY: self._keys[0]},
                order_by=[("received_at", 1)],
                offset=self._offset,
                limit=limit,
            )
            stale = [one for one in page if one.state and self._needs(one.state, now)]
            if stale:
                return stale
            self._offset += len(page)
            if len(page) < limit:
                self._keys.pop(0)
                self._offset = 0
        return []

    async def _begin(self, now: datetime) -> bool:
        """Take up a grid that was not carried yet; only once every replica holds it."""
        fresh = [
            grid
            for grid in self._grids()
            if self._done.get(_name(grid)) != grid.heard_at and grid.heard_at + self._wait <= now
        ]
        if not fresh:
            return False
        marks = await self._marks.load([_name(grid) for grid in fresh])
        for grid in fresh:
            mark = marks[_name(grid)].state
            if mark is not None and mark.heard_at == grid.heard_at:
                self._done[_name(grid)] = grid.heard_at
                continue
            ends = {rules.borough: rules.calendar.horizon_on() for rules in self._rules()}
            last_on = max(ends.get(grid.borough, now.date()), now.date())
            self._at = grid
            self._keys = [f"{grid.borough}@{one}" for one in _months(grid.effective_on, last_on)]
            self._offset = 0
            return True
        return False

    async def _end(self) -> None:
        grid, self._at = self._at, None
        assert grid is not None
        draft = Draft.of((await self._marks.load([_name(grid)]))[_name(grid)])
        draft.state, draft.changed = Spread(heard_at=grid.heard_at), True
        await self._marks.save([draft])  # lost: another worker was here first, and said the same
        self._done[_name(grid)] = grid.heard_at


def _name(grid: Grid) -> str:
    return f"{grid.borough}@{grid.version}"


def _months(first: date, last: date) -> Iterator[str]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield f"{year}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
