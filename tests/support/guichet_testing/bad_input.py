"""Records that are bad in one way each, made from good ones; the topics of intake as they are read.

`KINDS` says of each way how it is counted, which field its reason names, what the pilot is told.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from chassis.record import Record
from chassis.sealing import Seals, new_key
from contracts import Envelope, Event, encode
from contracts.events.pilot import PilotContact, PilotPhoto, PilotRequestSubmittedV1
from contracts.examples import Flavour, example_of
from contracts.registry import event_types
from contracts.topics import TOPICS

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
MARK = "zebulon.tremblay@example.org"
KEYS = {name: {"k1": new_key()} for name, topic in TOPICS.items() if topic.sealed}
SEALS = Seals(KEYS)
PILOT, FACTS, GRIDS = "pilot-requests", "routing-assignments", "routing-grids"
SEALED = "intake-details"
EXAMPLES: Mapping[str, str] = {
    FACTS: "routing.case-unrouted.v1",
    GRIDS: "routing.grid-published.v1",
    SEALED: "intake.case-details-recorded.v1",
}
WRITERS: Mapping[str, str] = {PILOT: "/pilot/online", SEALED: "/guichet/intake"}


def example(wire_type: str, **changes: Any) -> Event:
    """The full example of the contract, changed."""
    cls = event_types()[wire_type]
    return cls.model_validate({**example_of(cls, Flavour.FULL), **changes})


def requested(request_id: str, **changes: Any) -> PilotRequestSubmittedV1:
    """A request that can be taken at Prévost."""
    photo = {"url": "https://photos.example.org/17.jpg", "content_type": "image/jpeg"}
    whole: dict[str, Any] = {
        "request_id": request_id,
        "borough": "prevost",
        "activity": "Graffiti",
        "description": "Un mur couvert de graffitis",
        "longitude": -74.08,
        "latitude": 45.87,
        "contact": PilotContact(email="alix@example.org"),
        "photo": PilotPhoto.model_validate({**photo, "size_bytes": 482_113}),
        **changes,
    }
    return PilotRequestSubmittedV1(**whole)


def record_of(
    topic: str, key: str, offset: int, *, seals: Seals = SEALS, **of_envelope: Any
) -> Record:
    """A good record of the topic, as its owner writes it."""
    event: Event
    if topic == PILOT:
        event = requested(key)
    elif topic == GRIDS:
        event = example(EXAMPLES[topic], borough="prevost", version=offset)
        key = f"prevost@{offset}"
    else:
        event = example(EXAMPLES[topic], case_id=key)
    envelope = Envelope(
        **{
            "id": uuid5(UUID(int=7), f"{topic}:{key}:{offset}"),
            "source": WRITERS.get(topic, "/guichet/routing"),
            "type": event.wire_type,
            "time": NOW,
            "subject": key,
            "borough": "prevost",
            "sequence": None if topic == PILOT else 1,
            "correlationid": "c1",
            **of_envelope,
        }
    )
    value, headers = encode(envelope, event)
    if TOPICS[topic].sealed:
        value, headers = seals.seal(topic, str(envelope.id), value, headers)
    return Record(
        topic, 0, offset, key.encode(), value, [(n, v.encode()) for n, v in headers.items()]
    )


def with_header(record: Record, name: str, value: bytes | None) -> Record:
    """Another value of a header."""
    others = [(known, old) for known, old in record.headers if known != name]
    return replace(record, headers=[*others, (name, value)])


def without(record: Record, *names: str) -> Record:
    """These headers left out."""
    return replace(record, headers=[one for one in record.headers if one[0] not in names])


def sealed_anew(record: Record, body: bytes, seals: Seals = SEALS) -> Record:
    """The same record with another body, as somebody who has the key would write it."""
    if not TOPICS[record.topic].sealed:
        return replace(record, value=body)
    event_id = (dict(record.headers)["ce_id"] or b"").decode()
    value, _ = seals.seal(record.topic, event_id, body, {})
    return replace(record, value=value)


def retyped(record: Record, major: str) -> Record:
    """Another major of its type."""
    wire_type = (dict(record.headers)["ce_type"] or b"").decode()
    return with_header(record, "ce_type", f"{wire_type.rpartition('.')[0]}.{major}".encode())


def _all_wrong(record: Record) -> Record:
    """Every field that some event of these topics has, with a value of the wrong type."""
    names = ("request_id", "borough", "activity", "longitude", "case_id", "decided_at", "version")
    return sealed_anew(record, json.dumps({name: [MARK] for name in names}).encode())


@dataclass(frozen=True)
class Kind:
    """One kind of bad input: how a good record is spoilt, and how that is called."""

    spoil: Callable[[Record], Record]
    counted: str
    """Code in the metric."""
    field: str
    """Field that the reason names."""
    answered: str
    """Code of that field's fault in the answer to the pilot."""


KINDS: Mapping[str, Kind] = {
    "unknown major": Kind(lambda r: retyped(r, "v99"), "unknown-major", "type", "unknown-major"),
    "no JSON": Kind(
        lambda r: sealed_anew(r, b'{"request_id": ' + MARK.encode()),
        "not-json",
        "document",
        "not-json",
    ),
    "no object": Kind(lambda r: sealed_anew(r, b"[1, 2]"), "schema", "document", "wrong-type"),
    "schema violation": Kind(_all_wrong, "schema", "borough", "wrong-type"),
    "tombstone": Kind(lambda r: replace(r, value=None), "tombstone", "data", "required"),
    "oversize": Kind(
        lambda r: replace(r, value=b"x" * (TOPICS[r.topic].max_value_bytes + 1)),
        "too-large",
        "data",
        "too-large",
    ),
    "no key": Kind(lambda r: replace(r, key=None), "missing-key", "key", "required"),
    "wrong key": Kind(lambda r: replace(r, key=MARK.encode()), "wrong-key", "key", "wrong-key"),
    "missing attributes": Kind(
        lambda r: without(r, "ce_borough", "ce_time"), "missing-attribute", "borough", "required"
    ),
    "a null attribute": Kind(
        lambda r: with_header(r, "ce_borough", None), "bad-attribute", "ce_borough", "malformed"
    ),
    "an attribute that is no text": Kind(
        lambda r: with_header(r, "ce_borough", b"\xff" + MARK.encode()),
        "bad-attribute",
        "ce_borough",
        "malformed",
    ),
    "a time that is none": Kind(
        lambda r: with_header(r, "ce_time", MARK.encode()), "bad-attribute", "time", "malformed"
    ),
    "no headers": Kind(lambda r: replace(r, headers=[]), "missing-attribute", "id", "required"),
}
SEALED_KINDS: Mapping[str, Kind] = {
    "not sealed": Kind(
        lambda r: with_header(r, "content-type", b"application/json"),
        "not-sealed",
        "data",
        "not-sealed",
    ),
    "sealed for another event": Kind(
        lambda r: with_header(r, "ce_id", str(uuid4()).encode()),
        "cannot-open",
        "data",
        "cannot-open",
    ),
    "sealed with a strange key": Kind(
        lambda r: with_header(r, "ce_sealkeyid", b"k99"), "cannot-open", "data", "cannot-open"
    ),
}
