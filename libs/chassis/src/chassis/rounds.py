"""Timers and mending (DESIGN §3, Timers and rule 9): find what is due, decide, save under CAS.

No leader and no lease: the condition in the write is what makes it once. A round that dies is
repeated; two replicas at it at once only lose a write to each other.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel

from chassis import metrics
from chassis.document import Document, Draft
from chassis.failpoints import failpoint
from chassis.outbox import Publisher
from chassis.outcome import Outcome
from chassis.scribe import Cause, Scribe
from chassis.store import Store

S = TypeVar("S", bound=BaseModel)
Find = Callable[[datetime, int], Awaitable[list[Document[S]]]]
Decide = Callable[[S, datetime], Outcome[S] | None]


class Round(Generic[S]):
    """One rule that time or another document keeps breaking, and its mending."""

    def __init__(
        self,
        name: str,
        *,
        store: Store[S],
        find: Find[S],
        decide: Decide[S],
        scribe: Scribe,
        publisher: Publisher,
        limit: int = 200,
    ) -> None:
        self.name = name
        self._store = store
        self._find = find
        self._decide = decide
        self._scribe = scribe
        self._publisher = publisher
        self._limit = limit

    async def run(self, now: datetime) -> int:
        """One bounded, fair pass, oldest first; how many documents changed. Raises Transient."""
        drafts: list[Draft[S]] = []
        for document in await self._find(now, self._limit):
            outcome = None if document.state is None else self._decide(document.state, now)
            if outcome is not None:
                draft = Draft.of(document)
                cause = Cause(correlation_id=document.id, borough=document.borough)
                self._scribe.apply(draft, outcome, cause)
                drafts.append(draft)
        failpoint("in-round")
        lost = await self._store.save(drafts)
        won = [draft for draft in drafts if draft.id not in lost]
        await self._publisher.publish({draft.id: draft.outbox() for draft in won})
        metrics.ROUND.labels(self.name).inc(len(won))
        return len(won)
