"""A line of the improvement register: what is to become better, measured by the platform (MT-10).

An action is a post's, never a person's. Nothing is overwritten unseen: each change keeps what stood
there before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from sla.domain.errors import Refused
from sla.domain.performance.measures import MEANINGS, Figure

THEMES: Mapping[str, tuple[str, str]] = {
    "permis-de-renovation": ("Permis de rénovation", "Renovation permits"),
    "311": ("311", "311"),
    "deneigement": ("Déneigement", "Snow removal"),
    "portail": ("Portail", "Portal"),
    "voirie": ("Voirie", "Road maintenance"),
    "circulation": ("Circulation", "Traffic"),
    "harmonisation-reglementaire": ("Harmonisation réglementaire", "By-law harmonisation"),
}
"""The priority themes of MT-04, by code: French and English."""
MOST_ENTRIES = 500


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Measure(_Frozen):
    """Which figure, of which cases: those received in the last `months`; empty text: all."""

    figure: Figure
    activity: str = ""
    department: str = Field("", description="Code in the borough's grid")
    channel: str = ""
    months: int = Field(3, ge=1, le=24)


class Measured(_Frozen):
    """What the platform measured, and when. `value` None: too few cases."""

    value: float | None
    cases: int
    at: AwareDatetime


class Plan(_Frozen):
    """What is aimed at, and how."""

    title: str
    themes: tuple[str, ...] = ()
    measure: Measure
    target: float
    action: str
    answerable: str
    due_on: date | None = None


class FollowUp(_Frozen):
    """A dated note on how it goes; `value`: what the platform measured just then."""

    at: AwareDatetime
    by: str
    text: str
    value: float | None = None


class Change(_Frozen):
    """One field of the plan, before and after."""

    at: AwareDatetime
    by: str
    field: str
    before: str
    after: str


class Improvement(_Frozen):
    """One improvement and its history, oldest first."""

    improvement_id: str
    borough: str
    plan: Plan
    baseline: Measured
    opened_by: str
    follow_ups: tuple[FollowUp, ...] = ()
    changes: tuple[Change, ...] = ()
    closed_at: AwareDatetime | None = None
    closing: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on."""
        return self.closed_at is None

    def is_reached(self, value: float | None) -> bool | None:
        """Whether a value reaches the target; None: it cannot be said."""
        return MEANINGS[self.plan.measure.figure].is_reached(value, self.plan.target)


@dataclass(frozen=True)
class Actor:
    """Who does it, and when."""

    by: str
    at: AwareDatetime


def opened(
    improvement_id: str, borough: str, plan: Plan, baseline: Measured, by: str
) -> Improvement:
    """A new line. Raises Refused for a plan that makes no sense."""
    _check(plan)
    return Improvement(
        improvement_id=improvement_id, borough=borough, plan=plan, baseline=baseline, opened_by=by
    )


def changed(known: Improvement, plan: Plan, actor: Actor) -> Improvement:
    """The line with another plan; the same plan changes nothing. The measure stays what it is.

    Raises Refused: a baseline of another measure would compare what cannot be compared.
    """
    _check_open(known)
    if plan.measure != known.plan.measure:
        raise Refused(
            "figure",
            "la mesure d'une amélioration ne change pas : fermez celle-ci et ouvrez-en une autre",
            "the measure of an improvement does not change: close this one and open another",
        )
    _check(plan)
    before, after = _texts(known.plan), _texts(plan)
    news = [
        Change(at=actor.at, by=actor.by, field=name, before=before[name], after=after[name])
        for name in before
        if before[name] != after[name]
    ]
    return known.model_copy(update={"plan": plan, "changes": _kept((*known.changes, *news))})


def followed(known: Improvement, text: str, value: float | None, actor: Actor) -> Improvement:
    """The line with one more note. Raises Refused once it is closed."""
    _check_open(known)
    note = FollowUp(at=actor.at, by=actor.by, text=text, value=value)
    return known.model_copy(update={"follow_ups": _kept((*known.follow_ups, note))})


def closed(known: Improvement, closing: str, value: float | None, actor: Actor) -> Improvement:
    """The line, ended, with what came of it. Raises Refused once it is closed."""
    noted = followed(known, closing, value, actor)
    return noted.model_copy(update={"closed_at": actor.at, "closing": closing})


def _check(plan: Plan) -> None:
    meaning = MEANINGS[plan.measure.figure]
    unknown = [one for one in plan.themes if one not in THEMES]
    if unknown:
        raise Refused("themes", "ce thème n'existe pas", "there is no such theme")
    if plan.target < 0 or (meaning.unit == "percent" and plan.target > 100):
        raise Refused(
            "target",
            "une part va de 0 à 100, un nombre n'est jamais négatif",
            "a share is 0 to 100, a number is never negative",
        )
    if "@" in plan.answerable:
        raise Refused(
            "answerable",
            "nommez un poste, non l'adresse d'une personne",
            "name a post, not a person's address",
        )


def _check_open(known: Improvement) -> None:
    if not known.is_open:
        raise Refused("form", "cette amélioration est fermée", "this improvement is closed")


def _kept(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(entries) > MOST_ENTRIES:
        raise Refused(
            "form",
            "cette amélioration a trop de notes : fermez-la et ouvrez-en une autre",
            "this improvement has too many notes: close it and open another",
        )
    return entries


def _texts(plan: Plan) -> dict[str, str]:
    return {
        "title": plan.title,
        "themes": ", ".join(plan.themes),
        "target": f"{plan.target:g}",
        "action": plan.action,
        "answerable": plan.answerable,
        "dueOn": plan.due_on.isoformat() if plan.due_on else "",
    }
