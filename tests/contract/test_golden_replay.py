"""Every example of every release is decoded and handled by today's readers (DESIGN §4)."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from contracts import decode
from contracts.codec import read_envelope
from contracts.registry import Event, event_class
from contracts.releases import ContractSet, releases, today
from contracts.topics import SERVICES, TOPICS
from guichet_testing.wired import Wired, raw_record, wired

Golden = tuple[str, str, str, Mapping[str, Any]]


def golden(sets: list[ContractSet]) -> list[Golden]:
    """Release, wire type, flavour and body of every example there ever was, each once."""
    found: list[Golden] = []
    for one in sets:
        for wire_type, examples in sorted(one.examples.items()):
            for flavour, body in sorted(examples.items()):
                if all((wire_type, body) != (known[1], known[3]) for known in found):
                    found.append((one.name or "today", wire_type, flavour, body))
    return found


ALL = golden([*releases(), today()])
NAMES = [f"{release}-{wire_type}-{flavour}" for release, wire_type, flavour, _ in ALL]


@pytest.fixture(scope="module")
def house() -> dict[str, Wired]:
    """The five services as they would run."""
    return {service: wired(service) for service in SERVICES}


def key_of(event: Event) -> str:
    """Key and subject of the record, as the topic's owner chooses it."""
    match event.topic:
        case "routing-grids":
            return f"{getattr(event, 'borough')}@{getattr(event, 'version')}"  # noqa: B009
        case "intake-notices":
            return str(getattr(event, "notice_id"))  # noqa: B009
        case "routing-people":
            return str(getattr(event, "borough"))  # noqa: B009
        case "pilot-requests" | "pilot-rejections":
            return str(getattr(event, "request_id"))  # noqa: B009
    return str(getattr(event, "case_id", "intake-cases-0-7"))


@pytest.mark.parametrize(("release", "wire_type", "flavour", "body"), ALL, ids=NAMES)
async def test_every_example_ever_released_is_borne_by_todays_readers(
    house: dict[str, Wired], release: str, wire_type: str, flavour: str, body: Mapping[str, Any]
) -> None:
    cls = event_class(wire_type)
    assert cls is not None, "a released type without its class"
    value = json.dumps(body, ensure_ascii=False).encode()
    if cls.topic == "*-dead-letters":
        cls.model_validate_json(value)  # operators read it, no service does
        return
    key = key_of(cls.model_validate_json(value))
    sequence = None if TOPICS[cls.topic].owner == "pilot" else 1
    record = raw_record(wire_type, value, key=key, sequence=sequence)
    for service in {*TOPICS[cls.topic].readers} & {*SERVICES}:
        reader = house[service]
        reader.forget()
        listening = reader.readers(cls.topic)
        assert listening, f"{service} is declared a reader of {cls.topic}"
        for one in listening:
            await one.handle([record])
        assert reader.parked() == [], f"{service} cannot bear it"


@pytest.mark.parametrize("service", SERVICES)
async def test_all_examples_of_a_release_together_tell_of_one_case_and_are_borne(
    house: dict[str, Wired], service: str
) -> None:
    """Minimal, full and odd of every type, one after the other, topic by topic."""
    reader = house[service]
    for release in releases():
        reader.forget()
        last: Counter[tuple[str, str]] = Counter()
        for wire_type, examples in release.examples.items():
            cls = event_class(wire_type)
            assert cls is not None
            if service not in (TOPICS[cls.topic].readers if cls.topic in TOPICS else ()):
                continue
            for body in examples.values():
                value = json.dumps(body).encode()
                key = key_of(cls.model_validate_json(value))
                last[cls.topic, key] += 1
                is_ours = TOPICS[cls.topic].owner != "pilot"
                number = last[cls.topic, key] if is_ours else None
                record = raw_record(wire_type, value, key=key, sequence=number)
                for one in reader.readers(cls.topic):
                    await one.handle([record])
        assert reader.parked() == []
        assert last


async def test_a_reader_that_cannot_bear_an_example_is_found(house: dict[str, Wired]) -> None:
    reader = house["sla"]
    reader.forget()
    record = raw_record("intake.case-withdrawn.v1", b'{"case_id": "c1"}', key="c1", sequence=1)
    for one in reader.readers("intake-cases"):
        await one.handle([record])
    told = {fault.partition(": ")[2] for fault in reader.parked()}
    assert told == {"data: withdrawn_at: missing"}
    reader.forget()


def test_the_odd_examples_show_what_a_reader_must_bear() -> None:
    body = today().examples["intake.case-registered.v1"]["odd"]
    record = raw_record(
        "intake.case-registered.v1", json.dumps(body).encode(), key="c1", sequence=1
    )
    data = decode(read_envelope(record.headers), record.value).data
    assert (getattr(data, "kind"), getattr(data, "channel")) == ("other", "other")  # noqa: B009
    assert "x_of_tomorrow" in body
    assert "x_of_tomorrow" not in data.model_dump()
