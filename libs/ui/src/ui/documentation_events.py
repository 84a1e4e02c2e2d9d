"""The events of an AsyncAPI document as a page shows them, and the search through them."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ui.documentation_fields import FieldRow, rows_of, said

Document = Mapping[str, Any]
BOTH = ("fr", "en")


@dataclass(frozen=True)
class Named:
    """A field in the list of events: its name, and folded words to be found by."""

    name: str
    words: str


@dataclass(frozen=True)
class EventLine:
    """An event in the list; `words` is all that it can be found by, folded."""

    wire_type: str
    title: str
    summary: str
    fields: tuple[Named, ...]
    words: str


@dataclass(frozen=True)
class TopicView:
    """Topics that carry the same events (the five of dead letters are one), and those events."""

    names: tuple[str, ...]
    purpose: str
    owner: str
    readers: tuple[str, ...]
    key: str
    partitions: int
    retention_days: int | None
    compacted: bool
    classification: str
    sealed: bool
    events: tuple[EventLine, ...]


@dataclass(frozen=True)
class Example:
    """A published example, as text to be copied."""

    name: str
    headers: str
    payload: str


@dataclass(frozen=True)
class EventView:
    """One event, whole."""

    wire_type: str
    title: str
    summary: str
    topic: TopicView
    fields: tuple[FieldRow, ...]
    headers: tuple[FieldRow, ...]
    examples: tuple[Example, ...]


def folded(text: str) -> str:
    """Lower case, without accents: what is typed in haste finds what was written with care."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


def topics_of(document: Document, language: str) -> list[TopicView]:
    """All topics with their events, in the document's order."""
    groups: dict[tuple[str, ...], list[Document]] = {}
    for channel in document["channels"].values():
        types = tuple(message["name"] for _, message in _messages(document, channel))
        groups.setdefault(types, []).append(channel)
    return [_topic(document, channels, language) for channels in groups.values()]


def matching(topics: Sequence[TopicView], query: str) -> frozenset[str]:
    """Wire types of the events that hold every word of a search; an empty one finds all."""
    wanted = folded(query).split()
    return frozenset(
        event.wire_type
        for topic in topics
        for event in topic.events
        if all(word in event.words for word in wanted)
    )


def event_of(
    document: Document, topics: Sequence[TopicView], wire_type: str, language: str
) -> EventView | None:
    """One event by its wire type, or None; `topics` are those of the document in that language."""
    schemas = document["components"]["schemas"]
    for channel in document["channels"].values():
        for _, message in _messages(document, channel):
            if message["name"] == wire_type:
                name = channel["address"]
                return EventView(
                    wire_type,
                    said(message, "title", language),
                    said(message, "summary", language),
                    next(topic for topic in topics if name in topic.names),
                    tuple(rows_of(message["payload"], schemas, language)),
                    tuple(rows_of(message["headers"], schemas, language)),
                    tuple(_example(one) for one in message["examples"]),
                )
    return None


def _messages(document: Document, channel: Document) -> list[tuple[str, Document]]:
    messages = document["components"]["messages"]
    names = [one["$ref"].rpartition("/")[2] for one in channel["messages"].values()]
    return [(name, messages[name]) for name in names]


def _topic(document: Document, channels: Sequence[Document], language: str) -> TopicView:
    first = channels[0]
    names = tuple(channel["address"] for channel in channels)
    owners = tuple(dict.fromkeys(channel["x-owner"] for channel in channels))
    return TopicView(
        names,
        said(first, "description", language).replace(owners[0], ", ".join(owners)),
        ", ".join(owners),
        tuple(first["x-readers"]),
        first["x-key-fr"] if language == "fr" else first["x-key"],
        first["bindings"]["kafka"]["partitions"],
        first["x-retention-days"],
        first["x-compacted"],
        first["x-classification"],
        first["x-sealed"],
        tuple(
            _line(document, message, (*names, *owners), language)
            for _, message in _messages(document, first)
        ),
    )


def _line(document: Document, message: Document, around: Sequence[str], language: str) -> EventLine:
    schemas = document["components"]["schemas"]
    in_both = [rows_of(message["payload"], schemas, one) for one in BOTH]
    fields = tuple(
        Named(french.name, folded(f"{french.name} {french.description} {english.description}"))
        for french, english in zip(*in_both, strict=True)
    )
    own = [message["name"], *around]
    own += [said(message, name, one) for name in ("title", "summary") for one in BOTH]
    words = folded(" ".join(own)) + " " + " ".join(field.words for field in fields)
    return EventLine(
        message["name"],
        said(message, "title", language),
        said(message, "summary", language),
        fields,
        words,
    )


def _example(example: Document) -> Example:
    return Example(example["name"], _json(example["headers"]), _json(example["payload"]))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
