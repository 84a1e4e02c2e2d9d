"""A JSON Schema as rows of a table for people: name, type in words, required, what it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
Words = tuple[str, str]  # French, English

FORMATS: Mapping[str, Words] = {
    "date-time": ("date et heure, UTC", "date and time, UTC"),
    "date": ("date locale, AAAA-MM-JJ", "local date, YYYY-MM-DD"),
    "uuid": ("UUID", "UUID"),
    "uri-reference": ("référence URI", "URI reference"),
}
TYPES: Mapping[str, Words] = {
    "string": ("texte", "text"),
    "integer": ("nombre entier", "whole number"),
    "number": ("nombre", "number"),
    "boolean": ("vrai ou faux", "true or false"),
    "object": ("objet", "object"),
    "array": ("liste", "list"),
    "null": ("nul", "null"),
}
BOUNDS: Mapping[str, Words] = {
    "minimum": ("au moins {}", "at least {}"),
    "exclusiveMinimum": ("plus de {}", "more than {}"),
    "maximum": ("au plus {}", "at most {}"),
    "minLength": ("au moins {} caractères", "at least {} characters"),
    "maxLength": ("au plus {} caractères", "at most {} characters"),
    "maxItems": ("au plus {} éléments", "at most {} items"),
}
DEEPEST = 4


@dataclass(frozen=True)
class FieldRow:
    """One field; `name` is its path, `lines[].code` for a field of a list's elements."""

    name: str
    kind: str
    required: bool
    nullable: bool
    description: str
    choices: tuple[str, ...]
    open_choices: bool


def said(node: Mapping[str, Any], name: str, language: str) -> str:
    """Text of a node in a language: French is under `x-<name>-fr`; English where there is none."""
    english = str(node.get(name) or "")
    text = str(node.get(f"x-{name}-fr") or english) if language == "fr" else english
    # Docstrings mark code with back-quotes, which a page would show as they are.
    return text.replace("`", "")


def rows_of(schema: Schema, schemas: Schema, language: str) -> list[FieldRow]:
    """The fields of an object, those of its parts after it; `schemas` holds what is referred to."""
    return list(_rows(schema, schemas, language, "", 0))


def _rows(
    schema: Schema, schemas: Schema, language: str, prefix: str, depth: int
) -> Iterator[FieldRow]:
    whole, _ = resolved(schema, schemas)
    required = set(whole.get("required", ()))
    for name, field in whole.get("properties", {}).items():
        form, nullable = resolved(field, schemas)
        yield FieldRow(
            prefix + name,
            in_words(field, schemas, language),
            name in required,
            nullable,
            said(form, "description", language),
            _choices(form, schemas),
            "x-open-enum" in form,
        )
        if depth < DEEPEST:
            inner, mark = form, "."
            if form.get("type") == "array" and isinstance(form.get("items"), Mapping):
                inner, mark = form["items"], "[]."
            yield from _rows(inner, schemas, language, prefix + name + mark, depth + 1)


def resolved(schema: Schema, schemas: Schema) -> tuple[Schema, bool]:
    """A schema with its reference followed, its own words before those referred to; nullable?"""
    nullable = False
    while True:
        if "$ref" in schema:
            own = {name: value for name, value in schema.items() if name != "$ref"}
            schema = {**schemas.get(schema["$ref"].rpartition("/")[2], {}), **own}
        elif len(schema.get("allOf", ())) == 1:
            own = {name: value for name, value in schema.items() if name != "allOf"}
            schema = {**schema["allOf"][0], **own}
        elif "anyOf" in schema:
            kept = [one for one in schema["anyOf"] if one.get("type") != "null"]
            nullable = nullable or len(kept) < len(schema["anyOf"])
            if len(kept) != 1:
                return schema, nullable
            own = {name: value for name, value in schema.items() if name != "anyOf"}
            schema = {**kept[0], **own}
        else:
            return schema, nullable


def in_words(schema: Schema, schemas: Schema, language: str) -> str:
    """What a value is, for a reader who knows no JSON Schema."""
    form, _ = resolved(schema, schemas)
    which = 0 if language == "fr" else 1
    if "anyOf" in form:
        parts = [in_words(one, schemas, language) for one in form["anyOf"]]
        return (" ou ", " or ")[which].join(parts)
    if form.get("type") == "array":
        return _list_in_words(form, schemas, language)
    if "const" in form:
        return f"« {form['const']} »" if language == "fr" else f"“{form['const']}”"
    if form.get("format") in FORMATS:
        words = FORMATS[form["format"]][which]
    else:
        words = TYPES.get(form.get("type", ""), ("au choix", "anything"))[which]
    inner = form.get("additionalProperties")
    if isinstance(inner, Mapping) and inner:
        return f"{words} : {in_words(inner, schemas, language)}"
    bounds = [said_[which].format(form[name]) for name, said_ in BOUNDS.items() if name in form]
    return ", ".join([words, *bounds])


def _list_in_words(form: Schema, schemas: Schema, language: str) -> str:
    items = form.get("items", form.get("prefixItems", {}))
    of = ("liste : ", "list of: ")[0 if language == "fr" else 1]
    if isinstance(items, list):
        return of + ", ".join(in_words(one, schemas, language) for one in items)
    return of + in_words(items, schemas, language)


def _choices(form: Schema, schemas: Schema) -> tuple[str, ...]:
    items = form.get("items")
    if isinstance(items, Mapping):
        form, _ = resolved(items, schemas)
    named = form.get("x-open-enum") or form.get("enum") or ()
    return tuple(str(one) for one in named)
