"""What staff send about people: the form of Annex C, absences, exclusions, who can be reached."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from routing.application.forms import _Form as Form
from routing.domain.availability import Status
from routing.domain.directory import Role
from routing.domain.exclusion import Why
from routing.domain.manifest_values import Code, Mailbox

Name = Annotated[str, Field(min_length=1, max_length=200)]
Extension = Annotated[str, Field(pattern=r"^[0-9]{1,10}$")]
Number = Annotated[int, Field(ge=1)]
# A demo issuer, an identity provider and a manifest do not write staff ids alike.
StaffId = Annotated[str, Field(pattern=r"^[A-Za-z0-9@._|:-]{1,120}$")]


class DesignationForm(Form):
    """Who receives, executes or directs (PV-59); active once both have signed (PV-60)."""

    borough: Code
    department: Code
    role: Role
    person_id: Code = Field(description="Identifiant du poste ou de la personne, sans espace")
    person_name: Name
    first_name: str = Field("", max_length=200, description="Prénom (Annexe C)")
    director: Name
    email: Mailbox
    extension: Extension
    effective_on: date
    employee_signed_on: date | None = None
    director_signed_on: date | None = None


class _Days(Form):
    from_on: date
    until_on: date | None = None

    @field_validator("until_on")
    @classmethod
    def _in_order(cls, until_on: date | None, info: ValidationInfo) -> date | None:
        from_on = info.data.get("from_on")
        if until_on is not None and from_on is not None and until_on < from_on:
            raise ValueError("la fin précède le début|the end is before the beginning")
        return until_on


class AbsenceForm(_Days):
    """Somebody is away, first and last day included, and who stands in (MH-10)."""

    borough: Code
    person_id: Code
    substitute_id: Code | None = None
    no_substitute_reason: str = Field(
        "", max_length=300, description="Pourquoi personne ne remplace ; sinon, substituteId"
    )
    amends: Number | None = Field(None, description="Number of the absence that this one replaces")


class ExclusionForm(_Days):
    """What a person may not be handed: at least one of department, activity, case."""

    borough: Code
    person_id: Code
    department: Code | None = None
    activity: Code | None = None
    case_id: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")] | None = None
    why: Why
    instead_id: Code | None = Field(None, description="Qui reçoit à sa place")
    amends: Number | None = Field(None, description="Number of the exclusion that it replaces")

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if not (self.department or self.activity or self.case_id):
            raise ValueError(
                "dites de quoi : un service, une activité ou un dossier"
                "|say of what: a department, an activity or a case"
            )
        return self


class CancellationForm(Form):
    """An entry no longer stands; it stays in the record, with who said so and when."""

    borough: Code


class AvailabilityForm(Form):
    """A status (PV-11); whose: the caller's own where neither person nor extension is given.

    The code that a telephone asks for (Annex B) stays with the telephone: there is no field for it.
    """

    borough: Code
    status: Status
    person_id: StaffId | None = None
    extension: Extension | None = Field(None, description="Numéro de poste, from a telephone")
