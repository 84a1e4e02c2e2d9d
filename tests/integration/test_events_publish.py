"""`guichet events publish` on a real broker: all are checked, sealed, sent, and answered."""

import asyncio
import json
from pathlib import Path
from uuid import uuid4

import pytest
from chassis.record import Record, read
from chassis.sealing import Seals, new_key
from contracts import Envelope
from contracts.events.pilot import (
    REJECTIONS,
    REQUESTS,
    PilotRequestRejectedV1,
    PilotRequestSubmittedV1,
)
from guichet.events_publish import answers, check
from guichet_testing import toy
from guichet_testing.live import read_log, send
from guichet_testing.run_events import LONGEST, events, record_of
from guichet_testing.servers import Servers


@pytest.fixture
def bootstrap(servers: Servers) -> str:
    return servers.broker.bootstrap_servers


def keys_file(folder: Path, topic: str) -> tuple[Path, dict[str, dict[str, str]]]:
    """A key of a sealed topic, in a file as `--keys` takes it."""
    keys = {topic: {"k1": new_key()}}
    file = folder / "keys.json"
    file.write_text(json.dumps(keys))
    return file, keys


async def test_requests_are_sealed_sent_and_seen_by_who_has_the_key(
    bootstrap: str, tmp_path: Path
) -> None:
    run = uuid4().hex[:8]
    requests = [
        {"request_id": f"{run}-{n}", "borough": "anjou", "activity": "Graffiti", "address": "Rue É"}
        for n in range(3)
    ]
    file, keys = keys_file(tmp_path, REQUESTS)
    sending = ("publish", "-", "--bootstrap", bootstrap, "--keys", str(file))
    for text in ("\n".join(map(json.dumps, requests)), json.dumps(requests)):
        ran = await events(*sending, given=text)
        assert ran.code == 0, ran.err
        assert ran.lines == ["3 sent to pilot-requests, acknowledged"]
    records = await read_log(bootstrap, REQUESTS, [one["request_id"] for one in requests])
    events_read = [read(record, Seals(keys)) for record in records]
    assert len(events_read) == 6
    assert len({one.envelope.id for one in events_read}) == 3, "equal content, equal event"
    for record, one in zip(records, events_read, strict=True):
        assert isinstance(one.data, PilotRequestSubmittedV1)
        assert one.data.address == "Rue É"
        assert record.key == one.data.request_id.encode()
        assert "Rue É".encode() not in (record.value or b"")
    tail = ("tail", REQUESTS, "--bootstrap", bootstrap, "--until-end", "--json")
    closed = await events(*tail)
    assert "values are sealed" in closed.err
    mine = [one for one in closed.objects if one.get("subject", "").startswith(run)]
    assert len(mine) == 6
    assert not any("data" in one for one in mine)
    opened = await events(*tail, "--keys", str(file))
    mine = [one for one in opened.objects if one.get("subject", "").startswith(run)]
    assert {one["data"]["address"] for one in mine} == {"Rue É"}


BAD_LINES = """\
{"request_id": "%(run)s-1", "borough": "anjou", "activity": "Graffiti"}
{"request_id": "%(run)s-2", "borough": "anjou", "lattitude": 45.5}
{"request_id":
{"request_id": "%(run)s-4"}

{"request_id": "%(run)s-6", "borough": "anjou", "longitude": "Zébulon"}
{"request_id": "%(run)s-7", "borough": "anjou", "contact": {"courriel": "zebulon@example.org"}}
{"request_id": "", "borough": "anjou"}
{"request_id": "%(run)s-1", "borough": "anjou", "activity": "Neige"}
["%(run)s-10"]
{"request_id": "%(run)s-11", "borough": "anjou", "description": "%(long)s"}
"""
FAULTS = {
    2: "lattitude: unknown field",
    3: "document: not JSON",
    4: "borough: missing",
    6: "longitude: ",
    7: "contact.courriel: unknown field",
    8: "request_id: ",
    9: "request_id: stands on line 1 already",
    10: "document: ",
    11: "document: larger than ",
}


