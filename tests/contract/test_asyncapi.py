"""The AsyncAPI document: every event is in it, its examples hold, the official parser takes it."""

import copy
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from chassis import sealing
from contracts import asyncapi
from contracts.asyncapi_french import FIELDS
from contracts.asyncapi_schemas import SEAL_KEY, SEALED_CONTENT, Hoisted, draft_07
from contracts.asyncapi_titles import EVENTS
from contracts.codec import read_envelope
from contracts.generate import schema_of
from contracts.published import ASYNCAPI, folder
from contracts.registry import event_class, event_types
from contracts.topics import TOPICS
from guichet.asyncapi_command import asyncapi as command
from guichet_testing.node import needs_node, npm_ci
from jsonschema import Draft7Validator, Draft202012Validator

Document = dict[str, Any]
PARSER = Path(__file__).parent / "asyncapi_parser"
DOCUMENT = asyncapi.document()
CHANNELS: Document = DOCUMENT["channels"]
MESSAGES: Document = DOCUMENT["components"]["messages"]
AN_ERROR = 0
SPOILT: tuple[Any, ...] = (None, "?", -1, [], {}, [["a", 1, "c"]], True)


def validator(schema: Document) -> Draft7Validator:
    """A schema of the document, which refers to the document's own parts."""
    return Draft7Validator({**schema, "components": DOCUMENT["components"]})


def test_the_committed_document_is_what_the_code_says() -> None:
    committed = (folder() / ASYNCAPI).read_text(encoding="utf-8")
    assert committed == asyncapi.text(), "run guichet contracts asyncapi --publish"


def test_the_command_writes_the_document_where_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command(out=tmp_path / "events.json")
    assert (tmp_path / "events.json").read_text(encoding="utf-8") == asyncapi.text()
    command()
    assert json.loads(capsys.readouterr().out) == DOCUMENT


def test_every_topic_in_use_and_every_event_is_there() -> None:
    assert set(CHANNELS) == {topic.name for topic in TOPICS.values() if not topic.reserved}
    assert {message["name"] for message in MESSAGES.values()} == set(event_types())
    assert all(channel["messages"] for channel in CHANNELS.values())


def test_the_platform_sends_all_but_what_the_pilot_writes() -> None:
    received = [
        operation["channel"]["$ref"]
        for operation in DOCUMENT["operations"].values()
        if operation["action"] == "receive"
    ]
    assert received == ["#/channels/pilot-requests"]
    assert len(DOCUMENT["operations"]) == len(CHANNELS)


@pytest.mark.parametrize("name", sorted(CHANNELS))
def test_a_channel_says_what_the_catalogue_says(name: str) -> None:
    topic, channel = TOPICS[name], CHANNELS[name]
    kafka = channel["bindings"]["kafka"]
    settings = {
        setting: ",".join(value) if isinstance(value, list) else str(value)
        for setting, value in kafka["topicConfiguration"].items()
    }
    assert settings == topic.config()
    assert kafka["partitions"] == topic.partitions
    assert channel["x-readers"] == list(topic.readers)
    assert (channel["x-classification"], channel["x-sealed"]) == (
        topic.classification.value,
        topic.sealed,
    )
    assert channel["description"] != channel["x-description-fr"]


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_every_example_is_valid_and_is_read_by_our_own_reader(name: str) -> None:
    message = MESSAGES[name]
    cls = event_class(message["name"])
    assert cls is not None
    assert [one["name"] for one in message["examples"]][:2] == ["minimal", "full"]
    for example in message["examples"]:
        validator(message["payload"]).validate(example["payload"])
        validator(message["headers"]).validate(example["headers"])
        cls.model_validate(example["payload"])
        envelope = read_envelope([(n, v.encode()) for n, v in example["headers"].items()])
        assert envelope.type == message["name"]
        assert envelope.subject == asyncapi.key_of(example["payload"])
    assert not validator(message["payload"]).is_valid({"nothing": "of the kind"})
    assert not validator(message["headers"]).is_valid({"ce_type": message["name"]})


@pytest.mark.parametrize("wire_type", sorted(event_types()))
def test_the_older_words_for_a_schema_say_what_the_newer_say(wire_type: str) -> None:
    """A field spoilt or left out is refused by both, or borne by both."""
    cls = event_types()[wire_type]
    newer = Draft202012Validator(schema_of(cls))
    older = validator(DOCUMENT["components"]["schemas"][wire_type])
    for _, example in asyncapi.examples_of(cls):
        for field in example:
            for spoilt in SPOILT:
                changed = {**example, field: spoilt}
                assert older.is_valid(changed) == newer.is_valid(changed), (field, spoilt)
            without = {name: value for name, value in example.items() if name != field}
            assert older.is_valid(without) == newer.is_valid(without), field


