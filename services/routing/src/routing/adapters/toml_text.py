"""Writes a manifest as TOML, for a first draft to start from; it reads nothing."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def toml_of(table: Mapping[str, Any]) -> str:
    """A table of plain values, tables and lists of tables; dates are ISO texts under `*_on`."""
    return "\n".join(_lines(table, ())).strip() + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    parts = {key: value for key, value in table.items() if _is_table(value)}
    for key, value in table.items():
        if key not in parts:
            yield f"{key} = {_value(key, value)}"
    for key, value in parts.items():
        name = ".".join((*path, key))
        for row in value if isinstance(value, list) else [value]:
            yield ""
            yield f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
            yield from _lines(row, (*path, key))


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
    )


def _value(key: str, value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value("", one) for one in value) + "]"
    if isinstance(value, str) and key.endswith("_on"):
        return value
    return json.dumps(value, ensure_ascii=False)
