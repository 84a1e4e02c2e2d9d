"""The pilot's topic on a real broker and database: everything bad is answered, nobody waits behind.

What each fault is called is shown in memory, services/intake/tests/test_intake_bad_input.py.
"""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from chassis.kit import Kit
from chassis.record import Record, read
from chassis.sealing import new_key
from chassis.store import Scope
from contracts.events.pilot import PilotRequestRejectedV1
from contracts.events.routing import GridActivity
from contracts.topics import sealed_for
from guichet_testing.bad_input import (
    GRIDS,
    KEYS,
    KINDS,
    MARK,
    PILOT,
    SEALED_KINDS,
    SEALS,
    example,
    record_of,
    requested,
    sealed_anew,
    with_header,
)
from guichet_testing.live import living, read_log, send, until
from guichet_testing.servers import Servers
from intake.bootstrap import build
from intake.entrypoints.subscribers import case_id_of_pilot
from intake.settings import IntakeSettings
from pydantic import SecretStr

SPOILS = {**KINDS, **SEALED_KINDS}
STORAGE_KEY = new_key()


def intake(servers: Servers, database_name: str) -> Kit:
    """Intake as it is deployed, impatient."""
    return build(
        IntakeSettings(
            http_port=0,
            kafka_bootstrap=servers.broker.bootstrap_servers,
            mongo_uri=SecretStr(servers.database.uri),
            mongo_database=database_name,
            storage_key=SecretStr(STORAGE_KEY),
            tracking_secret=SecretStr("x" * 32),
            topic_keys={
                topic.name: {name: SecretStr(key) for name, key in KEYS[topic.name].items()}
                for topic in sealed_for("intake")
            },
            batch_wait_seconds=0.05,
            sweep_every_seconds=0.1,
            sweep_after_seconds=0.5,
        )
    )


def store_of(kit: Kit, collection: str) -> Any:
    return next(one for one in kit.stores if one.collection.name == collection)


async def rejections(servers: Servers, ids: set[str]) -> dict[str, list[PilotRequestRejectedV1]]:
    """The answers under these ids, in order, opened as the pilot would."""
    found: dict[str, list[PilotRequestRejectedV1]] = {name: [] for name in ids}
    for record in await read_log(servers.broker.bootstrap_servers, "pilot-rejections", ids):
        received = read(record, SEALS)
        assert isinstance(received.data, PilotRequestRejectedV1)
        found[received.envelope.subject].append(received.data)
    return found


@pytest.fixture
async def knowing(servers: Servers, database_name: str) -> str:
    """Database of an intake that has read the grid of Prévost."""
    graffiti = GridActivity(code="graffiti", name_fr="Graffiti")
    grid: Any = example(
        "routing.grid-published.v1", borough="prevost", version=1, activities=[graffiti]
    )
    good = record_of(GRIDS, "prevost@1", 1)
    record = replace(good, value=grid.model_dump_json().encode())
    await send(servers.broker.bootstrap_servers, [record], placed=True)
    kit = intake(servers, database_name)
    async with living(kit):

        async def kept() -> bool:
            found = (await store_of(kit, "grids").load(["prevost@1"]))["prevost@1"]
            return bool(found.state and "graffiti" in found.state.words)

        await until(kept)
    return database_name


async def test_behind_each_bad_record_a_good_one_is_taken_and_each_is_answered_once(
    servers: Servers, knowing: str
) -> None:
    bootstrap, run = servers.broker.bootstrap_servers, uuid4().hex[:8]
    records: list[Record] = []
    expected: dict[str, str] = {}  # by the id that the pilot knows, a code that it is told
    good: list[Record] = []
    for number, kind in enumerate(SPOILS.values()):
        place, key = number % 6, f"{run}-bad-{number}"
        records.append(replace(kind.spoil(record_of(PILOT, key, 1)), partition=place))
        good.append(replace(record_of(PILOT, f"{run}-good-{number}", 1), partition=place))
        records.append(good[-1])
        expected[key] = kind.answered
    unknown = requested(f"{run}-grid", activity="Dragon").model_dump_json().encode()
    records.append(sealed_anew(record_of(PILOT, f"{run}-grid", 1), unknown))
    expected[f"{run}-grid"] = "unknown-activity"
    records.append(with_header(record_of(PILOT, f"{run}-sung", 1), "ce_type", b"pilot.sung.v1"))
    await send(bootstrap, records, placed=True)
    kit = intake(servers, knowing)
    cases = store_of(kit, "cases")
    ids = [case_id_of_pilot(read(one, SEALS)) for one in good]
    async with living(kit):

        async def taken() -> bool:
            found = await cases.load(ids)
            return all(one.state and one.state.registration for one in found.values())

        await until(taken)

        async def answered() -> Any:
            found = await rejections(servers, set(expected))
            return found if all(found.values()) else None

        answers = await until(answered)
        for request_id, code in expected.items():
            (said,) = answers[request_id]
            assert code in {fault.code for fault in said.faults}, request_id
            assert MARK not in said.model_dump_json()
        parked = await kit.parking.listed(Scope.everything(), 0, 500)
        assert [one.id for one in parked if one.state and one.state.topic == PILOT] == []
        # Everything once more, as after a crash before the acknowledgement.
        again = await read_log(
            bootstrap, PILOT, {*expected, *(f"{run}-good-{n}" for n in range(99))}
        )
        inbox = next(one for one in kit.inboxes if one.topic == PILOT)
        await inbox.handle(again)
        after = await rejections(servers, set(expected))
        assert {key: len(one) for key, one in after.items()} == dict.fromkeys(expected, 1)
        registered = await read_log(bootstrap, "intake-cases", ids)
        assert len(registered) == len(ids), "one case each"


async def test_the_same_id_twice_is_one_case_and_what_was_mended_is_taken(
    servers: Servers, knowing: str
) -> None:
    bootstrap, run = servers.broker.bootstrap_servers, uuid4().hex[:8]
    first = record_of(PILOT, f"{run}-1", 1)
    other = requested(f"{run}-1", description="Autre chose").model_dump_json().encode()
    broken = requested(f"{run}-2", kind="licorne").model_dump_json().encode()
    mended = record_of(PILOT, f"{run}-2", 2)
    await send(
        bootstrap,
        [first, first, sealed_anew(first, other), sealed_anew(mended, broken), mended, mended],
        placed=True,
    )
    kit = intake(servers, knowing)
    ids = [case_id_of_pilot(read(one, SEALS)) for one in (first, mended)]
    async with living(kit):

        async def said() -> Any:
            registered = await read_log(bootstrap, "intake-cases", ids)
            answers = await rejections(servers, {f"{run}-1", f"{run}-2"})
            return (registered, answers) if len(registered) == 2 and all(answers.values()) else None

        _, answers = await until(said)
    codes = {
        key: [fault.code for one in said for fault in one.faults] for key, said in answers.items()
    }
    assert codes == {f"{run}-1": ["already-used"], f"{run}-2": ["unknown"]}
