"""Reads one JSON line of `guichet route` into a case that is only asked about; decides nothing.

What a line says is never quoted in an error: it may be a citizen's.
"""

import datetime
import json
import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from routing.domain.facts import CaseKind
from routing.domain.names import plain

LONGEST_LINE = 64 * 1024
_LONGEST = {"activity": 300, "borough": 300, "address": 1000, "kind": 60, "received_at": 60}
KEYS = frozenset({*_LONGEST, "lat", "long", "id"})
_NOTHING: frozenset[str] = frozenset()
_KINDS = {
    "request": CaseKind.REQUEST,
    "requete": CaseKind.REQUEST,
    "complaint": CaseKind.COMPLAINT,
    "plainte": CaseKind.COMPLAINT,
    "information": CaseKind.INFORMATION,
    "commentaire": CaseKind.INFORMATION,
    "claim": CaseKind.CLAIM,
    "reclamation": CaseKind.CLAIM,
    "access": CaseKind.ACCESS,
    "acces": CaseKind.ACCESS,
    "other": CaseKind.OTHER,
    "autre": CaseKind.OTHER,
}


class LineRefused(Exception):
    """A line that cannot be read: a code of the City's, the field, the reason in two languages."""

    def __init__(self, code: str, target: str, fr: str, en: str) -> None:
        super().__init__(f"{target}: {en}")
        self.code, self.target, self.fr, self.en = code, target, fr, en


class AskedCase(NamedTuple):
    """One line. `received` is a local date, or an aware moment that has one in each zone."""

    activity: str
    kind: CaseKind
    borough: str
    address: str
    point: tuple[float, float] | None
    received: datetime.date | datetime.datetime | None
    reference: str | int | None
    ignored: frozenset[str]


def read_line(raw: bytes) -> AskedCase:
    """The case of a line of UTF-8 JSON. Raises LineRefused."""
    said = _document(raw)
    activity, kind = _text(said, "activity"), _kind(_text(said, "kind"))
    if kind is CaseKind.REQUEST and not activity:
        raise _invalid("activity", "l'activité manque", "the activity is missing")
    return AskedCase(
        activity,
        kind,
        _text(said, "borough"),
        _text(said, "address"),
        _point(said),
        _received(_text(said, "received_at")),
        _reference(said),
        _NOTHING if said.keys() <= KEYS else frozenset(said.keys() - KEYS),
    )


def _document(raw: bytes) -> dict[str, Any]:
    if len(raw) > LONGEST_LINE:
        kib = LONGEST_LINE // 1024
        raise _not_json(f"plus de {kib} Kio", f"more than {kib} KiB")
    try:
        said = _DECODER.decode(raw.decode("utf-8").strip())
    except UnicodeDecodeError:
        raise _not_json("n'est pas de l'UTF-8", "is not UTF-8") from None
    except json.JSONDecodeError as fault:
        place = fault.pos + 1
        raise _not_json(
            f"JSON invalide au caractère {place}", f"not JSON, at character {place}"
        ) from None
    except (RecursionError, ValueError):
        raise _not_json("JSON démesuré", "JSON out of all measure") from None
    if not isinstance(said, dict):
        raise _not_json("un objet JSON est attendu", "a JSON object is expected")
    return said


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Of a key that stands twice nobody knows which one is meant."""
    held = list(pairs)
    said = dict(held)
    if len(said) != len(held):
        raise LineRefused("duplicateKey", "line", "une clé figure deux fois", "a key stands twice")
    return said


def _no_number(name: str) -> float:
    raise _not_json(f"{name} n'est pas du JSON", f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def _text(said: dict[str, Any], key: str) -> str:
    value = said.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _invalid(key, "un texte est attendu", "a text is expected")
    longest = _LONGEST[key]
    if len(value) > longest:
        raise _invalid(key, f"plus de {longest} caractères", f"more than {longest} characters")
    return value.strip()


@lru_cache(maxsize=256)
def _kind(text: str) -> CaseKind:
    found = _KINDS.get(plain(text)) if text else CaseKind.REQUEST
    if found is None:
        names = ", ".join(_KINDS)
        raise _invalid("kind", f"nature inconnue ; connues : {names}", f"unknown; known: {names}")
    return found


def _point(said: dict[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = said.get("lat"), said.get("long")
    if latitude is None and longitude is None:
        return None
    for key, value, other in (("lat", latitude, "long"), ("long", longitude, "lat")):
        if value is None:
            raise _invalid(key, f"manque, et {other} est là", f"is missing, and {other} is there")
    return _degrees("long", longitude, 180.0), _degrees("lat", latitude, 90.0)


def _degrees(key: str, value: object, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _invalid(key, "un nombre est attendu", "a number is expected")
    if not -most <= value <= most or not math.isfinite(value):
        raise _invalid(
            key, f"entre -{most:.0f} et {most:.0f} degrés", f"between -{most:.0f} and {most:.0f}"
        )
    return float(value)


@lru_cache(maxsize=4096)
def _received(text: str) -> datetime.date | datetime.datetime | None:
    if not text:
        return None
    try:
        if len(text) == len("2026-11-20"):
            return datetime.date.fromisoformat(text)
        at = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise _invalid(
            "received_at",
            "une date ou un moment ISO 8601 est attendu, comme 2026-11-20T09:30",
            "a date or moment of ISO 8601 is expected, such as 2026-11-20T09:30",
        ) from None
    return at.date() if at.tzinfo is None else at


def _reference(said: dict[str, Any]) -> str | int | None:
    value = said.get("id")
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise _invalid("id", "un texte ou un entier est attendu", "a text or an integer is expected")


def _invalid(target: str, fr: str, en: str) -> LineRefused:
    return LineRefused("invalidParameter", target, fr, en)


def _not_json(fr: str, en: str) -> LineRefused:
    return LineRefused("invalidJsonBody", "line", fr, en)
