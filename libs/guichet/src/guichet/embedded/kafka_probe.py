"""Asks a broker a real question, to know that it serves; writes nothing."""

import asyncio
import contextlib
import logging

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

_REQUEST_MS = 5_000


async def serving_node_ids(bootstrap_servers: str) -> frozenset[int]:
    """The ids of the brokers that a metadata answer names; empty while there is no controller.

    Never raises for a broker that is absent, starting or ending.
    """
    for address in bootstrap_servers.split(","):
        if await _accepts_connections(address):
            break
    else:
        return frozenset()
    # The client logs an error for every failed try, and a starting broker is not an error.
    quiet = logging.getLogger("aiokafka")
    level = quiet.level
    quiet.setLevel(logging.CRITICAL)
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, request_timeout_ms=_REQUEST_MS)
    try:
        await admin.start()
        cluster = await admin.describe_cluster()
    except (KafkaError, OSError, TimeoutError):
        return frozenset()
    finally:
        with contextlib.suppress(KafkaError, OSError):
            await admin.close()
        quiet.setLevel(level)
    if cluster.get("controller_id", -1) < 0:
        return frozenset()
    return frozenset(int(node["node_id"]) for node in cluster["brokers"])


async def _accepts_connections(address: str) -> bool:
    host, _, port = address.strip().rpartition(":")
    try:
        async with asyncio.timeout(2):
            _, writer = await asyncio.open_connection(host.strip("[]"), int(port))
    except (OSError, TimeoutError, ValueError):
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True
