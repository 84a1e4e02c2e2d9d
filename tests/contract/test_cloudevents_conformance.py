"""What we write is CloudEvents 1.0 in Kafka's binary mode, by the SDK's own judgment, and back."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from chassis.record import Record, read
from chassis.sealing import KEY_HEADER, SEALED_CONTENT, Seals, new_key
from cloudevents.core.bindings.kafka import (
    KafkaMessage,
    from_kafka_event,
    from_structured_event,
    to_binary_event,
)
from cloudevents.core.v1.event import CloudEvent
from contracts import Envelope, decode, encode
from contracts.codec import read_envelope
from contracts.envelope import Classification
from contracts.events.intake import CaseRegisteredV1, CaseWithdrawnV1
from contracts.events.pilot import REQUESTS, PilotRequestSubmittedV1
from contracts.registry import event_types
from contracts.topics import TOPICS
from guichet.events_view import json_of, see

EXAMPLES = Path(__file__).resolve().parents[2] / "libs" / "contracts" / "examples"
AT = datetime(2026, 11, 20, 15, 4, 5, 123456, tzinfo=UTC)
MONTREAL_IN_SUMMER = timezone(timedelta(hours=-4))
EVERY_EXAMPLE = sorted(file.relative_to(EXAMPLES).as_posix() for file in EXAMPLES.glob("*/*.json"))


def envelope(wire_type: str, **more: Any) -> Envelope:
    """An envelope with every attribute there is."""
    fields: dict[str, Any] = {
        "id": "0b9f5c9e-2f0b-5d5b-9d5e-6a1f3e1c2d4b",
        "source": "/guichet/intake",
        "type": wire_type,
        "time": AT,
        "subject": "5f0c1a52-7a43-5d0e-8f2e-4f3a5b6c7d8e",
        "borough": "pierrefonds-roxboro",
        "sequence": 7,
        "correlationid": "errand-1",
        "causationid": "0c7f1f6e-0f7d-5c58-9a7e-0d8d1f1f2a3b",
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        **more,
    }
    return Envelope.model_validate(fields)


def message_of(key: str, value: bytes, headers: dict[str, str]) -> KafkaMessage:
    """A record as the SDK takes it."""
    return KafkaMessage({name: text.encode() for name, text in headers.items()}, key, value)


def raw(message: KafkaMessage) -> list[tuple[str, bytes | None]]:
    """Its headers as a Kafka client gives them to us."""
    return list(message.headers.items())


def check_attributes(sdk: Any, sent: Envelope, content_type: str) -> None:
    """Attribute by attribute, and not one more."""
    assert sdk.get_specversion() == "1.0"
    assert sdk.get_id() == str(sent.id)
    assert sdk.get_source() == sent.source
    assert sdk.get_type() == sent.type
    assert sdk.get_time() == sent.time
    assert sdk.get_subject() == sent.subject
    assert sdk.get_datacontenttype() == content_type
    for name in ("borough", "correlationid", "causationid", "traceparent", "dataclassification"):
        assert sdk.get_extension(name) == getattr(sent, name)
    assert sdk.get_extension("sequence") == str(sent.sequence)
    ours = set(Envelope.model_fields) | {"specversion", "datacontenttype"}
    # The record's key becomes an attribute of the SDK's own; a sealed value names its key.
    assert set(sdk.get_attributes()) - ours <= {"partitionkey", "sealkeyid"}


@pytest.mark.parametrize("example", EVERY_EXAMPLE)
def test_every_example_is_read_by_the_sdk_and_comes_back_to_us(example: str) -> None:
    wire_type = example.partition("/")[0]
    cls = event_types()[wire_type]
    data = cls.model_validate_json((EXAMPLES / example).read_text(encoding="utf-8"))
    sent = envelope(wire_type)
    value, headers = encode(sent, data)
    there = from_kafka_event(message_of(sent.subject, value, headers))
    check_attributes(there, sent, "application/json")
    assert there.get_data() == json.loads(value)
    back = to_binary_event(there)
    assert back.key == sent.subject
    received = decode(read_envelope(raw(back)), back.value)
    assert received.envelope == sent
    assert received.data == data


def test_every_type_has_an_example_here() -> None:
    assert {name.partition("/")[0] for name in EVERY_EXAMPLE} == set(event_types())


@pytest.mark.parametrize("absent", ["sequence", "causationid", "traceparent"])
def test_an_attribute_that_is_not_there_is_not_there_for_the_sdk_either(absent: str) -> None:
    data = CaseWithdrawnV1(case_id="c", withdrawn_at=AT)
    sent = envelope(data.wire_type, **{absent: None})
    there = from_kafka_event(message_of("c", *encode(sent, data)))
    assert absent not in there.get_attributes()
    assert read_envelope(raw(to_binary_event(there))) == sent


def test_a_time_in_another_zone_is_the_same_instant_for_both() -> None:
    local = AT.astimezone(MONTREAL_IN_SUMMER)
    data = CaseWithdrawnV1(case_id="c", withdrawn_at=local)
    there = from_kafka_event(message_of("c", *encode(envelope(data.wire_type, time=local), data)))
    assert there.get_time() == AT
    assert read_envelope(raw(to_binary_event(there))).time == AT


def test_words_of_any_language_pass_unchanged() -> None:
    data = CaseRegisteredV1.model_validate(
        {
            "case_id": "c",
            "kind": "request",
            "activity": "Égout — « refoulement » à l'Île-Bizard",
            "channel": "phone",
            "received_at": AT,
            "details_version": 0,
            "contacts_version": 0,
        }
    )
    sent = envelope(data.wire_type, source="/guichet/intake", subject="clé-ñ-東")
    there: Any = from_kafka_event(message_of(sent.subject, *encode(sent, data)))
    assert there.get_data()["activity"] == data.activity
    assert there.get_subject() == sent.subject


def test_a_sealed_event_is_a_cloudevent_whose_data_are_bytes() -> None:
    seals = Seals({REQUESTS: {"k1": new_key()}})
    data = PilotRequestSubmittedV1(request_id="r-1", borough="anjou", activity="Nid-de-poule")
    sent = envelope(data.wire_type, subject="r-1", dataclassification=Classification.RESTRICTED)
    value, headers = seals.seal(REQUESTS, str(sent.id), *encode(sent, data))
    there = from_kafka_event(message_of("r-1", value, headers))
    check_attributes(there, sent, SEALED_CONTENT)
    assert there.get_extension(KEY_HEADER.removeprefix("ce_")) == "k1"
    back = to_binary_event(there)
    record = Record(REQUESTS, 0, 0, b"r-1", value, raw(back))
    assert read(record, seals).data == data


def test_an_event_made_by_the_sdk_is_taken_by_our_decoder() -> None:
    data = {"request_id": "r-2", "borough": "anjou", "activity": "Graffiti", "new_field": 1}
    made = CloudEvent(
        {
            "id": "6c4f7f0a-51f2-4d86-9a1c-2f9b6b0c7f11",
            "source": "/pilot/other",
            "type": PilotRequestSubmittedV1.wire_type,
            "time": AT,
            "subject": "r-2",
            "datacontenttype": "application/json",
            "borough": "anjou",
            "correlationid": "r-2",
            "partitionkey": "r-2",
            "tenantextension": "of their own",
        },
        data,
    )
    message = to_binary_event(made)
    received = decode(read_envelope(raw(message)), message.value)
    assert received.envelope.id == UUID("6c4f7f0a-51f2-4d86-9a1c-2f9b6b0c7f11")
    assert received.envelope.sequence is None
    assert isinstance(received.data, PilotRequestSubmittedV1)
    assert received.data.activity == "Graffiti"


OPEN_TYPES = sorted(
    wire_type
    for wire_type, cls in event_types().items()
    if not TOPICS[cls.topic.replace("*", "intake", 1)].sealed
)


@pytest.mark.parametrize("wire_type", OPEN_TYPES)
def test_what_tail_prints_as_json_is_a_structured_cloudevent(wire_type: str) -> None:
    cls = event_types()[wire_type]
    topic = cls.topic.replace("*", "intake", 1)
    data = cls.model_validate_json((EXAMPLES / wire_type / "full.json").read_text(encoding="utf-8"))
    sent = envelope(wire_type)
    value, headers = encode(sent, data)
    record = Record(topic, 3, 12, sent.subject.encode(), value, as_bytes(headers))
    line = json_of(see(record, {}))
    there: Any = from_structured_event(KafkaMessage({}, None, line.encode()))
    assert there.get_id() == str(sent.id)
    assert there.get_time() == sent.time
    assert there.get_data() == json.loads(value)
    assert there.get_extension("topic") == topic
    assert there.get_extension("partition") == 3
    assert there.get_extension("offset") == 12


def as_bytes(headers: dict[str, str]) -> list[tuple[str, bytes | None]]:
    """Headers as a Kafka client gives them."""
    return [(name, text.encode()) for name, text in headers.items()]
