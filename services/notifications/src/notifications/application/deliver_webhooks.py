"""Posts what is owed to webhooks. Each has a pump of its own, so that none waits for another.

Taken by compare-and-set, posted, answered by compare-and-set. A crash between the two leaves the
delivery to its lease, and it is posted again under the same id: at least once, in no order.
"""

import asyncio
import logging
import math
import random
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from chassis.clock import Clock
from chassis.document import Document, Draft
from chassis.failpoints import failpoint
from chassis.faults import Transient
from chassis.store import Scope, Store
from contracts.signatures import signature_headers

from notifications.application.replay_webhooks import send_again_since
from notifications.application.webhook_book import WebhookBook
from notifications.domain.webhook import State, Webhook, heard, replayed
from notifications.domain.webhook_delivery import (
    Answer,
    DeliveryState,
    WebhookDelivery,
    answered,
    taken,
)

log = logging.getLogger(__name__)

HEADERS = {
    "content-type": "application/cloudevents+json; charset=utf-8",
    "user-agent": "Guichet-Webhooks/1",
}


class Poster(Protocol):
    """Port to the receivers."""

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """One attempt, bounded in time; raises nothing for the receiver's sake."""
        ...


class Vault(Protocol):
    """Port to the secrets at rest."""

    def open(self, webhook: Webhook, now: datetime) -> list[str]:
        """The secrets that sign now, newest first."""
        ...


HANDFULS = 8  # read at once, taken one by one: a lease must not run out on what waits its turn


