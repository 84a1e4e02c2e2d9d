"""What a manifest amounts to: how much of each kind, and what in it is made up (C-15)."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from routing.domain.manifest import Manifest
from routing.domain.manifest_values import Sourced

_NAMED_BY = ("code", "department", "slug")


def demonstrations(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Key and reason of every value that no text gives (C-15)."""
    for name in Manifest.model_fields:
        yield from _demonstrations(name, getattr(manifest, name))


def summary_of(manifest: Manifest) -> Mapping[str, Any]:
    """Plain figures for whoever checks a grid; dates as `YYYY-MM-DD`, the calendar as a year."""
    borough, members = manifest.borough, manifest.members
    return {
        "borough": borough.slug,
        "name": borough.name,
        "kind": borough.kind,
        "version": f"{borough.slug}@{borough.version}",
        "effective_on": borough.effective_on.isoformat(),
        "inherits": borough.inherits,
        "departments": len(manifest.departments),
        "activities": len(manifest.activities),
        "designations": len(manifest.designations),
        "schemes": len(manifest.schemes),
        "commitments": len(manifest.commitments),
        "closing_codes": len(manifest.closing.codes),
        "calendar_until": max(manifest.calendar.holidays.years),
        "members": len(members.boroughs) if members is not None else 0,
        "demonstration": [
            {"key": key, "reason": reason} for key, reason in demonstrations(manifest)
        ],
    }


def _demonstrations(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        for number, entry in enumerate(value):
            yield from _demonstrations(f"{key}.{_name(entry, number)}", entry)
    elif isinstance(value, BaseModel):
        if isinstance(value, Sourced) and value.demonstration:
            yield key, value.reason
        for name in type(value).model_fields:
            yield from _demonstrations(f"{key}.{name}", getattr(value, name))


def _name(entry: Any, number: int) -> str:
    if kind := getattr(entry, "kind", None):
        return f"{kind}.{getattr(entry, 'activity', number)}"
    names = (getattr(entry, name, None) for name in _NAMED_BY)
    return str(next((name for name in names if name), number))
