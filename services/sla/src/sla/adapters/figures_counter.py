"""Counts the figures of cases, month by month and borough by borough, in the background.

The months in which things move are counted at every pass, the others in turn, the one that was
counted longest ago first, within a budget of time: a pass is bounded however many cases there are.
Two workers that count at once only do it twice.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from chassis.clock import Clock
from chassis.document import Draft
from chassis.store import Scope, Store

from sla.adapters.figures_index import COUNTED
from sla.domain.performance.months import MonthFigures, month_figures
from sla.domain.performance.on_time import ZONE
from sla.domain.performance.snapshot import Counted, WorkedIn

MONTHS = 36
HOT = 2
ENOUGH = timedelta(minutes=30)  # an older month that was counted since is not counted again
BUDGET_SECONDS, FIRST_BUDGET_SECONDS = 5.0, 25.0
AT_MOST = 10_000
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
Place = tuple[str, str]


class Counts(Protocol):
    """Port to a store that counts its documents by their index fields."""

    async def tally(
        self, *fields: str, where: Mapping[str, Any] | None = None
    ) -> dict[tuple[Any, ...], int]:
        """How many documents there are for each combination of these. Raises Transient."""
        ...


class FiguresCounter:
    """One pass at a time; lives in one event loop."""

    def __init__(
        self,
        cases: Counts,
        months: Store[MonthFigures],
        boroughs: Callable[[], Iterable[str]],
        clock: Clock,
        every_seconds: float,
        worked_in: WorkedIn,
    ) -> None:
        self._cases = cases
        self._months = months
        self._boroughs = boroughs
        self._clock = clock
        self._every = timedelta(seconds=every_seconds)
        self._worked_in = worked_in
        self._counted: dict[Place, datetime] = {}
        self._passed_at = NEVER

    async def run(self) -> int:
        """One pass, if the last was long enough ago: how many months it counted.

        Raises Transient.
        """
        now = self._clock()
        if timedelta(0) <= now - self._passed_at < self._every:  # not so after a clock went back
            return 0
        if not self._counted:
            found = await self._months.find(Scope.everything(), {}, limit=AT_MOST)
            known = [one.state for one in found if one.state is not None]
            self._counted = {(one.borough, one.month): one.counted_at for one in known}
        started, is_first, counted = time.monotonic(), False, 0
        for place in self._places(now):
            is_hot = place[1] >= months_back(now, HOT - 1)
            is_first = is_first or place not in self._counted
            budget = FIRST_BUDGET_SECONDS if is_first else BUDGET_SECONDS
            if not is_hot and time.monotonic() - started > budget:
                break
            await self._count(place, now)
            counted += 1
        self._passed_at = now
        return counted

    def _places(self, now: datetime) -> list[Place]:
        """Hot months first, then what was never counted from the newest on, then the oldest."""
        hot = [(one, months_back(now, back)) for back in range(HOT) for one in self._boroughs()]
        others = [
            (one, months_back(now, back)) for back in range(HOT, MONTHS) for one in self._boroughs()
        ]
        due = [one for one in others if now - self._counted.get(one, NEVER) >= ENOUGH]
        return [*hot, *sorted(due, key=lambda one: self._counted.get(one, NEVER))]

    async def _count(self, place: Place, now: datetime) -> None:
        borough, month = place
        rows = await self._cases.tally(*COUNTED, where={"borough": borough, "month": month})
        counted = ((Counted(*values), number) for values, number in rows.items())
        made = month_figures(borough, month, counted, now, self._worked_in)
        self._counted[place] = now
        draft = Draft.of((await self._months.load([made.figures_id]))[made.figures_id])
        if made.is_empty and draft.state is None:
            return
        draft.state, draft.borough, draft.changed = made, borough, True
        await self._months.save([draft])  # whoever was quicker counted the same


def months_back(now: datetime, back: int) -> str:
    """The local month that lies so many before that of an instant, as `2026-11`."""
    today = now.astimezone(ZONE).date()
    number = today.year * 12 + today.month - 1 - back
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
