"""One document per case: its state, and beside it the inbox, the outbox, the commands (DESIGN §3).

Pure: no driver here. A `Draft` folds several records of one case into one write.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

S = TypeVar("S", bound=BaseModel)

COMMANDS_KEPT = 50


@dataclass(frozen=True)
class Entry:
    """An event that waits in `pending` for Kafka's acknowledgement; value as it will travel."""

    id: str
    topic: str
    key: str
    sequence: int
    headers: Mapping[str, str]
    value: bytes
    at: datetime


@dataclass(frozen=True)
class Command:
    """An applied command: which it was, and what was answered."""

    id: str
    digest: str
    answer: Mapping[str, Any]


@dataclass(frozen=True)
class Document(Generic[S]):
    """A stored document. `version` 0 and `state` None: nothing is stored under this id yet."""

    id: str
    version: int = 0
    borough: str = ""
    state: S | None = None
    seen: Mapping[str, int] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)
    pending: Sequence[Entry] = ()
    commands: Sequence[Command] = ()
    parked: Mapping[str, int] = field(default_factory=dict)

    def command(self, command_id: str) -> Command | None:
        """The command lately applied under this id, if any."""
        return next((known for known in self.commands if known.id == command_id), None)


@dataclass
class Draft(Generic[S]):
    """A document being decided on; `fresh` are the events decided since it was loaded.

    `drained` are ids of acknowledged events, which its save takes out of `pending`.
    """

    before: Document[S]
    state: S | None
    borough: str
    seen: dict[str, int]
    sequences: dict[str, int]
    parked: dict[str, int]
    commands: list[Command]
    fresh: list[Entry] = field(default_factory=list)
    drained: frozenset[str] = frozenset()
    changed: bool = False

    @classmethod
    def of(cls, document: Document[S]) -> "Draft[S]":
        """A copy to work on."""
        return cls(
            before=document,
            state=document.state,
            borough=document.borough,
            seen=dict(document.seen),
            sequences=dict(document.sequences),
            parked=dict(document.parked),
            commands=list(document.commands),
        )

    @property
    def id(self) -> str:
        """Id of the document."""
        return self.before.id

    def outbox(self) -> list[Entry]:
        """All that waits to be published, oldest first."""
        waiting = [entry for entry in self.before.pending if entry.id not in self.drained]
        return [*waiting, *self.fresh]

    def is_duplicate(self, topic: str, sequence: int | None) -> bool:
        """True when this record was applied before (the inbox: exact for ever)."""
        return sequence is not None and sequence <= self.seen.get(topic, 0)

    def saw(self, topic: str, sequence: int | None) -> None:
        """Note that a record was applied."""
        if sequence is not None:
            self.seen[topic] = max(sequence, self.seen.get(topic, 0))
            self.changed = True

    def park(self, topic: str, offset: int) -> None:
        """Mark that this topic's records for this document wait from here on (rule 6)."""
        if offset > self.parked.get(topic, -1):
            self.parked[topic] = offset
            self.changed = True

    def unpark(self, topic: str) -> None:
        """Lift the mark."""
        if self.parked.pop(topic, None) is not None:
            self.changed = True

    def applied(self, command: Command) -> None:
        """Remember a command; the oldest are forgotten (rule 10)."""
        self.commands = [*self.commands, command][-COMMANDS_KEPT:]
        self.changed = True
