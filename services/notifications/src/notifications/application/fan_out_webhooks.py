"""From the open topics to what is owed to webhooks: one document for each event and webhook.

The value is passed on as it lies on the topic, in the structured JSON form of CloudEvents: an
integrator gets what a reader of the topic gets, types that we do not know included. Nothing is
parked here: what cannot be read is the affair of those who handle it, and is counted.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

from chassis.clock import Clock
from chassis.document import Document, Draft
from chassis.store import Store
from contracts import Envelope, Undecodable
from contracts.codec import read_envelope
from contracts.envelope import Classification
from contracts.topics import TOPICS

from notifications.application.webhook_book import WebhookBook
from notifications.domain.webhook import Webhook
from notifications.domain.webhook_delivery import WebhookDelivery, delivery_id

log = logging.getLogger(__name__)

# The facts about cases and notices that everybody allowed may read; never a sealed topic, never a
# manifest.
TOLD_OF = frozenset({"case id", "notice id"})
TOPICS_TOLD = tuple(
    topic.name
    for topic in TOPICS.values()
    if topic.classification is Classification.OPEN and topic.key in TOLD_OF and not topic.reserved
)
WRITTEN_AT_ONCE = 500


class RawRecord(Protocol):
    """What is read of a Kafka record; `chassis.record.Record` has it."""

    @property
    def topic(self) -> str: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]: ...
    @property
    def id(self) -> str: ...


class FanOut:
    """Handles batches of the open topics. Owed first, acknowledged after: nothing is lost.

    Redelivered records find their documents there: ids are derived, and an insert is refused.
    """

    topic = "webhooks"  # names the consumer group: one for all topics, for all members read all
    topics = TOPICS_TOLD

    def __init__(
        self,
        *,
        pace_seconds: float,
        deliveries: Store[WebhookDelivery],
        book: WebhookBook,
        keep: timedelta,
        clock: Clock,
        until_done: Callable[[str, Callable[[], Awaitable[Any]]], Awaitable[Any]],
        ring: Callable[[Collection[str]], None],
    ) -> None:
        self.pace_seconds = pace_seconds
        self._deliveries = deliveries
        self._book = book
        self._keep = keep
        self._clock = clock
        self._until_done = until_done
        self._ring = ring

    async def handle(self, records: Sequence[RawRecord]) -> None:
        """Owe what these records hold to whoever wants it. Raises WaitTooLong.

        Who wants it is asked after the records were fetched: a webhook registered before an event
        happened is known here. Where nobody wants anything, nothing is decoded and nothing written.
        """
        webhooks: Sequence[Webhook] = await self._until_done("webhooks", self._book.collecting)
        if not webhooks:
            return
        owed: dict[str, WebhookDelivery] = {}
        for record in records:
            owed |= {one.delivery_id: one for one in self._owed(record, webhooks)}
        drafts = [_draft(one) for one in owed.values()]
        for at in range(0, len(drafts), WRITTEN_AT_ONCE):
            part = drafts[at : at + WRITTEN_AT_ONCE]
            # Ids that come back were there before: redelivered, or written and not answered.
            await self._until_done("webhook deliveries", partial(self._deliveries.save, part))
        if owed:
            self._ring({one.webhook_id for one in owed.values()})

    def _owed(self, record: RawRecord, webhooks: Iterable[Webhook]) -> Iterator[WebhookDelivery]:
        if record.topic not in TOPICS_TOLD:
            return
        boroughs = {borough for one in webhooks for borough in one.boroughs}
        if _text(dict(record.headers).get("ce_borough")) not in boroughs:
            return  # read no further: most events are nobody's here
        try:
            envelope = read_envelope(record.headers)
            body = structured(envelope, record.value)
        except (Undecodable, ValueError) as fault:
            log.error(
                "no webhook is told", extra={"record": record.id, "fault": type(fault).__name__}
            )
            return
        if envelope.dataclassification is not Classification.OPEN:
            return
        now = self._clock()
        for webhook in webhooks:
            if webhook.wants(envelope.borough, envelope.type, envelope.time):
                yield WebhookDelivery(
                    delivery_id=delivery_id(webhook.webhook_id, str(envelope.id)),
                    webhook_id=webhook.webhook_id,
                    event_id=str(envelope.id),
                    event_type=envelope.type,
                    borough=envelope.borough,
                    case_id=envelope.subject,
                    occurred_at=envelope.time,
                    received_at=now,
                    expires_at=now + self._keep,
                    body=body,
                    queued_at=now,
                    next_try_at=now,
                )


def structured(envelope: Envelope, value: bytes | None) -> str:
    """The event as one JSON object (CloudEvents JSON format 1.0, §3). Raises ValueError."""
    if value is None:
        raise ValueError("no data")
    attributes = envelope.model_dump(mode="json", exclude_none=True)
    return json.dumps(
        {
            "specversion": "1.0",
            **attributes,
            "datacontenttype": "application/json",
            "data": json.loads(value),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _draft(owed: WebhookDelivery) -> Draft[WebhookDelivery]:
    draft = Draft.of(Document[WebhookDelivery](owed.delivery_id))
    draft.state, draft.borough, draft.changed = owed, owed.borough, True
    return draft


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")
