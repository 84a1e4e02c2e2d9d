"""Values of restricted topics: opened with their key, on their topic, under their event id only."""

from typing import Any

import pytest
from chassis.document import Document, Draft
from chassis.outcome import Outcome
from chassis.record import Record, read
from chassis.scribe import Cause, Scribe
from chassis.sealing import CannotOpen, Seals, new_key
from contracts import Undecodable
from contracts.events.intake import CaseContactsRecordedV1
from guichet_testing import toy

TOPIC, OTHER = "intake-contacts", "intake-details"
KEY = new_key()
SEALS = Seals({TOPIC: {"k1": KEY}, OTHER: {"k1": KEY}})
SECRET = "zebulon@example.org"


def sealed_record(**more: Any) -> Record:
    """A sealed event as intake would publish it, with these parts changed."""
    draft: Draft[toy.Tally] = Draft.of(Document("c1"))
    said = CaseContactsRecordedV1(case_id="c1", version=1, email=SECRET, tracking_code="t")
    scribe = Scribe("intake", SEALS, lambda: toy.NOW)
    scribe.apply(draft, Outcome(toy.Tally(case_id="c1"), [said]), Cause("test", borough="anjou"))
    [entry] = draft.fresh
    headers = [(name, value.encode()) for name, value in entry.headers.items()]
    parts: dict[str, Any] = {"value": entry.value, "headers": headers, **more}
    return Record(TOPIC, 0, 0, b"c1", parts["value"], parts["headers"])


def with_header(name: str, value: bytes) -> list[tuple[str, bytes | None]]:
    return [(n, value if n == name else v) for n, v in sealed_record().headers]


def test_a_sealed_event_is_read_with_its_key_and_shows_nothing_without() -> None:
    record = sealed_record()
    assert SECRET.encode() not in (record.value or b"")
    assert SECRET not in str(record.headers)
    received = read(record, SEALS)
    assert isinstance(received.data, CaseContactsRecordedV1)
    assert received.data.email == SECRET


@pytest.mark.parametrize(
    "seals",
    [Seals({}), Seals({TOPIC: {"k1": new_key()}}), Seals({TOPIC: {"k2": KEY}})],
    ids=["no key", "wrong key", "key under another id"],
)
def test_a_reader_without_the_key_sets_it_aside(seals: Seals) -> None:
    with pytest.raises(Undecodable) as refused:
        read(sealed_record(), seals)
    assert SECRET not in str(refused.value)


def test_a_value_that_was_tampered_with_does_not_open() -> None:
    value = sealed_record().value or b""
    for position in (0, 12, len(value) - 1):
        broken = value[:position] + bytes([value[position] ^ 1]) + value[position + 1 :]
        with pytest.raises(Undecodable):
            read(sealed_record(value=broken), SEALS)
    for short in (b"", b"x" * 5, value[:20]):
        with pytest.raises(Undecodable):
            read(sealed_record(value=short), SEALS)


def test_a_value_replayed_under_another_event_or_topic_does_not_open() -> None:
    other = b"00000000-0000-4000-8000-000000000000"
    with pytest.raises(Undecodable):
        read(sealed_record(headers=with_header("ce_id", other)), SEALS)
    record = sealed_record()
    with pytest.raises(Undecodable):
        read(Record(OTHER, 0, 0, record.key, record.value, record.headers), SEALS)


def test_an_open_value_on_a_sealed_topic_is_refused() -> None:
    plain = b'{"case_id":"c1","version":1,"tracking_code":"t"}'
    headers = with_header("content-type", b"application/json")
    with pytest.raises(Undecodable, match="not sealed"):
        read(sealed_record(value=plain, headers=headers), SEALS)


def test_keys_rotate_the_first_seals_and_all_open() -> None:
    new = new_key()
    rotated = Seals({TOPIC: {"k2": new, "k1": KEY}})
    value, headers = rotated.seal(TOPIC, "e", b"x", {})
    assert headers["ce_sealkeyid"] == "k2"
    assert rotated.open(TOPIC, "e", "k2", value) == b"x"
    old, _ = SEALS.seal(TOPIC, "e", b"y", {})
    assert rotated.open(TOPIC, "e", "k1", old) == b"y"


def test_without_a_key_nothing_is_said_on_a_sealed_topic() -> None:
    with pytest.raises(CannotOpen):
        Seals({}).seal(TOPIC, "e", b"x", {})
