"""kill -9 at every named point of every service, while real rows pour in: nothing lost, none twice.

`GUICHET_KILLS` says how many kills (`make prove`: 1,000); here each point is met once.
"""

import asyncio
import itertools
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from contracts.topics import SERVICES
from guichet.pour import body_of, pour
from guichet.samples import rows
from guichet.stack import Stack
from guichet_testing.forked import fork
from guichet_testing.house import (
    check_log,
    check_mails,
    check_once,
    client,
    fresh_run,
    house,
    ledger_of,
    needs_kafka,
    read_log,
    until,
)
from pymongo import AsyncMongoClient

EVERYWHERE = ("before-write", "after-write", "after-publish", "before-ack")
POINTS = [(service, point) for point in EVERYWHERE for service in SERVICES] + [
    ("sla", "in-round"),
    ("routing", "in-round"),
    ("notifications", "after-reservation"),
    ("notifications", "after-provider"),
]
KILLS = int(os.environ.get("GUICHET_KILLS", str(len(POINTS))))
OUTAGE_SECONDS = float(os.environ.get("GUICHET_OUTAGE_SECONDS", "60"))
A_DEATH_SECONDS = 60.0
MOST_UNDER_WAY = 150
UNSENT = {"ix.states": {"$in": ["accepted", "reserved"]}}


@pytest.fixture(scope="module")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    async with house(tmp_path_factory.mktemp("chaos")) as running:
        needs_kafka(running)
        yield running


def schedule() -> Iterator[tuple[str, str]]:
    """Every point once, then by chance, always the same chance."""
    yield from POINTS
    chance = random.Random(20261121)
    while True:
        yield chance.choice(POINTS)


async def die_once(stack: Stack, service: str, point: str, chance: random.Random) -> bool:
    """Start a service again so that it dies at a point, and see it die.

    What starts after one death is what dies next: a start a kill. False if it never came to that
    point: then it is killed where it stands.
    """
    await stack.services[service].kill()
    doomed = stack.process_of(service, f"{point}:{chance.randint(1, 3)}")
    doomed.spawn = fork
    doomed.launch()
    stack.services[service] = doomed
    died = await doomed.wait_dead(A_DEATH_SECONDS)
    await doomed.kill()
    return died


async def live_again(stack: Stack, service: str) -> None:
    """Start a service that dies no more."""
    whole = stack.process_of(service)
    whole.spawn = fork
    stack.services[service] = whole
    await whole.start()


async def keep_feeding(stack: Stack, over: asyncio.Event) -> None:
    """Rows and rows, for some points are rarely passed; no more than the dying can keep up with."""
    uri = stack.database_server.database.uri
    mongo: AsyncMongoClient[Any] = AsyncMongoClient(uri, retryWrites=False)

    async def under_way() -> int:
        accepted = await mongo["guichet_intake"]["cases"].count_documents({})
        assigned = await mongo["guichet_routing"]["assignments"].count_documents({})
        told = await mongo["guichet_notifications"]["dossiers"].count_documents({})
        unsent = await mongo["guichet_notifications"]["dossiers"].count_documents(UNSENT)
        return accepted - min(assigned, told) + unsent

    try:
        while not over.is_set():
            if await under_way() < MOST_UNDER_WAY:
                await feed(stack)
            else:
                await asyncio.sleep(1.0)
    finally:
        await mongo.close()


async def feed(stack: Stack) -> None:
    """A few rows at both doors; a citizen whose call failed calls again, under the same key."""
    run = fresh_run()
    done = False
    while not done:
        try:
            await pour(stack, rows(13), run, lambda: None)
            done = True
        except (ExceptionGroup, httpx.HTTPError):
            # A door was shut: the same rows come again under the same keys.
            await asyncio.sleep(0.5)


async def all_settled(stack: Stack) -> bool:
    return (await ledger_of(stack)).settled


async def all_mails_answered(stack: Stack) -> bool:
    """No delivery waits or is under way: each was handed over, given up, or left uncertain."""
    uri = stack.database_server.database.uri
    mongo: AsyncMongoClient[Any] = AsyncMongoClient(uri, retryWrites=False)
    try:
        return await mongo["guichet_notifications"]["dossiers"].count_documents(UNSENT) == 0
    finally:
        await mongo.close()


