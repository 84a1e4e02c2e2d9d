"""An event to a Kafka record and back. Errors name fields and reasons, never values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError

from contracts.envelope import BadHeader, Envelope
from contracts.registry import Event, event_class, known_name

E_co = TypeVar("E_co", bound=Event, covariant=True)


class Undecodable(Exception):
    """The record is no event of ours and never will be; `str()` is safe to log and publish.

    `code` is one of few words, fit for a metric; `faults` are (field, code) where fields are known.
    """

    def __init__(
        self, message: str, code: str = "unreadable", faults: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.faults = tuple(faults)


class UnknownMajor(Undecodable):
    """A known event in a version that this reader is too old for."""


class UnknownType(Exception):
    """An event that this reader does not know: to be skipped and counted."""


@dataclass(frozen=True)
class Received(Generic[E_co]):
    """One event as it arrived."""

    envelope: Envelope
    data: E_co


def encode(envelope: Envelope, data: Event) -> tuple[bytes, dict[str, str]]:
    """Value and headers of the record that carries this event."""
    if envelope.type != data.wire_type:
        raise ValueError(f"envelope says {envelope.type!r}, data is {data.wire_type!r}")
    return data.model_dump_json().encode(), envelope.headers()


def read_envelope(headers: Iterable[tuple[str, bytes | None]]) -> Envelope:
    """The envelope of a record, whatever its type.

    Raises Undecodable.
    """
    try:
        return Envelope.from_headers(headers)
    except ValidationError as error:
        faults = faults_of(error)
        is_missing = any(code == "missing" for _, code in faults)
        code = "missing-attribute" if is_missing else "bad-attribute"
        raise Undecodable(f"envelope: {_reasons(faults)}", code, faults) from None
    except BadHeader as error:
        faults = [(error.attribute, "bad-attribute")]
        raise Undecodable(f"envelope: {error}", "bad-attribute", faults) from None


def decode(envelope: Envelope, value: bytes | None) -> Received[Event]:
    """The event in a record's (opened) value.

    Raises Undecodable, UnknownMajor, UnknownType.
    """
    cls = event_class(envelope.type)
    if cls is None:
        if known_name(envelope.type):
            raise UnknownMajor("type: a version that this reader does not know", "unknown-major")
        raise UnknownType(envelope.type)
    if value is None:
        raise Undecodable("data: a tombstone where an event was expected", "tombstone")
    try:
        return Received(envelope, cls.model_validate_json(value))
    except ValidationError as error:
        faults = faults_of(error)
        code = "not-json" if faults[0][1] == "json_invalid" else "schema"
        raise Undecodable(f"data: {_reasons(faults)}", code, faults) from None


def faults_of(error: ValidationError) -> list[tuple[str, str]]:
    """Fields and codes. pydantic's own message would quote the value, which may name a person."""
    return [
        (".".join(str(part) for part in fault["loc"]) or "document", fault["type"])
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _reasons(faults: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{field}: {code}" for field, code in faults)
