"""The envelope and the codec: what goes out comes back, and what is wrong is named, not quoted."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from contracts import Envelope, Undecodable, UnknownMajor, UnknownType, decode, encode
from contracts.codec import read_envelope
from contracts.events.intake import CaseRegisteredV1, CaseWithdrawnV1
from contracts.examples import Flavour, example_of
from contracts.registry import Event, event, event_types
from contracts.words import Kind
from hypothesis import given
from hypothesis import strategies as st

AT = datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)


def envelope(wire_type: str = CaseWithdrawnV1.wire_type, **more: object) -> Envelope:
    fields = {
        "id": uuid4(),
        "source": "/guichet/intake",
        "type": wire_type,
        "time": AT,
        "subject": "case-1",
        "borough": "anjou",
        "sequence": 3,
        "correlationid": "errand",
        **more,
    }
    return Envelope.model_validate(fields)


def raw(headers: dict[str, str]) -> list[tuple[str, bytes | None]]:
    return [(name, value.encode()) for name, value in headers.items()]


@pytest.mark.parametrize("wire_type", sorted(event_types()))
@pytest.mark.parametrize("flavour", Flavour)
def test_every_event_comes_back_as_it_was_sent(wire_type: str, flavour: Flavour) -> None:
    cls = event_types()[wire_type]
    data = cls.model_validate(example_of(cls, flavour))
    sent = envelope(wire_type)
    value, headers = encode(sent, data)
    assert read_envelope(raw(headers)) == sent
    assert decode(sent, value).data == data


@given(sequence=st.integers(min_value=1), subject=st.text(min_size=1, max_size=50))
def test_any_subject_and_number_survive_the_headers(sequence: int, subject: str) -> None:
    sent = envelope(sequence=sequence, subject=subject)
    assert Envelope.from_headers(raw(sent.headers())) == sent


def test_an_unknown_type_is_told_from_an_unknown_version() -> None:
    with pytest.raises(UnknownType):
        decode(envelope("parks.tree-planted.v1"), b"{}")
    with pytest.raises(UnknownMajor):
        decode(envelope("intake.case-withdrawn.v9"), b"{}")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "tombstone"),
        (b"{", "json"),
        (b"\xff\xfe", "json"),
        (b'{"case_id": "x"}', "withdrawn_at: missing"),
        (b'{"case_id": 7, "withdrawn_at": "Jeanne Tremblay"}', "case_id: string_type"),
    ],
)
def test_a_fault_names_field_and_reason_and_never_the_value(
    value: bytes | None, reason: str
) -> None:
    with pytest.raises(Undecodable) as fault:
        decode(envelope(), value)
    assert reason in str(fault.value)
    assert "Tremblay" not in str(fault.value)


@pytest.mark.parametrize("bad", [None, b"\xff"])
def test_a_null_or_non_utf8_attribute_is_undecodable(bad: bytes | None) -> None:
    headers = [(n, bad if n == "ce_subject" else v) for n, v in raw(envelope().headers())]
    with pytest.raises(Undecodable, match="header ce_subject is n"):
        read_envelope(headers)


@pytest.mark.parametrize(
    "name",
    ["specversion", "id", "source", "type", "time", "subject", "borough", "correlationid"],
)
def test_a_missing_attribute_is_named(name: str) -> None:
    headers = [(n, v) for n, v in raw(envelope().headers()) if n != f"ce_{name}"]
    with pytest.raises(Undecodable, match=f"envelope: .*{name}:? .*missing"):
        read_envelope(headers)


def test_another_version_of_cloudevents_is_refused() -> None:
    headers = [(n, b"0.3" if n == "ce_specversion" else v) for n, v in raw(envelope().headers())]
    with pytest.raises(Undecodable, match=r"specversion is missing, or not 1\.0"):
        read_envelope(headers)


def test_a_strangers_header_is_no_concern_of_ours() -> None:
    headers = [*raw(envelope().headers()), ("other", None), ("ce_other", b"\xff")]
    assert read_envelope(headers).subject == "case-1"


def test_a_reader_takes_an_unknown_enum_value_for_other_and_ignores_unknown_fields() -> None:
    cls = CaseRegisteredV1
    newer = {**example_of(cls, Flavour.FULL), "kind": "petition", "weather": "snow"}
    assert cls.model_validate(newer).kind is Kind.OTHER


def test_the_wire_type_and_the_envelope_must_agree() -> None:
    with pytest.raises(ValueError, match="envelope says"):
        encode(envelope("other.type.v1"), CaseWithdrawnV1(case_id="x", withdrawn_at=AT))


def test_a_type_is_registered_once_and_named_after_its_version() -> None:
    with pytest.raises(ValueError, match="twice"):
        event("intake.case-withdrawn.v1", topic="intake-cases")(
            type("CaseWithdrawnV1", (Event,), {})
        )
    with pytest.raises(ValueError, match="does not end"):
        event("intake.case-lost.v2", topic="intake-cases")(type("CaseLostV1", (Event,), {}))
    with pytest.raises(ValueError, match="malformed"):
        event("CaseLost", topic="intake-cases")


def test_ids_are_uuids() -> None:
    assert isinstance(envelope().id, UUID)