@dataclass(frozen=True, slots=True)
class PumpTerms:
    """`lease`: life of a taken delivery, longer than an attempt. `at_once`: posts of one webhook.

    `patience`: how long all may fail before it is disabled. `keep`: life of what is settled.
    """

    lease: timedelta
    at_once: int
    poll_seconds: float
    patience: timedelta
    keep: timedelta


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of one attempt, and when."""

    delivery: WebhookDelivery
    answer: Answer
    at: datetime


class Pumps:
    """One replica's pumps. Two replicas at one webhook only lose writes to each other."""

    def __init__(
        self,
        *,
        deliveries: Store[WebhookDelivery],
        book: WebhookBook,
        vault: Vault,
        poster: Poster,
        terms: PumpTerms,
        clock: Clock,
        until_done: Callable[[str, Callable[[], Awaitable[Any]]], Awaitable[Any]],
        counted: Callable[[WebhookDelivery, Answer], None] = lambda *_: None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._deliveries = deliveries
        self._book = book
        self._vault = vault
        self._poster = poster
        self._terms = terms
        self._clock = clock
        self._until_done = until_done
        self._counted = counted
        self._jitter = jitter
        self._running: dict[str, asyncio.Task[None]] = {}
        self._rung = asyncio.Event()
        self._owed: set[str] = set()
        self._looked_at = -math.inf
        self._is_leaving = False

    def ring(self, webhook_ids: Collection[str]) -> None:
        """Something is owed to these now."""
        if webhook_ids:
            self._owed.update(webhook_ids)
            self._rung.set()

    async def run(self) -> None:
        """Wait for a ring or the poll, then set pumps going: those rung for, or all.

        Cancelled, it begins nothing more, and ends when what is under way is answered and written.
        """
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._rung.wait(), self._terms.poll_seconds)
            self._rung.clear()
            owed, self._owed = self._owed, set()
            # However often it rings: retries, and what other replicas were told, come by the poll.
            if time.monotonic() - self._looked_at < self._terms.poll_seconds:
                self._start(owed)
            else:
                await self.start()
                self._looked_at = time.monotonic()
        except asyncio.CancelledError:
            self._is_leaving = True
            await self.settled()
            raise

    async def start(self) -> None:
        """A pump for each active webhook that has none running. Raises Transient."""
        found = await self._book.collecting()
        self._start([one.webhook_id for one in found if one.state is State.ACTIVE])

    def _start(self, webhook_ids: Iterable[str]) -> None:
        running = {name: task for name, task in self._running.items() if not task.done()}
        for webhook_id in webhook_ids:
            if webhook_id not in running:
                running[webhook_id] = asyncio.create_task(self._pump(webhook_id))
        self._running = running

    async def settled(self) -> None:
        """Wait until all pumps stand still."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _pump(self, webhook_id: str) -> None:
        """Post until nothing is due; what fails is looked at again with the next poll."""
        try:
            while not self._is_leaving:
                webhook = await self._active(webhook_id)
                if webhook is None:
                    return
                if (wish := webhook.replay) is not None:
                    await send_again_since(self._deliveries, webhook_id, wish, self._terms.keep)
                    await self._book.change(webhook_id, lambda one: replayed(one, wish))
                if not await self.post_due(webhook):
                    return
        except Transient as fault:
            log.warning("webhook put off", extra={"webhook": webhook_id, "fault": str(fault)})
        except Exception as fault:
            log.exception("pump failed", extra={"fault": type(fault).__name__})

    async def post_due(self, webhook: Webhook) -> int:
        """One bounded pass over what one webhook is owed; how many it posted. Raises Transient."""
        found = await self._deliveries.find(
            Scope.everything(),
            {"webhook_id": webhook.webhook_id, "state": DeliveryState.WAITING.value},
            order_by=[("sort_at", 1)],
            limit=self._terms.at_once * HANDFULS,
        )
        posted = 0
        for at in range(0, len(found), self._terms.at_once):
            now_so = await self._active(webhook.webhook_id) if at else webhook
            if now_so is None or self._is_leaving:
                break  # paused, changed or stopped meanwhile
            posted += await self._post_handful(now_so, found[at : at + self._terms.at_once])
        return posted

    async def _active(self, webhook_id: str) -> Webhook | None:
        webhook = await self._book.one(webhook_id)
        return webhook if webhook is not None and webhook.state is State.ACTIVE else None

    async def _post_handful(
        self, webhook: Webhook, found: Sequence[Document[WebhookDelivery]]
    ) -> int:
        """Take, post and answer a few at once; what somebody else took meanwhile is not ours."""
        drafts = [draft for document in found if (draft := self._taken(document)) is not None]
        if not drafts:
            return 0
        lost = await self._deliveries.save(drafts)
        failpoint("after-reservation")
        won = [one.state for one in drafts if one.id not in lost and one.state is not None]
        posted = await asyncio.gather(*(self._post(webhook, one) for one in won))
        # An answer is not forgotten for a database that is away: else it is posted twice.
        await self._until_done("webhook answers", partial(self._record, posted))
        await self._hear(webhook, [one.answer for one in posted])
        return len(won)

    def _taken(self, document: Document[WebhookDelivery]) -> Draft[WebhookDelivery] | None:
        assert document.state is not None, "found by its state"
        mine = taken(document.state, self._clock(), self._terms.lease)
        if mine is None:
            return None
        draft = Draft.of(document)
        draft.state, draft.changed = mine, True
        return draft

    async def _post(self, webhook: Webhook, delivery: WebhookDelivery) -> Posted:
        now, body = self._clock(), delivery.body.encode()
        try:
            secrets = self._vault.open(webhook, now)
            signed = signature_headers(delivery.delivery_id, now, body, secrets)
            answer = await self._poster.post(webhook.url, {**HEADERS, **signed}, body)
        except Exception as fault:
            # A fault of ours (a changed storage key) must not hold up what can be posted.
            log.exception("not posted", extra={"fault": type(fault).__name__})
            answer = Answer(None, "internal")
        failpoint("after-provider")
        self._counted(delivery, answer)
        return Posted(delivery, answer, self._clock())

    async def _record(self, posted: Sequence[Posted]) -> None:
        """All answers, one write; again for those that somebody else wrote meanwhile."""
        left = {one.delivery.delivery_id: one for one in posted}
        while left:
            documents = await self._deliveries.load(left)
            drafts = [self._answered(documents[name], one) for name, one in left.items()]
            lost = await self._deliveries.save(drafts)
            left = {name: one for name, one in left.items() if name in lost}

    def _answered(self, document: Document[WebhookDelivery], one: Posted) -> Draft[WebhookDelivery]:
        draft = Draft.of(document)
        if document.state is not None:  # it may have expired meanwhile
            attempt = one.delivery.attempt
            after = answered(document.state, attempt, one.answer, one.at, self._jitter())
            draft.state, draft.changed = after, after != document.state
        return draft

    async def _hear(self, webhook: Webhook, answers: Iterable[Answer]) -> None:
        """The health of the webhook: written only where it changed."""
        told = list(answers)
        if not told:
            return
        now = self._clock()
        news = partial(
            heard,
            delivered=any(one.is_delivered for one in told),
            gone=any(one.is_gone for one in told),
            now=now,
            patience=self._terms.patience,
        )
        if news(webhook) is webhook:
            return
        after = await self._book.change(webhook.webhook_id, news)
        if after is not None and after.state is State.DISABLED:
            log.warning(
                "webhook disabled", extra={"webhook": webhook.webhook_id, "reason": after.reason}
            )
