"""The grids received so far, in memory (port `RuleBook`), kept up with the store of grids.

Only ever a copy of what is stored, or is being stored by this very process.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from chassis.clock import Clock, utc_now
from chassis.store import Scope, Store

from sla.domain.calendar import HolidaySeed, WorkingCalendar, build_calendar
from sla.domain.citizens_clocks import promises_of_the_law
from sla.domain.eras import successive
from sla.domain.grids import Grid
from sla.domain.promises import BoroughRules

PAGE = 100
ALL_AGAIN = timedelta(minutes=1)


class GridRuleBook:
    """Lives in one event loop."""

    def __init__(self, seed: HolidaySeed) -> None:
        self._seed = seed
        self._grids: dict[tuple[str, int], Grid] = {}
        self._own: dict[tuple[str, int], WorkingCalendar] = {}
        self._rules: dict[tuple[str, int], BoroughRules] = {}
        self._ranked: dict[str, list[Grid]] = {}

    def learn(self, grid: Grid) -> None:
        """Hold a grid; its calendar is worked out only where it changed."""
        key = grid.borough, grid.version
        held = self._grids.get(key)
        if held != grid:
            self._own[key] = build_calendar(grid.borough, grid.version, grid.calendar, self._seed)
            self._grids[key] = grid
            self._join(grid.borough)

    def _join(self, borough: str) -> None:
        """Each day of a borough is as the version in force that day says, whatever the promise."""
        ranked = sorted(
            (grid for grid in self._grids.values() if grid.borough == borough),
            key=lambda grid: grid.rank,
        )
        self._ranked[borough] = ranked
        eras = [(grid.effective_on, self._own[borough, grid.version]) for grid in ranked]
        for (_, own), grid in zip(eras, ranked, strict=True):
            calendar = successive(own, eras)
            promises = (*grid.promises, *promises_of_the_law(grid.claim_notice_days))
            self._rules[borough, grid.version] = BoroughRules(
                borough, grid.version, calendar, promises
            )

    def rules(self, borough: str, version: int | None, at: datetime) -> BoroughRules | None:
        """See `RuleBook`. Of the versions in force on the local date of `at`, the latest."""
        if version is None:
            version = self._in_force(borough, at)
        return None if version is None else self._rules.get((borough, version))

    def grids(self) -> Iterable[Grid]:
        """All versions that are held, with the names in them."""
        return list(self._grids.values())

    def latest(self) -> Iterable[BoroughRules]:
        """Of every borough the version that is, or will be, in force last."""
        last: dict[str, Grid] = {}
        for grid in self._grids.values():
            if grid.borough not in last or last[grid.borough].rank < grid.rank:
                last[grid.borough] = grid
        return [self._rules[grid.borough, grid.version] for grid in last.values()]

    def calendar(self, borough: str) -> WorkingCalendar | None:
        """The borough's own, in which each day is as the version in force that day says."""
        ranked = self._ranked.get(borough)
        return self._rules[borough, ranked[-1].version].calendar if ranked else None

    def _in_force(self, borough: str, at: datetime) -> int | None:
        held = (
            grid.version
            for grid in reversed(self._ranked.get(borough, ()))
            if grid.effective_on <= self._rules[borough, grid.version].calendar.local(at).date()
        )
        return next(held, None)


class GridWatch:
    """Keeps a book up with the store: one small query while nothing is new.

    Clocks of replicas differ a little, so that a grid might slip in behind the newest: once a
    minute everything is read again.
    """

    def __init__(self, store: Store[Grid], book: GridRuleBook, clock: Clock = utc_now) -> None:
        self._store = store
        self._book = book
        self._clock = clock
        self._newest: datetime | None = None
        self._read_all_at = datetime(1970, 1, 1, tzinfo=UTC)

    async def refresh(self) -> None:
        """Learn what is new. Raises Transient."""
        now = self._clock()
        newest_first = [("heard_at", -1)]
        everything = Scope.everything()
        found = await self._store.find(everything, {}, order_by=newest_first, limit=1)
        newest = next((one.state.heard_at for one in found if one.state is not None), None)
        if newest is None or (newest == self._newest and now - self._read_all_at < ALL_AGAIN):
            return
        known = self._newest if now - self._read_all_at < ALL_AGAIN else None
        offset = 0
        while True:
            page = await self._store.find(
                everything, {}, order_by=newest_first, offset=offset, limit=PAGE
            )
            fresh = [
                one.state
                for one in page
                if one.state is not None and (known is None or one.state.heard_at > known)
            ]
            for grid in fresh:
                self._book.learn(grid)
            if len(fresh) < PAGE:
                break
            offset += PAGE
        if known is None:
            self._read_all_at = now
        self._newest = newest
