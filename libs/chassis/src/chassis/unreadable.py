"""What can still be said of a record that cannot be read, where its producer can be answered.

Only for topics whose writers are not ours; every other unreadable record is parked alone.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from contracts import Envelope, Event, Received, Undecodable, UnknownType, decode
from contracts.codec import read_envelope

from chassis import metrics
from chassis.faults import NONE, Unreadable
from chassis.record import Record, check_key, check_size, opened, read
from chassis.sealing import Seals

R = TypeVar("R")
Reader = Callable[[Record, Seals], Received[Event]]
Faults = list[tuple[str, str]]

LONGEST = 200  # of an attribute


def reader(now: Callable[[], datetime]) -> Reader:
    """Reads as `chassis.record.read` does, and gives an Unreadable where that raises Undecodable.

    Of its envelope only subject (else the key), source, borough and correlation are the record's,
    as far as it has them. Raises UnknownType.
    """

    def read_or_salvage(record: Record, seals: Seals) -> Received[Event]:
        try:
            return read(record, seals)
        except Undecodable as fault:
            metrics.bad_input(record.topic, record.headers, fault.code)
            return _salvage(record, seals, fault, now())

    return read_or_salvage


def _salvage(record: Record, seals: Seals, first: Undecodable, now: datetime) -> Received[Event]:
    headers = {name: _text(value) for name, value in record.headers}
    subject, event_id = headers.get("ce_subject", ""), _uuid(headers.get("ce_id", ""))
    faults: Faults = []

    def gather(check: Callable[[], R]) -> R | None:
        try:
            return check()
        except Undecodable as fault:
            faults.extend(_fields_of(fault))
        except UnknownType:
            pass  # said by the first fault, if it is one
        return None

    # Reading stops at the first fault; a producer is told of all, to mend them at once.
    gather(lambda: check_size(record))
    envelope = gather(lambda: read_envelope(record.headers))
    gather(lambda: check_key(record, subject))
    value = gather(lambda: opened(record, event_id or "", seals))
    if envelope is not None and (value is not None or record.value is None):
        gather(lambda: decode(envelope, value))
    digest = sha256(record.to_bytes()).hexdigest()
    stand_in = Envelope(
        id=UUID(event_id) if event_id else uuid5(NAMESPACE_URL, digest),
        source=_attribute(headers.get("ce_source", "")),
        type=Unreadable.wire_type,
        time=now,
        subject=_attribute(subject or _text(record.key)),
        borough=_attribute(headers.get("ce_borough", "")),
        correlationid=_attribute(headers.get("ce_correlationid", "")),
    )
    data = Unreadable(
        record=record.id,
        digest=digest,
        event_id=event_id,
        faults=tuple(dict.fromkeys([*faults, *_fields_of(first)])),
        body=_object(value),
    )
    return Received(stand_in, data)


def _fields_of(fault: Undecodable) -> Sequence[tuple[str, str]]:
    place, _, _ = str(fault).partition(":")
    if not fault.faults:
        return [("ce_type" if place == "type" else place, fault.code)]
    prefix = "ce_" if place == "envelope" else ""
    return [(f"{prefix}{field}", code) for field, code in fault.faults]


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")


def _attribute(text: str) -> str:
    return text[:LONGEST] or NONE


def _uuid(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None


def _object(value: bytes | None) -> dict[str, Any] | None:
    """The JSON object in a value, if there is one."""
    try:
        found = json.loads(value or b"null")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
