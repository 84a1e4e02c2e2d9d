"""Asks a broker a real question, to know that it serves; writes nothing."""

import asyncio
import contextlib
import logging
from contextvars import ContextVar

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

_REQUEST_MS = 5_000
_is_probing: ContextVar[bool] = ContextVar("_is_probing", default=False)


def _is_worth_logging(_: logging.LogRecord) -> bool:
    """The client logs an error for every failed try, and a starting broker is not an error."""
    return not _is_probing.get()


for _name in ("aiokafka", "aiokafka.conn", "aiokafka.cluster"):
    logging.getLogger(_name).addFilter(_is_worth_logging)


async def serving_node_ids(bootstrap_servers: str) -> frozenset[int]:
    """The ids of the brokers in service, as the first address that answers names them.

    Empty while there is none or no controller. Never raises for a broker that is absent,
    starting or ending.
    """
    token = _is_probing.set(True)
    try:
        for address in bootstrap_servers.split(","):
            if await _accepts_connections(address):
                return await _ask(address)
    finally:
        _is_probing.reset(token)
    return frozenset()


async def _ask(address: str) -> frozenset[int]:
    client = AIOKafkaClient(bootstrap_servers=address, request_timeout_ms=_REQUEST_MS)
    try:
        await client.bootstrap()
        if client.cluster.controller is None:
            return frozenset()
        return frozenset(int(broker.nodeId) for broker in client.cluster.brokers())
    except (KafkaError, OSError, TimeoutError):
        return frozenset()
    finally:
        with contextlib.suppress(KafkaError, OSError):
            await client.close()


async def _accepts_connections(address: str) -> bool:
    host, _, port = address.strip().rpartition(":")
    try:
        async with asyncio.timeout(2):
            _, writer = await asyncio.open_connection(host.strip("[]"), int(port))
    except (OSError, TimeoutError):
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True
