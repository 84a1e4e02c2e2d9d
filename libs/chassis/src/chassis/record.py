"""One Kafka record as we carry it about, and its reading."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts import Event, Received, Undecodable, decode
from contracts.codec import read_envelope
from contracts.topics import TOPICS

from chassis.sealing import KEY_HEADER, SEALED_CONTENT, CannotOpen, Seals

LARGEST_SEQUENCE = 2**63 - 1  # what a document can hold


@dataclass(frozen=True)
class Record:
    """Coordinates, key, raw value and raw headers."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]

    @property
    def id(self) -> str:
        """Coordinates as one word: the name of a record for ever."""
        return f"{self.topic}-{self.partition}-{self.offset}"

    def to_bytes(self) -> bytes:
        """For keeping aside; `from_bytes` gives it back."""

        def text(raw: bytes | None) -> str | None:
            return None if raw is None else b64encode(raw).decode()

        return json.dumps(
            {
                "topic": self.topic,
                "partition": self.partition,
                "offset": self.offset,
                "key": text(self.key),
                "value": text(self.value),
                "headers": [[name, text(value)] for name, value in self.headers],
            }
        ).encode()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Record":
        """The record that `to_bytes` kept."""

        def raw(text: str | None) -> bytes | None:
            return None if text is None else b64decode(text)

        data: dict[str, Any] = json.loads(kept)
        headers = [(name, raw(value)) for name, value in data.pop("headers")]
        return cls(
            **{**data, "key": raw(data["key"]), "value": raw(data["value"])}, headers=headers
        )


def read(record: Record, seals: Seals) -> Received[Event]:
    """The event in a record.

    Raises Undecodable (a fault without values) or UnknownType.
    """
    check_size(record)
    envelope = read_envelope(record.headers)
    check_key(record, envelope.subject)
    if envelope.sequence is None and TOPICS[record.topic].owner != "pilot":
        raise Undecodable("sequence: missing", "missing-attribute")
    if (envelope.sequence or 0) > LARGEST_SEQUENCE:
        raise Undecodable("sequence: too large", "bad-attribute")
    received = decode(envelope, opened(record, str(envelope.id), seals))
    if received.data.topic not in (record.topic, "*-dead-letters"):
        raise Undecodable("type: an event of another topic", "other-topic")
    return received


def opened(record: Record, event_id: str, seals: Seals) -> bytes | None:
    """The value as it was before it was sealed. Raises Undecodable."""
    if record.value is None or not TOPICS[record.topic].sealed:
        return record.value
    headers = dict(record.headers)
    if headers.get("content-type") != SEALED_CONTENT.encode():
        raise Undecodable("data: not sealed, on a topic whose values are", "not-sealed")
    key_id = headers.get(KEY_HEADER) or b""
    try:
        return seals.open(record.topic, event_id, key_id.decode("utf-8", "replace"), record.value)
    except CannotOpen as fault:
        raise Undecodable(f"data: {fault}", "cannot-open") from None


def check_size(record: Record) -> None:
    """Raises Undecodable for a value larger than the topic's readers take."""
    limit = TOPICS[record.topic].max_value_bytes
    if record.value is not None and len(record.value) > limit:
        raise Undecodable(f"data: larger than {limit} bytes", "too-large")


def check_key(record: Record, subject: str) -> None:
    """A wrong key would break the order per case, and with it the inbox. Raises Undecodable."""
    if record.key is None:
        raise Undecodable("key: missing", "missing-key")
    if record.key != subject.encode():
        raise Undecodable("key: is not the subject", "wrong-key")
