"""From a fault that pydantic found in a manifest to words: what is wrong, and the remedy."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from routing.domain.manifest import Manifest
from routing.domain.manifest_faults import Words, nearest
from routing.domain.manifest_values import Code, Mailbox
from routing.domain.names import slug


def words_of(error: ErrorDetails) -> tuple[Words, Words]:
    """Problem and remedy, each French then English; never an error by itself."""
    kind, context = error["type"], error.get("ctx", {})
    location, given = error["loc"], error["input"]
    if kind == "refused":
        return (context["fr"], context["en"]), (context["remedy_fr"], context["remedy_en"])
    if kind == "extra_forbidden":
        known = _model_at(location[:-1])
        names = known.model_fields if known is not None else {}
        return ("clé inconnue", "unknown key"), nearest(str(location[-1]), names)
    if kind == "missing":
        name = location[-1]
        what = _description(location)
        return (
            ("clé obligatoire absente", "a required key is missing"),
            (f"ajoutez {name} ({what})", f"add {name} ({what})"),
        )
    if kind == "literal_error":
        allowed = [part.strip("'") for part in _listed(context["expected"])]
        return ("valeur inconnue", "unknown value"), nearest(str(given), allowed)
    if kind == "string_pattern_mismatch":
        return _of_pattern(context, str(given))
    for start, words in _KINDS.items():
        if kind.startswith(start):
            return words
    what = _description(location)
    return (f"valeur refusée ({error['msg']})", error["msg"]), (f"attendu : {what}", f"give {what}")


_DATE: tuple[Words, Words] = (
    ("n'est pas une date", "is not a date"),
    ("écrivez-la sans guillemets : 2026-01-31", "write it without quotes: 2026-01-31"),
)
_TIME: tuple[Words, Words] = (
    ("n'est pas une heure", "is not a time of day"),
    ("écrivez-la sans guillemets : 08:30:00", "write it without quotes: 08:30:00"),
)
_NUMBER: tuple[Words, Words] = (
    ("n'est pas un nombre entier permis ici", "is not a whole number allowed here"),
    ("donnez un nombre dans les bornes du schéma", "give a number within the schema's bounds"),
)
_TABLE: tuple[Words, Words] = (
    ("n'est pas une section", "is not a section"),
    ("écrivez [section] ou { clé = valeur }", "write [section] or { key = value }"),
)
_LIST: tuple[Words, Words] = (
    ("n'est pas une liste", "is not a list"),
    ("écrivez [ … ], ou [[section]] par entrée", "write [ … ], or one [[section]] for each"),
)
_KINDS: Mapping[str, tuple[Words, Words]] = {
    "date": _DATE,
    "time": _TIME,
    "int": _NUMBER,
    "greater": _NUMBER,
    "less": _NUMBER,
    "bool": (
        ("n'est ni true ni false", "is neither true nor false"),
        ("écrivez true ou false, sans guillemets", "write true or false, without quotes"),
    ),
    "string_too_short": (("est vide", "is empty"), ("donnez un texte", "give a text")),
    "string_too_long": (("est trop long", "is too long"), ("abrégez", "shorten it")),
    "string": (("n'est pas un texte", "is not a text"), ("mettez des guillemets", "quote it")),
    "too_short": (("est vide", "is empty"), ("donnez au moins une entrée", "give one at least")),
    "too_long": (("a trop d'entrées", "has too many entries"), ("retirez-en", "drop some")),
    "model": _TABLE,
    "dict": _TABLE,
    "tuple": _LIST,
}


def _of_pattern(context: Mapping[str, Any], given: str) -> tuple[Words, Words]:
    if context.get("pattern") == _pattern(Mailbox):
        return (
            ("n'est pas une adresse de courriel", "is not an e-mail address"),
            ("donnez l'adresse du poste : nom@ville.qc.ca", "give the post's: name@town.qc.ca"),
        )
    if context.get("pattern") == _pattern(Code):
        made = slug(given) or "nid-de-poule"
        return (
            (f"« {given} » n'est pas un code", f"{given!r} is not a code"),
            (
                f"minuscules sans accents, mots joints par un tiret : « {made} »",
                f"small letters without accents, words joined by a hyphen: {made!r}",
            ),
        )
    return (
        ("n'a pas la forme voulue", "is not of the form asked for"),
        (f"forme : {context.get('pattern')}", f"form: {context.get('pattern')}"),
    )


def _pattern(annotation: Any) -> str:
    (field,) = annotation.__metadata__
    return next(str(one.pattern) for one in field.metadata if hasattr(one, "pattern"))


def _listed(expected: str) -> Sequence[str]:
    return expected.replace(" or ", ", ").split(", ")


def _description(location: Sequence[int | str]) -> str:
    model = _model_at(location[:-1])
    field = None if model is None else model.model_fields.get(str(location[-1]))
    return (field.description if field is not None else None) or str(location[-1])


def _model_at(location: Sequence[int | str]) -> type[BaseModel] | None:
    """The section of a manifest that a location leads into; None where it is none of ours."""
    model: type[BaseModel] | None = Manifest
    for step in location:
        if isinstance(step, str) and model is not None:
            field = model.model_fields.get(step)
            model = None if field is None else _model_in(field.annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in get_args(annotation))
    return next((model for model in found if model is not None), None)
