"""Bad input of every kind on every kind of topic: answered, parked or skipped, and never a stop.

In memory, through the very inbox and reader of the service; on a real broker it is shown in
tests/integration/test_pilot_contract.py.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from chassis import metrics
from chassis.record import Record, read
from contracts import Event, Received
from guichet_testing.bad_input import (
    FACTS,
    GRIDS,
    KINDS,
    MARK,
    NOW,
    PILOT,
    SEALED,
    SEALED_KINDS,
    SEALS,
    example,
    record_of,
    requested,
    retyped,
    sealed_anew,
    with_header,
    without,
)
from guichet_testing.intake_inbox import Desk
from intake.application.pilot_faults import REASONS
from intake.entrypoints.pilot_reader import pilot_reader
from intake.settings import COUNTERS

TOPICS = (PILOT, FACTS, GRIDS, SEALED)
CASES = [(topic, name) for topic in TOPICS for name in KINDS]
CASES += [(topic, name) for topic in (PILOT, SEALED) for name in SEALED_KINDS]
PRODUCERS = {PILOT: "pilot", FACTS: "routing", GRIDS: "routing", SEALED: "intake"}


def counted(topic: str, producer: str, fault: str) -> float:
    return float(metrics.BAD_INPUT.labels(topic, producer, fault)._value.get())


@pytest.mark.parametrize(("topic", "name"), CASES)
async def test_bad_input_names_its_field_is_counted_and_blocks_nobody(
    topic: str, name: str
) -> None:
    kind = {**KINDS, **SEALED_KINDS}[name]
    desk, key = Desk(topic), "P-1" if topic == PILOT else str(uuid4())
    bad = kind.spoil(record_of(topic, key, 1))
    knows_source = "ce_source" in dict(bad.headers)
    producer = PRODUCERS[topic] if knows_source else "stranger"
    before = counted(topic, producer, kind.counted)
    good = record_of(topic, "P-2" if topic == PILOT else str(uuid4()), 2)
    await desk.inbox.handle([bad, good])
    assert counted(topic, producer, kind.counted) == before + 1
    behind = desk.inbox._item(good).document_id
    assert desk.store.documents[behind].state is not None, "the next good record is handled"
    if topic == PILOT:
        (answer,) = desk.rejections
        codes = {fault.field.removeprefix("ce_"): fault.code for fault in answer[1].faults}
        assert codes[kind.field.removeprefix("ce_")] == kind.answered
        assert desk.parked == [], "its producer has it, and was answered"
    else:
        (parked,) = desk.parked
        assert desk.log.on("intake-dead-letters")
        of_cases = topic in (FACTS, SEALED) and name == "schema violation"
        assert ("case_id" if of_cases else kind.field) in parked.fault
    for entry in desk.log.entries:
        assert MARK not in str(entry.headers) + entry.key
    for _, said in desk.rejections:
        assert MARK not in said.model_dump_json()
    assert MARK not in str([one.state for one in desk.store.documents.values()])


@pytest.mark.parametrize("topic", TOPICS)
async def test_an_unknown_type_is_skipped_and_counted(topic: str) -> None:
    desk, key = Desk(topic), str(uuid4())
    sung = with_header(record_of(topic, key, 1), "ce_type", b"pilot.request-sung.v1")
    stranger = with_header(sung, "ce_source", MARK.encode())
    before = counted(topic, "stranger", "unknown-type")
    await desk.inbox.handle([stranger, record_of(topic, key, 2)])
    assert counted(topic, "stranger", "unknown-type") == before + 1
    assert desk.parked == []
    assert desk.rejections == []
    assert len(desk.store.documents) == 1


async def test_all_faults_of_an_unreadable_record_are_said_at_once_under_its_own_id() -> None:
    desk = Desk(PILOT)
    body = {"request_id": "P-1", "borough": "atlantide", "longitude": MARK, "activity": ["x"]}
    bad = sealed_anew(record_of(PILOT, "P-1", 7), json.dumps(body).encode())
    bad = replace(without(bad, "ce_time", "ce_correlationid"), key=b"P-2")
    await desk.inbox.handle([bad])
    ((envelope, said),) = desk.rejections
    assert {fault.field for fault in said.faults} == {
        "ce_time",
        "ce_correlationid",
        "key",
        "borough",
        "longitude",
        "activity",
        "description",
    }
    assert (said.request_id, envelope.subject, said.record) == ("P-1", "P-1", "pilot-requests-0-7")
    assert said.event_id == (dict(bad.headers)["ce_id"] or b"").decode()
    assert str(envelope.causationid) == said.event_id


@pytest.mark.parametrize(
    ("spoil", "request_id"),
    [
        (lambda r: replace(r, headers=[]), "P-1"),
        (lambda r: replace(r, headers=[], key=None), "pilot-requests-0-3"),
        (lambda r: replace(r, headers=[], key=MARK.encode()), "pilot-requests-0-3"),
        (lambda r: with_header(r, "ce_subject", MARK.encode()), "pilot-requests-0-3"),
    ],
    ids=["the key", "nothing", "a key that is no id", "a subject that is no id"],
)
async def test_a_record_is_answered_under_the_best_id_it_has(
    spoil: Callable[[Record], Record], request_id: str
) -> None:
    desk = Desk(PILOT)
    await desk.inbox.handle([spoil(record_of(PILOT, "P-1", 3))])
    ((envelope, said),) = desk.rejections
    assert (said.request_id, envelope.subject) == (request_id, request_id)


async def test_a_bad_record_that_is_redelivered_is_answered_once_and_in_order() -> None:
    desk = Desk(PILOT)
    unreadable = retyped(record_of(PILOT, "P-1", 1), "v99")
    unknown = requested("P-1", borough="atlantide").model_dump_json().encode()
    refused = sealed_anew(record_of(PILOT, "P-1", 2), unknown)
    good = record_of(PILOT, "P-1", 3)
    for _ in range(3):
        await desk.inbox.handle([unreadable, refused, good])
    answers = desk.rejections
    assert [envelope.sequence for envelope, _ in answers] == [1, 2]
    assert len({envelope.id for envelope, _ in answers}) == 2
    assert [said.faults[0].code for _, said in answers] == ["unknown-major", "unknown"]
    assert len(desk.log.on("intake-cases")) == 1, "mended, it is registered under its own id"


async def test_two_sources_with_one_id_have_one_case_and_one_answer() -> None:
    desk = Desk(PILOT)
    first, second = record_of(PILOT, "P-1", 1), record_of(PILOT, "P-1", 2, source="/pilot/other")
    await desk.inbox.handle([first, second])
    assert len(desk.log.on("intake-cases")) == 1
    ((_, said),) = desk.rejections
    assert [(one.field, one.code) for one in said.faults] == [("request_id", "already-used")]


async def test_what_a_stranger_writes_in_the_open_goes_no_further() -> None:
    desk = Desk(PILOT)
    told: dict[str, Any] = {
        "correlationid": MARK,
        "traceparent": MARK,
        "borough": MARK,
        "source": MARK,
    }
    await desk.inbox.handle([record_of(PILOT, "P-1", 1, **told)])
    ((_, said),) = desk.rejections
    assert [(one.field, one.code) for one in said.faults] == [("ce_borough", "wrong-borough")]
    mended = record_of(PILOT, "P-1", 2, **{**told, "borough": "prevost"})
    await desk.inbox.handle([mended])
    (registered,) = desk.log.on("intake-cases")
    assert registered.headers["ce_borough"] == "prevost"
    assert registered.headers["ce_correlationid"] == "P-1"
    for entry in desk.log.entries:
        assert MARK not in str(entry.headers)


async def test_a_sequence_of_the_pilots_silences_nothing() -> None:
    desk = Desk(PILOT)
    bad = sealed_anew(record_of(PILOT, "P-1", 1, sequence=9), b"{}")
    await desk.inbox.handle([bad, record_of(PILOT, "P-1", 2, sequence=2)])
    assert len(desk.log.on("intake-cases")) == 1


async def test_the_full_example_of_the_contract_is_accepted() -> None:
    desk = Desk(PILOT)
    event = example("pilot.request-submitted.v1", borough="prevost", activity="Graffiti")
    body = event.model_dump_json().encode()
    await desk.inbox.handle([sealed_anew(record_of(PILOT, "PIL-2026-000317", 1), body)])
    assert desk.rejections == []
    assert desk.log.on("intake-cases")


def test_every_reason_is_said_in_both_languages_under_a_code_that_is_written_down() -> None:
    contract = (Path(__file__).parents[3] / "docs" / "pilot.md").read_text(encoding="utf-8")
    for code, french, english in REASONS.values():
        assert f"`{code}`" in contract
        assert french != english


def test_reading_gives_back_what_reading_gives_for_every_good_record() -> None:
    good = record_of(PILOT, "P-1", 1)
    made: Received[Event] = pilot_reader(lambda: NOW, COUNTERS)(good, SEALS)
    assert made == read(good, SEALS)
