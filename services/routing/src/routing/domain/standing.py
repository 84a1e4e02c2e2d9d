"""Where an assignment stands, in words and keys to find it by."""

from routing.domain.assignment import Assignment
from routing.domain.directory import Role
from routing.domain.facts import Outcome

WAITING, NONE = "waiting", "none"


def outcome_of(state: Assignment) -> str:
    """What was decided; `waiting` for a fact that is to come, or `none`: nothing to route."""
    if state.decision is not None:
        return state.decision.outcome.value.replace("_", "-")
    if not state.is_withdrawn and (state.registered is None or state.awaits_place):
        return WAITING
    return NONE


def lacks(state: Assignment) -> str:
    """Key of the department whose designation an open case waits for; empty: of none."""
    held = state.decision
    if held is None or held.outcome is not Outcome.NO_DESIGNATION or state.is_over:
        return ""
    return f"{held.responsible_borough}/{held.department}"


def holders(state: Assignment) -> list[str]:
    """Keys of who holds an open case, by role."""
    held = state.decision
    if held is None or not state.is_assigned or state.is_over:
        return []
    post = f"{held.responsible_borough}/{held.department}"
    persons = {Role.RECEPTION: held.reception_person, Role.EXECUTION: held.execution_person}
    return [f"{post}/{role}/{person}" for role, person in persons.items() if person]
