"""What was released is a promise: the check names what is broken, and no release passes it by."""

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from contracts import registry, releases
from contracts.generate import schema_of
from contracts.registry import Event, event, upcast
from contracts.releases import CannotRelease, ContractSet, findings, release, today
from guichet.__main__ import app
from typer.testing import CliRunner

WITHDRAWN, CASES = "intake.case-withdrawn.v1", "intake-cases"
NOW = today()


def said(last: ContractSet, now: ContractSet) -> list[str]:
    return [str(one) for one in findings(last, now)]


def without_field(wire_type: str, field: str) -> ContractSet:
    """Today's set with a field of one event taken away."""
    schema: dict[str, Any] = deepcopy(dict(NOW.schemas[wire_type]))
    del schema["properties"][field]
    schema["required"].remove(field)
    return replace(NOW, schemas={**NOW.schemas, wire_type: schema})


def with_topic(name: str, **changes: Any) -> ContractSet:
    """Today's set with a topic changed."""
    return replace(NOW, topics={**NOW.topics, name: {**NOW.topics[name], **changes}})


def test_the_working_tree_keeps_what_the_last_release_promised() -> None:
    last = releases.releases()[-1]
    assert said(last, NOW) == []


def test_the_command_says_so_with_a_count_and_exits_zero() -> None:
    result = CliRunner().invoke(app, ["contracts", "check"])
    assert result.exit_code == 0
    assert f"{len(NOW.schemas)} event types" in result.stdout


def test_the_command_names_type_field_and_way_out_and_exits_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = without_field(WITHDRAWN, "withdrawn_at")
    monkeypatch.setattr(releases, "today", lambda: broken)
    result = CliRunner().invoke(app, ["contracts", "check"])
    assert result.exit_code == 1
    assert f"✗ {WITHDRAWN}: withdrawn_at: removed or renamed" in result.stdout
    assert "Leave V1 as it was and make a V2 beside it." in result.stdout


def test_the_command_is_not_content_where_there_is_nothing_to_hold_against(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(releases, "releases", list)
    result = CliRunner().invoke(app, ["contracts", "check"])
    assert result.exit_code == 1
    assert "no release to hold against" in result.stdout


def test_the_command_refuses_to_write_a_release_twice() -> None:
    last = releases.releases()[-1].name
    result = CliRunner().invoke(app, ["contracts", "release", last])
    assert result.exit_code == 1
    assert f"✗ {last} is not after {last}, the last release" in result.stdout


def test_a_type_that_is_gone_is_named() -> None:
    fewer = {name: schema for name, schema in NOW.schemas.items() if name != WITHDRAWN}
    [finding] = said(NOW, replace(NOW, schemas=fewer))
    assert finding.startswith(f"{WITHDRAWN}: removed or renamed. Keep its class")


def test_a_new_type_and_a_new_topic_are_harmless() -> None:
    more = replace(
        NOW,
        schemas={**NOW.schemas, "intake.case-sung.v1": NOW.schemas[WITHDRAWN]},
        topics={**NOW.topics, "intake-songs": NOW.topics[CASES]},
    )
    assert said(NOW, more) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"key": "borough"}, "key: case id became borough"),
        ({"partitions": 12}, "partitions: 6 became 12"),
        ({"compacted": True}, "compacted: False became True"),
        ({"classification": "restricted"}, "classification: open became restricted"),
        ({"owner": "routing"}, "owner: intake became routing"),
        ({"retention_days": 30}, "retention_days: kept for ever, now 30 days"),
        ({"readers": ["sla"]}, "readers: routing no longer reads it"),
        ({"reserved": True}, "no longer there"),
        ({"events": []}, "topic: no longer on intake-cases"),
    ],
)
def test_a_topic_keeps_what_readers_and_replays_rely_on(
    changes: dict[str, Any], words: str
) -> None:
    found = said(NOW, with_topic(CASES, **changes))
    assert any(words in one for one in found), found


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (CASES, {"purpose_en": "Anything."}),
        (CASES, {"readers": ["routing", "sla", "complaints", "notifications", "intake"]}),
        ("intake-details", {"retention_days": 60}),
        ("intake-details", {"retention_days": None}),
    ],
)
def test_what_nobody_relies_on_may_change(name: str, changes: dict[str, Any]) -> None:
    assert said(NOW, with_topic(name, **changes)) == []


def test_a_shorter_retention_is_caught_from_one_length_to_another() -> None:
    [finding] = said(NOW, with_topic("intake-details", retention_days=7))
    assert "retention_days: kept 30 days, now 7 days" in finding


def test_a_topic_that_is_gone_is_named() -> None:
    fewer = {name: topic for name, topic in NOW.topics.items() if name != CASES}
    assert any(
        "intake-cases: no longer there" in one for one in said(NOW, replace(NOW, topics=fewer))
    )


def test_a_release_is_whole_and_reads_back_as_it_was(tmp_path: Path) -> None:
    folder = release("1", tmp_path)
    [read] = releases.releases(tmp_path)
    assert read.name == "1"
    assert read.schemas == json.loads(json.dumps(NOW.schemas))
    assert read.examples == json.loads(json.dumps(NOW.examples))
    assert read.topics == json.loads(json.dumps(NOW.topics))
    assert (folder / "catalogue.json").is_file()
    assert said(read, NOW) == []


def test_releases_are_read_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("1", "2", "2.1", "10"):
        release(name, tmp_path)
    assert [one.name for one in releases.releases(tmp_path)] == ["1", "2", "2.1", "10"]


@pytest.mark.parametrize(
    ("name", "why"),
    [("2", "not after 2"), ("1.9", "not after 2"), ("next", "not a number"), ("../3", "number")],
)
def test_a_release_is_never_overwritten_nor_misnamed(tmp_path: Path, name: str, why: str) -> None:
    release("2", tmp_path)
    with pytest.raises(CannotRelease, match=why):
        release(name, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["2"]


def test_nothing_is_released_while_a_promise_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release("1", tmp_path)
    broken = without_field(WITHDRAWN, "withdrawn_at")
    monkeypatch.setattr(releases, "today", lambda: broken)
    with pytest.raises(CannotRelease, match="withdrawn_at: removed or renamed"):
        release("2", tmp_path)
    assert not (tmp_path / "2").exists()


@pytest.fixture
def two_versions(monkeypatch: pytest.MonkeyPatch) -> tuple[type[Event], type[Event]]:
    """A type in two versions, known for one test."""
    monkeypatch.setattr(registry, "_by_type", dict(registry.event_types()))
    monkeypatch.setattr(registry, "_upcasters", dict(registry._upcasters))

    @event("intake.case-sung.v1", topic=CASES)
    class CaseSungV1(Event):
        verses: str

    @event("intake.case-sung.v2", topic=CASES)
    class CaseSungV2(Event):
        verses: int

    return CaseSungV1, CaseSungV2


def test_a_second_version_without_an_upcaster_is_caught(
    two_versions: tuple[Any, Any],
) -> None:
    old, new = two_versions
    both = ContractSet("", {cls.wire_type: schema_of(cls) for cls in two_versions}, {}, {})
    [finding] = said(both, both)
    assert finding.startswith("intake.case-sung.v1: no upcaster to v2. Write a pure function")

    @upcast(old, new)
    def _counted(song: Any) -> Any:
        return new(verses=len(song.verses))

    assert said(both, both) == []
