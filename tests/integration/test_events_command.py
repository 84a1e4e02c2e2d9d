"""`guichet events tail` on a real broker: what a person sees, and what a program reads."""

import asyncio
import json
import signal
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from chassis.record import Record
from contracts.events.routing import GRIDS, GridPublishedV1
from guichet_testing import toy
from guichet_testing.live import send
from guichet_testing.rig import CASES
from guichet_testing.run_events import LONGEST, events, record_of, started
from guichet_testing.servers import Servers

CONTRACTS = Path(__file__).resolve().parents[2] / "libs" / "contracts" / "examples"


def grid_record(borough: str) -> Record:
    """What makes a borough known."""
    example = CONTRACTS / GridPublishedV1.wire_type / "full.json"
    grid = GridPublishedV1.model_validate_json(example.read_text(encoding="utf-8"))
    grid = grid.model_copy(update={"borough": borough})
    made = record_of(grid, borough)
    key = f"{borough}@{grid.version}".encode()
    headers = [(n, key if n == "ce_subject" else v) for n, v in made.headers]
    return Record(GRIDS, 0, 0, key, made.value, headers)


@pytest.fixture
def bootstrap(servers: Servers) -> str:
    return servers.broker.bootstrap_servers


@pytest.fixture
async def borough(bootstrap: str) -> str:
    """A borough that only this test speaks of."""
    slug = f"essai-{uuid4().hex[:8]}"
    await send(bootstrap, [grid_record(slug)])
    return slug


@pytest.fixture
async def cases(bootstrap: str, borough: str) -> Sequence[str]:
    """Three cases of that borough: registered; registered and withdrawn; one that is broken."""
    ids = [str(uuid4()) for _ in range(3)]
    extra = json.loads(toy.registered(ids[0]).model_dump_json()) | {"added_later": "oui"}
    await send(
        bootstrap,
        [
            record_of(toy.registered(ids[0]), borough, value=json.dumps(extra).encode()),
            record_of(toy.registered(ids[1], "\x1b[31mAqueduc"), borough),
            record_of(toy.withdrawn(ids[1]), borough, sequence=2),
            record_of(toy.registered(ids[2]), borough, value=b'{"case_id": 1, "secret": "x"'),
        ],
    )
    return ids


async def test_a_person_reads_each_event_on_a_line_in_words(
    bootstrap: str, borough: str, cases: Sequence[str]
) -> None:
    ran = await events(
        *("tail", CASES, "--bootstrap", bootstrap, "--until-end", "--borough", borough)
    )
    assert ran.code == 0, ran.err
    lines = {case: [one for one in ran.lines if case[:8] in one] for case in cases}
    assert "Dossier ouvert" in lines[cases[0]][0]
    assert "activity=Nid-de-poule" in lines[cases[0]][0]
    assert "Dossier retiré" in lines[cases[1]][1]
    assert "illisible: data: " in lines[cases[2]][0]
    assert "secret" not in ran.out, "a fault quotes no value"
    assert "\x1b" not in ran.out, "a value does not steer the terminal"


async def test_a_program_reads_cloudevents_as_they_were_sent(
    bootstrap: str, borough: str, cases: Sequence[str]
) -> None:
    ran = await events(
        *("tail", CASES, "--bootstrap", bootstrap, "--until-end", "--json"),
        *("--borough", borough, "--type", "intake.case-registered.v1"),
    )
    assert ran.code == 0, ran.err
    found = {one["subject"]: one for one in ran.objects if one.get("borough") == borough}
    assert found.keys() == set(cases)
    first = found[cases[0]]
    assert first["specversion"] == "1.0"
    assert first["sequence"] == 1
    assert first["data"]["added_later"] == "oui"
    assert "data" not in found[cases[2]]
    assert found[cases[2]]["fault"].startswith("data: ")
    again = await events(
        *("tail", CASES, "--bootstrap", bootstrap, "--until-end", "--json"),
        *("--from", f"{first['partition']}:{first['offset']}", "--borough", borough),
    )
    mine = [one for one in again.objects if one.get("borough") == borough]
    assert mine[0] == first, "an offset of a partition is exactly where reading begins"
    assert {one["partition"] for one in again.objects} == {first["partition"]}


async def test_a_time_leaves_out_what_was_sent_before(bootstrap: str, borough: str) -> None:
    before, after = str(uuid4()), str(uuid4())
    await send(bootstrap, [record_of(toy.registered(before), borough)])
    since = datetime.now(UTC)
    await send(bootstrap, [record_of(toy.registered(after), borough)])
    for text in (since.isoformat(), since.astimezone(tz=None).isoformat()):
        ran = await events(
            *("tail", CASES, "--bootstrap", bootstrap, "--until-end", "--json"),
            *("--borough", borough, "--from", text),
        )
        assert [one["subject"] for one in ran.objects if "borough" in one] == [after]


async def test_what_comes_is_shown_as_it_comes_until_ctrl_c_and_no_group_is_left(
    bootstrap: str, borough: str
) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        groups = set(await admin.list_consumer_groups())
        since, case = datetime.now(UTC).isoformat(), str(uuid4())
        async with started(
            *("tail", CASES, "--bootstrap", bootstrap, "--json"),
            *("--from", since, "--borough", borough),
        ) as process:
            assert process.stdout is not None
            for number in (1, 2):
                event = toy.registered(case) if number == 1 else toy.withdrawn(case)
                await send(bootstrap, [record_of(event, borough, sequence=number)])
                line = await asyncio.wait_for(process.stdout.readline(), LONGEST)
                assert json.loads(line)["sequence"] == number
            process.send_signal(signal.SIGINT)
            _, err = await asyncio.wait_for(process.communicate(), LONGEST)
            assert process.returncode == 0
            assert b"Traceback" not in err
        assert set(await admin.list_consumer_groups()) == groups
    finally:
        await admin.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tail", CASES, "--from", "99:0"], "has partitions 0 to 5, no 99"),
        (["tail", CASES, "--borough", "atlantis"], "unknown borough atlantis; known: "),
        (["publish", "-"], "--keys"),
    ],
)
async def test_what_the_broker_does_not_know_is_answered_by_what_it_does(
    bootstrap: str, borough: str, tmp_path: Path, arguments: list[str], said: str
) -> None:
    request = '{"request_id": "r", "borough": "anjou"}'
    end = ["--until-end"] if arguments[0] == "tail" else []
    where = ["--bootstrap", bootstrap, "--data", str(tmp_path)]
    ran = await events(*arguments, *end, *where, given=request)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


async def test_without_a_house_or_a_broker_it_says_what_to_do(tmp_path: Path) -> None:
    ran = await events("tail", CASES, "--data", str(tmp_path))
    assert ran.code == 2
    assert "guichet up" in ran.err
    ran = await events("tail", CASES, "--bootstrap", "127.0.0.1:9")
    assert ran.code == 2
    assert "127.0.0.1:9: no Kafka answers there" in ran.err
