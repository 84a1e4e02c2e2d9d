"""Who may not be handed what: a department, an activity or a case; no substitute gets round it.

Why somebody is excluded may be a complaint: it is kept here and shown to who keeps the directory,
and is never said in a reason, an event or a log.
"""

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator


class Why(StrEnum):
    """A few words to choose from; free text would say too much."""

    TARGETED = "targeted-by-complaint"
    CONFLICT = "conflict-of-interest"
    OTHER = "other"


class Matter(NamedTuple):
    """What somebody is to be handed; empty where it does not matter."""

    borough: str
    department: str
    activity: str = ""
    case_id: str = ""


class Exclusion(BaseModel):
    """A person is not handed what all of the given fields name; first and last day included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    person_id: str
    department: str | None = None
    activity: str | None = Field(None, description="code of the activity, or the rule that decided")
    case_id: str | None = None
    why: Why
    instead_id: str | None = Field(None, description="who takes it instead; None: whoever is next")
    from_on: datetime.date
    until_on: datetime.date | None = None
    amends: int | None = Field(None, ge=1)
    is_cancelled: bool = False
    recorded_at: AwareDatetime | None = None
    recorded_by: str = ""

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if not (self.department or self.activity or self.case_id):
            raise ValueError("department, activity or case_id")
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError("until_on is before from_on")
        return self

    def covers(self, on: datetime.date) -> bool:
        """Whether it holds that day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    def concerns(self, matter: Matter) -> bool:
        """Whether it is about this: a field left out is about all of them."""
        return (
            self.borough == matter.borough
            and self.department in (None, matter.department)
            and self.activity in (None, matter.activity)
            and self.case_id in (None, matter.case_id)
        )


class Exclusions:
    """All that stand, by person."""

    def __init__(self, exclusions: Iterable[Exclusion] = ()) -> None:
        self.all = tuple(exclusions)
        self._by_person: dict[str, list[Exclusion]] = {}
        for one in self.all:
            self._by_person.setdefault(one.person_id, []).append(one)
        self.cases = frozenset(one.case_id for one in self.all if one.case_id)

    def of(self, person_id: str, matter: Matter, on: datetime.date) -> list[Exclusion]:
        """Those that keep this from that person, that day."""
        held = self._by_person.get(person_id)
        return [one for one in held if one.covers(on) and one.concerns(matter)] if held else []

    def concerns(self, person_id: str) -> bool:
        """Whether anything at all is kept from that person."""
        return person_id in self._by_person
