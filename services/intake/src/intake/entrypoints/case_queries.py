"""Reading dossiers, always within somebody's boroughs; nothing is written here."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from chassis.commands import NotFound
from chassis.store import Between, Scope, Store

from intake.domain.case import SELF, Case
from intake.domain.dossier import Line, Part
from intake.domain.timeline import SOURCES, Timeline
from intake.domain.tracking import hash_of

P = TypeVar("P", bound=Part)
Chunks = Callable[..., Awaitable[list[Any]]]
# The embedded server reads all that matches before it gives the newest: near spans come first,
# and never what lies before the newest that was seen.
LOOK_BACK = (
    timedelta(minutes=1),
    timedelta(hours=1),
    *(timedelta(days=3**power) for power in range(1, 9)),
)
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
SORTABLE = {"receivedAt": "received_at", "status": "status", "kind": "kind", "borough": "borough"}


@dataclass(frozen=True)
class Page:
    """Some of the cases that were asked for, and how many there are."""

    cases: Sequence[Case]
    total: int


@dataclass(frozen=True)
class Dossier:
    """A case and what the others said of it, whole."""

    case: Case
    timeline: Timeline

    @property
    def lines(self) -> list[Line]:
        """What was done here and what the others said, by the time of the fact."""
        # A journal that was begun before others' lines had a place of their own holds some too.
        own = [line for line in self.case.journal if line.service == SELF]
        return sorted([*own, *self.timeline.lines], key=lambda line: line.at)


class CaseQueries:
    """Dossiers: a store of cases, one of timelines, and what moved out of a document of each.

    Who may see a case sees its timeline: it is looked for only after the case was found in scope.
    """

    def __init__(
        self,
        store: Store[Case],
        timelines: Store[Timeline],
        chunks: Chunks | None = None,
        timeline_chunks: Chunks | None = None,
    ) -> None:
        self._store = store
        self._timelines = timelines
        self._chunks = chunks
        self._timeline_chunks = timeline_chunks
        self._heard: dict[tuple[str, str], datetime] = {}

    async def dossier(self, case_id: str, scope: Scope) -> Dossier:
        """A registered case with all that was said of it. Raises NotFound, Transient."""
        return await self._whole(await self.case(case_id, scope))

    async def case(self, case_id: str, scope: Scope) -> Case:
        """A registered case alone. Raises NotFound, Transient."""
        document = (await self._store.load([case_id]))[case_id]
        case = document.state
        if case is None or case.registration is None:
            raise NotFound(case_id)
        if not scope.admits(self._store.boroughs(document)):
            raise NotFound(case_id)
        return case

    async def dossier_by_code(self, code: str) -> Dossier:
        """The dossier that a tracking code opens: the code is the right to see it.

        Raises NotFound, Transient.
        """
        return await self._whole(await self.case_by_code(code))

    async def case_by_code(self, code: str) -> Case:
        """The case alone that a tracking code opens.

        Found by the hash, so the time that it takes tells nothing of the code. Raises NotFound,
        Transient.
        """
        found = await self._store.find(Scope.everything(), {"tracking": hash_of(code)}, limit=1)
        if not found or found[0].state is None:
            raise NotFound("by tracking code")
        return found[0].state

    async def last_arrival(self, borough: str, channel: str, now: datetime) -> datetime | None:
        """When the newest case of a counter came in by a channel. Raises Transient."""
        where = {"borough": borough, "channel": channel}
        until = now + timedelta(minutes=1)  # clocks differ
        known = self._heard.get((borough, channel), BEFORE_ALL)
        for span in LOOK_BACK:
            within = {"received_at": Between(max(known, now - span), until)}
            found = await self._store.find(
                Scope.everything(), where | within, order_by=[("received_at", -1)], limit=1
            )
            if found and (case := found[0].state) and case.registration:
                self._heard[borough, channel] = case.registration.received_at
                return case.registration.received_at
        return None

    async def count_received(
        self,
        boroughs: frozenset[str],
        channel: str,
        start: datetime,
        end: datetime,
        *,
        first_contact: bool,
    ) -> int:
        """Cases that came in from `start` to before `end`, all or those answered at first contact.

        The boroughs are the counters themselves. Raises Transient.
        """
        where = {"borough": boroughs, "channel": channel, "received_at": Between(start, end)}
        answered = {"first_contact": True} if first_contact else {}
        return await self._store.count(Scope.everything(), {**where, **answered})

    async def page(
        self,
        scope: Scope,
        *,
        status: str | None,
        locate: bool = False,
        offset: int,
        limit: int,
        order_by: Sequence[tuple[str, int]] = (("received_at", -1),),
    ) -> Page:
        """Registered cases in scope; `locate`: only those whose address could not be placed.

        Raises Transient.
        """
        where: dict[str, Any] = {"registered": True, **({"status": status} if status else {})}
        where |= {"locate": True} if locate else {}
        found = await self._store.find(scope, where, order_by=order_by, offset=offset, limit=limit)
        total = await self._store.count(scope, where)
        return Page([one.state for one in found if one.state is not None], total)

    async def _whole(self, case: Case) -> Dossier:
        said = (await self._timelines.load([case.case_id]))[case.case_id].state
        timeline = said or Timeline(case_id=case.case_id, borough=case.borough)
        return Dossier(
            await _with_moved(case, case.case_id, ("journal",), self._chunks),
            await _with_moved(timeline, case.case_id, SOURCES, self._timeline_chunks),
        )


async def _with_moved(state: P, name: str, fields: Sequence[str], chunks: Chunks | None) -> P:
    """The state with the lines that moved out of its document."""
    whole: dict[str, Any] = {}
    for field in fields:
        count = getattr(state, f"{field}_moved")
        if count and chunks is not None:
            moved = [Line.model_validate(entry) for entry in await chunks(name, field)]
            # A chunk may be written before the save that moves it: what is in both is told once.
            whole[field] = (*moved[:count], *getattr(state, field))
    return state.model_copy(update=whole)
