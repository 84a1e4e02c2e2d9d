"""Examples of every event, made from its schema: minimal, full, and odd.

Minimal holds what is required, full every field. Odd is what a reader must bear: a value that an
open enum does not know yet, fields of tomorrow, nulls, bounds reached, the hour that comes twice.
All three are valid against the schema, for the schema says what readers bear, and deterministic.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from contracts.registry import OPEN_ENUM, Event
from contracts.samples import ODD, USUAL

TOMORROW = "x_of_tomorrow"
# The clocks go back on 1 November 2026: 01:30 local comes twice, this is the second time.
MOMENTS = {
    False: {"date-time": "2026-11-20T15:04:05Z", "date": "2026-11-20"},
    True: {"date-time": "2026-11-01T01:30:00.999999-05:00", "date": "2028-02-29"},
}
LONGEST_SHOWN = 300
"""A bound on length up to this many characters is filled to the last one in odd examples."""


class Flavour(StrEnum):
    """Which example."""

    MINIMAL = "minimal"
    FULL = "full"
    ODD = "odd"


class NoSample(LookupError):
    """A field of text without a sample value; the message says where to write one."""


def example_of(event: type[Event], flavour: Flavour) -> dict[str, Any]:
    """An example, checked by the class itself. Raises NoSample, naming the field."""
    schema = event.model_json_schema(mode="validation")
    made: dict[str, Any] = _Maker(schema.get("$defs", {}), flavour).value(schema, "", "")
    event.model_validate(made)
    return made


class _Maker:
    def __init__(self, definitions: Mapping[str, Any], flavour: Flavour) -> None:
        self._definitions = definitions
        self._flavour = flavour

    def value(self, schema: Mapping[str, Any], owner: str, name: str) -> Any:
        """A value of a field; `owner` is the class it stands in."""
        if "$ref" in schema:
            schema = self._definitions[schema["$ref"].rpartition("/")[2]]
        names = (f"{owner}.{name}", name)
        usual = next((USUAL[one] for one in names if one in USUAL), None)
        if self._flavour is Flavour.ODD:
            odd = next((ODD[one] for one in names if one in ODD), None)
            return self._odd(schema, owner, name, odd, usual)
        if OPEN_ENUM in schema:
            return usual if usual in schema[OPEN_ENUM] else schema[OPEN_ENUM][0]
        return self._made(schema, owner, name) if usual is None else usual

    def _odd(self, schema: Mapping[str, Any], owner: str, name: str, odd: Any, usual: Any) -> Any:
        if OPEN_ENUM in schema:
            return "not-known-yet"
        if odd is not None:
            return odd
        if {"type": "null"} in schema.get("anyOf", ()):
            return None
        match schema.get("type"):
            case "array" if "$ref" not in schema["items"]:
                return []
            case "integer" | "number":
                return schema.get("minimum", 0)
            case "string" if usual is not None and schema.get("format") not in MOMENTS[True]:
                longest = schema.get("maxLength", 0)
                filled = f"{usual} · {'é' * longest}"[:longest]
                return filled if 0 < longest <= LONGEST_SHOWN else usual
        return self._made(schema, owner, name)

    def _made(self, schema: Mapping[str, Any], owner: str, name: str) -> Any:
        """What the schema alone says."""
        is_odd = self._flavour is Flavour.ODD
        if "anyOf" in schema:
            return self.value(schema["anyOf"][0], owner, name)
        match schema.get("type"):
            case "object" if "properties" in schema:
                return self._object(schema)
            case "array":
                return [self.value(schema["items"], owner, name)]
            case "boolean":
                return not is_odd
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "string" if schema.get("format") in MOMENTS[is_odd]:
                return MOMENTS[is_odd][schema["format"]]
        raise NoSample(f"{owner}.{name}: give it a value in contracts/samples.py")

    def _object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        required = schema.get("required", ())
        wanted = required if self._flavour is Flavour.MINIMAL else schema["properties"]
        title, fields = schema["title"], schema["properties"]
        made = {name: self.value(fields[name], title, name) for name in wanted}
        return made | ({TOMORROW: ["déjà", None]} if self._flavour is Flavour.ODD else {})
