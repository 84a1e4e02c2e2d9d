"""From the fields of a page to the forms of the application, so that pages and API have one rule.

A field is named as the API names it (`factsOn`), so that the fault found there finds the field
here. What was typed is given back as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from chassis.errors import Words
from chassis.page_faults import Filled, Shapes, fill
from fastapi import Request
from pydantic import BaseModel
from starlette.datastructures import FormData

F = TypeVar("F", bound=BaseModel)
MAX_FIELDS = 400
# What a field must look like, where the rule itself would say no more than that it is broken.
A_DATE: Words = ("une date, comme 2026-11-20", "a date, such as 2026-11-20")
AN_INSTANT: Words = (
    "un jour et une heure, comme 2026-11-20 14:30",
    "a day and a time, such as 2026-11-20 14:30",
)
A_STAFF_ID: Words = (
    "un matricule : minuscules, chiffres, . _ -",
    "a staff id: lower case, digits, . _ -",
)
KINDS = frozenset(
    {
        "string_pattern_mismatch",
        "date_from_datetime_parsing",
        "date_parsing",
        "date_type",
        "datetime_parsing",
        "datetime_from_date_parsing",
        "datetime_type",
        "timezone_aware",
        "int_parsing",
        "int_from_float",
        "too_short",
    }
)


@dataclass(frozen=True)
class Sent:
    """What a page sent: texts by field; of a field that stands there often, `all` of them."""

    given: Mapping[str, str]
    many: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """The text of a field; empty where it was not sent."""
        return self.given.get(name, "")

    def all(self, name: str) -> Sequence[str]:
        """Every value of a field, such as of boxes that were ticked; blank ones left out."""
        return [one for one in self.many.get(name, ()) if one]


async def sent_by(request: Request) -> Sent:
    """The fields of a request. Raises HTTPException 400 for what is no form, or too many fields."""
    return sent_in(await request.form(max_files=0, max_fields=MAX_FIELDS))


def sent_in(data: FormData) -> Sent:
    """The fields of a form that was read."""
    many: dict[str, list[str]] = {}
    for name, value in data.multi_items():
        if isinstance(value, str):
            # Browsers send CRLF for every line end that was typed as one character.
            many.setdefault(name, []).append(value.replace("\r\n", "\n").strip())
    return Sent({name: values[-1] for name, values in many.items()}, many)


def filled(
    model: type[F],
    sent: Sent,
    names: Sequence[str],
    shapes: Mapping[str, Words],
    language: str,
    **known: Any,
) -> Filled[F]:
    """The form from these fields, blank ones left out; `known`: what no field says as it stands.

    `shapes`: what the fields of this form must look like, by name.
    """
    texts = {name: text for name in names if (text := sent[name])}
    return fill(model, {**texts, **known}, Shapes(shapes, KINDS), language)
