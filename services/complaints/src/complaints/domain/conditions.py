"""The conditions of admissibility one by one: what the borough asks, and whether it is there.

For whoever explains or checks a decision; the decision itself is made in `admissibility`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaints.domain.admissibility import ComplaintRules, Conditions
from complaints.domain.file import Content, Investigation
from complaints.domain.investigation import as_it_is


class Name(StrEnum):
    """One condition (PV-18, PV-20, PV-38, PV-39)."""

    NOT_PRIVATE = "not-private"
    NAMED = "named"
    WRITTEN = "written"
    SIGNED = "signed"
    FULL_CONTACT = "full-contact"
    IN_TIME = "in-time"


@dataclass(frozen=True, slots=True)
class Condition:
    """`asked`: the borough asks for it. `met`: it is so, asked or not."""

    name: Name
    asked: bool
    met: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """All of them. `danger` goes before each (C-08); `asks_nothing`: any expression is taken
    (C-03). `age_days` counts from the facts to the first receipt, local dates."""

    conditions: tuple[Condition, ...]
    danger: bool
    asks_nothing: bool
    facts_on: date | None
    age_days: int | None
    max_age_days: int | None


def checked(state: Investigation, rules: ComplaintRules) -> Checked | None:
    """The conditions with all that has come since; None before the content is here."""
    if state.content is None or state.first_content is None:
        return None
    content = as_it_is(state)
    received_on = state.first_content.received_at.astimezone(ZoneInfo(rules.zone)).date()
    age = None if content.facts_on is None else (received_on - content.facts_on).days
    asked = rules.conditions
    return Checked(
        conditions=() if asked is None else _each(content, asked, age),
        danger=content.danger,
        asks_nothing=asked is None,
        facts_on=content.facts_on,
        age_days=age,
        max_age_days=None if asked is None else asked.max_age_days,
    )


def _each(content: Content, asked: Conditions, age: int | None) -> tuple[Condition, ...]:
    limit = asked.max_age_days
    in_time = age is not None and age >= 0 and (limit is None or age <= limit)
    nameless = content.anonymous and asked.anonymous
    return (
        Condition(Name.NOT_PRIVATE, asked=True, met=not content.private_litigation),
        Condition(Name.NAMED, asked=not asked.anonymous, met=not content.anonymous),
        Condition(Name.WRITTEN, asked=asked.written, met=content.written),
        Condition(Name.SIGNED, asked=asked.signed, met=content.signed),
        Condition(Name.FULL_CONTACT, asked=not nameless, met=content.full_contact),
        Condition(Name.IN_TIME, asked=limit is not None, met=in_time),
    )
