"""Pours sample rows in at both doors, as those who use them would: HTTP, and the pilot's topic."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import httpx
from aiokafka import AIOKafkaProducer
from chassis.clock import utc_now
from chassis.sealing import Seals
from contracts import Envelope, encode
from contracts.envelope import Classification
from contracts.events.pilot import REQUESTS, PilotContact, PilotRequestSubmittedV1

from guichet.samples import SampleRow
from guichet.stack import Stack

AT_ONCE = 8
COUNTERS_ZONE = ZoneInfo("America/Toronto")
Tell = Callable[[], None]


class NotAccepted(Exception):
    """A row was refused at the counter; the message names row and reason."""


def body_of(row: SampleRow) -> dict[str, Any]:
    """A row as the counter's form."""
    today = utc_now().astimezone(COUNTERS_ZONE).date()
    body: dict[str, Any] = {
        "borough": row.tenant,
        "kind": row.kind,
        "activity": row.activity,
        "channel": row.channel,
        "description": row.description,
        "language": row.language,
        "external": {"source": "samples", "id": row.external_id},
        "originalOn": original_on(row),
    }
    if row.longitude is not None or row.street:
        body["place"] = {
            "longitude": row.longitude,
            "latitude": row.latitude,
            "address": row.street,
        }
    if row.contact:
        contact = row.contact
        body["contact"] = {"name": contact.name, "email": contact.email, "phone": contact.phone}
    if row.kind == "information":
        body["answer"] = {
            "reference": "https://montreal.ca/ (page consultée au comptoir)",
            "verifiedOn": today.isoformat(),
        }
    if row.complaint:
        on = today - timedelta(days=row.complaint.facts_days_ago)
        body["complaint"] = {
            "written": row.complaint.is_written,
            "signed": row.complaint.is_signed,
            "danger": row.complaint.is_danger,
            "factsOn": on.isoformat(),
        }
    return body


def original_on(row: SampleRow) -> str | None:
    """The day of the source; a source that gives only a month gives no day."""
    return row.original_date[:10] if len(row.original_date) >= 10 else None


async def pour(stack: Stack, rows: Sequence[SampleRow], run: str, tell: Tell) -> int:
    """Pour all; how many were taken over both doors. Raises NotAccepted at the first refusal."""
    tenants = {row.tenant for row in rows if row.via == "http"}
    tokens = {tenant: await stack.token(f"demo-technician-{tenant}") for tenant in tenants}
    gate = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(base_url=stack.url, timeout=60.0, trust_env=False) as client:

        async def over_http(row: SampleRow) -> None:
            headers = {
                "Authorization": f"Bearer {tokens[row.tenant]}",
                "Idempotency-Key": str(uuid5(NAMESPACE_URL, f"{run}:{row.external_id}")),
            }
            async with gate:
                answer = await client.post(
                    "/api/intake/v1/cases", json=body_of(row), headers=headers
                )
            if answer.status_code != 201:
                raise NotAccepted(f"{row.external_id}: {answer.status_code} {answer.text}")
            tell()

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(over_pilot(stack, [r for r in rows if r.via == "pilot"], run, tell))
            for row in rows:
                if row.via == "http":
                    tasks.create_task(over_http(row))
    return len(rows)


async def over_pilot(stack: Stack, rows: Sequence[SampleRow], run: str, tell: Tell) -> None:
    """Write requests on the pilot's topic, sealed, as the city's online pilot does."""
    seals = Seals({REQUESTS: {"k1": stack.secrets.topic_keys[REQUESTS]}})
    producer = AIOKafkaProducer(
        bootstrap_servers=stack.broker_server.broker.bootstrap_servers, acks="all"
    )
    await producer.start()
    try:
        for row in rows:
            request_id = f"{run}:{row.external_id}"
            event = PilotRequestSubmittedV1(
                request_id=request_id,
                borough=row.tenant,
                kind=row.kind,
                activity=row.activity,
                description=row.description,
                longitude=row.longitude,
                latitude=row.latitude,
                address=row.street,
                language=row.language,
                contact=contact_of(row),
                original_on=original_on(row),
            )
            envelope = Envelope(
                id=uuid5(NAMESPACE_URL, request_id),
                source="/pilot/samples",
                type=event.wire_type,
                time=utc_now(),
                subject=request_id,
                borough=row.tenant,
                correlationid=request_id,
                dataclassification=Classification.RESTRICTED,
            )
            plain, headers = encode(envelope, event)
            value, headers = seals.seal(REQUESTS, str(envelope.id), plain, headers)
            raw = [(name, text.encode()) for name, text in headers.items()]
            await producer.send_and_wait(
                REQUESTS, value=value, key=request_id.encode(), headers=raw
            )
            tell()
    finally:
        await producer.stop()


def contact_of(row: SampleRow) -> PilotContact | None:
    """The made-up contact of a row."""
    if row.contact is None:
        return None
    return PilotContact(name=row.contact.name, email=row.contact.email, phone=row.contact.phone)
