"""What a service asks besides place and words, and whether what was answered fits (GeoReport v2).

The answers are kept with the words of the case, as lines: they are as free as those, and never
said in the open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, StringConstraints, model_validator

from intake.domain.dossier import Part

LONGEST = 300
LONGEST_TEXT = 1000
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,60}$")]


class Datatype(StrEnum):
    """The kinds of answer that GeoReport knows."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    ONE_OF = "singlevaluelist"
    SOME_OF = "multivaluelist"


LISTS = frozenset({Datatype.ONE_OF, Datatype.SOME_OF})


class Choice(Part):
    """An answer that can be picked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Code
    name_fr: str
    name_en: str


class Attribute(Part):
    """A question. `variable` False: it is no question, only something to be read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    datatype: Datatype
    description_fr: str
    description_en: str
    hint_fr: str = ""
    hint_en: str = ""
    required: bool = False
    variable: bool = True
    values: tuple[Choice, ...] = ()

    @model_validator(mode="after")
    def _as_georeport_has_it(self) -> Self:
        keys = [one.key for one in self.values]
        if (self.datatype in LISTS) != bool(keys):
            raise ValueError(f"{self.code}: values go with a list, and a list has some")
        if len(set(keys)) != len(keys):
            raise ValueError(f"{self.code}: the same key twice")
        if self.required and not self.variable:
            raise ValueError(f"{self.code}: what is only read cannot be required")
        return self


Catalogue = Mapping[str, Mapping[str, tuple[Attribute, ...]]]
"""By counter, then by code of an activity of its grid."""


@dataclass(frozen=True)
class Flaw:
    """An answer that does not fit: `required`, `unknown`, `unknown-value`, `one-only`,
    `not-a-number`, `not-a-date`, `too-long`."""

    code: str
    reason: str


def lines_of(
    attributes: Sequence[Attribute], given: Mapping[str, Sequence[str]]
) -> tuple[list[str], list[Flaw]]:
    """Question and answer a line, in French, in the order of the questions; and what is wrong.

    What no attribute asks for is a flaw: kept, it would be lost on everybody; dropped, on its
    sender.
    """
    asked = {one.code: one for one in attributes if one.variable}
    flaws = [Flaw(code, "unknown") for code in given if code not in asked]
    lines = []
    for code, attribute in asked.items():
        answers = list(dict.fromkeys(given.get(code, ())))
        if not answers:
            flaws += [Flaw(code, "required")] if attribute.required else []
        elif reason := _flaw_in(attribute, answers):
            flaws.append(Flaw(code, reason))
        else:
            names = {one.key: one.name_fr for one in attribute.values}
            told = ", ".join(names.get(one, one) for one in answers)
            lines.append(f"{attribute.description_fr.rstrip(' ?:')} : {told}")
    return lines, flaws


def _flaw_in(attribute: Attribute, answers: Sequence[str]) -> str:
    datatype = attribute.datatype
    if len(answers) > 1 and datatype is not Datatype.SOME_OF:
        return "one-only"
    if datatype in LISTS:
        known = {one.key for one in attribute.values}
        return "" if known.issuperset(answers) else "unknown-value"
    (value,) = answers
    if len(value) > (LONGEST_TEXT if datatype is Datatype.TEXT else LONGEST):
        return "too-long"
    if datatype is Datatype.NUMBER:
        return "" if _is_number(value) else "not-a-number"
    return "" if datatype is not Datatype.DATETIME or _is_date(value) else "not-a-date"


def _is_number(value: str) -> bool:
    try:
        return abs(float(value)) < 1e15  # neither infinite nor "nan"
    except ValueError:
        return False


def _is_date(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
