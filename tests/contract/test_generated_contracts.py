"""The committed schemas, examples and table are what the code says; the catalogue holds."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from contracts import generate
from contracts.examples import TOMORROW, Flavour, NoSample, example_of
from contracts.registry import Event, OpenEnum, event_types
from contracts.topics import SERVICES, TOPICS, read_by, sealed_for
from jsonschema import Draft202012Validator
from pydantic import BaseModel, Field


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
    assert {path.stem for path in folder.iterdir()} == {"minimal", "full", "odd"}
    for path in sorted(folder.iterdir()):
        example = json.loads(path.read_text())
        validator.validate(example)
        event_types()[wire_type].model_validate(example)
    assert not validator.is_valid({"nothing": "of the kind"})


@pytest.mark.parametrize("wire_type", sorted(event_types()))
def test_the_odd_example_holds_what_is_not_known_yet_and_is_valid_all_the_same(
    wire_type: str,
) -> None:
    cls = event_types()[wire_type]
    odd = example_of(cls, Flavour.ODD)
    assert TOMORROW in odd
    enums = [name for name, field in cls.model_fields.items() if _is_open_enum(field.annotation)]
    assert all(odd[name] == "not-known-yet" for name in enums)
    read = cls.model_validate(odd)
    assert all(getattr(read, name) == "other" for name in enums)
    assert TOMORROW not in read.model_dump()


def _is_open_enum(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, OpenEnum)


def test_a_text_field_without_a_sample_is_named() -> None:
    class CaseSung(Event):
        refrain: str

    with pytest.raises(NoSample, match=r"CaseSung.refrain: give it a value in .*samples.py"):
        example_of(CaseSung, Flavour.MINIMAL)


def undescribed(schema: Mapping[str, Any]) -> list[str]:
    """Fields, nested ones too, that do not say what they mean in a few words."""
    objects = {schema["title"]: schema, **schema.get("$defs", {})}
    return [
        f"{title}.{name}"
        for title, one in objects.items()
        for name, field in one.get("properties", {}).items()
        if len(field.get("description", "")) < 3
    ]


@pytest.mark.parametrize("wire_type", sorted(event_types()))
def test_every_field_says_what_it_means(wire_type: str) -> None:
    schema = generate.schema_of(event_types()[wire_type])
    assert undescribed(schema) == []
    assert schema["description"]


def test_a_field_that_says_nothing_is_found() -> None:
    class Verse(BaseModel):
        words: str

    class CaseSung(Event):
        verses: list[Verse] = Field(description="Couplets")
        loud: bool

    CaseSung.wire_type = "intake.case-sung.v1"
    assert undescribed(generate.schema_of(CaseSung)) == ["CaseSung.loud", "Verse.words"]


@pytest.mark.parametrize("name", sorted(TOPICS))
def test_every_topic_says_what_for_in_a_sentence_of_each_language(name: str) -> None:
    topic = TOPICS[name]
    for sentence in (topic.purpose_fr, topic.purpose_en):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert len(sentence) < 80
    assert topic.purpose_fr != topic.purpose_en


def test_facts_are_kept_for_ever_and_what_is_said_in_confidence_is_not() -> None:
    """Projections are rebuilt from the open topics whose key is a case (DESIGN §4)."""
    for topic in TOPICS.values():
        if topic.key == "case id" and not topic.compacted:
            assert (topic.retention_days is None) == (not topic.sealed), topic.name
    for name in ("routing-people", "intake-contacts"):
        assert TOPICS[name].compacted


def test_a_reserved_topic_has_no_event_and_no_reader() -> None:
    reserved = [topic for topic in TOPICS.values() if topic.reserved]
    assert not any(topic.readers for topic in reserved)
    names = {topic.name for topic in reserved}
    assert not {event.topic for event in event_types().values()} & names


@pytest.mark.parametrize("wire_type", sorted(event_types()))
def test_every_event_lies_on_a_topic_of_the_catalogue(wire_type: str) -> None:
    event = event_types()[wire_type]
    names = [event.topic.replace("*", service, 1) for service in SERVICES]
    assert all(name in TOPICS for name in names)
    owner = wire_type.partition(".")[0]
    assert owner == "chassis" or TOPICS[event.topic].owner in (owner, "pilot") or owner == "pilot"


def test_a_sealed_topics_key_goes_to_its_writer_and_readers_alone() -> None:
    assert {topic.name for topic in sealed_for("sla")} == set()
    assert {topic.name for topic in sealed_for("routing")} == {"intake-details", "routing-people"}
    assert {topic.name for topic in sealed_for("complaints")} == {
        "complaints-handover",
        "complaints-files",
        "complaints-letters",
        "complaints-access-letters",
        "complaints-claim-letters",
        "complaints-safety",
        "intake-details",
        "intake-safety",
        "routing-people",
    }


def test_who_reads_what_is_declared_once() -> None:
    heard = {"intake-cases", "intake-details", "sla-commitments"}
    assert {topic.name for topic in read_by("routing")} == heard
    assert all(reader in (*SERVICES, "pilot") for t in TOPICS.values() for reader in t.readers)