async def test_nothing_is_lost_and_nothing_done_twice_whatever_is_killed_when(
    stack: Stack,
) -> None:
    met: Counter[tuple[str, str]] = Counter()
    kills = list(itertools.islice(schedule(), KILLS))

    async def lane(service: str) -> None:
        chance = random.Random(service)
        for victim, point in kills:
            if victim == service:
                met[service, point] += await die_once(stack, service, point, chance)
        await live_again(stack, service)

    over = asyncio.Event()
    feeding = asyncio.create_task(keep_feeding(stack, over))
    # All five at once: a service meets its end while its neighbours meet theirs.
    await asyncio.gather(*map(lane, SERVICES))
    over.set()
    await feeding
    await until(lambda: all_settled(stack), 300)
    await until(lambda: all_mails_answered(stack), 300)
    log = await read_log(stack)
    check_log(log)
    check_once(log)
    await check_mails(stack, log)
    missed = [place for place in dict.fromkeys(kills) if not met[place]]
    assert not missed, f"never came to: {missed}"


async def test_intake_accepts_while_kafka_is_down_and_all_is_delivered_after(
    stack: Stack,
) -> None:
    before = (await ledger_of(stack)).total("accepted")
    token = await stack.token("demo-technician")
    await stack.broker_server.kill()
    sample = [row for row in rows(60) if row.via == "http"][:40]
    loop = asyncio.get_running_loop()
    started = loop.time()
    async with client(stack, token) as caller:
        for number, row in enumerate(sample):
            answer = await caller.post(
                "/api/intake/v1/cases",
                json=body_of(row),
                headers={"Idempotency-Key": f"{fresh_run()}-{number:016}"},
            )
            assert answer.status_code == 201, answer.text
            await asyncio.sleep(OUTAGE_SECONDS / len(sample))
    assert loop.time() - started >= OUTAGE_SECONDS
    await stack.broker_server.start()

    async def delivered() -> bool:
        ledger = await ledger_of(stack)
        return ledger.settled and ledger.total("accepted") == before + len(sample)

    await until(delivered, 120)
    log = await read_log(stack)
    check_log(log)
    check_once(log)


async def test_a_sweeper_killed_in_mid_sweep_leaves_its_work_to_the_next(stack: Stack) -> None:
    await stack.services["intake"].stop()
    doomed = stack.process_of("intake", "in-sweeper:1")
    stack.services["intake"] = doomed
    await doomed.start()
    await stack.broker_server.kill()
    row = next(row for row in rows(20) if row.via == "http")
    async with client(stack, await stack.token("demo-technician")) as caller:
        answer = await caller.post(
            "/api/intake/v1/cases",
            json=body_of(row),
            headers={"Idempotency-Key": f"{fresh_run()}-in-the-sweeper"},
        )
    assert answer.status_code == 201, answer.text
    # Kafka is away: the courier leaves it to the sweeper, and the sweeper's process dies of it.
    assert await doomed.wait_dead(A_DEATH_SECONDS)
    await stack.broker_server.start()
    await live_again(stack, "intake")
    await until(lambda: all_settled(stack), 120)
    check_log(await read_log(stack))


async def test_the_database_killed_in_mid_stream_loses_nothing_that_was_acknowledged(
    stack: Stack,
) -> None:
    pouring = asyncio.create_task(feed(stack))
    await asyncio.sleep(0)
    await stack.database_server.kill()
    await stack.database_server.start()
    await pouring
    await until(lambda: all_settled(stack), 120)
    check_log(await read_log(stack))


async def test_a_mail_whose_answer_was_lost_is_sent_again_only_as_its_template_says(
    stack: Stack,
) -> None:
    await stack.mail.set_fault("accept-then-drop", times=2)
    await feed(stack)
    await until(lambda: all_settled(stack), 120)
    await until(lambda: all_mails_answered(stack), 180)
    await check_mails(stack, await read_log(stack))
    await stack.mail.set_fault("ok")


def test_every_failpoint_of_the_chassis_is_in_the_schedule() -> None:
    from chassis.failpoints import POINTS as NAMED

    assert {point for _, point in POINTS} | {"in-sweeper"} == set(NAMED)
