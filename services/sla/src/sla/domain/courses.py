"""The life of a case, cut at its reopenings: each course is promised and judged by itself.

Worked out from all facts held, so a topic that is late changes nothing in the end.
"""

from collections.abc import Iterator
from datetime import datetime

from sla.domain.commitment import Slot
from sla.domain.facts import Assignment, Course, Facts
from sla.domain.promises import CommitmentKind

AGAIN = (  # promised anew when a case is reopened
    CommitmentKind.PLAN,
    CommitmentKind.PROMISED,
    CommitmentKind.COMPLETE,
    CommitmentKind.SURVEY,
)

_FIRST = tuple(Slot(kind) for kind in CommitmentKind)
_ENDING = frozenset(Course.model_fields) - {"reopened_at"}


def courses(facts: Facts) -> list[Facts]:
    """The facts from receipt to each reopening, and since the last one; mostly that one alone.

    In each, `received_at` is where its delays start, and the assignment is the one of its time: a
    department that has the case later answers for no promise of before.
    """
    told: list[Facts] = []
    since, first = facts.received_at, facts.first_assignment
    if not facts.ended:
        return [facts]
    for over in facts.ended:
        held = _held_at(facts, over.reopened_at)
        ending = {name: getattr(over, name) for name in _ENDING}
        here = {"received_at": since, "first_assignment": first, "assignment": held}
        told.append(
            facts.model_copy(update=ending | here | _within(facts, since, over.reopened_at))
        )
        since, first = over.reopened_at, held or _first_after(facts, over.reopened_at)
    now = {"received_at": since, "first_assignment": first}
    return [*told, facts.model_copy(update=now | _within(facts, since, None))]


def slots(facts: Facts) -> Iterator[tuple[Slot, Facts]]:
    """Every place of a promise in the life of the case, with the facts by which it is judged."""
    first, *later = courses(facts)
    for slot in _FIRST:
        yield slot, first
        for one in facts.entered.asked:
            if one.kind == slot.kind:
                yield Slot(slot.kind, number=one.number), first
    for reopening, course in enumerate(later, start=1):
        for kind in AGAIN:
            yield Slot(kind, reopening), course


def _within(facts: Facts, since: datetime | None, until: datetime | None) -> dict[str, object]:
    """What is not told as the ending of a course, but by its instant alone."""

    def is_within(at: datetime) -> bool:
        return (since is None or since <= at) and (until is None or at < until)

    planned = tuple(one for one in facts.entered.planned if is_within(one.said_at))
    return {
        "entered": facts.entered.model_copy(update={"planned": planned}),
        "planned_at_work": tuple(one for one in facts.planned_at_work if is_within(one.at)),
        "surveyed_at": tuple(filter(is_within, facts.surveyed_at)),
    }


def _held_at(facts: Facts, at: datetime) -> Assignment | None:
    """Who had the case then, by routing's own clock: the order of the topics must not count."""
    if not facts.given:
        return facts.assignment  # a document of before these were kept
    before = [one.assignment for one in facts.given if one.at <= at]
    return before[-1] if before else None


def _first_after(facts: Facts, at: datetime) -> Assignment | None:
    later = (one.assignment for one in facts.given if one.at > at)
    return next((one for one in later if one is not None), None)
