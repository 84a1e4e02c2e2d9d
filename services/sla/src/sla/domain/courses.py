"""The life of a case, cut at its reopenings: each course is promised and judged by itself.

Worked out from all facts held, so a topic that is late changes nothing in the end.
"""

from datetime import datetime

from sla.domain.facts import Assignment, Course, Facts

_ENDING = frozenset(Course.model_fields) - {"reopened_at"}


def courses(facts: Facts) -> list[Facts]:
    """The facts from receipt to each reopening, and since the last one; mostly that one alone.

    In each, `received_at` is where its delays start, and the assignment is the one of its time: a
    department that has the case later answers for no promise of before.
    """
    told: list[Facts] = []
    since, first = facts.received_at, facts.first_assignment
    for over in facts.ended:
        held = _held_at(facts, over.reopened_at)
        ending = {name: getattr(over, name) for name in _ENDING}
        here = {"received_at": since, "first_assignment": first, "assignment": held}
        told.append(facts.model_copy(update=ending | here))
        since, first = over.reopened_at, held or _first_after(facts, over.reopened_at)
    now = {"received_at": since, "first_assignment": first}
    return [*told, facts.model_copy(update=now)]


def _held_at(facts: Facts, at: datetime) -> Assignment | None:
    """Who had the case then, by routing's own clock: the order of the topics must not count."""
    if not facts.given:
        return facts.assignment  # a document of before these were kept
    before = [one.assignment for one in facts.given if one.at <= at]
    return before[-1] if before else None


def _first_after(facts: Facts, at: datetime) -> Assignment | None:
    later = (one.assignment for one in facts.given if one.at > at)
    return next((one for one in later if one is not None), None)
