"""Timers and mending (DESIGN §3, Timers and rule 9): find what is due, decide, save under CAS.

No leader and no lease: the condition in the write is what makes it once. A round that dies is
repeated; two replicas at it at once only lose a write to each other.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
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

USUAL, AT_ONCE = 200, 50  # documents of one pass, and of one write: it must end in its deadline
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)


class Round(Generic[S]):
    """One rule that time or another document keeps breaking, and its mending.

    `limit`: documents of one pass. Above the usual, the next pass follows a full one at once.
    """

    def __init__(
        self,
        name: str,
        *,
        store: Store[S],
        find: Find[S],
        decide: Decide[S],
        scribe: Scribe,
        publisher: Publisher,
        limit: int = USUAL,
    ) -> None:
        self.name = name
        self._store = store
        self._find = find
        self._decide = decide
        self._scribe = scribe
        self._publisher = publisher
        self.limit = limit
        self._undecided: dict[str, tuple[int, datetime]] = {}
        self.has_more = self._overtaken = False

    async def run(self, now: datetime) -> int:
        """One bounded, fair pass, oldest first; how many documents changed. Raises Transient.

        What cannot be decided is tried again ever later, and never fills the batch. `has_more`
        afterwards: of a large batch that was full something could be done, so go on at once. Where
        another replica is at the same documents, the rest is left to it.
        """
        found = await self._find(now, self.limit + len(self._undecided))
        self._undecided = {d.id: self._undecided[d.id] for d in found if d.id in self._undecided}
        changed, self._overtaken = 0, False
        for at in range(0, max(len(found), 1), AT_ONCE):
            changed += 0 if self._overtaken else await self._mend(found[at : at + AT_ONCE], now)
        self.has_more = len(found) >= self.limit > USUAL and changed > 0 and not self._overtaken
        return changed

    async def _mend(self, found: Sequence[Document[S]], now: datetime) -> int:
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
        self._overtaken = len(lost) > len(won)
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
