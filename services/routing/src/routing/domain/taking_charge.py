"""A department takes a case in charge, alone or with many others; intake alone moves its state."""

import datetime

from routing.domain.assignment import Assignment
from routing.domain.errors import StepRefused
from routing.domain.facts import Decision
from routing.domain.passed_on import Acceptance
from routing.domain.routed import Accepted, RoutingFact


def accept(
    state: Assignment, by: str, now: datetime.datetime
) -> tuple[Assignment, list[RoutingFact]]:
    """Taken in charge (prise en charge). Raises StepRefused; accepted already: nothing."""
    held = open_case(state)
    if state.acceptance is not None:
        return state, []
    accepted = state.noted("accepted", now, by=by, acceptance=Acceptance(by=by, at=now))
    return accepted, [Accepted(state.case_id, now, held)]


def open_case(state: Assignment) -> Decision:
    """Who has the open case. Raises StepRefused where nobody has it, or it is over."""
    if state.decision is None or not state.is_assigned:
        raise StepRefused("case", "le dossier n'est pas assigné", "the case is not assigned")
    if state.is_completed:
        raise StepRefused("case", "le travail est déjà complété", "the work is completed already")
    if state.is_closed:
        raise StepRefused("case", "le dossier est fermé", "the case is closed")
    return state.decision