def test_a_pair_keeps_its_two_places_in_the_older_words() -> None:
    pair = {"type": "array", "prefixItems": [{"type": "string"}, {"$ref": "#/$defs/Kind"}]}
    assert draft_07(pair) == {
        "type": "array",
        "items": [{"type": "string"}, {"$ref": "#/components/schemas/Kind"}],
    }


def test_a_field_keeps_its_own_words_beside_a_reference() -> None:
    kind = DOCUMENT["components"]["schemas"]["intake.case-registered.v1"]["properties"]["kind"]
    assert kind["allOf"] == [{"$ref": "#/components/schemas/Kind"}]
    assert "PV-13" in kind["description"]


def test_two_parts_of_one_name_are_refused() -> None:
    hoisted = Hoisted()
    hoisted.schemas["Kind"] = {"type": "integer"}
    registered = event_class("intake.case-registered.v1")
    assert registered is not None
    with pytest.raises(ValueError, match="two schemas are called Kind"):
        hoisted.add(registered)


def test_every_field_has_french_words_in_asyncapi_french() -> None:
    missing = [
        f"{owner}.{field}"
        for owner, schema in DOCUMENT["components"]["schemas"].items()
        for field, form in schema.get("properties", {}).items()
        if not form.get("x-description-fr")
    ]
    assert missing == []


def test_no_french_words_stand_for_a_field_that_is_gone() -> None:
    fields = {
        field
        for schema in DOCUMENT["components"]["schemas"].values()
        for field in schema.get("properties", {})
    }
    assert {key for key in FIELDS if key.rpartition(".")[2] not in fields} == set()


def test_an_event_without_a_title_is_noticed() -> None:
    assert set(EVENTS) == set(event_types())


def test_sealed_topics_say_so_in_content_type_and_headers() -> None:
    assert (SEALED_CONTENT, SEAL_KEY) == (sealing.SEALED_CONTENT, sealing.KEY_HEADER)
    for channel in CHANNELS.values():
        for reference in channel["messages"].values():
            message = MESSAGES[reference["$ref"].rpartition("/")[2]]
            assert ("ce_sealkeyid" in message["headers"]["required"]) == channel["x-sealed"]
            assert message["contentType"].endswith("sealed") == channel["x-sealed"]


def _no_such_channel(document: Document) -> None:
    document["operations"]["send-intake-cases"]["channel"]["$ref"] = "#/channels/nowhere"


def _unknown_type(document: Document) -> None:
    document["components"]["schemas"]["intake.case-registered.v1"]["type"] = "objet"


def _unknown_action(document: Document) -> None:
    document["operations"]["send-intake-cases"]["action"] = "shout"


def _no_partitions(document: Document) -> None:
    document["channels"]["intake-cases"]["bindings"]["kafka"]["partitions"] = 0


BREAKING = (_no_such_channel, _unknown_type, _unknown_action, _no_partitions)


@pytest.fixture(scope="session")
def diagnosed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """What the official parser says of our document, and of the same broken in several ways."""
    needs_node()
    project = npm_ci(PARSER, tmp_path_factory.mktemp("asyncapi") / "parser")
    documents = {"ours": DOCUMENT}
    for spoil in BREAKING:
        broken = copy.deepcopy(DOCUMENT)
        spoil(broken)
        documents[spoil.__name__] = broken
    done = subprocess.run(
        ["node", "validate.mjs"],
        cwd=project,
        input=json.dumps(documents),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    answers: dict[str, Document] = json.loads(done.stdout)
    return answers


def test_the_official_parser_takes_the_document(diagnosed: dict[str, Document]) -> None:
    answer = diagnosed["ours"]
    # The one hint there may be is that a newer AsyncAPI than 3.0 exists.
    others = [one for one in answer["diagnostics"] if one["code"] != "asyncapi-latest-version"]
    assert others == []
    assert answer["channels"] == len(CHANNELS)
    assert answer["operations"] == len(CHANNELS)
    assert answer["messages"] == len(MESSAGES)


@pytest.mark.parametrize("broken", [spoil.__name__ for spoil in BREAKING])
def test_the_official_parser_refuses_a_broken_document(
    diagnosed: dict[str, Document], broken: str
) -> None:
    assert [one for one in diagnosed[broken]["diagnostics"] if one["severity"] == AN_ERROR]
