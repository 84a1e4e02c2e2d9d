"""Process schemes: who does what to a request, one step after the other (PV-12, PV-30)."""

from typing import Literal

from pydantic import Field

from routing.domain.manifest_values import Section, Sourced

Actor = Literal["technician", "reception", "execution"]


class Step(Section):
    """One step of a scheme."""

    actor: Actor = Field(
        description="technician, or the department's Responsable of reception or execution (PV-31)"
    )
    does_fr: str = Field(min_length=1, description="what is done, in French")
    does_en: str = Field(min_length=1, description="what is done, in English")


class Scheme(Sourced):
    """A workflow template (the diagrams of Prévost §4.2 are lost, their titles and notes are not).

    A scheme with a step of `execution` asks of its departments that somebody else than the
    reception be designated for it (PV-31).
    """

    code: str = Field(min_length=1, description="its short name, such as A; used by departments")
    name_fr: str = Field(min_length=1, description="name in French")
    name_en: str = Field(min_length=1, description="name in English")
    steps: tuple[Step, ...] = Field(min_length=1, description="what is done, in order")

    @property
    def has_execution_apart(self) -> bool:
        """Reception and execution are two assignments (PV-31)."""
        return any(step.actor == "execution" for step in self.steps)
