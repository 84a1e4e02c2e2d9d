"""What an inbox holds while it works on one batch: its records, what came of them, what failed."""

import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from contracts import Event, Received
from pydantic import BaseModel

from chassis.document import Draft
from chassis.parking import Aside
from chassis.record import Record

S = TypeVar("S", bound=BaseModel)
log = logging.getLogger(__name__)

TRIES_OF_A_HANDLER = 3


@dataclass(frozen=True)
class Item:
    """A record, the event in it, and the document that it is for."""

    record: Record
    received: Received[Event]
    document_id: str


@dataclass
class Decided(Generic[S]):
    """What came of one pass over a batch."""

    drafts: list[Draft[S]] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    troubled: list[str] = field(default_factory=list)
    behind: set[str] = field(default_factory=set)  # records that the mark covers already


@dataclass
class Trouble:
    """What went wrong with the documents of a batch so far."""

    tries: Counter[str] = field(default_factory=Counter)
    unwritable: dict[str, str] = field(default_factory=dict)

    def at(self, document_id: str, fault: Exception) -> bool:
        """Note a failure; True when it was one too many."""
        self.tries[document_id] += 1
        log.error("handling failed", exc_info=fault, extra={"fault": type(fault).__name__})
        return self.tries[document_id] >= TRIES_OF_A_HANDLER
