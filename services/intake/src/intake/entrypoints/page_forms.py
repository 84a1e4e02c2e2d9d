"""From the fields of a page to the forms of the application, so that pages and API have one rule.

A field is named as the API names it (`contact.email`), so that the fault found there finds the
field here. What was typed is given back as it was.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from chassis.errors import Words
from chassis.page_faults import Filled, Shapes, fill
from fastapi import Request
from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile
from ui.dates import ZONE
from ui.money import cents_of

F = TypeVar("F", bound=BaseModel)
# What a field must look like, where the rule itself would say no more than that it is broken.
_FIELDS: Mapping[str, Words] = {
    "contact.email": ("écrivez-le comme nom@exemple.ca", "write it like name@example.ca"),
    "email": ("écrivez-le comme nom@exemple.ca", "write it like name@example.ca"),
    "contact.phone": ("7 chiffres ou plus, comme 514 555-0199", "7 digits or more: 514 555-0199"),
    "activity": ("un nom d'activité, sans signes spéciaux", "a name of an activity, no odd signs"),
    "receivedAt": ("une date et une heure", "a date and a time"),
    "actedAt": ("une date et une heure", "a date and a time"),
    "startsAt": ("une date et une heure", "a date and a time"),
    "endsAt": ("une date et une heure", "a date and a time"),
    "claim.amountCents": ("un montant, comme 1 250,50 $", "an amount, such as $1,250.50"),
}
_NUMBERS = frozenset(
    {
        *("place.longitude", "place.latitude"),
        *("area.longitude", "area.latitude", "area.radiusMetres"),
    }
)
_LINES = frozenset({"activities", "area.streets"})  # one value a line
_TICKS = frozenset(
    {
        "complaint.written",
        "complaint.signed",
        "complaint.confirmed",
        "confirmed",
        "complaint.anonymous",
        "complaint.privateLitigation",
        "complaint.danger",
        "contact.byPost",
        "access.ownData",
        "validated",
        "withoutWork",
    }
)
_SHAPES = Shapes(_FIELDS, {"string_pattern_mismatch", "datetime_from_date_parsing", "int_type"})
_AMOUNTS = frozenset({"claim.amountCents"})
_CHOICES = frozenset({"claim.damages"})
_LOCAL_TIMES = frozenset({"receivedAt", "actedAt", "startsAt", "endsAt"})
MAX_FIELDS = 80


@dataclass(frozen=True)
class Sent:
    """What a page sent: texts and files, by field."""

    given: Mapping[str, str]
    files: Mapping[str, UploadFile] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """The text of a field; empty where it was not sent."""
        return self.given.get(name, "")


async def sent_by(request: Request) -> Sent:
    """The fields of a request. Raises HTTPException 400 for what is no form, or too many fields."""
    return sent_in(await request.form(max_files=0, max_fields=MAX_FIELDS))


def sent_in(data: FormData) -> Sent:
    """The fields of a form that was read."""
    texts: dict[str, str] = {}
    files: dict[str, UploadFile] = {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            # A file field left empty is sent all the same, without a name.
            files |= {name: value} if value.filename else {}
        else:
            # Browsers send CRLF for every line end that was typed as one character.
            texts[name] = value.replace("\r\n", "\n").strip()
    return Sent(texts, files)


def filled(
    model: type[F], sent: Sent, names: Sequence[str], language: str, **known: Any
) -> Filled[F]:
    """The form from these fields, blank ones left out; `known`: what no field says."""
    return fill(model, {**_nested(sent, names), **known}, _SHAPES, language)


def _nested(sent: Sent, names: Sequence[str]) -> dict[str, Any]:
    """`contact.email` as a value within `contact`; nothing of what is blank."""
    whole: dict[str, Any] = {}
    for name in names:
        text = sent[name]
        if not text:
            continue
        place, _, leaf = name.rpartition(".")
        inside = whole.setdefault(place, {}) if place else whole
        inside[leaf] = _value(name, text)
    return whole


def _value(name: str, text: str) -> Any:
    """The value as JSON would have it; what cannot be read stays a text, and is refused as one."""
    if name in _TICKS:
        return text == "true"
    if name in _LINES:
        return [line.strip() for line in text.splitlines() if line.strip()]
    if name in _CHOICES:
        return text.split()
    if name in _AMOUNTS:
        cents = cents_of(text)
        return text if cents is None else cents
    with suppress(ValueError):
        if name in _NUMBERS:
            return float(text.replace(",", "."))
        if name in _LOCAL_TIMES:
            # A page sends the wall clock of here, without a zone.
            return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    return text
