"""A calendar that stands in the question itself: `{timezone, hours, holidays, years}`.

Nothing is added to it: its holidays are those it names, and its years those it names.
"""

import json
from collections.abc import Iterator
from datetime import date, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sla.application.work_out_deadline import AskRefused, invalid
from sla.domain.calendar import (
    WEEKDAYS,
    CalendarRules,
    Closure,
    Span,
    WorkingCalendar,
    calendar_with,
)

KEYS = frozenset({"timezone", "hours", "holidays", "years"})
SHORT = {name[:3]: name for name in WEEKDAYS}
FIRST_YEAR, LAST_YEAR = 1900, 2999
HOLIDAY = ("jour férié", "holiday")


def given_calendar(said: dict[str, Any]) -> WorkingCalendar:
    """The calendar, worked out once for all lines that say the same. Raises AskRefused."""
    return _built(json.dumps(said))


@lru_cache(maxsize=256)
def _built(text: str) -> WorkingCalendar:
    said: dict[str, Any] = json.loads(text)
    unknown = said.keys() - KEYS
    if unknown:
        names = ", ".join(sorted(unknown))
        raise invalid("calendar", f"clés inconnues : {names}", f"unknown keys: {names}")
    rules = CalendarRules(
        zone=_zone(said.get("timezone")),
        weekly=dict(_weekly(said.get("hours"))),
        years=_years(said.get("years")),
        holidays=tuple(_holidays(said.get("holidays"))),
    )
    return calendar_with("", 0, rules)


def _zone(name: object) -> str:
    try:
        if not isinstance(name, str):
            raise ValueError
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):  # unknown; no name; a directory of names
        raise invalid(
            "calendar.timezone",
            "fuseau horaire inconnu ; au Québec, America/Toronto",
            "unknown time zone; in Québec, America/Toronto",
        ) from None


def _weekly(hours: object) -> Iterator[tuple[str, tuple[Span, ...]]]:
    if not isinstance(hours, dict) or not any(hours.values()):
        raise invalid("calendar.hours", "aucun jour n’est ouvert", "no day is open")
    for day, spans in hours.items():
        where = f"calendar.hours.{day}"
        if day not in SHORT:
            known = ", ".join(SHORT)
            raise invalid(where, f"jour inconnu ; connus : {known}", f"unknown; known: {known}")
        if not isinstance(spans, list):
            raise _no_hours(where)
        yield SHORT[day], _spans(spans, where)


def _spans(spans: list[object], where: str) -> tuple[Span, ...]:
    told: list[Span] = []
    for span in spans:
        if not isinstance(span, list) or len(span) != 2:
            raise _no_hours(where)
        opens, closes = (_clock(one, where) for one in span)
        if closes <= opens:
            raise invalid(
                where,
                f"ferme à {closes:%H:%M} avant d’ouvrir à {opens:%H:%M}",
                f"closes at {closes:%H:%M} before it opens at {opens:%H:%M}",
            )
        if told and opens < told[-1][1]:
            raise invalid(
                where,
                "les plages se chevauchent ou ne sont pas en ordre",
                "hours overlap or are out of order",
            )
        told.append((opens, closes))
    return tuple(told)


def _clock(text: object, where: str) -> time:
    try:
        at = time.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is not None:
        raise _no_hours(where)
    return at


def _no_hours(where: str) -> AskRefused:
    return invalid(
        where,
        'des plages [ouverture, fermeture] sont attendues, comme [["08:30", "17:00"]]',
        'spans [opening, closing] are expected, such as [["08:30", "17:00"]]',
    )


def _holidays(days: object) -> Iterator[Closure]:
    if days is None:
        return
    if not isinstance(days, list):
        raise invalid("calendar.holidays", "une liste est attendue", "a list is expected")
    for index, text in enumerate(days):
        try:
            if not isinstance(text, str):
                raise ValueError
            on = date.fromisoformat(text)
        except ValueError:
            raise invalid(
                f"calendar.holidays[{index}]",
                "une date est attendue, comme 2026-06-24",
                "a date is expected, such as 2026-06-24",
            ) from None
        yield Closure(on=on, reason_fr=HOLIDAY[0], reason_en=HOLIDAY[1])


def _years(years: object) -> frozenset[int]:
    if not isinstance(years, list) or not years:
        raise invalid(
            "calendar.years",
            "les années confirmées manquent",
            "the years that were confirmed are missing",
        )
    for index, year in enumerate(years):
        if type(year) is not int or not FIRST_YEAR <= year <= LAST_YEAR:
            raise invalid(
                f"calendar.years[{index}]",
                f"une année de {FIRST_YEAR} à {LAST_YEAR} est attendue",
                f"a year from {FIRST_YEAR} to {LAST_YEAR} is expected",
            )
    return frozenset(years)
