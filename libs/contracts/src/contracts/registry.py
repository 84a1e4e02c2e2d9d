"""Wire type <-> class of every event; an event is registered where it is written, once."""

import re
from collections.abc import Callable, Container, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

WIRE_TYPE = re.compile(r"^(?P<name>[a-z]+\.[a-z]+(?:-[a-z]+)*)\.v(?P<major>[1-9]\d*)$")

OPEN_ENUM = "x-extensible-enum"


class Event(BaseModel):
    """A fact that happened. Frozen; unknown fields are ignored, for a newer writer may add some."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    wire_type: ClassVar[str]
    topic: ClassVar[str]


class OpenEnum(StrEnum):
    """An enum that may grow: a reader takes a value it does not know for `other`.

    Its schema is any string, with the values known today under `x-extensible-enum` (Zalando's
    RESTful API Guidelines, rule 112): a strict validator bears the growth as our readers do.
    """

    @classmethod
    def _missing_(cls, value: object) -> Any:
        return cls.__members__.get("OTHER") if isinstance(value, str) else None

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core)
        handler.resolve_ref_schema(schema)[OPEN_ENUM] = [member.value for member in cls]
        handler.resolve_ref_schema(schema).pop("enum", None)
        return schema


E = TypeVar("E", bound=type[Event])
Old = TypeVar("Old", bound=Event)
New = TypeVar("New", bound=Event)
_by_type: dict[str, type[Event]] = {}
_upcasters: dict[type[Event], tuple[type[Event], Callable[[Any], Event]]] = {}


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


def upcast(
    old: type[Old], new: type[New]
) -> Callable[[Callable[[Old], New]], Callable[[Old], New]]:
    """Register a pure function that says what an event means in the next version of its type.

    Raises ValueError if `new` is not the next version of `old`, or there is one already.
    """
    name, _, major = old.wire_type.rpartition(".v")
    if new.wire_type != f"{name}.v{int(major) + 1}":
        raise ValueError(f"{new.wire_type!r} is not the version after {old.wire_type!r}")
    if old in _upcasters:
        raise ValueError(f"{old.wire_type!r} has an upcaster already")

    def register(function: Callable[[Old], New]) -> Callable[[Old], New]:
        _upcasters[old] = (new, function)
        return function

    return register


def has_upcaster(old: type[Event]) -> bool:
    """True when an event of this class can be had in the next version."""
    return old in _upcasters


def newest(data: Event, handled: Container[type[Event]]) -> Event:
    """The event in the newest version that a reader handles; as it came, if in none.

    A reader that knows V1 alone keeps getting V1; one that knows V2 never needs to handle V1.
    """
    best = data
    while (step := _upcasters.get(type(data))) is not None:
        data = step[1](data)
        if type(data) in handled:
            best = data
    return best


def event_types() -> Mapping[str, type[Event]]:
    """All events by wire type."""
    import contracts.events  # noqa: F401 - registering is what the import is for

    return MappingProxyType(_by_type)


def event_class(wire_type: str) -> type[Event] | None:
    """The class of a wire type, or None."""
    return _by_type.get(wire_type) or event_types().get(wire_type)


def known_name(wire_type: str) -> bool:
    """True when some version of this event is known, if not this one."""
    match = WIRE_TYPE.match(wire_type)
    return match is not None and any(
        other.rpartition(".")[0] == match["name"] for other in event_types()
    )
