"""The public requests of a counter that are asked for most, held in memory.

Reading a thousand of them costs more than all that is done with them; so what was read is kept, and
each reading first learns what was saved since. Nothing here is older than its database.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from chassis.clock import Clock

from intake.domain.dossier import OPEN
from intake.domain.public_index import PublicIndex, closed_on, days, open_in, received_on
from intake.domain.public_request import PublicFacts, PublicStatus

LONGEST = timedelta(days=90)
CLOSED_KEPT = timedelta(days=32)
MOST = 1000
FIRST_DAYS = 8  # looked at first, then twice as many each time
# A save is seen some time after its minute was written down, and clocks differ.
SLACK = timedelta(minutes=2)
UNREAD_MOST = timedelta(minutes=20)
ANEW_EVERY = timedelta(days=1)  # what has grown old is let go of then
SETTLED_AFTER = timedelta(minutes=5)
# A promise is made by another service some seconds after the case was assigned, and seldom moved.
PROMISE_GOOD, SETTLED_PROMISE_GOOD = timedelta(seconds=15), timedelta(minutes=10)
MOST_PROMISES = 100_000


@dataclass
class Held:
    """Of one counter: all that was received since `since`, is open, or was closed lately."""

    since: datetime
    closed_since: datetime
    read_anew_at: datetime
    facts: dict[str, PublicFacts] = field(default_factory=dict)
    _newest: list[PublicFacts] | None = field(default=None, repr=False)

    @property
    def newest(self) -> Sequence[PublicFacts]:
        """All of them, the newest first; put in order when something changed, not when asked."""
        if self._newest is None:
            self._newest = newest_first(self.facts.values())
        return self._newest

    def take(self, one: PublicFacts) -> None:
        """Keep it as it is now, if it is one of those."""
        closed_lately = one.closed_at is not None and one.closed_at >= self.closed_since
        is_open = one.status is PublicStatus.OPEN
        if is_open or closed_lately or one.requested_at >= self.since:
            self.facts[one.request_id] = one
            self._newest = None
        else:
            self.drop(one.request_id)

    def drop(self, request_id: str) -> None:
        """Let go of one, if it is held."""
        if self.facts.pop(request_id, None) is not None:
            self._newest = None


class Recent:
    """What is held, by counter: of those alone that somebody asked for."""

    def __init__(self, index: PublicIndex, clock: Clock) -> None:
        self._index = index
        self._clock = clock
        self._held: dict[str, Held] = {}
        self._promises: dict[str, tuple[datetime, datetime | None]] = {}
        self._read_at = clock()
        self._reading = asyncio.Lock()
        self._loading: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(self, borough: str) -> Held:
        """What is held of a counter, as the database has it now. Raises Transient."""
        async with self._reading:
            now = self._clock()
            if not timedelta(0) <= now - self._read_at <= UNREAD_MOST:
                self._held.clear()
            if self._held:
                self._apply(await self._index.changed(self._read_at - SLACK, now))
            self._read_at = now
        async with self._loading[borough]:
            held = self._held.get(borough)
            if held is None or now > held.read_anew_at:
                held = await self._load(borough, now)
                # What was saved meanwhile is learnt by the next reading, if it looks back so far.
                if self._clock() - now < SLACK:
                    self._held[borough] = held
            return held

    async def promised(self, some: Sequence[PublicFacts]) -> Mapping[str, datetime]:
        """The dates promised, by id, at most 15 seconds old; ten minutes where the request has not
        changed lately. Raises Transient."""
        now = self._clock()
        wanted = [one.request_id for one in some if not self._is_known(one, now)]
        if wanted:
            if len(self._promises) > MOST_PROMISES:
                self._promises.clear()
            read = await self._index.promised(wanted)
            self._promises |= {name: (now, read.get(name)) for name in wanted}
        known = ((one.request_id, self._promises.get(one.request_id)) for one in some)
        return {name: found[1] for name, found in known if found and found[1]}

    def _is_known(self, one: PublicFacts, now: datetime) -> bool:
        """True of a promise read lately, or read when the work had been done for a while."""
        known = self._promises.get(one.request_id)
        if known is None:
            return False
        is_settled = known[0] - one.updated_at > SETTLED_AFTER
        good = SETTLED_PROMISE_GOOD if is_settled else PROMISE_GOOD
        is_final = is_settled and one.standing not in OPEN
        return is_final or timedelta(0) <= now - known[0] < good

    def _apply(self, changed: Mapping[str, PublicFacts | None]) -> None:
        for name, facts in changed.items():
            for borough, held in self._held.items():
                if facts is not None and borough in facts.boroughs:
                    held.take(facts)
                else:
                    held.drop(name)

    async def _load(self, borough: str, now: datetime) -> Held:
        found, since = await newest(self._index, borough, now - LONGEST, now)
        closed_since = now - CLOSED_KEPT
        keys = [open_in(borough), *(closed_on(borough, day) for day in days(closed_since, now))]
        held = Held(since, closed_since, now + ANEW_EVERY)
        for one in (*found, *await self._index.found(keys)):
            held.take(one)
        return held


def newest_first(some: Iterable[PublicFacts]) -> list[PublicFacts]:
    """The newest first; of one instant in a fixed order."""
    return sorted(some, key=lambda one: (one.requested_at, one.request_id), reverse=True)


async def newest(
    index: PublicIndex, borough: str, start: datetime, end: datetime
) -> tuple[list[PublicFacts], datetime]:
    """The thousand newest of a span or more, and since when none is left out. Raises Transient."""
    found, left, width = list[PublicFacts](), days(start, end), FIRST_DAYS
    since = end
    while left and len(found) < MOST:
        some, left, width = left[:width], left[width:], width * 2
        found += await index.found([received_on(borough, day) for day in some])
        since = max(start, datetime.combine(some[-1], time(), UTC))
    return found, since
