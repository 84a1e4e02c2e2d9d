"""From the fields of a page to the forms of the application, so that pages and API have one rule.

A field is named as the API names it (`contact.email`), so that the fault found there finds the
field here. What was typed is given back as it was.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from chassis.commands import CommandConflict
from chassis.errors import ApiError, Detail, Words
from chassis.http import detail_of
from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile
from ui.dates import ZONE

F = TypeVar("F", bound=BaseModel)
WHOLE = "form"  # a fault that is of no field
KEY_AGAIN: Words = (
    "Ce formulaire a déjà été envoyé avec un autre contenu. Ouvrez-en un nouveau.",
    "This form was sent before with another content. Open a new one.",
)
# What a field must look like, where the rule itself would say no more than that it is broken.
_SHAPES: Mapping[str, Words] = {
    "contact.email": ("écrivez-le comme nom@exemple.ca", "write it like name@example.ca"),
    "email": ("écrivez-le comme nom@exemple.ca", "write it like name@example.ca"),
    "contact.phone": ("7 chiffres ou plus, comme 514 555-0199", "7 digits or more: 514 555-0199"),
    "activity": ("un nom d'activité, sans signes spéciaux", "a name of an activity, no odd signs"),
    "receivedAt": ("une date et une heure", "a date and a time"),
    "actedAt": ("une date et une heure", "a date and a time"),
    "startsAt": ("une date et une heure", "a date and a time"),
    "endsAt": ("une date et une heure", "a date and a time"),
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
        "complaint.anonymous",
        "complaint.privateLitigation",
        "complaint.danger",
        "validated",
        "withoutWork",
    }
)
_SHAPELESS = frozenset({"string_pattern_mismatch", "datetime_from_date_parsing"})
_LOCAL_TIMES = frozenset({"receivedAt", "actedAt", "startsAt", "endsAt"})
MAX_FIELDS = 80


@dataclass(frozen=True)
class Sent:
    """What a page sent: texts by field, and the files."""

    given: Mapping[str, str]
    files: Sequence[UploadFile] = ()

    def __getitem__(self, name: str) -> str:
        """The text of a field; empty where it was not sent."""
        return self.given.get(name, "")


@dataclass(frozen=True)
class Filled(Generic[F]):
    """A form of the application, or why there is none: words by field."""

    form: F | None
    faults: Mapping[str, str] = field(default_factory=dict)


async def sent_by(request: Request) -> Sent:
    """The fields of a request. Raises HTTPException 400 for what is no form, or too many fields."""
    return sent_in(await request.form(max_files=0, max_fields=MAX_FIELDS))


def sent_in(data: FormData) -> Sent:
    """The fields of a form that was read."""
    texts: dict[str, str] = {}
    files: list[UploadFile] = []
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            # A file field left empty is sent all the same, without a name.
            files += [value] if value.filename else []
        else:
            # Browsers send CRLF for every line end that was typed as one character.
            texts[name] = value.replace("\r\n", "\n").strip()
    return Sent(texts, files)


def filled(
    model: type[F], sent: Sent, names: Sequence[str], language: str, **known: Any
) -> Filled[F]:
    """The form from these fields, blank ones left out; `known`: what no field says."""
    try:
        return Filled(model.model_validate({**_nested(sent, names), **known}))
    except ValidationError as error:
        details = [_detail(fault) for fault in error.errors(include_url=False)]
        return Filled(None, in_words(details, language))


def _detail(fault: Mapping[str, Any]) -> Detail:
    """Why, and where only the shape is wrong, which shape is right."""
    detail = detail_of(fault)
    shape = _SHAPES.get(detail.target or "")
    if shape is None or fault["type"] not in _SHAPELESS:
        return detail
    return replace(detail, words=shape)


def in_words(details: Sequence[Detail], language: str) -> dict[str, str]:
    """Why, by field; the first reason of each."""
    found: dict[str, str] = {}
    for one in details:
        found.setdefault(one.target or WHOLE, one.words[1] if language == "en" else one.words[0])
    return found


def faults_in(error: ApiError | CommandConflict, language: str) -> dict[str, str]:
    """What a command was refused for, by field, or under `form`."""
    if isinstance(error, CommandConflict):
        return in_words([Detail("duplicateKey", KEY_AGAIN)], language)
    body = error.body(language)["error"]
    found: dict[str, str] = {}
    for one in body.get("details", [body]):
        found.setdefault(str(one.get("target") or WHOLE), one["message"])
    return found


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
    with suppress(ValueError):
        if name in _NUMBERS:
            return float(text.replace(",", "."))
        if name in _LOCAL_TIMES:
            # A page sends the wall clock of here, without a zone.
            return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    return text
