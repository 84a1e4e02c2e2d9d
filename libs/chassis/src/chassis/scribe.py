"""Turns what a decision says into entries of the outbox: envelope, headers, sealed value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from contracts import Envelope, Event, encode
from contracts.topics import TOPICS, Topic
from pydantic import BaseModel

from chassis.document import Draft, Entry
from chassis.outcome import Outcome, Said
from chassis.sealing import Seals
from chassis.telemetry import current_traceparent

S = TypeVar("S", bound=BaseModel)


def event_id(topic: str, key: str, sequence: int) -> UUID:
    """Id of an event: derived, so that a decision taken again names the same event."""
    return uuid5(NAMESPACE_URL, f"guichet:{topic}:{key}:{sequence}")


@dataclass(frozen=True)
class Cause:
    """Why a document changes now: the event or command behind it, and whose errand it is on."""

    correlation_id: str
    event_id: str | None = None
    borough: str = ""
    traceparent: str | None = None


@dataclass(frozen=True)
class Scribe:
    """Writes for one service. Shared; holds no state but its keys and clock."""

    service: str
    seals: Seals
    clock: Callable[[], datetime]

    def apply(self, draft: Draft[S], outcome: Outcome[Any], cause: Cause) -> None:
        """Take a decision over into the draft: its state, and its events with the next numbers.

        The draft is as it was when an event cannot be written down, and the reason is raised.
        """
        borough = outcome.borough or draft.borough or cause.borough
        sequences = dict(draft.sequences)
        fresh: list[Entry] = []
        for said in outcome.events:
            whole = said if isinstance(said, Said) else Said(said)
            topic = TOPICS[self.topic_of(whole.event)]
            sequences[topic.name] = sequences.get(topic.name, 0) + 1
            key = whole.key or draft.id
            by = whole.borough or borough or "-"
            fresh.append(self._entry(topic, key, sequences[topic.name], whole.event, by, cause))
        if outcome.state is not draft.state or outcome.events:
            draft.changed = True
        draft.state, draft.borough, draft.sequences = outcome.state, borough, sequences
        draft.fresh.extend(fresh)

    def topic_of(self, event: Event) -> str:
        """Topic on which this service says an event."""
        return event.topic.replace("*", self.service, 1)

    def _entry(
        self, topic: Topic, key: str, sequence: int, event: Event, borough: str, cause: Cause
    ) -> Entry:
        now = self.clock()
        identity = event_id(topic.name, key, sequence)
        envelope = Envelope(
            id=identity,
            source=f"/guichet/{self.service}",
            type=event.wire_type,
            time=now,
            subject=key,
            borough=borough,
            sequence=sequence,
            correlationid=cause.correlation_id,
            causationid=cause.event_id,
            traceparent=cause.traceparent or current_traceparent(),
            dataclassification=topic.classification,
        )
        value, headers = encode(envelope, event)
        if topic.sealed:
            value, headers = self.seals.seal(topic.name, str(identity), value, headers)
        return Entry(str(identity), topic.name, key, sequence, headers, value, now)
