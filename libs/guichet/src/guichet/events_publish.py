"""The pilot's side of its topic: check every request first, then seal, send, and hear the answer.

The one thing that an outsider may write. Nothing is sent of a file that has a fault.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from aiokafka import AIOKafkaProducer
from chassis.record import Record
from chassis.sealing import NONCE_BYTES, Seals
from contracts import Envelope, Event, Undecodable, encode
from contracts.codec import read_envelope
from contracts.envelope import Classification
from contracts.events.intake import CASES, CaseRegisteredV1
from contracts.events.pilot import REJECTIONS, PilotRequestRejectedV1, PilotRequestSubmittedV1
from contracts.topics import TOPICS
from pydantic import BaseModel, ValidationError

from guichet.events_attach import Keys
from guichet.events_reading import BEGINNING, read_topic
from guichet.events_view import see

SEAL_BYTES = NONCE_BYTES + 16  # what sealing adds: nonce and tag
WRITABLE: Mapping[str, type[PilotRequestSubmittedV1]] = {
    name: PilotRequestSubmittedV1 for name, topic in TOPICS.items() if topic.owner == "pilot"
}


@dataclass(frozen=True)
class LineFault:
    """A line of the file (counted from 1), the field and what is wrong; never its value."""

    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.field}: {self.reason}"


@dataclass(frozen=True)
class Ready:
    """One request that may be sent."""

    line: int
    envelope: Envelope
    event: PilotRequestSubmittedV1


@dataclass
class Checked:
    """A whole file."""

    ready: list[Ready] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """What came of a request: its case, or why not."""

    request_id: str
    case_id: str | None = None
    faults: tuple[str, ...] = ()


def check(text: str, *, topic: str, source: str, now: datetime) -> Checked:
    """Check all requests of a text: JSON lines, one JSON object, or an array of them.

    Stricter than the reader: a field that the contract does not know is a fault, for a reader
    would pass over a misspelt one in silence. Idempotent: equal content makes an equal event id.
    """
    checked = Checked()
    lines_of: dict[str, int] = {}
    for number, item in _items(text, checked.faults):
        made = _ready(number, item, WRITABLE[topic], source, now)
        if not isinstance(made, Ready):
            checked.faults += made
            continue
        first = lines_of.setdefault(made.envelope.subject, number)
        if first != number:
            reason = f"stands on line {first} already"
            checked.faults.append(LineFault(number, "request_id", reason))
            continue
        checked.ready.append(made)
    checked.faults.sort(key=lambda fault: fault.line)
    return checked


async def send(ready: Sequence[Ready], bootstrap: str, topic: str, keys: Keys) -> list[LineFault]:
    """Seal and send all, wait until each is acknowledged by all replicas; what was not.

    Raises KafkaError when there is no broker.
    """
    seals = Seals(keys)
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", linger_ms=5)
    await producer.start()
    try:
        sent = []
        for one in ready:
            plain, headers = encode(one.envelope, one.event)
            value, headers = seals.seal(topic, str(one.envelope.id), plain, headers)
            raw = [(name, text.encode()) for name, text in headers.items()]
            key = one.envelope.subject.encode()
            sent.append(await producer.send(topic, value=value, key=key, headers=raw))
        results = await asyncio.gather(*sent, return_exceptions=True)
    finally:
        await producer.stop()
    return [
        LineFault(one.line, "record", f"not acknowledged ({type(result).__name__})")
        for one, result in zip(ready, results, strict=True)
        if isinstance(result, BaseException)
    ]


async def answers(
    ready: Sequence[Ready], bootstrap: str, keys: Keys
) -> AsyncGenerator[Answer, None]:
    """The answer to each, as it comes: the registration, or the rejection with its faults.

    Both say by `causationid` which event they answer. Read from the beginning, for a request that
    is sent again was answered before. Ends when all are answered: set a deadline around it.
    """
    awaited = {str(one.envelope.id): one.envelope.subject for one in ready}
    found: asyncio.Queue[Answer] = asyncio.Queue()

    async def listen(topic: str, wire_type: str) -> None:
        async for record in read_topic(bootstrap, topic, BEGINNING, follow=True):
            request_id = _answered(record, wire_type, awaited)
            if request_id is not None:
                found.put_nowait(_answer(record, request_id, keys))

    listeners = [
        asyncio.create_task(listen(CASES, CaseRegisteredV1.wire_type)),
        asyncio.create_task(listen(REJECTIONS, PilotRequestRejectedV1.wire_type)),
    ]
    try:
        for _ in range(len(awaited)):
            heard = asyncio.create_task(found.get())
            await asyncio.wait([heard, *listeners], return_when=asyncio.FIRST_COMPLETED)
            if not heard.done():
                heard.cancel()
                for listener in listeners:
                    if listener.done():
                        listener.result()
            yield heard.result()
    finally:
        for listener in listeners:
            listener.cancel()
        await asyncio.gather(*listeners, return_exceptions=True)


def _answered(record: Record, wire_type: str, awaited: dict[str, str]) -> str | None:
    """The request that a record answers, struck off the list; None of any other record."""
    try:
        envelope = read_envelope(record.headers)
    except Undecodable:
        return None
    if envelope.type != wire_type:
        return None
    return awaited.pop(envelope.causationid or "", None)


def _answer(record: Record, request_id: str, keys: Keys) -> Answer:
    seen = see(record, keys)
    if record.topic == CASES:
        assert seen.envelope is not None
        return Answer(request_id, case_id=seen.envelope.subject)
    if not isinstance(seen.data, Mapping):
        return Answer(request_id, faults=(f"sealed: no key of {REJECTIONS} was given",))
    said = PilotRequestRejectedV1.model_validate(seen.data).faults
    words = (f"{one.field}: {one.reason_fr} / {one.reason_en} ({one.code})" for one in said)
    return Answer(request_id, faults=tuple(words))


def _items(text: str, faults: list[LineFault]) -> list[tuple[int, Any]]:
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, list):
        return list(enumerate(whole, 1))
    if whole is not None:
        return [(1, whole)]
    items = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                items.append((number, json.loads(line)))
            except ValueError as fault:
                reason = getattr(fault, "msg", "is not JSON")
                faults.append(LineFault(number, "document", f"not JSON: {reason}"))
    return items


def _ready(
    number: int, item: Any, cls: type[PilotRequestSubmittedV1], source: str, now: datetime
) -> Ready | list[LineFault]:
    try:
        event = cls.model_validate(item)
    except ValidationError as error:
        return _faults(number, error)
    unknown = [
        LineFault(number, name, f"unknown field; known: {', '.join(known)}")
        for name, known in _unknown_fields(item, event)
    ]
    if unknown:
        return unknown
    canonical = json.dumps(item, sort_keys=True, ensure_ascii=False)
    try:
        envelope = Envelope(
            id=uuid5(NAMESPACE_URL, f"{source}:{canonical}"),
            source=source,
            type=event.wire_type,
            time=now,
            subject=event.request_id,
            borough=event.borough,
            correlationid=event.request_id,
            dataclassification=Classification.RESTRICTED,
        )
    except ValidationError as error:
        return _faults(number, error, {"subject": "request_id", "correlationid": "request_id"})
    limit = TOPICS[event.topic].max_value_bytes - SEAL_BYTES
    if len(event.model_dump_json().encode()) > limit:
        return [LineFault(number, "document", f"larger than {limit} bytes")]
    return Ready(number, envelope, event)


def _unknown_fields(
    item: Mapping[str, Any], model: BaseModel, above: str = ""
) -> list[tuple[str, list[str]]]:
    """Names that the contract does not know, nested ones too, each with those known there."""
    known = sorted(type(model).model_fields)
    found = [(f"{above}{name}", known) for name in item if name not in known]
    for name in set(item) & set(known):
        value = getattr(model, name)
        if isinstance(value, BaseModel) and not isinstance(value, Event):
            found += _unknown_fields(item[name], value, f"{above}{name}.")
    return found


def _faults(
    number: int, error: ValidationError, names: Mapping[str, str] | None = None
) -> list[LineFault]:
    """pydantic's own message may quote the value; its type and limits never do."""
    found = {}
    for one in error.errors(include_url=False, include_input=False):
        place = ".".join(str(part) for part in one["loc"]) or "document"
        limits = {k: v for k, v in one.get("ctx", {}).items() if k != "error"}
        more = f" ({', '.join(f'{k} {v}' for k, v in limits.items())})" if limits else ""
        name = (names or {}).get(place, place)
        found[name] = LineFault(number, name, one["type"].replace("_", " ") + more)
    return list(found.values())
