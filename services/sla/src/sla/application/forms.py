"""What staff send about a promise. An unknown field is refused: a misspelt one would do nothing."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sla.domain.entered import WaitReason
from sla.domain.promises import CommitmentKind

Words = Annotated[str, Field(max_length=2_000)]


class _Form(BaseModel):
    """lowerCamelCase."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True
    )


class SuspensionForm(_Form):
    """The delay waits for the citizen."""

    reason: WaitReason = Field(WaitReason.CITIZEN, description="Pourquoi (code)")
    note: Words = Field("", description="Ce qu'on attend (à l'interne)")
    until_on: date | None = Field(
        None, description="Dernier jour de l'attente ; absent : le plus long que la grille permet"
    )


class ResumptionForm(_Form):
    """The delay runs again."""

    note: Words = Field("", description="Pourquoi (à l'interne)")


class ExtensionForm(_Form):
    """A longer delay: by so much, or until that day."""

    amount: int | None = Field(
        None, ge=1, le=1_000, description="Jours ou heures de plus, selon le délai"
    )
    until_on: date | None = Field(None, description="Ou : nouvelle date d'échéance")
    reason: Words = Field("", description="Pourquoi (à l'interne)")
    decided_at: AwareDatetime | None = Field(
        None, description="Moment de la décision ; absent : maintenant"
    )
    notice_on: date | None = Field(None, description="Jour où la personne en fut avisée")


class DutyForm(_Form):
    """Something came up that is owed from now on: a call to return, a third party to notify."""

    kind: CommitmentKind = Field(
        CommitmentKind.CALLBACK, description="callback ou third-party-notice"
    )
    at: AwareDatetime | None = Field(None, description="Depuis quand ; absent : maintenant")


class DoneForm(_Form):
    """It was done: the call was returned, the notice given."""

    at: AwareDatetime | None = Field(None, description="Quand ; absent : maintenant")


class PlannedForm(_Form):
    """The date that was given to the citizen (MH-13)."""

    on: date = Field(description="Date promise à la personne")
