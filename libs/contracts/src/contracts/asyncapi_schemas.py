"""Schemas of the events as AsyncAPI reads them: JSON Schema draft-07, shared parts hoisted.

The schemas that we publish one by one are 2020-12 (`contracts.generate`); the same facts are said
here in the older words, with French beside the English under `x-description-fr`.
"""

from collections.abc import Iterable
from typing import Any

from contracts.asyncapi_french import french_of
from contracts.envelope import JSON_CONTENT, PREFIX, SPEC_VERSION, Classification, Envelope
from contracts.generate import schema_of
from contracts.registry import Event

Schema = dict[str, Any]
SCHEMAS = "#/components/schemas/"
# How a sealed value is marked; the sealing itself is the chassis' affair.
SEALED_CONTENT, SEAL_KEY = "application/vnd.guichet.sealed", "ce_sealkeyid"

# The form of each attribute in a Kafka header, where everything is text (CloudEvents 1.0, §3).
ATTRIBUTES: dict[str, tuple[Schema, str, str]] = {
    "id": (
        {"format": "uuid"},
        "Of this event alone; the same again is a duplicate",
        "Propre à cet événement ; le même de nouveau est un doublon",
    ),
    "source": (
        {"format": "uri-reference"},
        "Who says it: /guichet/<service>",
        "Qui le dit : /guichet/<service>",
    ),
    "type": ({}, "Type and major version", "Type et version majeure"),
    "time": (
        {"format": "date-time"},
        "Instant of the decision, UTC",
        "Instant de la décision, UTC",
    ),
    "subject": (
        {},
        "The case, or the document that speaks; equals the record's key",
        "Le dossier, ou le document qui parle ; égal à la clé du message",
    ),
    "borough": (
        {},
        "Counter (borough or town) where the case came in",
        "Guichet (arrondissement ou ville) où le dossier est entré",
    ),
    "sequence": (
        {"pattern": "^[1-9][0-9]*$"},
        "From 1, per topic and key; absent on inbound topics",
        "À partir de 1, par sujet et clé ; absent des sujets entrants",
    ),
    "correlationid": (
        {},
        "Common to all that came of one request",
        "Commun à tout ce qu'une même demande a causé",
    ),
    "causationid": (
        {},
        "Id of the event that caused this one",
        "Identifiant de l'événement qui a causé celui-ci",
    ),
    "traceparent": ({}, "W3C Trace Context", "Contexte de trace du W3C"),
    "dataclassification": (
        {"enum": [one.value for one in Classification]},
        "Who may read it",
        "Qui peut le lire",
    ),
}


class Hoisted:
    """`components/schemas` in the making: what several events share lies there once."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def add(self, event: type[Event]) -> Schema:
        """Keep an event's schema and its parts; returns the reference to it.

        Raises ValueError when two events mean different things by one name.
        """
        schema = schema_of(event)
        for name, part in schema.get("$defs", {}).items():
            self._keep(name, _in_french((name,), draft_07(part)))
        bases = [one.__name__ for one in event.__mro__ if issubclass(one, Event)]
        body = {name: value for name, value in schema.items() if name not in ("$schema", "$defs")}
        body.pop("$id")
        self._keep(event.wire_type, _in_french(bases, draft_07(body)))
        return {"$ref": f"{SCHEMAS}{event.wire_type}"}

    def _keep(self, name: str, schema: Schema) -> None:
        if self.schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two schemas are called {name}")


def draft_07(schema: Any) -> Any:
    """A 2020-12 schema in the words of draft-07, references pointing to `components/schemas`."""
    if isinstance(schema, list):
        return [draft_07(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    said = {name: draft_07(value) for name, value in schema.items()}
    if "prefixItems" in said:
        said["items"] = said.pop("prefixItems")
    if isinstance(said.get("$ref"), str):
        reference = {"$ref": SCHEMAS + said.pop("$ref").rpartition("/")[2]}
        # In draft-07 a reference silences its neighbours, the description first of all.
        return {"allOf": [reference], **said} if said else reference
    return said


def headers_of(event: type[Event], *, sealed: bool, sequenced: bool) -> Schema:
    """Schema of a record's headers: CloudEvents in binary mode."""
    required = {name for name, field in Envelope.model_fields.items() if field.is_required()}
    required |= {"sequence"} if sequenced else set()
    properties: dict[str, Schema] = {
        "content-type": {
            "type": "string",
            "const": SEALED_CONTENT if sealed else JSON_CONTENT,
        },
        f"{PREFIX}specversion": {"type": "string", "const": SPEC_VERSION},
    }
    for name in Envelope.model_fields:
        form, english, french = ATTRIBUTES[name]
        properties[f"{PREFIX}{name}"] = {
            "type": "string",
            **form,
            "description": english,
            "x-description-fr": french,
        }
    properties[f"{PREFIX}type"]["const"] = event.wire_type
    if sealed:
        properties[SEAL_KEY] = {
            "type": "string",
            "description": "Id of the key that opens the value",
            "x-description-fr": "Identifiant de la clé qui ouvre la valeur",
        }
    always = ["content-type", f"{PREFIX}specversion", *(f"{PREFIX}{name}" for name in required)]
    always += [SEAL_KEY] if sealed else []
    return {"type": "object", "required": sorted(always), "properties": properties}


def _in_french(owners: Iterable[str], schema: Schema) -> Schema:
    owners = tuple(owners)
    for name, field in schema.get("properties", {}).items():
        if words := french_of(owners, name):
            field["x-description-fr"] = words
    return schema
