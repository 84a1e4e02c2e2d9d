"""The notices of all counters: where they are kept, and which of them answer somebody."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

from chassis.clock import Clock
from chassis.commands import Commands, NotFound
from chassis.store import Between, Scope, Store

from intake.domain.activities import Vocabulary, plain
from intake.domain.gazetteer import Gazetteer, Located
from intake.domain.notice import Notice, NoticeStanding
from intake.domain.notice_match import Question, answering, codes_by_name
from intake.domain.place_text import read_place
from intake.domain.twins import Point

FAR = datetime(9999, 1, 1, tzinfo=UTC)
MOST_TOLD = 200
MOST_LISTED = 100


@dataclass(frozen=True)
class NoticeBoard:
    """Queries of notices; all raise Transient. What it holds is public."""

    store: Store[Notice]
    commands: Commands[Notice]
    clock: Clock
    vocabulary: Callable[[], Awaitable[Vocabulary]]
    gazetteer: Gazetteer = field(default_factory=Gazetteer)

    async def told(self, borough: str) -> list[Notice]:
        """Notices of a counter and of its city that people are told of.

        First those that hold now, what ends first before; then those to come, as they begin.
        """
        grid, now = (await self.vocabulary()).grid_of(borough), self.clock()
        counters = {borough, grid.family if grid else borough}
        found = await self.store.find(
            Scope(frozenset(counters)),
            {"withdrawn": False, "ends_at": Between(now, FAR)},
            limit=MOST_TOLD,
        )
        told = [one.state for one in found if one.state is not None and one.state.is_told(now)]
        return sorted(told, key=lambda one: _order(one, now))

    async def answering(
        self,
        borough: str,
        activities: Collection[str],
        *,
        address: str = "",
        point: Point | None = None,
    ) -> list[Notice]:
        """At most three notices that answer before a case is opened, the most specific first.

        `activities`: names or codes of what it may be about. `address` as it was written; its
        point is looked up where none is given.
        """
        told = await self.told(borough)
        if not told:
            return []
        answered = {code for one in told for code in one.content.activities}
        known = (await self.vocabulary()).activities_of(borough)
        # Names of a whole grid take longer to read than a page may: only those that matter are.
        by_name = codes_by_name(one for one in known if one.code in answered)
        codes = {by_name.get(plain(name), "") for name in activities}
        if point is None and address:
            spot = self.gazetteer.locate(address, borough)
            point = Point(spot.longitude, spot.latitude) if isinstance(spot, Located) else None
        streets = read_place(address).streets if address else ()
        return answering(told, Question(frozenset(codes), point, streets), self.clock())

    async def one(self, notice_id: str) -> Notice:
        """A notice, whatever its standing. Raises NotFound."""
        state = (await self.store.load([notice_id]))[notice_id].state
        if state is None:
            raise NotFound(notice_id)
        return state

    async def recent(self, scope: Scope) -> list[Notice]:
        """Notices of these counters, withdrawn and ended ones too, the latest change first."""
        found = await self.store.find(scope, {}, order_by=[("changed_at", -1)], limit=MOST_LISTED)
        return [one.state for one in found if one.state is not None]


def _order(notice: Notice, now: datetime) -> tuple[bool, datetime, str]:
    is_current = notice.standing(now) is NoticeStanding.CURRENT
    at = notice.content.ends_at if is_current else notice.content.starts_at
    return not is_current, at, notice.notice_id
