"""Where the work of a case stands, as words and keys by which lists and figures find it."""

from enum import StrEnum

from routing.domain.assignment import Assignment
from routing.domain.held_facts import RefusedWork
from routing.domain.standing import NONE, outcome_of

NEVER = "9999"  # sorts behind every date: no delay was promised


class Stage(StrEnum):
    """Every case is in one; `open` is what somebody still has to see to."""

    OPEN = "open"
    COMPLETED = "completed"
    ENDED = "ended"
    NONE = "none"


def stage_of(state: Assignment) -> Stage:
    """Work reported, closed without any, nothing to do, or open."""
    if state.is_completed:
        return Stage.COMPLETED
    if state.is_closed:
        return Stage.ENDED
    if state.is_withdrawn or state.registered is None or outcome_of(state) == NONE:
        return Stage.NONE
    return Stage.OPEN


def post_of(state: Assignment) -> str:
    """Key of the department that answers; empty: none."""
    held = state.decision
    return f"{held.responsible_borough}/{held.department}" if held and held.department else ""


def persons_of(state: Assignment) -> list[str]:
    """Who holds the work, each once."""
    held = state.decision
    persons = [held.reception_person, held.execution_person] if held is not None else []
    if state.second_line is not None:
        persons.append(state.second_line.person_id)
    return list(dict.fromkeys(person for person in persons if person))


def due_key(state: Assignment) -> str:
    """By what the work is put in order: the promised instant, UTC, or behind all of them."""
    return NEVER if state.promise is None else state.promise.due_at.isoformat()


def standing_refusal(state: Assignment) -> RefusedWork | None:
    """What intake refused last, while the work is still to be completed anew (PV-57)."""
    if not state.refused_work or state.is_over:
        return None
    last = state.refused_work[-1]
    applied_later = any(one.at > last.at for one in state.earlier_work)
    return None if applied_later else last
