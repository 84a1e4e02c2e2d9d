"""Reads one JSON line of `guichet deadline` into a delay that is asked about; decides nothing."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sla.application.given_calendar import given_calendar
from sla.application.work_out_deadline import (
    Asked,
    AskRefused,
    End,
    Unit,
    invalid,
    way_of_counting,
)
from sla.domain.calendar import WorkingCalendar
from sla.domain.counting import MAX_AMOUNT, Counting
from sla.domain.pauses import Pause

LONGEST_LINE = 64 * 1024
KEYS = frozenset({"received_at", "within", "calendar", "pauses", "id"})
WITHIN_KEYS = frozenset({"amount", "unit", "end"})
PAUSE_KEYS = frozenset({"from", "to", "reason"})
FIRST_YEAR, LAST_YEAR = 1900, 2999
LONGEST_REASON = 300
_NOTHING: frozenset[str] = frozenset()

Calendars = Callable[[str], WorkingCalendar | None]
"""The calendar of a borough or town by any name that it has; None: there is no such one."""


class AskedLine(NamedTuple):
    """One line. `reference`: what the line calls itself, said again in the answer."""

    asked: Asked
    reference: str | int | None
    ignored: frozenset[str]


def read_line(raw: bytes, calendars: Calendars) -> AskedLine:
    """What a line of UTF-8 JSON asks. Raises AskRefused naming the field."""
    said = _document(raw)
    received_at = _moment(said, "received_at", "received_at")
    within = _object(said, "within")
    counting, amount = _counting(within)
    calendar = _calendar(said.get("calendar"), calendars)
    pauses = tuple(_pauses(said.get("pauses"), calendar))
    ignored = _NOTHING
    if not (said.keys() <= KEYS and within.keys() <= WITHIN_KEYS):
        ignored = frozenset({*said.keys() - KEYS, *within.keys() - WITHIN_KEYS})
    return AskedLine(
        Asked(received_at, counting, amount, calendar, pauses), _reference(said), ignored
    )


def _document(raw: bytes) -> dict[str, Any]:
    if len(raw) > LONGEST_LINE:
        kib = LONGEST_LINE // 1024
        raise _not_json(f"plus de {kib} Kio", f"more than {kib} KiB")
    try:
        said = _DECODER.decode(raw.decode("utf-8").strip())
    except UnicodeDecodeError:
        raise _not_json("n’est pas de l’UTF-8", "is not UTF-8") from None
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


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a key that stands twice nobody knows which one is meant."""
    said = dict(pairs)
    if len(said) != len(pairs):
        raise AskRefused("duplicateKey", "line", "une clé figure deux fois", "a key stands twice")
    return said


def _no_number(name: str) -> float:
    raise _not_json(f"{name} n’est pas du JSON", f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def _not_json(fr: str, en: str) -> AskRefused:
    return AskRefused("invalidJsonBody", "line", fr, en)


def _object(said: dict[str, Any], key: str) -> dict[str, Any]:
    value = said.get(key)
    if value is None:
        raise invalid(key, "manque", "is missing")
    if not isinstance(value, dict):
        raise invalid(key, "un objet est attendu", "an object is expected")
    return value


def _counting(within: dict[str, Any]) -> tuple[Counting, int]:
    unit = within.get("unit")
    if not isinstance(unit, str) or unit not in _UNITS:
        known = ", ".join(Unit)
        raise invalid("within.unit", f"un de : {known}", f"one of: {known}")
    end = within.get("end")
    if end is not None and (not isinstance(end, str) or end not in _ENDS):
        known = ", ".join(End)
        raise invalid("within.end", f"un de : {known}", f"one of: {known}")
    counting = way_of_counting(_UNITS[unit], None if end is None else _ENDS[end])
    amount = within.get("amount")
    if type(amount) is not int or not 1 <= amount <= MAX_AMOUNT:
        raise invalid(
            "within.amount",
            f"un entier de 1 à {MAX_AMOUNT} est attendu",
            f"an integer from 1 to {MAX_AMOUNT} is expected",
        )
    return counting, amount


_UNITS = {unit.value: unit for unit in Unit}
_ENDS = {end.value: end for end in End}


def _calendar(said: object, calendars: Calendars) -> WorkingCalendar:
    if isinstance(said, dict):
        return given_calendar(said)
    if not isinstance(said, str) or not said.strip():
        raise invalid(
            "calendar",
            "un arrondissement ou un calendrier est attendu",
            "a borough or a calendar is expected",
        )
    found = calendars(said)
    if found is None:
        raise invalid(
            "calendar",
            "aucun arrondissement ni ville de ce nom",
            "no borough or town of that name",
        )
    return found


def _pauses(given: object, calendar: WorkingCalendar) -> Iterator[Pause]:
    if given is None:
        return
    if not isinstance(given, list):
        raise invalid("pauses", "une liste est attendue", "a list is expected")
    for index, said in enumerate(given):
        where = f"pauses[{index}]"
        if not isinstance(said, dict):
            raise invalid(where, "un objet est attendu", "an object is expected")
        unknown = said.keys() - PAUSE_KEYS
        if unknown:
            names = ", ".join(sorted(unknown))
            raise invalid(where, f"clés inconnues : {names}", f"unknown keys: {names}")
        if said.get("to") is None:
            raise invalid(f"{where}.to", "la pause n’est pas terminée", "the pause never ends")
        reason = said.get("reason")
        if reason is not None and (not isinstance(reason, str) or len(reason) > LONGEST_REASON):
            raise invalid(f"{where}.reason", "un court texte", "a short text")
        yield Pause(
            _moment(said, "from", f"{where}.from", calendar),
            _moment(said, "to", f"{where}.to", calendar),
            reason or "",
        )


def _moment(
    said: dict[str, Any], key: str, where: str, days_of: WorkingCalendar | None = None
) -> datetime:
    """`days_of`: a date alone is the first moment of that day there."""
    text = said.get(key)
    if text is None:
        raise invalid(where, "manque", "is missing")
    try:
        if not isinstance(text, str):
            raise ValueError
        if days_of is not None and len(text) == len("2026-06-19"):
            at = datetime.combine(date.fromisoformat(text), time(0), days_of.zone)
        else:
            at = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(
            where,
            "un moment ISO 8601 est attendu, comme 2026-06-19T16:59:00-04:00",
            "a moment of ISO 8601 is expected, such as 2026-06-19T16:59:00-04:00",
        ) from None
    if at.tzinfo is None:
        raise invalid(where, "le fuseau horaire manque", "the time zone is missing")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise invalid(
            where, f"entre {FIRST_YEAR} et {LAST_YEAR}", f"between {FIRST_YEAR} and {LAST_YEAR}"
        )
    return at


def _reference(said: dict[str, Any]) -> str | int | None:
    value = said.get("id")
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise invalid("id", "un texte ou un entier est attendu", "a text or an integer is expected")
