"""Where an assignment stands, in words and keys to find it by."""

from collections.abc import Iterable

from routing.domain.assignment import Assignment
from routing.domain.directory import ASSIGNED_ROLES, Role
from routing.domain.facts import Outcome

WAITING, NONE = "waiting", "none"


def outcome_of(state: Assignment) -> str:
    """What was decided; `waiting` for a fact that is to come, or `none`: nothing to route."""
    if state.decision is not None:
        return state.decision.outcome.value.replace("_", "-")
    is_to_come = state.registered is None or state.awaits_place or state.asks
    if not state.is_withdrawn and is_to_come:
        return WAITING
    return NONE


def asks(state: Assignment) -> str:
    """Slug of the borough whose own service the case waits for; empty: of none."""
    return "" if state.is_withdrawn or state.is_completed else state.asks


def lacks(state: Assignment) -> str:
    """Key of the department whose designation an open case waits for; empty: of none."""
    held = state.decision
    if held is None or held.outcome is not Outcome.NO_DESIGNATION or state.is_over:
        return ""
    return f"{held.responsible_borough}/{held.department}"


def holders(state: Assignment) -> list[str]:
    """Keys of who holds an open case, by role: plain, by rule and case (as exclusions name them),
    and by whether the post makes them the holder, or a transfer to them or to whom they replace.
    """
    held = state.decision
    if held is None or not state.is_assigned or state.is_over:
        return []
    post = f"{held.responsible_borough}/{held.department}"
    persons = {Role.RECEPTION: held.reception_person, Role.EXECUTION: held.execution_person}
    keys = [f"{post}/{role}/{person}" for role, person in persons.items() if person]
    found = [f"{key}{of}" for key in keys for of in ("", f"#{held.rule}", f"#{state.case_id}")]
    for role, person in persons.items():
        if person and role is Role.RECEPTION and state.entrusted is not None:
            found.append(f"for/{state.entrusted.person_id}/{role}/{person}")
        elif person:
            found.append(f"{post}/{role}/{person}#post")
    return found


def grids_of(state: Assignment) -> list[str]:
    """Versions of grids that an open case was decided with, for a version that follows them."""
    if state.is_over or state.is_withdrawn or state.decided_facts is None or state.asks:
        return []  # one that waits for a borough's own service is decided with its answer
    return list(state.decided_with)


def holder_keys(posts: Iterable[tuple[str, str]], person_id: str) -> frozenset[str]:
    """Keys of all that one person may hold open, in these departments of boroughs."""
    return frozenset(
        f"{borough}/{department}/{role}/{person_id}"
        for borough, department in posts
        for role in ASSIGNED_ROLES
    )
