"""A borough's own service as part of a decision: whether it is asked, what it said, in words.

Deciding stays pure: the answer is obtained outside and comes in as a value. Where there is none
that can be used, the grid of the borough decides, and the reason says so.
"""

import datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from routing.domain.answers import complete, faults_in
from routing.domain.considered import Considered, Finding
from routing.domain.decision import decide
from routing.domain.directory import Directory
from routing.domain.facts import CaseFacts, CaseKind, Decision
from routing.domain.grid import Grid, Grids
from routing.domain.place import find_place
from routing.domain.reasons import Words
from routing.domain.territories import Territories


class Heard(StrEnum):
    """What came of asking. Closed: every question ends in exactly one of these."""

    DECIDED = "decided"
    LEFT_TO_GRID = "left-to-grid"
    TOO_LATE = "too-late"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NOT_SIGNED = "not-signed"
    UNUSABLE = "unusable"
    NOT_ASKED = "not-asked"


WHY: dict[Heard, Words] = {
    Heard.DECIDED: ("décidé", "decided"),
    Heard.LEFT_TO_GRID: ("laissé à la grille", "left to the grid"),
    Heard.TOO_LATE: ("délai dépassé", "out of time"),
    Heard.UNREACHABLE: ("injoignable", "unreachable"),
    Heard.REFUSED: ("demande refusée", "request refused"),
    Heard.NOT_SIGNED: ("réponse mal signée", "answer not properly signed"),
    Heard.UNUSABLE: ("réponse inutilisable", "unusable answer"),
    Heard.NOT_ASKED: (
        "non interrogé après des échecs répétés",
        "not asked after repeated failures",
    ),
}


class RemoteAnswer(BaseModel):
    """What a borough's service said of these very facts under that version of its grid."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    grid_version: str
    facts: CaseFacts
    heard: Heard
    decision: Decision | None = Field(None, description="as answered; there when heard is decided")
    detail: str = Field("", description="fields of the answer that cannot be used; no value")
    elapsed_ms: int = Field(0, ge=0)
    at: AwareDatetime

    def answers(self, facts: CaseFacts, here: Grid) -> bool:
        """Whether it is the answer to this question."""
        return self.facts == facts and self.grid_version == here.version

    @property
    def is_fallback(self) -> bool:
        """The grid decided because no answer could be used."""
        return self.heard not in (Heard.DECIDED, Heard.LEFT_TO_GRID)


def remote_to_ask(
    facts: CaseFacts, grids: Grids, territories: Territories, on: datetime.date
) -> Grid | None:
    """The grid whose borough answers for itself, if the case lies in one; None: nobody to ask."""
    if facts.kind is not CaseKind.REQUEST or not grids.have_remotes:
        return None
    counter = grids.on(facts.counter_borough, on)
    if counter is None:
        return None
    place = find_place(facts, counter, grids, territories, on)
    if place.is_outside:
        return None
    here = counter if place.borough is None else grids.on(place.borough, on) or counter
    return here if here.manifest.remote is not None else None


def awaited(
    held: RemoteAnswer | None,
    facts: CaseFacts,
    grids: Grids,
    territories: Territories,
    on: datetime.date,
) -> str:
    """Slug of the borough whose answer to these facts is waited for; empty: none, or it is held."""
    here = remote_to_ask(facts, grids, territories, on)
    return "" if here is None or (held is not None and held.answers(facts, here)) else here.slug


def decide_with(
    held: RemoteAnswer | None,
    facts: CaseFacts,
    grids: Grids,
    territories: Territories,
    directory: Directory,
    on: datetime.date,
) -> Decision | None:
    """What `decide` says, but by the borough's own service where one is asked and decided.

    The reason says who was asked, what came of it and how long it took; so does the first step
    of what was considered.
    """
    here = remote_to_ask(facts, grids, territories, on)
    if held is None or here is None or not held.answers(facts, here):
        return decide(facts, grids, territories, directory, on)
    if held.decision is not None and not faults_in(held.decision, facts, here, grids, on):
        found = Considered(finding=Finding.REMOTE_DECIDES, grid=here.version)
        decision = complete(held.decision, facts, here, grids, directory, on, found)
        return _with_reason(decision, held, here)
    by_grid = decide(facts, grids, territories, directory, on)
    if by_grid is None:
        return None
    finding = Finding.REMOTE_FAILS if held.is_fallback else Finding.REMOTE_LEAVES
    code = held.heard.value if held.is_fallback else ""
    found = Considered(finding=finding, grid=here.version, code=code)
    traced = by_grid.model_copy(update={"considered": (found, *by_grid.considered)})
    return _with_reason(traced, held, here)


def _with_reason(decision: Decision, answer: RemoteAnswer, here: Grid) -> Decision:
    name, ms = here.manifest.borough.name, answer.elapsed_ms
    if answer.heard is Heard.DECIDED:
        fr, en = f"Décidé par le service de {name}", f"Decided by the service of {name}"
    elif answer.heard is Heard.LEFT_TO_GRID:
        fr = f"Le service de {name} s'en remet à la grille"
        en = f"The service of {name} leaves it to the grid"
    else:
        why = WHY[answer.heard]
        fr = f"La grille décide à la place du service de {name} : {why[0]}"
        en = f"The grid decides in place of the service of {name}: {why[1]}"
    took = "" if answer.heard is Heard.NOT_ASKED else f" ({ms} ms)"
    return decision.model_copy(
        update={
            "reason_fr": f"{decision.reason_fr} {fr}{took}.",
            "reason_en": f"{decision.reason_en} {en}{took}.",
        }
    )
