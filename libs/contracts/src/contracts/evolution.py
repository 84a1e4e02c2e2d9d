"""What a change of a JSON Schema breaks: writer-closed against reader-open, in both directions.

A writer writes the fields that its schema names and no others; a reader ignores what it does not
know. Schemas of pydantic models are open on paper, so comparing them as plain sets would find
every new field incompatible, and would overlook `format`. A keyword that this module does not
know is a finding of its own: a check must not stay silent because it did not understand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from operator import gt, lt
from typing import Any

from contracts.registry import OPEN_ENUM

Schema = Mapping[str, Any]
Above = tuple[tuple[str, str], ...]

LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
EXACT = ("format", "pattern", "multipleOf", "uniqueItems", "contentEncoding", "contentMediaType")
WORDS_ABOUT = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "deprecated"}
)
STRUCTURE = frozenset(
    {"$ref", "anyOf", "oneOf", "allOf", "type", "enum", "const", "default", "properties"}
    | {"required", "additionalProperties", "propertyNames", "items", "prefixItems", OPEN_ENUM}
)
UNDERSTOOD = WORDS_ABOUT | STRUCTURE | {*LOWER, *UPPER, *EXACT}
OF_JSON = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


class Direction(Enum):
    """Who wrote and who reads."""

    REPLAY = "events already written, today's readers"
    AHEAD = "today's events, readers of the release"


@dataclass(frozen=True)
class Break:
    """A change that one side cannot bear. `path` is the field, dotted; `[]` is any item."""

    path: str
    what: str
    direction: Direction


@dataclass(frozen=True)
class _Side:
    """A schema at some place of its document; `name` is that of its definition, if it has one."""

    schema: Schema
    root: Schema
    name: str = ""

    def at(self, schema: Any) -> "_Side":
        """A schema below this one; `true` is any value."""
        return replace(self, schema={} if schema is True else schema, name="")

    def resolved(self) -> "_Side":
        """References followed, and `allOf` of one folded in; what stands beside goes along."""
        schema, name = dict(self.schema), self.name
        while "$ref" in schema or len(schema.get("allOf", ())) == 1:
            if "$ref" in schema:
                name = schema.pop("$ref").rpartition("/")[2]
                target = self.root["$defs"][name]
            else:
                [target] = schema.pop("allOf")
            schema = {**target, **schema}
        return replace(self, schema=schema, name=name)

    def kinds(self) -> "list[_Side]":
        """The alternatives, each with a single type; bounds beside them hold for each."""
        side = self.resolved()
        for word in ("anyOf", "oneOf"):
            if word in side.schema:
                skipped = WORDS_ABOUT | {"default", word}
                beside = {key: side.schema[key] for key in side.schema if key not in skipped}
                ones = (side.at({**beside, **one}) for one in side.schema[word])
                return [kind for one in ones for kind in one.kinds()]
        types = side.schema.get("type")
        if isinstance(types, list):
            return [side.at({**side.schema, "type": one}) for one in types]
        return [side]


def breaks(old: Schema, new: Schema) -> list[Break]:
    """Everything that the change from a released schema to today's breaks; empty: compatible."""
    was, is_now = _Side(old, old), _Side(new, new)
    found = [
        *_refused(was, is_now, "", Direction.REPLAY, ()),
        *_refused(is_now, was, "", Direction.AHEAD, ()),
    ]
    return list(dict.fromkeys(found))


def _refused(
    writer: _Side, reader: _Side, path: str, direction: Direction, above: Above
) -> Iterator[Break]:
    """What the writer may write and the reader does not take, or takes for something else."""
    yield from _defaults(writer.resolved(), reader.resolved(), path, direction)
    takers = reader.kinds()
    for one in writer.kinds():
        kind = _kind(one)
        likely = [taker for taker in takers if _kind(taker) in ("", kind)]
        likely = likely or [t for t in takers if (kind, _kind(t)) == ("integer", "number")]
        tried = [list(_one_refused(one, taker, path, direction, above)) for taker in likely]
        if not tried:
            expected = " or ".join(sorted(map(_kind, takers)))
            yield Break(path, f"may be {kind or 'anything'}, {expected} expected", direction)
        elif all(tried):
            yield from tried[0]


def _one_refused(
    writer: _Side, reader: _Side, path: str, direction: Direction, above: Above
) -> Iterator[Break]:
    """The same, of one alternative each."""
    if writer.name and reader.name:
        if (writer.name, reader.name) in above:
            return  # a type that holds itself: compared already, further up
        above = (*above, (writer.name, reader.name))
    yield from _values(writer, reader, path, direction)
    yield from _fields(writer, reader, path, direction, above)
    yield from _items(writer, reader, path, direction, above)


def _kind(side: _Side) -> str:
    """The JSON type; of a closed list the type of its members; empty: any."""
    members = _members(side.schema)
    types = {OF_JSON.get(type(member), "?") for member in members or ()}
    return str(side.schema.get("type") or ("/".join(sorted(types)) if members else ""))


