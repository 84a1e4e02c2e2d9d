"""Each breaking change is caught, each harmless one passes (EXAMPLES, trap 9)."""

from copy import deepcopy
from typing import Any, Literal

import pytest
from contracts.evolution import Direction, breaks
from contracts.generate import schema_of
from contracts.registry import Event, OpenEnum, event_types
from pydantic import AwareDatetime, BaseModel, Field

BOTH = {Direction.REPLAY, Direction.AHEAD}
REPLAY, AHEAD = {Direction.REPLAY}, {Direction.AHEAD}


class Weather(OpenEnum):
    """Open: readers take what they do not know for OTHER."""

    SNOW = "snow"
    ICE = "ice"
    OTHER = "other"


class Crew(BaseModel):
    """Who went there."""

    name: str
    size: int = Field(ge=1, le=30)
    leader: "Crew | None" = None


class PlowSent(Event):
    """A snowplough was sent: every shape of field that our events have."""

    case_id: str = Field(max_length=36)
    sent_at: AwareDatetime
    weather: Weather
    shift: Literal["day", "night"]
    depth_cm: float = Field(ge=0)
    note: str | None = Field(None, max_length=100)
    language: str = "fr"
    crew: Crew
    streets: list[str] = Field([], max_length=9)
    hours: tuple[str, str] = ("08:00", "16:00")
    salt_kg: dict[str, int] = Field({})


PlowSent.wire_type = "works.plow-sent.v1"
RELEASED = schema_of(PlowSent)
Put = dict[str, Any]
DROP = object()


def changed(at: Put) -> Put:
    """The released schema with values put at dotted places; DROP takes a key away."""
    schema = deepcopy(RELEASED)
    for place, value in at.items():
        *way, last = place.split(".")
        target: Any = schema
        for step in way:
            target = target[int(step)] if step.isdigit() else target[step]
        if value is DROP:
            del target[last]
        elif last.isdigit():
            target[int(last)] = value
        else:
            target[last] = value
    return schema


def required(*names: str, but: str = "") -> list[str]:
    return [name for name in [*RELEASED["required"], *names] if name != but]


BREAKING = {
    "a field is removed": (changed({"properties.language": DROP}), "language", REPLAY),
    "a required field is removed": (
        changed({"properties.shift": DROP, "required": required(but="shift")}),
        "shift",
        BOTH,
    ),
    "a field is renamed": (
        changed({"properties.note": DROP, "properties.remark": {"type": "string", "default": ""}}),
        "note",
        REPLAY,
    ),
    "a new field is required": (
        changed({"properties.route": {"type": "string"}, "required": required("route")}),
        "route",
        REPLAY,
    ),
    "an optional field becomes required": (changed({"required": required("note")}), "note", REPLAY),
    "a required field becomes optional": (
        changed({"required": required(but="sent_at")}),
        "sent_at",
        AHEAD,
    ),
    "text becomes a number": (
        changed({"properties.case_id": {"type": "integer"}}),
        "case_id",
        BOTH,
    ),
    "a number may now have decimals": (
        changed({"$defs.Crew.properties.size.type": "number"}),
        "crew.size",
        AHEAD,
    ),
    "a number loses its decimals": (
        changed({"properties.depth_cm.type": "integer"}),
        "depth_cm",
        REPLAY,
    ),
    "null is no longer allowed": (
        changed({"properties.note": {"type": "string", "maxLength": 100, "default": None}}),
        "note",
        REPLAY,
    ),
    "null is now allowed": (
        changed(
            {
                "properties.language": {
                    "anyOf": [{"type": "string"}, {"type": "null"}],
                    "default": "fr",
                }
            }
        ),
        "language",
        AHEAD,
    ),
    "a bound is tightened": (changed({"properties.case_id.maxLength": 35}), "case_id", REPLAY),
    "a bound is loosened": (changed({"properties.case_id.maxLength": 37}), "case_id", AHEAD),
    "a bound is added": (changed({"properties.language.minLength": 2}), "language", REPLAY),
    "a bound is dropped": (changed({"properties.depth_cm.minimum": DROP}), "depth_cm", AHEAD),
    "a bound inside null-or-text is tightened": (
        changed({"properties.note.anyOf.0.maxLength": 50}),
        "note",
        REPLAY,
    ),
    "a format is dropped": (changed({"properties.sent_at.format": DROP}), "sent_at", AHEAD),
    "a format is changed": (changed({"properties.sent_at.format": "date"}), "sent_at", BOTH),
    "a format is added": (changed({"properties.case_id.format": "uuid"}), "case_id", REPLAY),
    "a pattern is added": (changed({"properties.case_id.pattern": "^c"}), "case_id", REPLAY),
    "a closed enum grows": (
        changed({"properties.shift.enum": ["day", "night", "evening"]}),
        "shift",
        AHEAD,
    ),
    "a closed enum shrinks": (changed({"properties.shift.enum": ["day"]}), "shift", REPLAY),
    "an open enum shrinks": (
        changed({"$defs.Weather.x-extensible-enum": ["snow", "other"]}),
        "weather",
        REPLAY,
    ),
    "a closed enum is opened": (
        changed({"properties.shift": {"type": "string", "x-extensible-enum": ["day", "night"]}}),
        "shift",
        BOTH,
    ),
    "an open enum is closed": (
        changed({"$defs.Weather": {"type": "string", "enum": ["snow", "ice", "other"]}}),
        "weather",
        BOTH,
    ),
    "a default is changed": (changed({"properties.language.default": "en"}), "language", REPLAY),
    "a nested field is removed": (
        changed({"$defs.Crew.properties.size": DROP, "$defs.Crew.required": ["name"]}),
        "crew.size",
        BOTH,
    ),
    "a nested bound is tightened": (
        changed({"$defs.Crew.properties.size.maximum": 29}),
        "crew.size",
        REPLAY,
    ),
    "unknown nested fields are refused": (
        changed({"$defs.Crew.additionalProperties": False, "$defs.Crew.properties.leader": DROP}),
        "crew.leader",
        REPLAY,
    ),
    "an item becomes a number": (
        changed({"properties.streets.items": {"type": "integer"}}),
        "streets[]",
        BOTH,
    ),
    "a list may be longer": (changed({"properties.streets.maxItems": 10}), "streets", AHEAD),
    "a place of a tuple changes": (
        changed({"properties.hours.prefixItems.1": {"type": "string", "format": "time"}}),
        "hours[1]",
        REPLAY,
    ),
    "a tuple gets longer": (
        changed(
            {
                "properties.hours.prefixItems": [{"type": "string"}] * 3,
                "properties.hours.minItems": 3,
                "properties.hours.maxItems": 3,
            }
        ),
        "hours",
        BOTH,
    ),
    "the values of a map change": (
        changed({"properties.salt_kg.additionalProperties": {"type": "string"}}),
        "salt_kg.*",
        BOTH,
    ),
    "a map becomes an object": (
        changed(
            {
                "properties.salt_kg": {
                    "type": "object",
                    "default": {},
                    "properties": {"road": {"type": "integer"}},
                }
            }
        ),
        "salt_kg.*",
        REPLAY,
    ),
    "an object becomes a list": (
        changed({"properties.crew": {"type": "array", "items": {"$ref": "#/$defs/Crew"}}}),
        "crew",
        BOTH,
    ),
    "a keyword comes that the check does not know": (
        changed({"properties.case_id.contains": {"type": "string"}}),
        "case_id",
        BOTH,
    ),
}

