"""What a form on a page was refused for, in words by field: one rule for pages and API."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from chassis.commands import CommandConflict
from chassis.errors import ApiError, Detail, Words
from chassis.http import detail_of

F = TypeVar("F", bound=BaseModel)
WHOLE = "form"  # a fault that is of no field
KEY_AGAIN: Words = (
    "Ce formulaire a déjà été envoyé avec un autre contenu. Ouvrez-en un nouveau.",
    "This form was sent before with another content. Open a new one.",
)


@dataclass(frozen=True)
class Filled(Generic[F]):
    """A form of the application, or why there is none: words by field."""

    form: F | None
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shapes:
    """What a field must look like, where the rule would say no more than that it is broken."""

    words: Mapping[str, Words]
    kinds: Collection[str]

    def told(self, fault: Mapping[str, Any]) -> Detail:
        """Why, and where only the shape is wrong, which shape is right."""
        detail = detail_of(fault)
        shape = self.words.get(detail.target or "")
        if shape is None or fault["type"] not in self.kinds:
            return detail
        return replace(detail, words=shape)


def fill(model: type[F], values: Mapping[str, Any], shapes: Shapes, language: str) -> Filled[F]:
    """The form from these values."""
    try:
        return Filled(model.model_validate(values))
    except ValidationError as error:
        details = [shapes.told(fault) for fault in error.errors(include_url=False)]
        return Filled(None, in_words(details, language))


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
