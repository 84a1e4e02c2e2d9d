"""Where one borough of a city departs from the city's switch for an activity (MT-08).

The switch says per activity whether the place or one fixed unit answers. Here it is set anew for
a pair of activity and borough: Pierrefonds-Roxboro keeps its own lights though they go to one unit
from the boroughs of the old city (REQUIREMENTS §3).
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from routing.domain.manifest_values import Code, Sourced, refusal


class Override(Sourced):
    """For these activities in these boroughs, who answers; of a city's manifest only."""

    boroughs: tuple[Code, ...] = Field(min_length=1, description="slugs of boroughs of the city")
    activities: tuple[Code, ...] = Field(min_length=1, description="codes of the city's activities")
    mode: Literal["geo", "fixed"] = Field("geo", description="the borough of the place, or a unit")
    department: Code | None = Field(None, description="department of the city, with mode fixed")
    unit: str | None = Field(None, description="unit string of the 311 data, with mode fixed")

    @model_validator(mode="after")
    def _mode_has_its_target(self) -> Self:
        targets = bool(self.department) + bool(self.unit)
        if targets != (self.mode == "fixed"):
            raise refusal(
                (
                    "mode fixed va avec un destinataire, mode geo avec aucun",
                    "mode fixed goes with one target, mode geo with none",
                ),
                (
                    "donnez department ou unit avec mode fixed ; rien avec mode geo",
                    "give department or unit with mode fixed, neither with mode geo",
                ),
            )
        return self
