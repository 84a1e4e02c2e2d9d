"""A client that knows nothing of our code (confluent-kafka) reads what a service wrote, and writes.

What it expects stands here in full, in the words of the Kafka protocol binding for CloudEvents.
"""

import asyncio
import base64
import json
import os
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import confluent_kafka
from chassis.record import Record, read
from chassis.sealing import Seals, new_key
from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka_event, to_binary_event
from cloudevents.core.v1.event import CloudEvent
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from guichet_testing import toy
from guichet_testing.live import living, read_log, send
from guichet_testing.servers import Servers

ASSIGNMENTS, PILOT = "routing-assignments", "pilot-requests"
LONGEST = 60.0


def read_as_a_stranger(bootstrap: str, topic: str, key: str) -> Any:
    """The first record of a key, by confluent-kafka from the beginning; None at the deadline."""
    consumer = confluent_kafka.Consumer(
        {"bootstrap.servers": bootstrap, "group.id": str(uuid4()), "enable.auto.commit": False}
    )
    try:
        known = consumer.list_topics(topic, timeout=LONGEST).topics[topic].partitions
        consumer.assign(
            [
                confluent_kafka.TopicPartition(topic, number, confluent_kafka.OFFSET_BEGINNING)
                for number in known
            ]
        )
        deadline = datetime.now(UTC).timestamp() + LONGEST
        while datetime.now(UTC).timestamp() < deadline:
            message = consumer.poll(0.5)
            if message is not None and message.error() is None and message.key() == key.encode():
                return message
    finally:
        consumer.close()
    return None


def write_as_a_stranger(bootstrap: str, topic: str, message: KafkaMessage) -> None:
    """One record by confluent-kafka, acknowledged."""
    failures: list[Any] = []
    producer = confluent_kafka.Producer({"bootstrap.servers": bootstrap, "acks": "all"})
    producer.produce(
        topic,
        key=message.key,
        value=message.value,
        headers=list(message.headers.items()),
        on_delivery=lambda error, _: failures.append(error) if error else None,
    )
    assert producer.flush(LONGEST) == 0
    assert failures == []


async def test_what_a_service_wrote_is_read_from_headers_key_and_json(
    servers: Servers, database_name: str
) -> None:
    bootstrap = servers.broker.bootstrap_servers
    case_id = str(uuid4())
    kit = toy.build(toy.toy_settings(bootstrap, servers.database.uri, database_name))
    async with living(kit):
        await send(bootstrap, [toy.record_of(toy.registered(case_id), 1)])
        message = await asyncio.to_thread(read_as_a_stranger, bootstrap, ASSIGNMENTS, case_id)
    assert message is not None
    headers = {name: value.decode("utf-8") for name, value in message.headers()}
    assert headers["content-type"] == "application/json"
    assert headers["ce_specversion"] == "1.0"
    assert headers["ce_type"] == "routing.case-assigned.v1"
    assert headers["ce_source"] == "/guichet/routing"
    assert headers["ce_subject"] == case_id == message.key().decode()
    assert headers["ce_borough"] == "anjou"
    assert headers["ce_sequence"] == "1"
    assert headers["ce_dataclassification"] == "open"
    assert datetime.fromisoformat(headers["ce_time"]).tzinfo is not None
    assert all(name == "content-type" or name.startswith("ce_") for name in headers)
    body = json.loads(message.value())
    assert body["case_id"] == case_id
    assert body["department"] == "essais"
    made = from_kafka_event(KafkaMessage(dict(message.headers()), message.key(), message.value()))
    assert made.get_subject() == case_id
    assert made.get_data() == body


async def test_what_a_stranger_sealed_and_wrote_is_taken_by_our_decoder(servers: Servers) -> None:
    bootstrap, request_id, event_id = servers.broker.bootstrap_servers, str(uuid4()), str(uuid4())
    shared_key = new_key()
    request = {"request_id": request_id, "borough": "anjou", "activity": "Graffiti", "later": 1}
    nonce = os.urandom(12)
    sealed = AESGCM(base64.b64decode(shared_key)).encrypt(
        nonce, json.dumps(request).encode(), f"{PILOT}:{event_id}".encode()
    )
    event = CloudEvent(
        {
            "id": event_id,
            "source": "/pilot/stranger",
            "type": "pilot.request-submitted.v1",
            "time": datetime.now(UTC),
            "subject": request_id,
            "datacontenttype": "application/vnd.guichet.sealed",
            "borough": "anjou",
            "correlationid": request_id,
            "dataclassification": "restricted",
            "sealkeyid": "k1",
        },
        nonce + sealed,
    )
    message = to_binary_event(event, key_mapper=lambda one: one.get_subject())
    await asyncio.to_thread(write_as_a_stranger, bootstrap, PILOT, message)
    [record] = await read_log(bootstrap, PILOT, [request_id])
    assert isinstance(record, Record)
    received = read(record, Seals({PILOT: {"k1": shared_key}}))
    assert str(received.envelope.id) == event_id
    assert received.envelope.source == "/pilot/stranger"
    assert received.data.model_dump()["activity"] == "Graffiti"
