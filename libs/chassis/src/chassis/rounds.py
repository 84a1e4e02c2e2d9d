"""Timers and mending (DESIGN §3, Timers and rule 9): find what is due, decide, save under CAS.

No leader and no lease: the condition in the write is what makes it once. A round that dies is
repeated; two replicas at it at once only lose a write to each other.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
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
log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)


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
        self._undecided: dict[str, tuple[int, datetime]] = {}

    async def run(self, now: datetime) -> int:
        """One bounded, fair pass, oldest first; how many documents changed. Raises Transient.

        What cannot be decided is tried again ever later, and never fills the batch.
        """
        found = await self._find(now, self._limit + len(self._undecided))
        self._undecided = {d.id: self._undecided[d.id] for d in found if d.id in self._undecided}
        drafts: list[Draft[S]] = []
        for document in found:
            tries, again_at = self._undecided.get(document.id, (0, now))
            if again_at > now:
                continue
            try:
                draft = self._decided(document, now)
            except Exception as fault:
                pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(tries, 10))
                self._undecided[document.id] = (tries + 1, now + pause)
                metrics.FAILED.labels(f"round {self.name}").inc()
                log.error("undecided", exc_info=fault, extra={"document": document.id})
            else:
                self._undecided.pop(document.id, None)
                drafts += [draft] if draft is not None else []
        failpoint("in-round")
        lost = await self._store.save(drafts)
        won = [draft for draft in drafts if draft.id not in lost]
        await self._publisher.publish({draft.id: draft.outbox() for draft in won})
        metrics.ROUND.labels(self.name).inc(len(won))
        return len(won)

    def _decided(self, document: Document[S], now: datetime) -> Draft[S] | None:
        outcome = None if document.state is None else self._decide(document.state, now)
        if outcome is None:
            return None
        draft = Draft.of(document)
        cause = Cause(correlation_id=document.id, borough=document.borough)
        self._scribe.apply(draft, outcome, cause)
        return draft
