"""A worker of sla killed in the middle of a herd: two others fire the rest, and nothing twice."""

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

from aiokafka import AIOKafkaConsumer
from chassis.clock import utc_now
from chassis.document import Document, Draft
from chassis.kit import Kit
from chassis.outcome import Outcome
from chassis.scribe import Cause
from chassis.sealing import new_key
from chassis.store import Scope
from chassis.subscribers import group_of
from contracts.events.sla import COMMITMENTS
from contracts.topics import read_by
from guichet.embedded.ports import free_port
from guichet.embedded.process import ServerProcess
from guichet_testing.live import applied_by_a_reader, header, partitions_of, read_log, until
from guichet_testing.servers import Servers
from guichet_testing.sla_promises import BOROUGHS, due_promise, grids, rule_book
from pydantic import SecretStr
from sla.bootstrap import build
from sla.domain.commitment import Commitments
from sla.domain.grids import Grid
from sla.settings import SlaSettings

HERD = 150  # three writes of a worker
WHOSE = BOROUGHS[:4]
MISSED = "sla.commitment-missed.v1"


def settings_of(servers: Servers, database: str) -> dict[str, str]:
    """Settings of a worker in a hurry, as environment."""
    return {
        "SLA_KAFKA_BOOTSTRAP": servers.broker.bootstrap_servers,
        "SLA_KAFKA_IDEMPOTENCE": str(servers.broker.kind != "tansu"),
        "SLA_MONGO_URI": servers.database.uri,
        "SLA_MONGO_DATABASE": database,
        "SLA_STORAGE_KEY": new_key(),
        "SLA_SETTLING_SECONDS": "1",
        "SLA_ROUND_EVERY_SECONDS": "0.1",
        "SLA_SWEEP_EVERY_SECONDS": "0.2",
        "SLA_SWEEP_AFTER_SECONDS": "1",
    }


def kit_of(servers: Servers, database: str) -> Kit:
    """The same service in this process, to lay down a herd and to look at what became of it."""
    settings = SlaSettings(
        _env_file=None,
        mongo_uri=SecretStr(servers.database.uri),
        mongo_database=database,
        storage_key=SecretStr(new_key()),
    )
    return build(settings)


def worker(env: dict[str, str], folder: Path) -> ServerProcess:
    """A worker, not started."""

    async def is_ready() -> bool:
        return True

    return ServerProcess(
        "sla",
        [sys.executable, "-m", "sla", "worker"],
        ready=is_ready,
        log_file=folder / "sla.log",
        env=env | {"SLA_HTTP_PORT": str(free_port())},
    )


async def lay_down(kit: Kit, cases: Sequence[str]) -> None:
    """Grids, and a herd that is overdue."""
    stores = {store.collection.name: store for store in kit.stores}
    commitments, book, now = stores["commitments"], rule_book(), utc_now()
    for store in kit.stores:
        await store.prepare()
    for grid in grids(WHOSE):
        kept: Draft[Grid] = Draft.of(Document(f"{grid.borough}@{grid.version}"))
        kept.state, kept.borough, kept.changed = grid, grid.borough, True
        await stores["grids"].save([kept])
    drafts: list[Draft[Commitments]] = []
    for number, case_id in enumerate(cases):
        borough = WHOSE[number % len(WHOSE)]
        state = due_promise(book, UUID(case_id), borough, number, len(cases), now)
        draft: Draft[Commitments] = Draft.of(Document(case_id))
        kit.scribe.apply(draft, Outcome(state, borough=borough), Cause("chaos"))
        drafts.append(draft)
    for at in range(0, len(drafts), 100):
        assert await commitments.save(drafts[at : at + 100]) == set()


async def as_if_all_was_read(bootstrap: str) -> None:
    """The groups of sla stand at the ends: what other tests said is none of this one's."""
    for topic in read_by("sla"):
        consumer = AIOKafkaConsumer(
            bootstrap_servers=bootstrap,
            group_id=group_of("sla", topic.name),
            enable_auto_commit=False,
        )
        await consumer.start()
        try:
            partitions = await partitions_of(consumer, topic.name)
            consumer.assign(partitions)
            ends = await consumer.end_offsets(partitions)
            if read := {one: end for one, end in ends.items() if end}:
                await consumer.commit(read)
        finally:
            await consumer.stop()


@asynccontextmanager
async def running(*workers: ServerProcess) -> AsyncIterator[None]:
    """These, until they are killed in the end."""
    try:
        for one in workers:
            one.launch()
        yield
    finally:
        for one in workers:
            await one.kill()


async def test_a_worker_killed_in_mid_herd_loses_no_timer_and_two_others_fire_none_twice(
    servers: Servers, database_name: str, tmp_path: Path
) -> None:
    kit, bootstrap = kit_of(servers, database_name), servers.broker.bootstrap_servers
    cases = [str(uuid4()) for _ in range(HERD)]
    await lay_down(kit, cases)
    await as_if_all_was_read(bootstrap)
    commitments = next(one for one in kit.stores if one.collection.name == "commitments")
    env = settings_of(servers, database_name)

    async def judged() -> int:
        return await commitments.count(Scope.everything(), {"states": "missed"})

    async with running(worker(env, tmp_path)):
        await until(judged, 180)
    assert 0 < await judged() < HERD, "killed in the middle"

    async def all_said() -> bool:
        return await judged() == HERD and await commitments.oldest_pending() is None

    async with running(*(worker(env, tmp_path) for _ in range(2))):
        await until(all_said, 180)
    log = await read_log(bootstrap, COMMITMENTS, cases)
    assert {header(record, "ce_type") for record in log} == {MISSED}
    said = {header(record, "ce_id"): (record.key or b"").decode() for record in log}
    assert sorted(said.values()) == sorted(cases), "each once, whoever said it"
    for case_id in cases:
        assert applied_by_a_reader(log, case_id) == [1]
    stored = await commitments.load(cases)
    assert {one.sequences[COMMITMENTS] for one in stored.values()} == {1}
