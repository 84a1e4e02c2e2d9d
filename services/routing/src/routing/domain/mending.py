"""Which cases time or a form has put in the wrong hands, as keys to look them up by (rule 9).

A case carries the keys of what it lacks and of who holds it; here are the keys that should not be
there that day. What they find is mended one by one, so a race only delays it.
"""

import datetime
from collections.abc import Callable, Iterable

from routing.domain.assignment import Assignment
from routing.domain.directory import ASSIGNED_ROLES, Directory, Responsable, Role
from routing.domain.exclusion import Exclusion, Matter
from routing.domain.facts import Outcome
from routing.domain.passed_on import matter_of

Today = Callable[[str], datetime.date]
"""The date in a borough."""


def designated_posts(directory: Directory, today: Today) -> frozenset[str]:
    """Departments that have a responsable to receive today."""
    posts = {(one.borough, one.department) for one in directory.designations}
    return frozenset(
        f"{borough}/{department}"
        for borough, department in posts
        if directory.responsable_for(borough, department, Role.RECEPTION, today(borough))
    )


def stale_holders(directory: Directory, today: Today) -> frozenset[str]:
    """Who may hold cases of a post and should not today, since somebody else acts.

    Where nobody is there to act, the holder keeps the case (an alert, MH-10).
    """
    stale: set[str] = set()
    for borough, department in {(one.borough, one.department) for one in directory.designations}:
        for role in ASSIGNED_ROLES:
            acting = directory.responsable_for(borough, department, role, today(borough))
            if acting is not None and not acting.is_unavailable:
                others = _ever_acting(directory, borough, department) - {acting.person_id}
                stale |= {f"{borough}/{department}/{role}/{person}#post" for person in others}
    return frozenset(stale) | _stale_for_others(directory, today)


def _stale_for_others(directory: Directory, today: Today) -> frozenset[str]:
    """Who may act for somebody to whom a case was transferred, and should not today (MH-06)."""
    stale: set[str] = set()
    for borough, person in {(one.borough, one.person_id) for one in directory.designations}:
        path = directory.chain_for(person, today(borough))
        others = _closure(directory, {person}) - {path[-1]} if path is not None else set()
        stale |= {f"for/{person}/{Role.RECEPTION}/{other}" for other in others}
    return frozenset(stale)


def excluded_holders(directory: Directory, today: Today) -> frozenset[str]:
    """Who may hold cases that they are excluded from today; see `standing.holders`."""
    posts = {(one.borough, one.department) for one in directory.designations}
    return frozenset(
        f"{borough}/{department}/{role}/{one.person_id}{_narrowest(one)}"
        for one in directory.exclusions.all
        for borough, department in posts
        if borough == one.borough and one.department in (None, department)
        if one.covers(today(borough))
        for role in ASSIGNED_ROLES
    )


def _narrowest(exclusion: Exclusion) -> str:
    """Of a case that is named the activity need not be looked for."""
    named = exclusion.case_id or exclusion.activity
    return f"#{named}" if named else ""


def _ever_acting(directory: Directory, borough: str, department: str) -> set[str]:
    """Everybody who was designated there in some version, and all who stood in for them."""
    designated = {
        one.person_id
        for one in directory.designations
        if (one.borough, one.department) == (borough, department)
    }
    return _closure(directory, designated)


def _closure(directory: Directory, persons: Iterable[str]) -> set[str]:
    found = set(persons)
    while more := _substitutes(directory, found) - found:
        found |= more
    return found


def _substitutes(directory: Directory, persons: Iterable[str]) -> set[str]:
    return {other for one in persons for other in directory.ever_stood_in(one)}


def may_be_mended(state: Assignment, directory: Directory, on: datetime.date) -> bool:
    """The case waits for a designation, and there is one now (PV-25)."""
    held = state.decision
    if held is None or held.outcome is not Outcome.NO_DESIGNATION or state.is_over:
        return False
    assert held.responsible_borough is not None
    assert held.department is not None
    post = (held.responsible_borough, held.department)
    asked, rule = directory.about(state.case_id), held.rule or ""
    found = (asked.responsable_for(*post, role, on, rule) for role in ASSIGNED_ROLES)
    return all(one is not None for one in found)


def changed_responsables(
    state: Assignment, directory: Directory, on: datetime.date
) -> dict[Role, Responsable]:
    """Per role who acts that day, where it is not the person the open case names (MH-10).

    Somebody away whom nobody replaces keeps the case: that is an alert, not a reassignment.
    """
    held = state.decision
    if held is None or not state.is_assigned or state.is_over or state.is_complaint:
        return {}
    assert held.responsible_borough is not None
    assert held.department is not None
    named = {Role.RECEPTION: held.reception_person, Role.EXECUTION: held.execution_person}
    post, rule = (held.responsible_borough, held.department), held.rule or ""
    asked = directory.about(state.case_id)
    changed: dict[Role, Responsable] = {}
    for role, person in named.items():
        acting = asked.responsable_for(*post, role, on, rule)
        if role is Role.RECEPTION and state.entrusted is not None:
            matter = matter_of(held, state.case_id)
            acting = _in_place_of(state.entrusted.person_id, asked, matter, on)
        if acting is not None and not acting.is_unavailable and acting.person_id != person:
            changed[role] = acting
    return changed


def _in_place_of(
    person: str, directory: Directory, matter: Matter, on: datetime.date
) -> Responsable | None:
    """Who acts for somebody to whom a case was transferred; None: nobody, or nobody may."""
    path = directory.chain_for(person, on, matter)
    if path is None:
        return None
    return Responsable(person_id=path[-1], stands_in_for=person if path[-1] != person else None)


def is_held_by_an_excluded(state: Assignment, directory: Directory, on: datetime.date) -> bool:
    """Somebody holds the open case who may not, and nobody may in their place: it is let go of."""
    held = state.decision
    if held is None or not state.is_assigned or state.is_over:
        return False
    assert held.responsible_borough is not None
    assert held.department is not None
    matter = Matter(held.responsible_borough, held.department, held.rule or "", state.case_id)
    persons = (held.reception_person, held.execution_person)
    return any(one and directory.exclusions.of(one, matter, on) for one in persons)
