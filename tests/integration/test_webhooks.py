"""Signed webhooks on a real broker and database, with receivers on this machine."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from chassis.kit import Kit
from guichet_testing import hooks, toy
from guichet_testing.live import living, send, until
from guichet_testing.servers import Servers
from notifications.bootstrap import build
from notifications.settings import NotificationsSettings
from standardwebhooks import Webhook as Reference


@pytest.fixture
def borough() -> str:
    """A borough of this test alone: all tests read the same topics."""
    return f"b{uuid4().hex[:10]}"


def wired(servers: Servers, database: str, **more: Any) -> Kit:
    """Notifications as it is built everywhere."""
    return build(NotificationsSettings(**hooks.values(servers, database, **more)))


async def prepared(kit: Kit) -> None:
    for store in kit.stores:
        await store.prepare()


async def tell(servers: Servers, borough: str, times: int = 1) -> None:
    """Cases of that borough are registered."""
    records = [hooks.record_in(borough, toy.registered(str(uuid4()))) for _ in range(times)]
    await send(servers.broker.bootstrap_servers, records)


def got(receiver: hooks.Receiver, number: int) -> Callable[[], Awaitable[bool]]:
    """True once it got so many."""

    async def check() -> bool:
        return len(receiver.got) >= number

    return check


def standing(
    client: httpx.AsyncClient, webhook_id: str, state: str, number: int = 1
) -> Callable[[], Awaitable[bool]]:
    """True once so many deliveries stand so."""

    async def check() -> bool:
        shown = (await client.get(f"{hooks.API}/{webhook_id}")).json()
        return bool(shown["deliveries"][state] == number)

    return check


async def test_an_event_is_delivered_once_and_the_reference_library_verifies_it(
    servers: Servers, database_name: str, borough: str
) -> None:
    kit = wired(servers, database_name)
    await prepared(kit)
    async with hooks.receiver() as receiver, hooks.api(kit, borough) as client, living(kit):
        made = await hooks.register(client, receiver.url, borough)
        case = hooks.record_in(borough, toy.registered(str(uuid4())))
        await send(servers.broker.bootstrap_servers, [case, case])
        await tell(servers, f"{borough}-next-door")
        await until(standing(client, made["webhookId"], "delivered"))
        ((headers, body),) = receiver.got
        told = Reference(made["secret"]).verify(body, headers)
        assert told["data"] == json.loads(case.value or b"")
        assert told["borough"] == borough
        listed = (await client.get(f"{hooks.API}/{made['webhookId']}/deliveries")).json()
        assert [one["deliveryId"] for one in listed["items"]] == receiver.ids


async def test_every_open_topic_is_told_and_no_word_of_a_restricted_one(
    servers: Servers, database_name: str, borough: str
) -> None:
    canary = f"Serin-{uuid4().hex}"
    kit = wired(servers, database_name)
    await prepared(kit)
    async with hooks.receiver() as receiver, hooks.api(kit, borough) as client, living(kit):
        await hooks.register(client, receiver.url, borough)
        case = str(uuid4())
        whole = hooks.record_in(borough, toy.registered(case))
        kinds = {
            "intake-cases": b"intake.case-registered.v1",
            "routing-assignments": b"routing.case-new.v1",
            "sla-commitments": b"sla.commitment-new.v1",
            "complaints-investigations": b"complaints.investigation-new.v1",
            "notifications-deliveries": b"notifications.message-new.v1",
            "intake-details": b"intake.case-details-recorded.v1",
            "complaints-letters": b"complaints.letter-written.v1",
            "routing-people": b"routing.people-recorded.v1",
        }
        records = []
        for topic, kind in kinds.items():
            is_open = topic in tuple(kinds)[:5]
            value = whole.value if is_open else json.dumps({"name": canary}).encode()
            headers = [
                (name, {"ce_type": kind, "ce_id": str(uuid4()).encode()}.get(name, text))
                for name, text in whole.headers
            ]
            records.append(type(whole)(topic, 0, 0, whole.key, value, headers))
        await send(servers.broker.bootstrap_servers, [*records[5:], *records[:5]])
        await until(got(receiver, 5))
        types = {json.loads(body)["type"].encode() for _, body in receiver.got}
        assert types == set(list(kinds.values())[:5])
        assert canary.encode() not in b"".join(body for _, body in receiver.got)


async def test_after_two_faults_it_gets_through_under_the_same_id(
    servers: Servers, database_name: str, borough: str
) -> None:
    kit = wired(servers, database_name)
    await prepared(kit)
    async with hooks.receiver() as receiver, hooks.api(kit, borough) as client, living(kit):
        made = await hooks.register(client, receiver.url, borough)
        receiver.answer = hooks.answers(500, 302, location=receiver.url)
        await tell(servers, borough)
        for attempts in (1, 2):
            await until(got(receiver, attempts))
            await until(standing(client, made["webhookId"], "waiting"))
            await _hurry(kit, client, made["webhookId"])
        await until(standing(client, made["webhookId"], "delivered"))
        assert len(receiver.got) == 3
        assert len(set(receiver.ids)) == 1
        for headers, body in receiver.got:
            Reference(made["secret"]).verify(body, headers)


async def _hurry(kit: Kit, client: httpx.AsyncClient, webhook_id: str) -> None:
    """Do not wait out the pause: ask for the delivery again once its answer is written."""

    async def answered() -> Any:
        path = f"{hooks.API}/{webhook_id}/deliveries"
        (one,) = (await client.get(path)).json()["items"]
        later = datetime.fromisoformat(one["nextTryAt"]) if one["nextTryAt"] else None
        # Answered: its next try is no longer the end of the lease.
        return one if one["reason"] and later and later - datetime.now(UTC) > LEASE else None

    one = await until(answered)
    await client.post(f"{hooks.API}/{webhook_id}/deliveries/{one['deliveryId']}/replay")


LEASE = timedelta(seconds=2)


async def test_410_disables_and_resume_brings_it_back(
    servers: Servers, database_name: str, borough: str
) -> None:
    kit = wired(servers, database_name)
    await prepared(kit)
    async with hooks.receiver() as receiver, hooks.api(kit, borough) as client, living(kit):
        made = await hooks.register(client, receiver.url, borough)
        path = f"{hooks.API}/{made['webhookId']}"
        receiver.answer = hooks.answers(410)
        await tell(servers, borough)

        async def disabled() -> bool:
            shown = (await client.get(path)).json()
            return (shown["state"], shown["reason"]) == ("disabled", "gone")

        await until(disabled)
        assert (await client.post(f"{path}/resume")).json()["state"] == "active"
        since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        await client.post(f"{path}/replay", json={"since": since})
        await until(standing(client, made["webhookId"], "delivered"))
        assert len(set(receiver.ids)) == 1


async def test_a_slow_receiver_delays_nobody_else(
    servers: Servers, database_name: str, borough: str
) -> None:
    kit = wired(servers, database_name, webhook_timeout_seconds=20, webhook_lease_seconds=40)
    await prepared(kit)
    gate = asyncio.Event()
    async with (
        hooks.receiver() as slow,
        hooks.receiver() as quick,
        hooks.api(kit, borough) as client,
        living(kit),
    ):
        slow.answer = hooks.held(gate)
        held_up = await hooks.register(client, slow.url, borough)
        made = await hooks.register(client, quick.url, borough)
        await tell(servers, borough, 40)
        await until(standing(client, made["webhookId"], "delivered", 40))
        assert len(slow.got) == kit.settings.webhook_posts_at_once  # type: ignore[attr-defined]
        gate.set()
        await until(standing(client, held_up["webhookId"], "delivered", 40))


async def test_a_name_that_leads_to_this_machine_is_refused_where_that_is_not_allowed(
    servers: Servers, database_name: str, borough: str
) -> None:
    kit = wired(servers, database_name, webhook_local_receivers=False)
    await prepared(kit)
    async with hooks.api(kit, borough) as client, living(kit):
        made = await hooks.register(client, "https://localhost/", borough)
        await tell(servers, borough)
        path = f"{hooks.API}/{made['webhookId']}"

        async def refused() -> bool:
            items = (await client.get(f"{path}/deliveries")).json()["items"]
            return [one["reason"] for one in items] == ["refused-address"]

        await until(refused)
        assert (await client.post(f"{path}/test")).json()["reason"] == "refused-address"


async def test_killed_between_post_and_answer_it_is_posted_again_under_the_same_id(
    servers: Servers, database_name: str, borough: str, tmp_path: Path
) -> None:
    values = hooks.values(servers, database_name)
    kit = build(NotificationsSettings(**values))
    await prepared(kit)
    env = {f"NOTIFICATIONS_{name.upper()}": _as_text(value) for name, value in values.items()}
    async with hooks.receiver() as receiver, hooks.api(kit, borough) as client:
        made = await hooks.register(client, receiver.url, borough)
        await tell(servers, borough)
        async with _worker(env | {"GUICHET_FAILPOINT": "after-provider"}, tmp_path) as doomed:

            async def dead() -> bool:
                return doomed.poll() == -signal.SIGKILL

            await until(dead, 60.0)
        assert len(receiver.got) == 1
        assert await standing(client, made["webhookId"], "waiting")()
        async with _worker(env, tmp_path):
            await until(standing(client, made["webhookId"], "delivered"), 60.0)
        assert len(receiver.got) == 2
        assert len(set(receiver.ids)) == 1


def _as_text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, dict) else str(value)


@asynccontextmanager
async def _worker(env: dict[str, str], tmp_path: Path) -> AsyncIterator[subprocess.Popen[bytes]]:
    """A worker as a process of its own; ended by its pid."""
    with (tmp_path / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "notifications", "worker"],
            env=os.environ | env,
            stdout=log,
            stderr=log,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
