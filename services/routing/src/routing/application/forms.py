"""What staff send of their work: the form of Annex A. Of people: see `people_forms`."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


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
