"""The committed schemas, examples and table are what the code says; the catalogue holds."""

import json
from pathlib import Path

import pytest
from contracts import generate
from contracts.registry import event_types
from contracts.topics import SERVICES, TOPICS, read_by, sealed_for
from jsonschema import Draft202012Validator


def test_the_committed_files_equal_the_code() -> None:
    assert generate.main(["--check"]) == 0


def test_the_check_fails_when_a_file_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "PACKAGE", tmp_path)
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (tmp_path / "schemas" / "intake.case-registered.v1.json").write_text("{}")
    assert generate.main(["--check"]) == 1
    assert generate.main([]) == 0
    (tmp_path / "schemas" / "stray.json").write_text("{}")
    assert generate.main(["--check"]) == 1


@pytest.mark.parametrize("wire_type", sorted(event_types()))
def test_every_committed_example_is_valid(wire_type: str) -> None:
    schema = json.loads((generate.PACKAGE / "schemas" / f"{wire_type}.json").read_text())
    validator = Draft202012Validator(schema)
    folder = generate.PACKAGE / "examples" / wire_type
    for path in sorted(folder.glob("*.json")):
        example = json.loads(path.read_text())
        validator.validate(example)
        event_types()[wire_type].model_validate(example)
    assert not validator.is_valid({"nothing": "of the kind"})


@pytest.mark.parametrize("wire_type", sorted(event_types()))
def test_every_event_lies_on_a_topic_of_the_catalogue(wire_type: str) -> None:
    event = event_types()[wire_type]
    names = [event.topic.replace("*", service, 1) for service in SERVICES]
    assert all(name in TOPICS for name in names)
    owner = wire_type.partition(".")[0]
    assert owner == "chassis" or TOPICS[event.topic].owner in (owner, "pilot") or owner == "pilot"


def test_a_sealed_topics_key_goes_to_its_writer_and_readers_alone() -> None:
    assert {topic.name for topic in sealed_for("sla")} == set()
    assert {topic.name for topic in sealed_for("routing")} == {"intake-details"}
    assert {topic.name for topic in sealed_for("complaints")} == {"complaints-handover"}


def test_who_reads_what_is_declared_once() -> None:
    assert {topic.name for topic in read_by("routing")} == {"intake-cases", "intake-details"}
    assert all(reader in (*SERVICES, "pilot") for t in TOPICS.values() for reader in t.readers)
