"""DESIGN §3 on a real broker and a real database: what the fakes cannot show."""

import asyncio
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaConsumer
from guichet_testing import toy
from guichet_testing.live import living, send, until
from guichet_testing.servers import Servers


async def test_a_case_is_heard_once_and_its_event_goes_out(
    servers: Servers, database_name: str
) -> None:
    bootstrap = servers.broker.bootstrap_servers
    case_id = str(uuid4())
    first = toy.record_of(toy.registered(case_id), 1)
    await send(bootstrap, [first, first, toy.record_of(toy.withdrawn(case_id), 2)])
    kit = toy.build(toy.toy_settings(bootstrap, servers.database.uri, database_name))
    store: Any = kit.stores[1]
    async with living(kit):

        async def heard() -> Any:
            document = (await store.load([case_id]))[case_id]
            return document.state if document.seen.get("intake-cases") == 2 else None

        state = await until(heard)
        assert state.heard == ("registered:1", "withdrawn:2")

        async def drained() -> bool:
            return not (await store.load([case_id]))[case_id].pending

        await until(drained)
    consumer = AIOKafkaConsumer(
        "routing-assignments", bootstrap_servers=bootstrap, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        async with asyncio.timeout(20):
            async for record in consumer:
                if record.key == case_id.encode():
                    break
    finally:
        await consumer.stop()
    assert dict(record.headers)["ce_type"] == b"routing.case-assigned.v1"
