"""A projection: documents made from events alone, without effects, so that it may be made anew.

It says nothing, obeys no command and keeps no timer; what it holds follows from the log.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from contracts import Event
from contracts.topics import TOPICS
from pydantic import BaseModel

from chassis.document import Draft
from chassis.faults import Permanent
from chassis.inbox import Subscription
from chassis.outcome import Outcome
from chassis.projection_store import ProjectionStore
from chassis.scribe import Cause, Scribe

S = TypeVar("S", bound=BaseModel)


class Listener(Scribe):
    """A scribe that takes a state over and lets nothing be said."""

    def apply(self, draft: Draft[Any], outcome: Outcome[Any], cause: Cause) -> None:
        """As every scribe. Raises Permanent when an event was decided."""
        if outcome.events:
            raise Permanent("a projection says nothing: its handler decided an event")
        super().apply(draft, outcome, cause)


@dataclass(frozen=True)
class Projection(Generic[S]):
    """A collection and the one subscription that fills it."""

    name: str
    store: ProjectionStore[S]
    subscription: Subscription[S]

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that it is made from."""
        return self.subscription.topics

    def why_not(self) -> str:
        """Why it cannot be rebuilt from the log; empty when it can."""
        for name in self.topics:
            topic = TOPICS[name]
            if topic.retention_days is not None:
                return f"{name}: kept for {topic.retention_days} days only, by the catalogue"
            if topic.compacted:
                return f"{name}: compacted, it keeps only the last word of each key"
        return ""


def topics_of(
    name: str, handlers: Mapping[type[Event], Any], taken: Collection[str]
) -> tuple[str, ...]:
    """The topics that these handlers read, in order.

    Raises ValueError for a name that is taken, and for a topic without sequence numbers: what was
    applied could not be told from what was not.
    """
    if name in taken or name in TOPICS:
        raise ValueError(f"projection {name!r}: the name is taken")
    topics = tuple(sorted({event.topic for event in handlers}))
    for topic in topics:
        if TOPICS[topic].owner == "pilot":
            raise ValueError(f"projection {name!r}: {topic} has no sequence numbers")
    return topics
