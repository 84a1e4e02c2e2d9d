"""The ordered list of disciplinary measures of a borough; which are in order (PV-50)."""

from collections.abc import Collection, Sequence
from enum import IntEnum

from pydantic import BaseModel, ConfigDict, Field


class Gravity(IntEnum):
    """How grave what happened is."""

    MINOR = 1
    SERIOUS = 2
    GRAVE = 3


class MeasureStep(BaseModel):
    """One measure of the list. `opened_by`: the gravity that reaches it without earlier ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name_fr: str
    name_en: str
    opened_by: Gravity | None = None


LADDER = (
    MeasureStep(code="avis-verbal", name_fr="Avis verbal", name_en="Verbal notice"),
    MeasureStep(code="avis-ecrit", name_fr="Avis écrit", name_en="Written notice"),
    MeasureStep(
        code="suspension-sans-salaire",
        name_fr="Suspension sans salaire",
        name_en="Unpaid suspension",
        opened_by=Gravity.SERIOUS,
    ),
    MeasureStep(
        code="congediement",
        name_fr="Congédiement",
        name_en="Dismissal",
        opened_by=Gravity.GRAVE,
    ),
)
"""Where a grid gives no list. Prévost §4.7 names the last two; the first are a demonstration."""


class Ladder(BaseModel):
    """The ordered list of one borough, the mildest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    steps: tuple[MeasureStep, ...] = Field(LADDER, min_length=1)

    def place(self, code: str) -> int | None:
        """Counts from 0; None: no measure of this list."""
        places = (nth for nth, one in enumerate(self.steps) if one.code == code)
        return next(places, None)

    def open_to(self, earlier: Collection[str], gravity: Gravity) -> Sequence[MeasureStep]:
        """The measures in order after these earlier ones, for an incident of that gravity."""
        known = [nth for code in earlier if (nth := self.place(code)) is not None]
        gravest = max(known, default=-1)
        return [
            one
            for nth, one in enumerate(self.steps)
            if nth <= gravest + 1 or (one.opened_by is not None and one.opened_by <= gravity)
        ]
