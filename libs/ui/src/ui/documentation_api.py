"""The operations of an OpenAPI document as a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ui.documentation_fields import FieldRow, in_words, rows_of, said

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """One possible answer; `kind` says in words what its body is, where it has one."""

    status: str
    description: str
    kind: str
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    anchor: str
    method: str
    path: str
    title: str
    description: str
    signed_in: bool
    parameters: tuple[FieldRow, ...]
    body: tuple[FieldRow, ...]
    answers: tuple[Answer, ...]


def operations_of(document: Document, language: str) -> dict[str, list[Operation]]:
    """Operations by their first tag, in the document's order."""
    schemas = document.get("components", {}).get("schemas", {})
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["-"])[0]
            found.setdefault(tag, []).append(_operation(path, method, operation, schemas, language))
    return found


def _operation(
    path: str, method: str, operation: Document, schemas: Document, language: str
) -> Operation:
    body = _json_of(operation.get("requestBody", {}))
    # The first sentence says more than a title made of a function's name.
    title, _, rest = operation.get("description", "").partition("\n\n")
    return Operation(
        operation.get("operationId", f"{method}-{path}"),
        method.upper(),
        path,
        title or operation.get("summary", ""),
        rest,
        bool(operation.get("security")),
        tuple(_parameter(one, schemas, language) for one in operation.get("parameters", ())),
        tuple(rows_of(body, schemas, language)),
        tuple(
            Answer(
                status,
                answer.get("description", ""),
                in_words(form, schemas, language) if (form := _json_of(answer)) else "",
                tuple(rows_of(form, schemas, language)),
            )
            for status, answer in operation["responses"].items()
        ),
    )


def _parameter(parameter: Document, schemas: Document, language: str) -> FieldRow:
    described = {**parameter["schema"]}
    described.setdefault("description", parameter.get("description", ""))
    name = parameter["name"]
    (row,) = rows_of({"properties": {name: described}}, schemas, language)[:1]
    places = {
        "path": ("dans le chemin", "in the path"),
        "query": ("dans l'adresse, après ?", "in the address, after ?"),
        "header": ("en-tête", "header"),
        "cookie": ("témoin", "cookie"),
    }
    place = places[parameter["in"]][0 if language == "fr" else 1]
    words = said(described, "description", language)
    return FieldRow(
        name,
        row.kind,
        bool(parameter.get("required")),
        row.nullable,
        f"{words} ({place})" if words else place,
        row.choices,
        row.open_choices,
    )


def _json_of(holder: Document) -> Document:
    content: Document = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return content
