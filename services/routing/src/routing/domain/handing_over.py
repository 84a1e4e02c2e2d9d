"""A case that is another authority's: given to it on a day, which the citizen is told."""

import datetime

from routing.domain.assignment import Assignment
from routing.domain.errors import StepRefused
from routing.domain.facts import Outcome
from routing.domain.grid import Grids
from routing.domain.passed_on import HandOver
from routing.domain.routed import HandedOver, RoutingFact
from routing.domain.territories import Territories

_ELSEWHERE = (Outcome.OTHER_AUTHORITY, Outcome.OUT_OF_TERRITORY)
Name = tuple[str, str]  # French, English


def authorities_for(
    state: Assignment, grids: Grids, territories: Territories, on: datetime.date
) -> dict[str, Name]:
    """Whom the case may be handed to, by code: authorities of the grids, and the linked city where
    it lies. Names come from there alone, for they go on an open topic."""
    known = state.registered
    counter = grids.on(known.counter_borough, on) if known is not None else None
    found: dict[str, Name] = {}
    for grid in (grids.city_of(counter, on), counter) if counter is not None else ():
        if grid is not None:
            found |= {one.code: (one.name_fr, one.name_en) for one in grid.manifest.authorities}
    held = state.decision
    if held is not None and held.outcome is Outcome.OUT_OF_TERRITORY and held.territory:
        there = territories.named(held.territory)
        if there is not None:
            found[there.slug] = (there.name, there.name)
    return found


def hand_over(
    state: Assignment,
    authority: str,
    handed_over_on: datetime.date,
    file_number: str,
    by: str,
    *,
    names: dict[str, Name],
    today: datetime.date,
    now: datetime.datetime,
) -> tuple[Assignment, list[RoutingFact]]:
    """Given to that authority. `names`: whom it may be given to, see `authorities_for`.

    Raises StepRefused; the same hand-over again changes nothing, another one replaces it.
    """
    held = state.decision
    if held is None or held.outcome not in _ELSEWHERE or state.is_closed:
        raise StepRefused(
            "case",
            "seul un dossier ouvert d'une autre autorité se remet ailleurs",
            "only an open case of another authority is handed over",
        )
    if authority not in names:
        raise StepRefused(
            "authority",
            f"l'autorité doit être l'une de celles-ci : {', '.join(sorted(names)) or 'aucune'}",
            f"the authority must be one of: {', '.join(sorted(names)) or 'none'}",
        )
    if handed_over_on > today:
        raise StepRefused(
            "on", "la date de remise est dans le futur", "the date of the hand-over is to come"
        )
    if state.registered is not None and handed_over_on < state.registered.received_on:
        raise StepRefused(
            "on",
            "la date de remise précède la réception du dossier",
            "the hand-over is before the case was received",
        )
    given = state.hand_over
    if given and (given.authority, given.on, given.file_number) == (
        authority, handed_over_on, file_number,
    ):  # fmt: skip
        return state, []
    fr, en = names[authority]
    made = HandOver(
        authority=authority,
        authority_fr=fr,
        authority_en=en,
        on=handed_over_on,
        file_number=file_number,
        by=by,
        at=now,
    )
    after = state.noted("handed-over", now, by=by, to=authority, hand_over=made)
    return after, [HandedOver(state.case_id, now, made)]