def _members(schema: Schema) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _defaults(writer: _Side, reader: _Side, path: str, direction: Direction) -> Iterator[Break]:
    """Where a field is left out, its default is what was said."""
    if direction is Direction.REPLAY:
        nothing = object()
        was, is_now = (side.schema.get("default", nothing) for side in (writer, reader))
        if (
            was is not nothing
            and is_now is not nothing
            and (was, type(was)) != (is_now, type(is_now))
        ):
            yield Break(path, f"default {was!r} became {is_now!r}", direction)


def _values(writer: _Side, reader: _Side, path: str, direction: Direction) -> Iterator[Break]:
    """Members, bounds and forms of a scalar; and every keyword that we do not understand."""
    wrote, takes = writer.schema, reader.schema
    for word in sorted({*wrote, *takes} - UNDERSTOOD):
        if not word.startswith("x-"):
            yield Break(path, f"{word}: not understood by this check", direction)
    if "allOf" in wrote or "allOf" in takes:
        yield Break(path, "allOf: not understood by this check", direction)
    if _kind(writer) == "null":
        return  # no bound holds for it
    taken, written = _members(takes), _members(wrote)
    if taken is not None:
        if written is None:
            yield Break(path, "any value, where a closed list is expected", direction)
        elif more := [one for one in written if one not in taken]:
            yield Break(path, f"enum without {_list(more)}, and readers are closed", direction)
    elif written is not None and any(word in takes for word in (*LOWER, *UPPER, *EXACT)):
        yield Break(path, "a closed list, where bounds are expected", direction)
    if direction is Direction.REPLAY and OPEN_ENUM in wrote:
        gone = [one for one in wrote[OPEN_ENUM] if one not in takes.get(OPEN_ENUM, ())]
        if gone:
            yield Break(
                path, f"open enum without {_list(gone)}: they would read as other", direction
            )
    if (OPEN_ENUM in takes) != (OPEN_ENUM in wrote):
        yield Break(path, "open enum on one side only", direction)
    for words, is_tighter in ((LOWER, lt), (UPPER, gt)):
        for word in words:
            if word in takes and (word not in wrote or is_tighter(wrote[word], takes[word])):
                held = wrote.get(word, "unbounded")
                yield Break(path, f"{word}: {held} written, {takes[word]} taken", direction)
    for word in EXACT:
        if word in takes and takes[word] != wrote.get(word):
            held = wrote.get(word, "none")
            yield Break(path, f"{word}: {held} written, {takes[word]} taken", direction)


def _fields(
    writer: _Side, reader: _Side, path: str, direction: Direction, above: Above
) -> Iterator[Break]:
    """Named fields, and maps from any name to a value."""
    wrote, takes = writer.schema.get("properties", {}), reader.schema.get("properties", {})
    always = set(writer.schema.get("required", ()))
    for name in sorted(set(reader.schema.get("required", ())) - always):
        what = "required, and not always written" if name in wrote else "required, and not written"
        yield Break(_below(path, name), what, direction)
    rest = reader.schema.get("additionalProperties", True)
    for name, schema in wrote.items():
        if name in takes:
            place = _below(path, name)
            yield from _refused(writer.at(schema), reader.at(takes[name]), place, direction, above)
        elif rest is False:
            yield Break(_below(path, name), "unknown, and unknown fields are refused", direction)
        elif isinstance(rest, Mapping):
            place = _below(path, name)
            yield from _refused(writer.at(schema), reader.at(rest), place, direction, above)
        elif direction is Direction.REPLAY:
            yield Break(_below(path, name), "removed or renamed", direction)
    more = writer.schema.get("additionalProperties", not wrote)
    if _kind(writer) != "object" or more is False:
        return
    known = ("additionalProperties" in side.schema for side in (writer, reader))
    if direction is Direction.REPLAY and tuple(known) == (True, False):
        yield Break(_below(path, "*"), "removed or renamed", direction)
    elif rest is False:
        yield Break(_below(path, "*"), "any name, where the names are fixed", direction)
    else:
        place = _below(path, "*")
        yield from _refused(writer.at(more), reader.at(rest), place, direction, above)
        names = [side.schema.get("propertyNames", {}) for side in (writer, reader)]
        yield from _refused(
            writer.at(names[0]), reader.at(names[1]), _below(path, "<name>"), direction, above
        )


def _items(
    writer: _Side, reader: _Side, path: str, direction: Direction, above: Above
) -> Iterator[Break]:
    """Items of a list, by place where places have schemas of their own."""
    if _kind(writer) != "array":
        return
    firsts = [list(side.schema.get("prefixItems", ())) for side in (writer, reader)]
    places = max(len(first) for first in firsts)
    longest = writer.schema.get("maxItems")
    for place in range(places + 1):
        if longest is not None and place >= longest:
            return
        wrote, takes = (
            first[place] if place < len(first) else side.schema.get("items", True)
            for first, side in zip(firsts, (writer, reader), strict=True)
        )
        name = f"{path}[{'' if place == places else place}]"
        yield from _refused(writer.at(wrote), reader.at(takes), name, direction, above)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _list(members: Sequence[Any]) -> str:
    return ", ".join(map(repr, members))
