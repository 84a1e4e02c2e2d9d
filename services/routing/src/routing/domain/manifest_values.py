"""The small value types all sections of a manifest are made of."""

import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Day = datetime.date
Mailbox = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]


def refusal(problem: tuple[str, str], remedy: tuple[str, str]) -> PydanticCustomError:
    """What a validator raises: what is wrong and how to put it right, French then English."""
    said = {"fr": problem[0], "en": problem[1], "remedy_fr": remedy[0], "remedy_en": remedy[1]}
    return PydanticCustomError("refused", "{en}: {remedy_en}", said)


class Section(BaseModel):
    """An unknown key is a fault: a misspelt one would silently do nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Section):
    """An entry that says whence it comes, and owns up when no text gives it (C-15)."""

    source: str = Field("", description="clause or document, such as `PV-26`")
    demonstration: bool = Field(False, description="made up, so that the house can be tried")
    reason: str = Field("", description="why it had to be made up")

    @model_validator(mode="after")
    def _demonstration_has_a_reason(self) -> Self:
        if self.demonstration and not self.reason:
            raise refusal(
                ("une valeur de démonstration sans motif (C-15)", "a demonstration without reason"),
                (
                    'ajoutez reason = "…", ou citez la source et retirez demonstration',
                    'add reason = "…", or name the source and drop demonstration',
                ),
            )
        return self
