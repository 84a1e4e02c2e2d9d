"""What an operator types when a record was set aside: list, show, replay, drop."""

import asyncio
import json
import sys
from datetime import UTC, datetime
from uuid import uuid4

from aiokafka import AIOKafkaProducer
from contracts import Envelope
from contracts.topics import TOPICS
from guichet.stack import Stack
from guichet_testing.house import ledger_of, until


async def deadletters(stack: Stack, *arguments: str) -> str:
    """Its output; nothing when it was refused."""
    command = [sys.executable, "-m", "guichet", "deadletters", *arguments, "--url", stack.url]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return out.decode() if process.returncode == 0 else ""


async def poison(stack: Stack) -> None:
    """A registration that is no JSON, as a broken producer would write it."""
    case_id = str(uuid4())
    envelope = Envelope(
        id=uuid4(),
        source="/guichet/intake",
        type="intake.case-registered.v1",
        time=datetime.now(UTC),
        subject=case_id,
        borough="montreal",
        sequence=1,
        correlationid="poison",
    )
    servers = stack.broker_server.broker.bootstrap_servers
    async with AIOKafkaProducer(bootstrap_servers=servers) as producer:
        headers = [(name, value.encode()) for name, value in envelope.headers().items()]
        await producer.send_and_wait(
            "intake-cases", b"{Claude Untel", key=case_id.encode(), headers=headers
        )


async def test_an_operator_finds_shows_replays_and_drops_what_was_set_aside(stack: Stack) -> None:
    await poison(stack)
    readers = TOPICS["intake-cases"].readers

    async def found() -> set[tuple[str, str]]:
        lines = [line.split() for line in (await deadletters(stack, "list")).splitlines()]
        rows = [cells for cells in lines if len(cells) > 3 and cells[1] in readers]
        records = {(cells[1], cells[3]) for cells in rows}
        return records if {service for service, _ in records} == set(readers) else set()

    records = await until(found)
    listed = await deadletters(stack, "list")
    assert "json_invalid" in listed
    assert "Untel" not in listed
    service, record = min(records)
    shown = json.loads(await deadletters(stack, "show", service, record))
    assert shown["id"] == record
    assert "Untel" not in str(shown)
    # What was no JSON is none the second time: refused, and it stays where it is.
    assert not await deadletters(stack, "replay", service, record)
    assert record in await deadletters(stack, "list")
    for service, record in records:
        assert "dropped" in await deadletters(stack, "drop", service, record)
    listed = await deadletters(stack, "list")
    assert not any(record in listed for _, record in records)

    async def settled() -> bool:
        ledger = await ledger_of(stack)
        return ledger.settled and ledger.parked_records == 0

    await until(settled)
