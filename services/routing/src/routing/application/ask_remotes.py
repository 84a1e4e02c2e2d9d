"""Cases that wait for a borough's own service: asked at once, answered or left to the grid.

Level-triggered (rule 9): a case says in its document that it waits, an indexed query finds it, and
the answer is written under compare-and-set. A process that dies in between leaves the case
waiting, and whoever comes next asks again. Nothing here is slower than the deadline of the
borough, and one that keeps failing is not asked for a while (PV-05: without delay).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from chassis.clock import Clock
from chassis.commands import Commands
from chassis.document import Document
from chassis.outcome import Outcome
from chassis.store import Scope, Store

from routing.application.snapshot import Snapshot
from routing.application.translate import outcome
from routing.domain.assignment import Assignment
from routing.domain.breaker import Breaker
from routing.domain.facts import CaseFacts
from routing.domain.grid import Grid, Grids
from routing.domain.remote import Heard, RemoteAnswer, remote_to_ask

FAILURES, PAUSE = 5, timedelta(seconds=30)
AT_ONCE, A_PASS = 8, 64
_FAILED = frozenset({Heard.TOO_LATE, Heard.UNREACHABLE, Heard.REFUSED, Heard.NOT_SIGNED})

Tell = Callable[[RemoteAnswer, Breaker], None]


class Resolver(Protocol):
    """Asks a borough's own service. Raises nothing: what went wrong is an answer too."""

    def ask(self, facts: CaseFacts, here: Grid, grids: Grids) -> Awaitable[RemoteAnswer]:
        """`here` is the grid whose manifest says where and how long to ask."""
        ...


def record_answer(
    state: Assignment, answer: RemoteAnswer | None, now: datetime, snapshot: Snapshot
) -> Outcome[Assignment]:
    """The case is decided with the answer; one to an earlier question is asked again.

    None: the grid in force now has nobody to ask.
    """
    change = state.with_remote_answer(
        answer, snapshot.grids, snapshot.territories, snapshot.directory, now
    )
    return outcome(change, snapshot.grids)


def decide_without(
    state: Assignment, now: datetime, *, snapshot: Snapshot
) -> Outcome[Assignment] | None:
    """A case that waits for a service which the grid in force does not have any more."""
    return record_answer(state, None, now, snapshot)


class RemoteDesk:
    """One pass after another over what waits; a breaker for each borough, in this process."""

    def __init__(
        self,
        store: Store[Assignment],
        commands: Commands[Assignment],
        resolver: Resolver,
        snapshot: Snapshot,
        clock: Clock,
        tell: Tell,
    ) -> None:
        self._store, self._commands, self._resolver = store, commands, resolver
        self._snapshot, self._clock, self._tell = snapshot, clock, tell
        self._breakers: dict[str, Breaker] = {}

    @property
    def breakers(self) -> Mapping[str, Breaker]:
        """Where the breakers stand, by borough."""
        return self._breakers

    async def run(self) -> int:
        """Ask for a bounded number of cases of every borough; how many were answered."""
        boroughs = {g.slug for g in self._snapshot.grids if g.manifest.remote is not None}
        answered = await asyncio.gather(*(self._pass_of(slug) for slug in sorted(boroughs)))
        return sum(answered)

    async def _pass_of(self, borough: str) -> int:
        """Boroughs side by side, so that a slow one holds up its own cases only."""
        found = await self._store.find(
            Scope.everything(), {"asks": borough}, order_by=[("received_on", 1)], limit=A_PASS
        )
        places = asyncio.Semaphore(AT_ONCE)

        async def one(document: Document[Assignment]) -> None:
            async with places:
                await self._answer(document)

        await asyncio.gather(*(one(document) for document in found))
        return len(found)

    async def _answer(self, document: Document[Assignment]) -> None:
        state, snapshot = document.state, self._snapshot
        assert state is not None
        facts = state.case_facts()
        here = None if facts is None else self._asked(facts)
        answer = None if facts is None or here is None else await self._ask(facts, here)
        await self._commands.execute(
            document.id,
            lambda held: record_answer(_there(held), answer, self._clock(), snapshot),
            command_id=f"remote:{document.version}",
            content=document.id,
            scope=Scope.everything(),
            borough=document.borough,
        )

    def _asked(self, facts: CaseFacts) -> Grid | None:
        snapshot = self._snapshot
        on = snapshot.today(facts.counter_borough, self._clock())
        return remote_to_ask(facts, snapshot.grids, snapshot.territories, on)

    async def _ask(self, facts: CaseFacts, here: Grid) -> RemoteAnswer:
        held = self._breakers.get(here.slug, Breaker(FAILURES, PAUSE))
        held, may_ask = held.ask(self._clock())
        self._breakers[here.slug] = held
        if not may_ask:
            answer = RemoteAnswer(
                borough=here.slug,
                grid_version=here.version,
                facts=facts,
                heard=Heard.NOT_ASKED,
                at=self._clock(),
            )
        else:
            answer = await self._resolver.ask(facts, here, self._snapshot.grids)
            # The newest: others of the same borough were answered meanwhile.
            held = self._breakers[here.slug]
            failed = answer.heard in _FAILED
            self._breakers[here.slug] = held.failed(self._clock()) if failed else held.succeeded()
        self._tell(answer, self._breakers[here.slug])
        return answer


def _there(state: Assignment | None) -> Assignment:
    assert state is not None, "what was found is never deleted"
    return state
