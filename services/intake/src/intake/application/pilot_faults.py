"""Why a record of the pilot cannot be taken: stable codes, French and English, never a value.

The codes are part of the contract (docs/pilot.md); words may be bettered.
"""

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic.alias_generators import to_snake

from intake.application.form import REQUIRED, FieldFault

Words = tuple[str, str, str]  # code, French, English

MALFORMED: Words = ("malformed", "n'a pas la forme attendue", "is not of the form expected")
_MISSING: Words = ("required", *REQUIRED)
_TYPE: Words = ("wrong-type", "n'est pas du bon type", "is of the wrong type")
_RANGE: Words = ("out-of-range", "hors des limites", "out of range")
_DATE: Words = ("malformed-date", "n'est pas une date AAAA-MM-JJ", "is not a date YYYY-MM-DD")

# Ours first, then what pydantic calls its reasons; all others are malformed.
REASONS: Mapping[str, Words] = {
    "too-large": ("too-large", "plus de 65 536 octets", "more than 65,536 bytes"),
    "not-sealed": ("not-sealed", "n'est pas chiffré", "is not sealed"),
    "cannot-open": (
        "cannot-open",
        "ne s'ouvre avec aucune clé de ce sujet",
        "does not open with any key of this topic",
    ),
    "tombstone": ("required", "le message est vide", "the record has no value"),
    "missing-key": ("required", "la clé manque", "the key is missing"),
    "wrong-key": (
        "wrong-key",
        "clé, ce_subject et request_id doivent être égaux",
        "key, ce_subject and request_id must be equal",
    ),
    "already-used": (
        "already-used",
        "a déjà servi pour un autre contenu; le premier dossier tient",
        "already used with other content; the first case stands",
    ),
    "malformed-id": (
        "malformed",
        "lettres, chiffres et . _ : ~ # / - seulement, 100 au plus",
        "letters, digits and . _ : ~ # / - only, 100 at most",
    ),
    "other-borough": (
        "wrong-borough",
        "n'est pas l'arrondissement de la demande",
        "is not the borough of the request",
    ),
    "unknown-major": (
        "unknown-major",
        "version inconnue de ce type",
        "unknown version of this type",
    ),
    "other-topic": ("other-topic", "n'est pas de ce sujet", "does not belong on this topic"),
    "missing": _MISSING,
    "missing-attribute": _MISSING,
    "json_invalid": ("not-json", "n'est pas du JSON", "is not JSON"),
    "literal_error": ("unknown", "valeur inconnue", "unknown value"),
    "string_too_short": ("too-short", "trop court", "too short"),
    "string_too_long": ("too-long", "trop long", "too long"),
    "greater_than_equal": _RANGE,
    "less_than_equal": _RANGE,
    "finite_number": _RANGE,
    "string_type": _TYPE,
    "float_type": _TYPE,
    "float_parsing": _TYPE,
    "int_type": _TYPE,
    "int_parsing": _TYPE,
    "int_from_float": _TYPE,
    "model_type": _TYPE,
    "model_attributes_type": _TYPE,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
}


def because(field: str, why: str) -> FieldFault:
    """A fault by its code, ours or pydantic's."""
    return FieldFault(field, *REASONS.get(why, MALFORMED))


def of_shape(error: ValidationError) -> list[FieldFault]:
    """What the form itself refuses, by the pilot's names of the fields."""
    faults = []
    for one in error.errors(include_url=False, include_input=False):
        field = theirs(".".join(str(part) for part in one["loc"]))
        ours = one.get("ctx", {}).get("error")
        # pydantic's own message may quote the value, its type never does.
        french, _, english = str(ours or "").partition("|")
        faults.append(
            FieldFault(field, MALFORMED[0], french, english)
            if english
            else because(field, one["type"])
        )
    return faults


def theirs(field: str) -> str:
    """Their name of a field of ours."""
    return {"external.source": "ce_source", "external.id": "request_id"}.get(
        field, to_snake(field.removeprefix("place."))
    )
