"""`guichet events`, what needs no broker: where reading begins, and what any record looks like."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from chassis.record import Record
from chassis.sealing import Seals, new_key
from contracts import Envelope, Event, encode, event_types
from contracts.events.intake import CaseRegisteredV1, CaseWithdrawnV1
from contracts.events.pilot import REQUESTS, PilotRequestSubmittedV1
from guichet.events_publish import Checked, check
from guichet.events_reading import BEGINNING, NEXT, Start, start_of
from guichet.events_view import State, json_of, line_of, see
from guichet.events_words import FIELDS, words_of

AT = datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)
HALF_PAST_NINE = Start(at=datetime(2026, 11, 20, 14, 30, tzinfo=UTC))


def record_of(event: Event, **headers: str) -> Record:
    """As its owner would write it."""
    envelope = Envelope.model_validate(
        {
            "id": "0b9f5c9e-2f0b-5d5b-9d5e-6a1f3e1c2d4b",
            "source": "/guichet/test",
            "type": event.wire_type,
            "time": AT,
            "subject": "case-1",
            "borough": "anjou",
            "sequence": 3,
            "correlationid": "errand",
        }
    )
    value, made = encode(envelope, event)
    raw = [(name, text.encode()) for name, text in (made | headers).items()]
    return Record(event.topic, 2, 41, b"case-1", value, raw)


def changed(record: Record, **parts: Any) -> Record:
    return Record(**{**vars(record), **parts})


WITHDRAWN = record_of(CaseWithdrawnV1(case_id="case-1", withdrawn_at=AT))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("beginning", BEGINNING),
        ("now", NEXT),
        ("0", BEGINNING),
        ("120", Start(offset=120)),
        ("3:120", Start(offset=120, partition=3)),
        ("2026-11-20T09:30", HALF_PAST_NINE),
        ("2026-11-20T14:30Z", HALF_PAST_NINE),
        ("2026-11-20T15:30+01:00", HALF_PAST_NINE),
    ],
)
def test_reading_begins_where_it_is_told_to(text: str, start: Start) -> None:
    assert start_of(text) == start


@pytest.mark.parametrize("text", ["", "end", "-5", "1:2:3", "2026-13-01", "hier"])
def test_another_word_is_answered_by_the_words_there_are(text: str) -> None:
    with pytest.raises(ValueError, match="beginning, now, an offset"):
        start_of(text)


def line(record: Record, keys: Any = None, language: str = "fr") -> str:
    return line_of(see(record, keys or {}), language).plain


def test_a_record_without_an_envelope_is_a_line_with_its_coordinates_and_fault() -> None:
    bare = changed(WITHDRAWN, headers=[])
    assert line(bare).startswith("intake-cases-2-41  illisible: envelope: ")
    told = json.loads(json_of(see(bare, {})))
    assert told.keys() == {"topic", "partition", "offset", "state", "fault"}
    assert told["state"] == "broken"


def test_a_type_of_tomorrow_is_shown_with_what_it_says() -> None:
    unknown = record_of(
        CaseWithdrawnV1(case_id="case-1", withdrawn_at=AT), ce_type="parks.tree-planted.v1"
    )
    seen = see(unknown, {})
    assert seen.state is State.UNKNOWN
    assert "tree planted" in line(unknown)
    assert "parks.tree-planted.v1" in line(unknown)
    assert json.loads(json_of(seen))["data"]["case_id"] == "case-1"


def test_a_version_of_tomorrow_is_named_as_such() -> None:
    newer = record_of(
        CaseWithdrawnV1(case_id="case-1", withdrawn_at=AT), ce_type="intake.case-withdrawn.v9"
    )
    assert "a version that this reader does not know" in line(newer)


def test_an_erased_key_of_a_compacted_topic_is_no_fault() -> None:
    erased = changed(WITHDRAWN, topic="intake-contacts", value=None)
    assert see(erased, {}).state is State.ERASED
    assert "effacé / erased" in line(erased)
    assert "effacé / erased" in line(changed(erased, headers=[]))


def test_a_sealed_value_is_shown_to_who_has_the_key_and_to_nobody_else() -> None:
    keys = {REQUESTS: {"k1": new_key()}}
    event = PilotRequestSubmittedV1(
        request_id="case-1", borough="anjou", address="4690, rue Secrète"
    )
    plain = record_of(event)
    headers = {name: (value or b"").decode() for name, value in plain.headers}
    value, headers = Seals(keys).seal(REQUESTS, headers["ce_id"], plain.value or b"", headers)
    sealed = changed(plain, value=value, headers=[(n, v.encode()) for n, v in headers.items()])
    assert see(sealed, {}).data is None
    assert "valeur scellée" in line(sealed)
    assert see(sealed, keys).data["address"] == "4690, rue Secrète"
    assert "data: " in see(sealed, {REQUESTS: {"k1": new_key()}}).fault


def test_no_value_steers_the_terminal_and_a_long_one_is_cut() -> None:
    event = CaseRegisteredV1.model_validate(
        {
            "case_id": "case-1",
            "kind": "request",
            "activity": "\x1b[2J\r\n" + "a" * 100,
            "channel": "phone",
            "received_at": AT,
            "details_version": 0,
            "contacts_version": 0,
        }
    )
    shown = line(record_of(event))
    assert shown.isprintable()
    assert "a…" in shown


def test_words_are_french_unless_english_is_asked_for() -> None:
    assert words_of("intake.case-withdrawn.v1", "fr") == "Dossier retiré"
    assert words_of("intake.case-withdrawn.v1", "en") == "Case withdrawn"
    assert words_of("not a type", "fr") == "not a type"
    assert "10:04:05" in line(WITHDRAWN), "Montréal's time"


def test_what_is_worth_seeing_of_an_event_is_a_field_of_it() -> None:
    for wire_type, fields in FIELDS.items():
        assert set(fields) <= set(event_types()[wire_type].model_fields), wire_type


def checked(text: str) -> Checked:
    return check(text, topic=REQUESTS, source="/pilot/test", now=AT)


def test_a_request_written_twice_is_the_same_event_and_another_content_is_not() -> None:
    item = {"request_id": "r-1", "borough": "anjou"}
    turned = dict(reversed(item.items()))
    ids = [
        checked(json.dumps(one)).ready[0].envelope.id
        for one in (item, turned, item | {"activity": "Graffiti"})
    ]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    "text", ["null", "[1]", "[]", "", "\n\n", "{}", '"words"', "[null]", "\x00"]
)
def test_whatever_is_in_the_file_nothing_is_raised_and_nothing_is_ready(text: str) -> None:
    assert checked(text).ready == []