HARMLESS = {
    "nothing": changed({}),
    "an optional field is added": changed({"properties.route": {"type": "string", "default": ""}}),
    "an optional object is added": changed(
        {
            "$defs.Route": {"type": "object", "properties": {"km": {"type": "integer"}}},
            "properties.route": {
                "anyOf": [{"$ref": "#/$defs/Route"}, {"type": "null"}],
                "default": None,
            },
        }
    ),
    "a nested optional field is added": changed(
        {"$defs.Crew.properties.radio": {"type": "string", "default": ""}}
    ),
    "an open enum grows": changed(
        {"$defs.Weather.x-extensible-enum": ["snow", "ice", "hail", "other"]}
    ),
    "words about a field change": changed(
        {
            "title": "Plough sent",
            "description": "",
            "properties.note.description": "Remarque",
            "properties.case_id.examples": ["c1"],
        }
    ),
    "a definition is named anew": {
        **deepcopy(RELEASED),
        "$defs": {"Team": RELEASED["$defs"]["Crew"], **RELEASED["$defs"]},
        "properties": {**RELEASED["properties"], "crew": {"$ref": "#/$defs/Team"}},
    },
    "a definition is written out where it is used": changed(
        {"properties.weather": RELEASED["$defs"]["Weather"]}
    ),
    "null comes first": changed(
        {
            "properties.note": {
                "anyOf": [{"type": "null"}, {"type": "string", "maxLength": 100}],
                "default": None,
            }
        }
    ),
    "required fields in another order": changed({"required": RELEASED["required"][::-1]}),
    "alternatives as a list of types": changed(
        {"properties.note": {"type": ["string", "null"], "maxLength": 100, "default": None}}
    ),
}


@pytest.mark.parametrize("name", BREAKING)
def test_a_breaking_change_is_caught_at_its_place_and_on_the_right_side(name: str) -> None:
    schema, path, directions = BREAKING[name]
    found = breaks(RELEASED, schema)
    assert {one.path for one in found} == {path}
    assert {one.direction for one in found} == directions


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_change_passes(name: str) -> None:
    assert breaks(RELEASED, HARMLESS[name]) == []


def test_undoing_a_change_breaks_the_other_side() -> None:
    for name in ("a bound is tightened", "a closed enum grows", "null is now allowed"):
        schema, path, directions = BREAKING[name]
        found = breaks(schema, RELEASED)
        assert {(one.path, one.direction) for one in found} == {
            (path, d) for d in BOTH - directions
        }


@pytest.mark.parametrize("wire_type", sorted(event_types()))
def test_no_event_breaks_itself_and_each_breaks_when_any_field_goes(wire_type: str) -> None:
    schema = schema_of(event_types()[wire_type])
    assert breaks(schema, deepcopy(schema)) == []
    for name in schema["properties"]:
        without = deepcopy(schema)
        del without["properties"][name]
        without["required"] = [one for one in schema["required"] if one != name]
        assert {one.path for one in breaks(schema, without)} == {name}
