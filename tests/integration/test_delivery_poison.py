"""Rules 4 to 6 on a real broker: no record, however wrong, blocks the partition it lies on."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from chassis.parking import ParkedRecord
from chassis.record import Record
from chassis.store import Scope
from guichet_testing import toy
from guichet_testing.live import living, read_log, send, until
from guichet_testing.rig import CASES, LETTERS
from guichet_testing.servers import Servers

MARKED = b"zebulon.tremblay@example.org"


def changed(record: Record, **parts: Any) -> Record:
    return Record(**{**vars(record), **parts})


def with_header(record: Record, name: str, value: bytes | None) -> Record:
    others = [(known, old) for known, old in record.headers if known != name]
    return changed(record, headers=[*others, (name, value)])


def without_header(record: Record, name: str) -> Record:
    return changed(record, headers=[(n, v) for n, v in record.headers if n != name])


Spoil = Callable[[Record], Record]
PARKED: dict[str, Spoil] = {
    "bad JSON": lambda r: changed(r, value=b'{"case_id": ' + MARKED),
    "tombstone": lambda r: changed(r, value=None),
    "empty value": lambda r: changed(r, value=b""),
    "null header": lambda r: with_header(r, "ce_type", None),
    "binary header": lambda r: with_header(r, "ce_borough", b"\xff\xfe" + MARKED),
    "binary value": lambda r: changed(r, value=b"\xff\xfe\x00" * 10),
    "no headers": lambda r: changed(r, headers=[]),
    "unknown major": lambda r: with_header(r, "ce_type", b"intake.case-registered.v99"),
    "one megabyte": lambda r: changed(r, value=b"\x80" * 1024 * 1024),
    "one megabyte of JSON": lambda r: changed(
        r, value=b'{"activity":"' + b"a" * 1024 * 1024 + b'"}'
    ),
    "missing key": lambda r: changed(r, key=None),
    "wrong key": lambda r: changed(r, key=MARKED),
    "empty key": lambda r: changed(r, key=b""),
    "missing sequence": lambda r: without_header(r, "ce_sequence"),
    "sequence zero": lambda r: with_header(r, "ce_sequence", b"0"),
    "sequence too large": lambda r: with_header(r, "ce_sequence", b"9" * 25),
    "huge header": lambda r: with_header(r, "ce_source", b"x" * 300_000),
    "wrong time": lambda r: with_header(r, "ce_time", MARKED),
    "another topic's event": lambda r: changed(
        toy.record_of(toy.message(str(uuid4())), 1), topic=r.topic, partition=r.partition
    ),
    "forbidden by a rule": lambda r: changed(
        r, value=toy.registered((r.key or b"").decode(), toy.REFUSED).model_dump_json().encode()
    ),
}
PASSED_BY: dict[str, Spoil] = {
    "unknown type": lambda r: with_header(r, "ce_type", b"intake.case-sung.v1"),
    "huge header of a stranger": lambda r: with_header(r, "x-trace", b"x" * 300_000),
    "null header of a stranger": lambda r: with_header(r, "x-trace", None),
}


@pytest.mark.parametrize("batch_records", [500, 1])
async def test_behind_each_poison_a_good_record_is_handled_and_the_poison_is_listed(
    servers: Servers, database_name: str, batch_records: int
) -> None:
    bootstrap = servers.broker.bootstrap_servers
    records: list[Record] = []
    good: list[str] = []
    spoils = [*PARKED.items(), *PASSED_BY.items()]
    for number, (_, spoil) in enumerate(spoils):
        place = number % 6
        poison = toy.record_of(toy.registered(str(uuid4())), 1, partition=place)
        good.append(str(uuid4()))
        behind = toy.record_of(toy.registered(good[-1]), 1, partition=place)
        records += [spoil(poison), behind]
    await send(bootstrap, records, placed=True)
    settings = toy.toy_settings(
        bootstrap, servers.database.uri, database_name, batch_records=batch_records
    )
    kit = toy.build(settings)
    store: Any = kit.stores[1]
    async with living(kit):

        async def handled() -> bool:
            found = await store.load(good)
            return all(one.state is not None for one in found.values())

        await until(handled, 60)

        async def listed() -> Any:
            found = await kit.parking.listed(Scope.everything(), 0, 500)
            return found if len(found) >= len(PARKED) else None

        parked = await until(listed)

        async def quiet() -> bool:
            return await kit.parking.store.oldest_pending() is None

        await until(quiet)
    assert len(parked) == len(PARKED)
    states: list[ParkedRecord] = [one.state for one in parked]
    originals = {(r.key, r.value, tuple(r.headers)) for r in records}
    for state in states:
        raw = kit.parking.open(state)
        assert (raw.key, raw.value, tuple(raw.headers)) in originals, "the very bytes are kept"
    alone = [state for state in states if state.document_id is None]
    assert len(alone) == len(PARKED) - 1
    letters = await read_log(bootstrap, LETTERS, [one.id for one in parked])
    assert {letter.key for letter in letters} == {one.id.encode() for one in parked}
    for letter in letters:
        assert MARKED not in (letter.value or b"")
        assert MARKED not in b"".join(value or b"" for _, value in letter.headers)
    assert MARKED.decode() not in str(states)


async def test_a_parked_record_is_replayed_with_what_waited_behind_it(
    servers: Servers, database_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap, case_id = servers.broker.bootstrap_servers, str(uuid4())
    refused = toy.record_of(toy.registered(case_id, toy.REFUSED), 1)
    await send(bootstrap, [refused, toy.record_of(toy.withdrawn(case_id), 2)])
    kit = toy.build(toy.toy_settings(bootstrap, servers.database.uri, database_name))
    store: Any = kit.stores[1]
    async with living(kit):

        async def both_wait() -> Any:
            waiting = await kit.parking.waiting(case_id, CASES)
            return waiting if len(waiting) == 2 else None

        first, _ = await until(both_wait)
        monkeypatch.setattr(toy, "REFUSED", "nothing")
        inbox = next(one for one in kit.inboxes if one.topic == CASES)
        assert await inbox.replay(first.id) == 2
        await send(bootstrap, [toy.record_of(toy.registered(case_id), 3)])

        async def third() -> Any:
            document = (await store.load([case_id]))[case_id]
            return document if document.seen.get(CASES) == 3 else None

        document = await until(third)
    assert document.state.heard == ("registered:1", "withdrawn:2", "registered:3")
    assert document.parked == {}
    assert await kit.parking.waiting(case_id, CASES) == []
