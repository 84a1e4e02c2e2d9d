"""Rule 6: what can never be handled waits per topic and key, in order, and nothing else waits."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from chassis import inbox, record
from chassis.faults import Transient
from chassis.record import Record
from guichet_testing import toy
from guichet_testing.rig import CASES, LETTERS, Rig, stream

BAD = toy.registered("c1", toy.REFUSED)
FIRST = "intake-cases-0-1"


async def unanswered() -> None:
    raise Transient("the answer was lost")


async def test_later_records_of_the_key_are_parked_behind_in_this_batch_and_the_next(
    rig: Rig,
) -> None:
    one, two, three = stream([BAD, toy.withdrawn("c1"), toy.registered("c1")])
    await rig.cases.handle([one, two])
    await rig.cases.handle([three])
    assert rig.parked() == ["intake-cases-0-1", "intake-cases-0-2", "intake-cases-0-3"]
    assert rig.heard("c1") == ()
    assert rig.document("c1").parked == {CASES: 3}


async def test_other_keys_and_other_topics_of_the_same_case_go_on(rig: Rig) -> None:
    await rig.cases.handle([*stream([BAD]), toy.record_of(toy.registered("c2"), 1, offset=7)])
    await rig.deliveries.handle(stream([toy.message("c1")]))
    assert rig.heard("c2") == ("registered:1",)
    assert rig.heard("c1") == ("message:1",)
    assert rig.parked() == [FIRST]


async def test_a_parked_record_that_is_redelivered_is_parked_once(rig: Rig) -> None:
    records = stream([BAD, toy.withdrawn("c1")])
    await rig.cases.handle(records)
    version = rig.document("c1").version
    await rig.cases.handle(records)
    assert len(rig.parked()) == 2
    assert rig.document("c1").version == version
    assert len(rig.log.on(LETTERS)) == 2


async def test_bytes_are_set_aside_before_the_mark_so_a_crash_between_loses_nothing(
    rig: Rig,
) -> None:
    async def crash() -> None:
        raise KeyboardInterrupt

    rig.store.before["save"].append(crash)
    with pytest.raises(KeyboardInterrupt):
        await rig.cases.handle(stream([BAD]))
    assert rig.parked() == [FIRST]
    await Rig(rig).cases.handle(stream([BAD]))
    assert rig.parked() == [FIRST]
    assert rig.document("c1").parked == {CASES: 1}


async def test_a_mark_whose_answer_was_lost_does_not_cost_the_bytes(rig: Rig) -> None:
    rig.store.after["save"].append(unanswered)
    await rig.cases.handle(stream([BAD]))
    assert rig.document("c1").parked == {CASES: 1}
    assert rig.parked() == [FIRST]


async def test_a_mark_that_lost_its_race_is_set_again(rig: Rig) -> None:
    rival = Rig(rig)
    rig.store.before["save"].append(lambda: rival.deliveries.handle(stream([toy.message("c1")])))
    await rig.cases.handle(stream([BAD]))
    assert rig.document("c1").parked == {CASES: 1}
    assert rig.parked() == [FIRST]


def changed(record: Record, **parts: Any) -> Record:
    return Record(**{**vars(record), **parts})


UNREADABLE: dict[str, Callable[[Record], Record]] = {
    "no key": lambda r: changed(r, key=None),
    "wrong key": lambda r: changed(r, key=b"another"),
    "bad JSON": lambda r: changed(r, value=b'{"case_id": '),
    "not UTF-8": lambda r: changed(r, value=b"\xff\xfe\x00"),
    "tombstone": lambda r: changed(r, value=None),
    "null header": lambda r: changed(r, headers=[*r.headers, ("ce_type", None)]),
    "binary header": lambda r: changed(r, headers=[*r.headers, ("ce_subject", b"\xff")]),
    "no headers": lambda r: changed(r, headers=[]),
    "no sequence": lambda r: changed(
        r, headers=[(n, v) for n, v in r.headers if n != "ce_sequence"]
    ),
    "sequence beyond any database": lambda r: changed(
        r, headers=[*r.headers, ("ce_sequence", b"9" * 30)]
    ),
    "unknown major": lambda r: changed(
        r, headers=[*r.headers, ("ce_type", b"intake.case-registered.v9")]
    ),
    "event of another topic": lambda r: changed(
        toy.record_of(toy.message("c1"), 1, offset=r.offset), topic=CASES
    ),
    "deep JSON": lambda r: changed(r, value=b"[" * 100_000),
}


@pytest.mark.parametrize("poison", UNREADABLE)
async def test_what_cannot_be_read_parks_alone_and_the_key_goes_on(rig: Rig, poison: str) -> None:
    first, second = stream([toy.registered("c1"), toy.withdrawn("c1")])
    await rig.cases.handle([UNREADABLE[poison](first), second])
    assert rig.parked() == [FIRST]
    assert rig.heard("c1") == ("withdrawn:2",)
    [kept] = [one.state for one in rig.set_aside.documents.values()]
    assert kept is not None
    assert kept.document_id is None
    assert rig.parking.open(kept) == UNREADABLE[poison](first)


async def test_reading_that_fails_as_nobody_expected_parks_alone(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = record.read

    def explode(one: Record, seals: Any) -> Any:
        if one.offset == 1:
            raise RecursionError
        return real(one, seals)

    monkeypatch.setattr(inbox, "read", explode)
    await rig.cases.handle(stream([toy.registered("c1"), toy.withdrawn("c1")]))
    assert rig.parked() == [FIRST]
    assert rig.heard("c1") == ("withdrawn:2",)


async def test_a_dead_letter_quotes_nothing(rig: Rig) -> None:
    marked = "zebulon.tremblay@example.org"
    [good] = stream([toy.registered("c1")])
    wrong_value = changed(good, value=json.dumps({"kind": 1, "activity": marked * 9}).encode())
    wrong_time = [(n, marked.encode() if n == "ce_time" else v) for n, v in good.headers]
    batch = [wrong_value, changed(good, offset=2, headers=wrong_time), changed(good, offset=3)]
    batch[2] = changed(batch[2], key=marked.encode())
    await rig.cases.handle(batch)
    assert len(rig.log.on(LETTERS)) == 3
    for entry in rig.log.on(LETTERS):
        assert b"zebulon" not in entry.value
        assert "zebulon" not in f"{entry.key} {entry.headers}"
    assert "zebulon" not in str(rig.set_aside.documents), "at rest the bytes lie sealed"


async def test_a_lost_race_for_the_bytes_is_no_fault(rig: Rig) -> None:
    """Two members park the same record: one copy, one letter that counts."""
    records, rival = stream([BAD]), Rig(rig)
    rig.shelf.before["save"].append(lambda: rival.cases.handle(records))
    await rig.cases.handle(records)
    assert rig.parked() == [FIRST]
    assert {entry.id for entry in rig.log.on(LETTERS)} == {rig.log.on(LETTERS)[0].id}
