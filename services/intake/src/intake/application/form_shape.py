"""What every form of the counter is, and how a field that breaks a rule is told."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

REQUIRED = ("champ obligatoire", "this field is required")
IN_THE_FUTURE = ("ne peut pas être dans le futur", "cannot be in the future")


class Form(BaseModel):
    """Names as the City writes them (lowerCamelCase), and no others."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, str_strip_whitespace=True
    )


@dataclass(frozen=True)
class FieldFault:
    """A field of the form that breaks a rule, and why: a stable code, French and English."""

    field: str
    code: str
    french: str
    english: str
