"""Which cases time or a form has put in the wrong hands, as keys to look them up by (rule 9).

A case carries the keys of what it lacks and of who holds it; here are the keys that should not be
there that day. What they find is mended one by one, so a race only delays it.
"""

import datetime
from collections.abc import Callable, Iterable

from routing.domain.directory import Directory, Role

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
        for role in Role:
            acting = directory.responsable_for(borough, department, role, today(borough))
            if acting is not None and not acting.is_unavailable:
                others = _ever_acting(directory, borough, department) - {acting.person_id}
                stale |= {f"{borough}/{department}/{role}/{person}" for person in others}
    return frozenset(stale)


def _ever_acting(directory: Directory, borough: str, department: str) -> set[str]:
    """Everybody who was designated there in some version, and all their substitutes."""
    found = {
        one.person_id
        for one in directory.designations
        if (one.borough, one.department) == (borough, department)
    }
    while more := _substitutes(directory, found) - found:
        found |= more
    return found


def _substitutes(directory: Directory, persons: Iterable[str]) -> set[str]:
    wanted = set(persons)
    return {
        absence.substitute_id
        for absence in directory.absences
        if absence.person_id in wanted and absence.substitute_id
    }
