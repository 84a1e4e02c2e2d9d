"""The flow of a case that an elected official brought: seven states, with who and when (MH-05).

The first two follow from the case itself: it was signalled, it was directed to somebody. The third
parts: answered satisfactorily and closed, or dissatisfied. The others are steps that people take.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from pydantic import Field

from routing.domain.errors import StepRefused
from routing.domain.held_facts import State


class ElectedState(StrEnum):
    """In the order of the policy; `answered` and `dissatisfied` are the two issues of the third."""

    SIGNALLED = "signalled"
    DIRECTED = "directed"
    ANSWERED = "answered"
    DISSATISFIED = "dissatisfied"
    REFERRED = "referred"
    FOLLOWED_UP = "followed-up"
    HANDLED = "handled"
    REPORTED = "reported"


class ElectedStep(State):
    """One state reached: by whom (staff id; empty: by the case itself) and when."""

    state: ElectedState
    at: datetime.datetime
    by: str = ""
    note: str = Field("", description="for staff and the official, on no open topic")


class ElectedFlow(State):
    """The steps so far; every method returns a new one."""

    official: str = Field("", description="staff id of the elected official; empty: not named yet")
    steps: tuple[ElectedStep, ...] = Field(min_length=1)

    @property
    def state(self) -> ElectedState:
        return self.steps[-1].state

    def moved(
        self,
        to: ElectedState,
        by: str,
        roles: frozenset[str],
        now: datetime.datetime,
        note: str = "",
    ) -> Self:
        """One step further. Raises StepRefused: not after this state, or not by these roles."""
        rule = RULES.get(to)
        if rule is None or self.state not in rule.after:
            here, there = WORDS[self.state], WORDS[to]
            raise StepRefused(
                "step",
                f"« {there[0]} » ne suit pas « {here[0]} »",
                f"“{there[1]}” does not follow “{here[1]}”",
            )
        if roles.isdisjoint(rule.roles):
            raise StepRefused(
                "step",
                f"cette étape revient à : {', '.join(ROLES[one][0] for one in rule.roles)}",
                f"this step is for: {', '.join(ROLES[one][1] for one in rule.roles)}",
            )
        if rule.needs_note and not note.strip():
            raise StepRefused(
                "note", "dites ce qui a été fait ou répondu", "say what was done or answered"
            )
        step = ElectedStep(state=to, at=now, by=by, note=note.strip())
        return self.model_copy(update={"steps": (*self.steps, step)})

    def next_steps(self, roles: frozenset[str]) -> list[ElectedState]:
        """What somebody with these roles may do now."""
        return [
            step
            for step, rule in RULES.items()
            if self.state in rule.after and not roles.isdisjoint(rule.roles)
        ]


@dataclass(frozen=True)
class StepRule:
    """After which states a step comes, who takes it, and whether words go with it."""

    after: tuple[ElectedState, ...]
    roles: tuple[str, ...]
    needs_note: bool = False


RULES: Mapping[ElectedState, StepRule] = MappingProxyType(
    {
        ElectedState.ANSWERED: StepRule(
            (ElectedState.DIRECTED,), ("responsable", "executor", "director", "technician"), True
        ),
        # A case that was answered and comes back is dissatisfaction all the same.
        ElectedState.DISSATISFIED: StepRule(
            (ElectedState.DIRECTED, ElectedState.ANSWERED), ("elected-official", "technician"), True
        ),
        ElectedState.REFERRED: StepRule(
            (ElectedState.DISSATISFIED,), ("elected-official", "technician")
        ),
        ElectedState.FOLLOWED_UP: StepRule((ElectedState.REFERRED,), ("general-director",), True),
        ElectedState.HANDLED: StepRule(
            (ElectedState.FOLLOWED_UP,), ("general-director", "director"), True
        ),
        ElectedState.REPORTED: StepRule(
            (ElectedState.HANDLED,), ("general-director", "director", "technician"), True
        ),
    }
)

WORDS: Mapping[ElectedState, tuple[str, str]] = MappingProxyType(
    {
        ElectedState.SIGNALLED: ("Signalé au membre du conseil", "Signalled to the official"),
        ElectedState.DIRECTED: ("Dirigé vers le service", "Directed to the department"),
        ElectedState.ANSWERED: ("Répondu et clos", "Answered and closed"),
        ElectedState.DISSATISFIED: ("Insatisfaction signalée", "Dissatisfaction told"),
        ElectedState.REFERRED: (
            "Soumis à la direction générale",
            "Referred to the general director",
        ),
        ElectedState.FOLLOWED_UP: (
            "Suivi de la direction générale avec la direction du service",
            "General director follows up with the department's director",
        ),
        ElectedState.HANDLED: ("Traité selon la formule appropriée", "Handled as appropriate"),
        ElectedState.REPORTED: ("Suivi donné au membre du conseil", "Reported to the official"),
    }
)

ROLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "responsable": ("responsable", "responsable"),
        "executor": ("exécutant", "executor"),
        "director": ("directeur", "director"),
        "technician": ("technicien", "technician"),
        "elected-official": ("membre du conseil", "elected official"),
        "general-director": ("directeur général", "general director"),
    }
)
