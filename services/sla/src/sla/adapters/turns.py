"""Which timers a pass takes: the oldest first, and while one borough's herd runs, of every borough.

Two times are looked for. `next_try_at` comes with the clock: warnings, retries. `judge_at`, a due
time, comes only once the streams were read past it (DESIGN §3, Timers): what cannot be judged yet
is not even looked at, so a silent Kafka costs no writes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.document import Document
from chassis.readmark import ReadMark
from chassis.store import Store
from prometheus_client import Gauge

from sla.adapters.indexes import answering
from sla.domain.commitment import Commitments

HERD = 1000  # documents of one pass
LAG = Gauge(
    "guichet_sla_timer_lag_seconds", "How long the oldest timer that may fire has waited", ["timer"]
)


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that may fire: whose it is, and since when."""

    at: datetime
    document: Document[Commitments]


def share_of(herd: int, others: int) -> int:
    """How many of each borough that has none among the oldest come along: half, divided."""
    return max(1, herd // 2 // others) if others else 0


def in_turn(oldest: Sequence[Due], others: Iterable[Due], limit: int) -> list[Due]:
    """The batch: others in place of the newest of the herd, all in order of time."""
    guests = {one.document.id: one for one in others}
    kept = [one for one in oldest if one.document.id not in guests]
    return sorted([*kept[: max(limit - len(guests), 0)], *guests.values()], key=lambda one: one.at)


class Turns:
    """Finds what is due by one index field, for a round. `until`: up to when it may fire now;
    None: nothing may."""

    def __init__(
        self,
        field: str,
        store: Store[Commitments],
        at: Callable[[Commitments], datetime | None],
        boroughs: Callable[[], Iterable[str]],
        until: Callable[[datetime], datetime | None] = lambda now: now,
    ) -> None:
        self._field = field
        self._store = store
        self._at = at
        self._boroughs = boroughs
        self._until = until

    async def __call__(self, now: datetime, limit: int) -> list[Document[Commitments]]:
        """See `chassis.rounds.Find`. One query, but for a herd: then one a borough more."""
        until = self._until(now)
        found = [] if until is None else await self._due(until, limit)
        waited = (until - found[0].at).total_seconds() if until and found else 0.0
        LAG.labels(self._field).set(waited)
        if until is not None and len(found) >= limit:
            found = await self._with_others(found, until, limit)
        return [one.document for one in found]

    async def _with_others(self, herd: Sequence[Due], until: datetime, limit: int) -> list[Due]:
        here = {answering(one.document.state) for one in herd if one.document.state}
        others = sorted(set(self._boroughs()) - here)
        share = share_of(limit, len(others))
        guests = [one for name in others for one in await self._due(until, share, borough=name)]
        return in_turn(herd, guests, limit)

    async def _due(self, until: datetime, limit: int, **where: str) -> list[Due]:
        documents = await self._store.due(self._field, until, limit, **where)
        timed = [(None if one.state is None else self._at(one.state), one) for one in documents]
        # What an earlier release stored by other rules comes first, and is stored anew.
        return [Due(until if at is None else min(at, until), one) for at, one in timed]


def judged_until(mark: ReadMark, settling: timedelta) -> Callable[[datetime], datetime | None]:
    """Up to which due time misses may be declared: what was read, less the settling time.

    Not known where the clock was set back behind the mark, until that is noted again.
    """

    def until(now: datetime) -> datetime | None:
        read = mark.until
        return read - settling if read is not None and read <= now else None

    return until
