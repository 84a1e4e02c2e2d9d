"""One record as a person reads it on a line, and as a program does: CloudEvents JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from chassis.record import Record, read
from chassis.sealing import SEALED_CONTENT, Seals
from contracts import Envelope, Undecodable, UnknownType
from contracts.codec import read_envelope
from contracts.envelope import JSON_CONTENT, SPEC_VERSION
from contracts.topics import TOPICS
from rich.text import Text

from guichet.events_attach import Keys
from guichet.events_reading import ZONE
from guichet.events_words import colour_of, fields_of, words_of

LONGEST_VALUE = 60
SHORT_ID = 8
NOT_SHOWN = frozenset({"case_id"})
MOMENT = "%m-%d %H:%M:%S"


class State(StrEnum):
    """What can be said of a record's value."""

    READ = "read"
    SEALED = "sealed"
    ERASED = "erased"
    UNKNOWN = "unknown"
    BROKEN = "broken"


@dataclass(frozen=True)
class Seen:
    """One record: its envelope where it has one, its data where they may be seen, its fault."""

    record: Record
    state: State
    envelope: Envelope | None = None
    data: Any = None
    fault: str = ""


def see(record: Record, keys: Keys) -> Seen:
    """Read a record, whatever it is; nothing is raised, a fault quotes no value."""
    topic = TOPICS[record.topic]
    if record.value is None and topic.compacted:
        return Seen(record, State.ERASED, _envelope_if_any(record))
    try:
        envelope = read_envelope(record.headers)
    except Undecodable as fault:
        return Seen(record, State.BROKEN, fault=str(fault))
    if topic.sealed and record.topic not in keys:
        return Seen(record, State.SEALED, envelope)
    try:
        data = read(record, Seals(keys)).data.model_dump(mode="json")
    except Undecodable as fault:
        return Seen(record, State.BROKEN, envelope, fault=str(fault))
    except UnknownType:
        return Seen(record, State.UNKNOWN, envelope, _as_sent(record))
    # What was sent, with fields that this version does not know; a sealed value as it was read.
    return Seen(record, State.READ, envelope, data if topic.sealed else _as_sent(record))


def line_of(seen: Seen, language: str) -> Text:
    """Time in Montréal, borough, event in words, case, sequence, and what is worth seeing."""
    envelope = seen.envelope
    if envelope is None:
        what = "effacé / erased" if seen.state is State.ERASED else f"illisible: {seen.fault}"
        return Text(f"{seen.record.id}  {what}", style="red")
    sequence = "" if envelope.sequence is None else f"#{envelope.sequence}"
    line = Text()
    line.append(f"{envelope.time.astimezone(ZONE):{MOMENT}}  ", style="dim")
    line.append(f"{_printable(envelope.borough):<20.20}  ")
    line.append(
        f"{_printable(words_of(envelope.type, language)):<29.29}  ",
        style=f"bold {colour_of(envelope.type)}",
    )
    line.append(f"{_printable(envelope.subject):<{SHORT_ID}.{SHORT_ID}}  ")
    line.append(f"{sequence:>4}  ", style="dim")
    line.append_text(_rest(seen, envelope))
    return line


def json_of(seen: Seen) -> str:
    """CloudEvents 1.0 JSON, one line; `topic`, `partition` and `offset` are extensions.

    Without an envelope only those and the `fault`; `data` is left out where it may not be seen.
    """
    record = seen.record
    place = {"topic": record.topic, "partition": record.partition, "offset": record.offset}
    whole: dict[str, Any] = {}
    if seen.envelope is not None:
        sealed = seen.state is State.SEALED
        whole = {
            "specversion": SPEC_VERSION,
            **seen.envelope.model_dump(mode="json", exclude_none=True),
            "datacontenttype": SEALED_CONTENT if sealed else JSON_CONTENT,
        }
    whole |= place
    if seen.state is not State.READ:
        whole["state"] = seen.state.value
    if seen.fault:
        whole["fault"] = seen.fault
    if seen.data is not None:
        whole["data"] = seen.data
    return json.dumps(whole, ensure_ascii=False)


def _rest(seen: Seen, envelope: Envelope) -> Text:
    match seen.state:
        case State.SEALED:
            return Text("valeur scellée / sealed value", style="dim")
        case State.ERASED:
            return Text("effacé / erased", style="dim")
        case State.BROKEN:
            return Text(f"illisible: {seen.fault}", style="red")
        case State.UNKNOWN:
            return Text(f"type inconnu / unknown: {_printable(envelope.type)}", style="red")
    data = seen.data if isinstance(seen.data, Mapping) else {}
    chosen = fields_of(envelope.type)
    names = [name for name in data if name not in NOT_SHOWN] if chosen is None else chosen
    rest = Text()
    for name in names:
        value = data.get(name)
        if value not in (None, "", [], {}):
            rest.append(f"{name}=", style="dim")
            rest.append(f"{_worded(name, value)} ")
    return rest


def _worded(name: str, value: Any) -> str:
    if isinstance(value, str) and name.endswith("_at"):
        try:
            return f"{datetime.fromisoformat(value).astimezone(ZONE):%Y-%m-%d %H:%M}"
        except ValueError:
            pass
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = _printable(text)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _printable(text: str) -> str:
    """A value from the log must not steer the terminal."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def _as_sent(record: Record) -> Any:
    try:
        return json.loads(record.value or b"null")
    except ValueError:
        return None


def _envelope_if_any(record: Record) -> Envelope | None:
    try:
        return read_envelope(record.headers)
    except Undecodable:
        return None
