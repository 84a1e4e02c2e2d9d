"""What a pure decision returns to the chassis: the new state, the events, the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from contracts import Event
from pydantic import BaseModel

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True)
class Said:
    """An event to publish; `key` and `borough` default to those of the document that speaks."""

    event: Event
    key: str | None = None
    borough: str | None = None


@dataclass(frozen=True)
class Outcome(Generic[S]):
    """State to save and events that are said in the same write.

    `answer` is what a command replies: JSON, kept for a repeated command.
    """

    state: S
    events: Sequence[Event | Said] = ()
    answer: Mapping[str, Any] = field(default_factory=dict)
    borough: str = ""
    """The document's borough, where the decision knows it and the message may be wrong."""
