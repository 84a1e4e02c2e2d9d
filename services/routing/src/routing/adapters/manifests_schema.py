"""The JSON Schema of `manifest.toml`, for editors; generated from the models, never by hand."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from routing.adapters.manifests_merge import INHERITED
from routing.domain.manifest import Manifest

SCHEMA = Path(__file__).resolve().parents[1] / "boroughs" / "manifest.schema.json"
# Editors read TOML through draft 7, where a time of day must have an offset; ours is local.
_DRAFT = "http://json-schema.org/draft-07/schema#"
_LOCAL_TIME = r"^\d\d:\d\d(:\d\d)?$"


def manifest_schema() -> dict[str, Any]:
    """Schema (draft 7) of a manifest as it is written, before its city's defaults are merged in.

    A section that a borough may inherit needs none of its keys where `inherits` is said, and all
    that have no default where it is not (MT-08).
    """
    schema = Manifest.model_json_schema(ref_template="#/definitions/{model}")
    definitions = schema.pop("$defs")
    _make_times_local(definitions)
    required = {
        name: definitions[name_of].pop("required")
        for name in INHERITED
        if "required" in definitions[name_of := _definition(schema["properties"][name])]
    }
    always = [name for name in schema.pop("required") if name not in INHERITED]
    whole = [name for name in INHERITED if name in Manifest.model_fields and _is_needed(name)]
    return {
        "$schema": _DRAFT,
        "$id": "urn:guichet:manifest",
        **schema,
        "title": "manifest.toml",
        "required": always,
        "definitions": definitions,
        "if": {"properties": {"borough": {"required": ["inherits"]}}},
        "else": {
            "required": whole,
            "properties": {name: {"required": keys} for name, keys in required.items()},
        },
    }


def schema_text() -> str:
    """As it stands in the file."""
    return json.dumps(manifest_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _is_needed(name: str) -> bool:
    return Manifest.model_fields[name].is_required()


def _definition(field: dict[str, Any]) -> str:
    """Name of the model that a property refers to, nullable or not."""
    choices: Iterable[dict[str, Any]] = field.get("anyOf", field.get("allOf", [field]))
    reference = next(choice["$ref"] for choice in choices if "$ref" in choice)
    return str(reference).rpartition("/")[2]


def _make_times_local(node: Any) -> None:
    if isinstance(node, dict):
        if node.get("format") == "time":
            del node["format"]
            node["pattern"] = _LOCAL_TIME
        for value in node.values():
            _make_times_local(value)
    elif isinstance(node, list):
        for value in node:
            _make_times_local(value)
