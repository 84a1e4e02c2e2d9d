"""All routes of the service that name a case, each with a request that is well formed."""

import string
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI

CASE = "{case_id}"
ANYTHING = "3c9a1d70-5b2e-5f41-8d6c-7e8f90a1b206"


def requests_of(app: FastAPI, case_id: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and what httpx needs besides, from the OpenAPI document of the service."""
    document = app.openapi()
    for path, methods in document["paths"].items():
        if CASE not in path:
            continue
        for method, operation in methods.items():
            named = {
                one["name"]: _value(one["schema"], document)
                for one in operation.get("parameters", ())
                if one["in"] == "query" and one.get("required")
            }
            sent: dict[str, Any] = {"params": named}
            if body := operation.get("requestBody"):
                schema = body["content"]["application/json"]["schema"]
                sent["json"] = _value(schema, document)
            filled = path.replace(CASE, case_id).replace("{file_id}", ANYTHING)
            assert not set("{}") & set(filled), f"no value for a part of {path}"
            yield method.upper(), filled, sent


def _value(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    """The least that a schema takes."""
    if name := schema.get("$ref"):
        return _value(document["components"]["schemas"][name.rpartition("/")[2]], document)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _value(schema[several][0], document)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            parts, needed = schema.get("properties", {}), schema.get("required", ())
            return {one: _value(parts[one], document) for one in needed}
        case "array":
            return [_value(schema["items"], document)] * schema.get("minItems", 0)
        case "boolean":
            return True
        case "integer" | "number":
            return schema.get("minimum", 1)
    by_format = {"date-time": "2026-11-20T10:00:00Z", "date": "2026-11-20", "uuid": ANYTHING}
    long = max(schema.get("minLength", 1), 1)
    return by_format.get(schema.get("format", ""), (string.ascii_lowercase * 50)[:long])
