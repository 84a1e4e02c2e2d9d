"""Lays a borough's manifest over its city's, before either is validated (MT-08)."""

from collections.abc import Collection, Iterator
from typing import Any

INHERITED = (
    "calendar",
    "complaints",
    "clerk",
    "messages",
    "closing",
    "counter",
    "identity",
    "transfers",
    "rnc",
)

# Whence an entry comes: who says one of these of its own does not inherit the others.
_ORIGIN = frozenset({"source", "demonstration", "reason"})


def merge_city(raw: dict[str, Any], city: dict[str, Any]) -> dict[str, Any]:
    """The borough's keys win, section by section; a section it lacks is the city's whole.

    Where it says whence its own section comes (C-15), that holds for the section.

    Commitments are added where the borough promises nothing for the same kind and activity, kind of
    case and channels.
    Departments and activities stay apart: they are looked up in the city's grid at decision time.
    """
    merged = dict(raw)
    for section in INHERITED:
        theirs, own = city.get(section), raw.get(section, {})
        if isinstance(theirs, dict) and isinstance(own, dict):
            left = _ORIGIN if _ORIGIN & own.keys() else frozenset()
            merged[section] = {key: theirs[key] for key in theirs if key not in left} | own
    promises = _rows(raw, "commitments")
    held = {_promise(row) for row in promises}
    theirs = _rows(city, "commitments")
    merged["commitments"] = [
        *promises,
        *(row for row in theirs if _promise(row) not in held),
    ]
    return merged


def derive_members(city: dict[str, Any], without: Collection[str]) -> Iterator[dict[str, Any]]:
    """A manifest for each borough of a city that has no folder of its own."""
    members, borough = city.get("members"), city.get("borough")
    if not isinstance(members, dict) or not isinstance(borough, dict):
        return
    for member in _rows(members, "boroughs"):
        if str(member.get("slug")) in without:
            continue
        version = {key: borough[key] for key in ("version", "effective_on") if key in borough}
        filled = {
            section: _fill(members.get(section, empty), member)
            for section, empty in (("defaults", {}), ("departments", []), ("designations", []))
        }
        inherits = {"kind": "borough", "inherits": borough.get("slug")}
        yield {"borough": member | version | inherits, **filled}


def _fill(template: Any, member: dict[str, Any]) -> Any:
    if isinstance(template, dict):
        return {key: _fill(value, member) for key, value in template.items()}
    if isinstance(template, list):
        return [_fill(value, member) for value in template]
    if isinstance(template, str):
        filled = template.replace("{slug}", str(member.get("slug")))
        return filled.replace("{name}", str(member.get("name")))
    return template


def _promise(row: dict[str, Any]) -> tuple[str, ...]:
    """What a raw commitment is about; a value of a wrong kind is found later, by the model."""
    told = (row.get("kind"), row.get("activity", "*"), row.get("case_kind"))
    channels = row.get("channels")
    return (*map(str, told), *sorted(map(str, channels if isinstance(channels, list) else ())))


def _rows(table: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = table.get(key, [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
