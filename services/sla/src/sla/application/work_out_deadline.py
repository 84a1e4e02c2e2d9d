"""A deadline that is only asked about: worked out and explained as for a case, nothing is kept."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sla.domain.calendar import CalendarMissing, WorkingCalendar
from sla.domain.counting import MAX_AMOUNT, Counting, Deadline, DelayInvalid, count
from sla.domain.pauses import Pause, PauseInvalid
from sla.domain.steps import Step


class Unit(StrEnum):
    """In what a delay is measured."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"
    HOURS = "hours"


class End(StrEnum):
    """When on its last day a delay ends. `ROLL`: at the end of a day, and never of a Sunday or of a
    holiday (I-16 art. 52)."""

    END_OF_DAY = "end_of_day"
    SAME_TIME = "same_time"
    ROLL = "roll"


WAYS: MappingProxyType[Unit, MappingProxyType[End, Counting]] = MappingProxyType(
    {
        Unit.WORKING_DAYS: MappingProxyType(
            {
                End.END_OF_DAY: Counting.WORKING_DAYS_END_OF_DAY,
                End.SAME_TIME: Counting.WORKING_DAYS_SAME_TIME,
            }
        ),
        Unit.WORKING_HOURS: MappingProxyType({End.SAME_TIME: Counting.WORKING_HOURS}),
        Unit.CALENDAR_DAYS: MappingProxyType(
            {
                End.END_OF_DAY: Counting.CALENDAR_DAYS,
                End.ROLL: Counting.CALENDAR_DAYS_ROLLED,
            }
        ),
        Unit.CALENDAR_MONTHS: MappingProxyType({End.ROLL: Counting.CALENDAR_MONTHS_ROLLED}),
        Unit.HOURS: MappingProxyType({End.SAME_TIME: Counting.ELAPSED_HOURS}),
    }
)
"""The ends that a unit knows; the first is meant where none is named."""


class AskRefused(Exception):
    """What was asked cannot be answered: a code of the City's, the field, why in two languages."""

    def __init__(self, code: str, target: str, fr: str, en: str, **inner: str | int) -> None:
        super().__init__(f"{target}: {en}")
        self.code, self.target, self.fr, self.en, self.inner = code, target, fr, en, inner


def invalid(target: str, fr: str, en: str) -> AskRefused:
    """A value that cannot stand in this field."""
    return AskRefused("invalidParameter", target, fr, en)


@dataclass(frozen=True, slots=True)
class Asked:
    """A delay from an instant on (aware), under a calendar."""

    received_at: datetime
    counting: Counting
    amount: int
    calendar: WorkingCalendar
    pauses: tuple[Pause, ...] = ()


def way_of_counting(unit: Unit, end: End | None) -> Counting:
    """The way that is meant. Raises AskRefused for an end that the unit does not know."""
    ways = WAYS[unit]
    if end is None:
        return next(iter(ways.values()))
    if end not in ways:
        known = ", ".join(ways)
        raise invalid(
            "within.end",
            f"{end} ne va pas avec {unit} ; possible : {known}",
            f"{end} does not go with {unit}; possible: {known}",
        )
    return ways[end]


def work_out(asked: Asked, now: datetime) -> Deadline:
    """When it is due. Raises AskRefused naming the field."""
    refuse_future(asked.received_at, now)
    try:
        return count(asked.received_at, asked.counting, asked.amount, asked.calendar, asked.pauses)
    except DelayInvalid:
        raise invalid(
            "within.amount",
            f"un entier de 1 à {MAX_AMOUNT} est attendu",
            f"an integer from 1 to {MAX_AMOUNT} is expected",
        ) from None
    except PauseInvalid as fault:
        raise invalid(f"pauses[{fault.index}].{fault.end}", fault.fr, fault.en) from None
    except CalendarMissing as missing:
        raise year_missing(asked.calendar, missing) from None


def refuse_future(received_at: datetime, now: datetime) -> None:
    """Nothing is received before it comes. Raises AskRefused."""
    if received_at > now:
        raise invalid("received_at", "est dans l’avenir", "is in the future")


def year_missing(calendar: WorkingCalendar, missing: CalendarMissing) -> AskRefused:
    """A year that nobody confirmed: named with its borough, never "no holiday" (§2.1)."""
    name, year = missing.borough, missing.year
    confirmed = ", ".join(map(str, sorted(calendar.years)))
    return AskRefused(
        "unprocessableEntity",
        "calendar.years",
        f"le calendrier {f'de {name}' if name else 'donné'} pour {year} n’a pas été confirmé"
        f" (confirmé : {confirmed})",
        f"the calendar {f'of {name}' if name else 'given'} for {year} was not confirmed"
        f" (confirmed: {confirmed})",
        borough=name,
        year=year,
    )


def step_values(step: Step) -> dict[str, Any]:
    """A step as JSON has it: kind and words, local `date` and `until` (both included), `counted`,
    and where they have a meaning `days`, `amount`, `cause`, and UTC instants."""
    said: dict[str, Any] = {
        "step": step.kind.value,
        "fr": step.fr,
        "en": step.en,
        "date": step.from_on.isoformat(),
        "counted": step.counted,
    }
    if step.to_on != step.from_on:
        said["until"] = step.to_on.isoformat()
    if step.days is not None:
        said["days"] = step.days
    if step.amount is not None:
        said["amount"] = step.amount
    if step.cause is not None:
        said["cause"] = step.cause
    if step.from_at is not None and step.to_at is not None:
        said |= {"from_at": utc_text(step.from_at), "to_at": utc_text(step.to_at)}
    elif step.from_at is not None:
        said["at"] = utc_text(step.from_at)
    return said


def utc_text(at: datetime) -> str:
    """`2026-06-25T21:00:00Z`."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