async def test_of_a_file_with_faults_each_is_named_and_nothing_is_sent(
    bootstrap: str, tmp_path: Path
) -> None:
    run = uuid4().hex[:8]
    bad = BAD_LINES % {"run": run, "long": "é" * 40_000}
    file, _ = keys_file(tmp_path, REQUESTS)
    where = ("--bootstrap", bootstrap, "--keys", str(file))
    for more in ((), ("--check",)):
        ran = await events("publish", "-", *where, *more, given=bad)
        assert ran.code == 1
        faults = [line for line in ran.err.splitlines() if line.startswith("-: line ")]
        assert len(faults) == len(FAULTS)
        for line, (number, said) in zip(faults, FAULTS.items(), strict=True):
            assert line.startswith(f"-: line {number}: {said}")
        assert "bulon" not in ran.err, "a fault quotes no value"
    keys = [f"{run}-{number}" for number in range(12)]
    assert await read_log(bootstrap, REQUESTS, keys) == []
    ran = await events("publish", "-", *where, "--skip-bad", given=bad)
    assert ran.code == 1
    assert ran.lines == ["1 sent to pilot-requests, acknowledged"]
    assert [one.key for one in await read_log(bootstrap, REQUESTS, keys)] == [keys[1].encode()]


async def test_an_answer_that_does_not_come_is_said_at_the_deadline(
    bootstrap: str, tmp_path: Path
) -> None:
    run = uuid4().hex[:8]
    keys = {REQUESTS: {"k1": new_key()}, REJECTIONS: {"k1": new_key()}}
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(keys))
    request = json.dumps({"request_id": run, "borough": "anjou"})
    ran = await events(
        *("publish", "-", "--wait", "--wait-seconds", "2"),
        *("--bootstrap", bootstrap, "--keys", str(file)),
        given=request,
    )
    assert ran.code == 1
    assert f"{run}  sans réponse / no answer in 2 s" in ran.out


async def test_every_request_has_its_answer_those_given_at_one_stroke_too(bootstrap: str) -> None:
    run = uuid4().hex[:8]
    items = [{"request_id": f"{run}-{n}", "borough": "anjou"} for n in range(3)]
    asked = check(json.dumps(items), topic=REQUESTS, source="/pilot/test", now=toy.NOW).ready
    keys = {REJECTIONS: {"k1": new_key()}}
    said = []
    for one, case_id in zip(asked[:2], ("case-a", "case-b"), strict=True):
        event = toy.registered(f"{run}-{case_id}")
        said.append(answering(one.envelope, record_of(event, "anjou")))
    fault = {
        "field": "activity",
        "code": "unknown",
        "reason_fr": "inconnue",
        "reason_en": "unknown",
    }
    refused = PilotRequestRejectedV1.model_validate({"request_id": f"{run}-2", "faults": [fault]})
    plain = answering(asked[2].envelope, record_of(refused, "anjou"))
    headers = {name: (value or b"").decode() for name, value in plain.headers}
    value, headers = Seals(keys).seal(REJECTIONS, headers["ce_id"], plain.value or b"", headers)
    raw: list[tuple[str, bytes | None]] = [(n, v.encode()) for n, v in headers.items()]
    await send(bootstrap, [*said, Record(REJECTIONS, 0, 0, plain.key, value, raw)])
    async with asyncio.timeout(LONGEST):
        found = {answer.request_id: answer async for answer in answers(asked, bootstrap, keys)}
    assert {one.case_id for one in found.values()} == {f"{run}-case-a", f"{run}-case-b", None}
    assert found[f"{run}-2"].faults == ("activity: inconnue / unknown (unknown)",)


def answering(asked: Envelope, record: Record) -> Record:
    """The record as an answer to that event."""
    headers = [*record.headers, ("ce_causationid", str(asked.id).encode())]
    return Record(record.topic, 0, 0, record.key, record.value, headers)
