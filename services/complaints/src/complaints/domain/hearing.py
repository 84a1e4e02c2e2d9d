"""Who is to be heard, and the records of hearings (PV-41)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from complaints.domain.appointing import targeted_people
from complaints.domain.errors import Refused
from complaints.domain.file import Investigation
from complaints.domain.legal_clock import ZONE
from complaints.domain.proceedings import Capacity, Hearing, ToHear
from complaints.domain.stage import Stage, require

MOST_PEOPLE, MOST_HEARINGS = 50, 200
CLOCKS_MAY_DIFFER = timedelta(minutes=1)


def to_be_heard(state: Investigation) -> tuple[ToHear, ...]:
    """Everybody to be heard: the targeted employees always, then whom the investigator named."""
    targeted = tuple(
        ToHear(person=one, capacity=Capacity.TARGETED) for one in targeted_people(state)
    )
    return (*targeted, *state.proceedings.to_hear)


def unheard(state: Investigation) -> tuple[str, ...]:
    """Targeted employees without a hearing record: while there is one, no outcome (PV-41)."""
    heard = {one.person for one in state.proceedings.hearings if one.capacity is Capacity.TARGETED}
    return tuple(one for one in targeted_people(state) if one not in heard)


def name_people(state: Investigation, people: Sequence[ToHear]) -> Investigation:
    """Who else is to be heard, anew and whole. Raises Refused."""
    require(state, Stage.INVESTIGATED)
    if len(people) > MOST_PEOPLE:
        raise Refused("people", "too-many", "50 personnes au plus", "50 people at most")
    if any(one.capacity is Capacity.TARGETED for one in people):
        raise Refused(
            "people",
            "targeted-by-target",
            "les personnes visées sont celles que la plainte nomme",
            "the targeted people are those that the complaint names",
        )
    return state.with_proceedings(to_hear=tuple(dict.fromkeys(people)))


def record_hearing(state: Investigation, hearing: Hearing, now: datetime) -> Investigation:
    """Somebody who is to be heard was met and heard, or would not come. Raises Refused."""
    require(state, Stage.INVESTIGATED)
    if (hearing.person, hearing.capacity) not in {
        (one.person, one.capacity) for one in to_be_heard(state)
    }:
        raise Refused(
            "person",
            "not-to-be-heard",
            "nommez d'abord cette personne parmi celles à entendre",
            "name this person first among those to be heard",
        )
    started = state.proceedings.started_at
    if hearing.held_at > now + CLOCKS_MAY_DIFFER:
        raise Refused(
            "heldAt",
            "in-the-future",
            "une audition à venir n'est pas une audition",
            "a hearing to come is no hearing",
        )
    if started is not None and _on(hearing.held_at) < _on(started):
        raise Refused(
            "heldAt",
            "before-investigation",
            "l'enquête n'était pas commencée",
            "the investigation had not begun",
        )
    held = state.proceedings.hearings
    if len(held) >= MOST_HEARINGS:
        raise Refused("person", "too-many", "200 auditions au plus", "200 hearings at most")
    return state.with_proceedings(hearings=(*held, hearing))


def _on(at: datetime) -> date:
    """The local date."""
    return at.astimezone(ZONE).date()
