"""Wire type <-> class of every event; an event is registered where it is written, once."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

WIRE_TYPE = re.compile(r"^(?P<name>[a-z]+\.[a-z]+(?:-[a-z]+)*)\.v(?P<major>[1-9]\d*)$")


class Event(BaseModel):
    """A fact that happened. Frozen; unknown fields are ignored, for a newer writer may add some."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    wire_type: ClassVar[str]
    topic: ClassVar[str]


class OpenEnum(StrEnum):
    """An enum that may grow: a reader takes a value it does not know for `other`."""

    @classmethod
    def _missing_(cls, value: object) -> Any:
        return cls.__members__.get("OTHER") if isinstance(value, str) else None


E = TypeVar("E", bound=type[Event])
_by_type: dict[str, type[Event]] = {}


def event(wire_type: str, *, topic: str) -> Callable[[E], E]:
    """Register a class under its wire type, `<service>.<what-happened>.v<major>`.

    Raises ValueError on a malformed or repeated wire type, or a class not named after its version.
    """
    match = WIRE_TYPE.match(wire_type)
    if match is None:
        raise ValueError(f"malformed wire type {wire_type!r}")

    def register(cls: E) -> E:
        if wire_type in _by_type:
            raise ValueError(f"wire type {wire_type!r} registered twice")
        if not cls.__name__.endswith(f"V{match['major']}"):
            raise ValueError(f"{cls.__name__} does not end in V{match['major']}")
        cls.wire_type, cls.topic = wire_type, topic
        _by_type[wire_type] = cls
        return cls

    return register


def event_types() -> Mapping[str, type[Event]]:
    """All events by wire type."""
    import contracts.events  # noqa: F401 - registering is what the import is for

    return MappingProxyType(_by_type)


def event_class(wire_type: str) -> type[Event] | None:
    """The class of a wire type, or None."""
    return event_types().get(wire_type)


def known_name(wire_type: str) -> bool:
    """True when some version of this event is known, if not this one."""
    match = WIRE_TYPE.match(wire_type)
    return match is not None and any(
        other.rpartition(".")[0] == match["name"] for other in event_types()
    )
