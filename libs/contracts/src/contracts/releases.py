"""Released sets of schemas, examples and topics, and what today's code breaks of the last one.

A release lies in `released/<name>/` for ever: `schemas/<type>.json`, `examples/<type>/*.json` and
`catalogue.json`. It is written once and never changed. Names are numbers, `1`, `2`, `2.1`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from contracts.evolution import breaks
from contracts.examples import Flavour, example_of
from contracts.generate import PACKAGE, as_json, schema_of
from contracts.registry import WIRE_TYPE, event_types, has_upcaster
from contracts.topics import TOPICS, Topic

RELEASED = PACKAGE / "released"
NAME = re.compile(r"[1-9]\d*(\.\d+)*")
UNPROMISED = frozenset({"purpose_fr", "purpose_en", "readers", "retention_days", "reserved"})
"""What may change of a topic; readers and retention have rules of their own."""


@dataclass(frozen=True)
class Finding:
    """One promise that today's code does not keep, and what to do about it."""

    subject: str
    path: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{': '.join(filter(None, (self.subject, self.path, self.what)))}. {self.remedy}"


@dataclass(frozen=True)
class ContractSet:
    """Schemas and topic of each type, the topics, and examples by type and name."""

    name: str
    schemas: Mapping[str, Mapping[str, Any]]
    topics: Mapping[str, Mapping[str, Any]]
    examples: Mapping[str, Mapping[str, Mapping[str, Any]]]

    def topics_of(self, wire_type: str) -> set[str]:
        """Names of the topics on which a type lies: one, but for what every service says alike."""
        return {name for name, topic in self.topics.items() if wire_type in topic["events"]}


class CannotRelease(ValueError):
    """The name is taken or malformed, or promises are broken; the message says which."""


def today() -> ContractSet:
    """The set that the code says."""
    types = event_types()
    topics: dict[str, dict[str, Any]] = {}
    for topic in TOPICS.values():
        events = sorted(name for name, event in types.items() if _lies_on(event.topic, topic))
        topics[topic.name] = {**asdict(topic), "readers": list(topic.readers), "events": events}
        del topics[topic.name]["name"]
    return ContractSet(
        "",
        {name: schema_of(event) for name, event in types.items()},
        topics,
        {
            name: {flavour.value: example_of(event, flavour) for flavour in Flavour}
            for name, event in types.items()
        },
    )


def releases(folder: Path = RELEASED) -> list[ContractSet]:
    """Every released set, oldest first."""
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return [_read(folder / name) for name in sorted(names, key=_order)]


def release(name: str, folder: Path = RELEASED) -> Path:
    """Write today's set as a release; its folder. Raises CannotRelease."""
    before = releases(folder)
    if not NAME.fullmatch(name):
        raise CannotRelease(f"{name!r} is not a number like 2 or 2.1")
    if before and _order(name) <= _order(before[-1].name):
        raise CannotRelease(f"{name} is not after {before[-1].name}, the last release")
    now = today()
    if found := findings(before[-1] if before else None, now):
        raise CannotRelease("\n".join(map(str, found)))
    made = {
        "catalogue.json": now.topics,
        **{f"schemas/{wire_type}.json": schema for wire_type, schema in now.schemas.items()},
        **{
            f"examples/{wire_type}/{flavour}.json": example
            for wire_type, examples in now.examples.items()
            for flavour, example in examples.items()
        },
    }
    for path, value in made.items():
        (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / name / path).write_text(as_json(value), encoding="utf-8")
    return folder / name


def findings(last: ContractSet | None, now: ContractSet) -> list[Finding]:
    """What `now` breaks of the last released set, with the remedies; empty: it may be released."""
    found = list(_without_upcaster(now))
    if last is not None:
        found += [*_types(last, now), *_topics(last, now)]
    return found


def _types(last: ContractSet, now: ContractSet) -> Iterator[Finding]:
    for wire_type, schema in sorted(last.schemas.items()):
        match = WIRE_TYPE.match(wire_type)
        assert match is not None, wire_type
        beside = (
            f"Leave V{match['major']} as it was and make a V{int(match['major']) + 1} beside it."
        )
        if wire_type not in now.schemas:
            keep = "Keep its class: what was written under it must stay readable."
            yield Finding(wire_type, "", "removed or renamed", keep)
            continue
        for one in breaks(schema, now.schemas[wire_type]):
            what = f"{one.what} ({one.direction.value})"
            yield Finding(wire_type, one.path, what, beside)
        for topic in sorted(last.topics_of(wire_type) - now.topics_of(wire_type)):
            yield Finding(wire_type, "topic", f"no longer on {topic}", beside)


def _topics(last: ContractSet, now: ContractSet) -> Iterator[Finding]:
    """What readers and replays rely on. Nobody relies on a topic that was only reserved."""
    promised = {field.name for field in fields(Topic)} - UNPROMISED
    restore = "Restore it, or make a new topic beside it."
    for name, was in sorted(last.topics.items()):
        if was["reserved"]:
            continue
        if name not in now.topics or now.topics[name]["reserved"]:
            yield Finding(name, "", "no longer there", restore)
            continue
        is_now = now.topics[name]
        for field in sorted(promised & set(was)):
            if was[field] != is_now[field]:
                yield Finding(name, field, f"{was[field]} became {is_now[field]}", restore)
        for reader in sorted(set(was["readers"]) - set(is_now["readers"])):
            yield Finding(name, "readers", f"{reader} no longer reads it", restore)
        if (is_now["retention_days"] or float("inf")) < (was["retention_days"] or float("inf")):
            kept = "for ever" if was["retention_days"] is None else f"{was['retention_days']} days"
            what = f"kept {kept}, now {is_now['retention_days']} days"
            yield Finding(name, "retention_days", what, "Keep it at least as long.")


def _without_upcaster(now: ContractSet) -> Iterator[Finding]:
    """Where two versions stand side by side, readers of the newer one are given the older."""
    types = event_types()
    for wire_type in sorted(set(now.schemas) & set(types)):
        name, _, major = wire_type.rpartition(".v")
        before = types.get(f"{name}.v{int(major) - 1}")
        if before is not None and not has_upcaster(before):
            remedy = f"Write a pure function with @upcast({before.__name__}, ...)."
            yield Finding(before.wire_type, "", f"no upcaster to v{major}", remedy)


def _lies_on(pattern: str, topic: Topic) -> bool:
    return pattern == topic.name or pattern == f"*{topic.name.removeprefix(topic.owner)}"


def _order(name: str) -> tuple[int, ...]:
    return tuple(map(int, name.split(".")))


def _read(folder: Path) -> ContractSet:
    def load(path: Path) -> Any:
        return json.loads(path.read_text(encoding="utf-8"))

    return ContractSet(
        folder.name,
        {path.stem: load(path) for path in sorted((folder / "schemas").glob("*.json"))},
        load(folder / "catalogue.json"),
        {
            kind.name: {path.stem: load(path) for path in sorted(kind.glob("*.json"))}
            for kind in sorted((folder / "examples").iterdir())
        },
    )
