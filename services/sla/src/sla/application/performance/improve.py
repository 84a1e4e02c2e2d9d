"""What staff enter in the improvement register, and the commands that follow (MT-10, PV-51)."""

from datetime import date
from typing import Annotated

from chassis.outcome import Outcome
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from sla.domain.performance import improvement
from sla.domain.performance.improvement import Actor, Improvement, Measure, Measured, Plan
from sla.domain.performance.measures import Figure

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class _Form(BaseModel):
    """lowerCamelCase; an unknown field is refused: a misspelt one would do nothing."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True
    )


class PlanForm(_Form):
    """What is aimed at; every field is given each time."""

    title: Line = Field(description="Ce qui doit s'améliorer, en une ligne")
    themes: tuple[str, ...] = Field((), max_length=10, description="Thèmes prioritaires (MT-04)")
    figure: Figure = Field(description="Mesure que la plateforme calcule")
    activity: str = Field("", max_length=120, description="Code de l'activité ; vide : toutes")
    department: str = Field("", max_length=120, description="Code du service ; vide : tous")
    channel: str = Field("", max_length=40, description="Provenance ; vide : toutes")
    months: int = Field(3, ge=1, le=24, description="Dossiers reçus dans les N derniers mois")
    target: float = Field(allow_inf_nan=False, description="Cible, dans l'unité de la mesure")
    action: Words = Field(description="Ce qui sera fait")
    answerable: Line = Field(description="Poste qui en répond, non une personne")
    due_on: date | None = Field(None, description="Date visée")

    def plan(self) -> Plan:
        """The same, for the domain."""
        measure = Measure(
            figure=self.figure,
            activity=self.activity,
            department=self.department,
            channel=self.channel,
            months=self.months,
        )
        return Plan(
            title=self.title,
            themes=tuple(dict.fromkeys(self.themes)),
            measure=measure,
            target=self.target,
            action=self.action,
            answerable=self.answerable,
            due_on=self.due_on,
        )


class OpeningForm(PlanForm):
    """A new line of the register."""

    borough: str = Field(min_length=1, max_length=80, description="Arrondissement ou ville")


class NoteForm(_Form):
    """How it goes, or what came of it."""

    text: Words = Field(description="La note ; aucun nom de personne")


def open_improvement(
    improvement_id: str, form: OpeningForm, baseline: Measured, by: str
) -> Outcome[Improvement]:
    """A new line; its baseline is what the platform measured just now. Raises Refused."""
    made = improvement.opened(improvement_id, form.borough, form.plan(), baseline, by)
    return Outcome(made, answer={"improvementId": improvement_id}, borough=form.borough)


def change_improvement(known: Improvement, form: PlanForm, actor: Actor) -> Outcome[Improvement]:
    """Another plan for a line. Raises Refused."""
    return _outcome(improvement.changed(known, form.plan(), actor))


def follow_improvement(
    known: Improvement, form: NoteForm, value: float | None, actor: Actor
) -> Outcome[Improvement]:
    """A dated note. Raises Refused."""
    return _outcome(improvement.followed(known, form.text, value, actor))


def close_improvement(
    known: Improvement, form: NoteForm, value: float | None, actor: Actor
) -> Outcome[Improvement]:
    """The end of a line. Raises Refused."""
    return _outcome(improvement.closed(known, form.text, value, actor))


def _outcome(state: Improvement) -> Outcome[Improvement]:
    return Outcome(state, answer={"improvementId": state.improvement_id}, borough=state.borough)
