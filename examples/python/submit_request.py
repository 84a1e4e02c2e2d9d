"""Submit one request as the city's online pilot, with aiokafka and cryptography alone.

    pip install aiokafka cryptography
    PILOT_REQUESTS_KEY=<32 bytes, base64> PILOT_REJECTIONS_KEY=<the same> \\
        python submit_request.py --bootstrap 127.0.0.1:9092 < request.json

The value is sealed: AES-256-GCM, a fresh 12-byte nonce before the ciphertext, and
`<topic>:<event id>` as additional data. The answer names our event in its `ce_causationid`.
"""

# ruff: noqa: T201 - a program for a terminal prints

import argparse
import asyncio
import base64
import json
import os
import sys
import uuid
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

REQUESTS, REJECTIONS, CASES = "pilot-requests", "pilot-rejections", "intake-cases"
SOURCE = "/pilot/example"
REGISTERED = "intake.case-registered.v1"
REJECTED = "pilot.request-rejected.v1"
NONCE_BYTES = 12


def key(name: str) -> AESGCM:
    """A topic's key, from the environment."""
    return AESGCM(base64.b64decode(os.environ[name]))


def seal(topic: str, event_id: str, plain: bytes) -> bytes:
    """Nonce and ciphertext, bound to this topic and this event."""
    nonce = os.urandom(NONCE_BYTES)
    bound_to = f"{topic}:{event_id}".encode()
    return nonce + key("PILOT_REQUESTS_KEY").encrypt(nonce, plain, bound_to)


def unseal(topic: str, event_id: str, sealed: bytes) -> bytes:
    """The value of a rejection. Raises InvalidTag when it was changed, or the key is another."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    return key("PILOT_REJECTIONS_KEY").decrypt(nonce, rest, f"{topic}:{event_id}".encode())


def record_of(request: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Event id, and the record as `send` takes it.

    The id comes from the content: the same request sent twice is the same event, and one case.
    """
    plain = json.dumps(request, ensure_ascii=False, sort_keys=True).encode()
    event_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{SOURCE}:{plain.decode()}"))
    headers = {
        "content-type": "application/vnd.guichet.sealed",
        "ce_specversion": "1.0",
        "ce_id": event_id,
        "ce_source": SOURCE,
        "ce_type": "pilot.request-submitted.v1",
        "ce_time": datetime.now(UTC).isoformat(),
        "ce_subject": request["request_id"],
        "ce_borough": request["borough"],
        "ce_correlationid": request["request_id"],
        "ce_dataclassification": "restricted",
        "ce_sealkeyid": "k1",
    }
    return event_id, {
        "key": request["request_id"].encode(),
        "value": seal(REQUESTS, event_id, plain),
        "headers": [(name, text.encode()) for name, text in headers.items()],
    }


async def answer_to(event_id: str, bootstrap: str) -> dict[str, Any]:
    """Wait for the registration or the rejection that our event caused."""
    consumer = AIOKafkaConsumer(
        CASES, REJECTIONS, bootstrap_servers=bootstrap, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        await consumer.seek_to_beginning()
        async for record in consumer:
            headers = {
                name: (raw or b"").decode("utf-8", "replace") for name, raw in record.headers
            }
            if headers.get("ce_causationid") != event_id:
                continue
            if headers["ce_type"] == REGISTERED:
                return {"accepted": True, "case_id": headers["ce_subject"]}
            if headers["ce_type"] == REJECTED:
                data = json.loads(unseal(REJECTIONS, headers["ce_id"], record.value))
                return {"accepted": False, "faults": data["faults"]}
    finally:
        await consumer.stop()
    raise RuntimeError("the consumer ended")


async def submit(request: dict[str, Any], bootstrap: str) -> dict[str, Any]:
    """Send, wait for the acknowledgement of all replicas, then for the answer."""
    event_id, record = record_of(request)
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(REQUESTS, **record)
    finally:
        await producer.stop()
    async with asyncio.timeout(60):
        return await answer_to(event_id, bootstrap)


def main() -> None:
    """Command line: the request on standard input, the answer on standard output."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bootstrap", default="127.0.0.1:9092", help="HOST:PORT of Kafka")
    arguments = parser.parse_args()
    answer = asyncio.run(submit(json.load(sys.stdin), arguments.bootstrap))
    print(json.dumps(answer, ensure_ascii=False))
    raise SystemExit(0 if answer["accepted"] else 1)


if __name__ == "__main__":
    main()
