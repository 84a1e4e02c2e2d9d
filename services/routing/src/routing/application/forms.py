"""What staff send: the form of Annex A (work), that of Annex C (designation), an absence."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from routing.domain.directory import Role
from routing.domain.manifest_values import Code, Mailbox

Name = Annotated[str, Field(min_length=1, max_length=200)]


class _Form(BaseModel):
    """lowerCamelCase; an unknown field is refused, for a misspelt one would silently do nothing."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True
    )


class CompletionForm(_Form):
    """The work is done (PV-52..57)."""

    intervention_code: str = Field("", max_length=40, description="Code d'intervention (PV-52)")
    planned_on: date | None = Field(None, description="Date prévue, si connue (PV-53)")
    done_on: date | None = Field(None, description="Date d'exécution (PV-53)")
    # Digits only: it goes on an open topic, where no name may slip in.
    extension: str = Field("", pattern=r"^[0-9]{0,10}$", description="Numéro de poste (PV-54)")
    internal_note: str = Field("", max_length=20_000, description="Visible à l'interne (PV-55)")
    public_note: str = Field("", max_length=5_000, description="Pour le demandeur (PV-56)")
    validated: bool = Field(False, description="Sans validation, rien ne change (PV-57)")


class DesignationForm(_Form):
    """Who receives or executes in a department (PV-59); active once both have signed (PV-60)."""

    borough: Code
    department: Code
    role: Role
    person_id: Code = Field(description="Identifiant du poste ou de la personne, sans espace")
    person_name: Name
    director: Name
    email: Mailbox
    extension: Annotated[str, Field(pattern=r"^[0-9]{1,10}$")]
    effective_on: date
    employee_signed_on: date | None = None
    director_signed_on: date | None = None


class AbsenceForm(_Form):
    """Somebody is away, first and last day included (MH-10)."""

    borough: Code
    person_id: Code
    from_on: date
    until_on: date | None = None
    substitute_id: Code | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError("la fin précède le début|the end is before the beginning")
        return self
