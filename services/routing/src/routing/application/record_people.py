"""Designations, absences and exclusions as they are recorded; cases follow by the mending rounds.

What others read of the directory is said whole in the same write: on the compacted topic the last
word wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chassis.outcome import Outcome

from routing.application.people_event import people_event
from routing.application.people_forms import AbsenceForm, DesignationForm, ExclusionForm
from routing.domain.directory import Absence, Designation
from routing.domain.entries import E
from routing.domain.errors import PeopleRefused
from routing.domain.exclusion import Exclusion
from routing.domain.grid import Grid
from routing.domain.people import BoroughPeople


@dataclass(frozen=True)
class Recorder:
    """Who records, and when: both stay beside what was recorded."""

    by: str
    at: datetime


def seed_people(state: BoroughPeople | None, seeds: BoroughPeople) -> Outcome[BoroughPeople]:
    """The manifest's first designations, where a post has none; what people changed stays."""
    people = (state or BoroughPeople(borough=seeds.borough)).with_seeds(seeds)
    return Outcome(people, [people_event(people)])


def record_designation(
    state: BoroughPeople | None,
    form: DesignationForm,
    grid: Grid,
    seeds: BoroughPeople,
    today: date,
) -> Outcome[BoroughPeople]:
    """A new version of a post (PV-59, PV-60); the one before stays. Raises PeopleRefused."""
    if grid.manifest.department(form.department) is None:
        raise PeopleRefused(
            "department",
            "aucun service de ce code dans la grille de l'arrondissement",
            "no department of that code in the borough's grid",
        )
    people = state or seeds
    version = people.next_version(form.department, form.role)
    made = Designation(version=version, **form.model_dump())
    since = made.active_from
    answer = {
        "borough": made.borough,
        "department": made.department,
        "role": made.role.value,
        "version": made.version,
        "personId": made.person_id,
        "activeFrom": None if since is None else since.isoformat(),
    }
    return _told(people.with_designation(made, today), answer)


def record_absence(
    state: BoroughPeople | None, form: AbsenceForm, seeds: BoroughPeople, recorder: Recorder
) -> Outcome[BoroughPeople]:
    """Somebody is away, or an absence is changed (MH-10). Raises PeopleRefused."""
    values = form.model_dump(exclude={"borough"})
    made = Absence(recorded_at=recorder.at, recorded_by=recorder.by, **values)
    people = (state or seeds).with_absence(made)
    answer = {
        **form.model_dump(mode="json", by_alias=True),
        "number": len(people.absences),
    }
    return _told(people, answer)


def cancel_absence(
    state: BoroughPeople | None, number: int, seeds: BoroughPeople, recorder: Recorder
) -> Outcome[BoroughPeople]:
    """The person is not away after all; the entry stays. Raises PeopleRefused."""
    people = state or seeds
    held = _standing(people.standing_absences(), number)
    people = people.with_absence(held.model_copy(update=_cancelling(number, recorder)))
    return _told(people, {"borough": people.borough, "number": len(people.absences)})


def record_exclusion(
    state: BoroughPeople | None, form: ExclusionForm, seeds: BoroughPeople, recorder: Recorder
) -> Outcome[BoroughPeople]:
    """Somebody may not be handed something. Raises PeopleRefused."""
    made = Exclusion(recorded_at=recorder.at, recorded_by=recorder.by, **form.model_dump())
    people = (state or seeds).with_exclusion(made)
    return _told(people, {"borough": people.borough, "number": len(people.exclusions)})


def cancel_exclusion(
    state: BoroughPeople | None, number: int, seeds: BoroughPeople, recorder: Recorder
) -> Outcome[BoroughPeople]:
    """The person may be handed it again; the entry stays. Raises PeopleRefused."""
    people = state or seeds
    held = _standing(people.standing_exclusions(), number)
    people = people.with_exclusion(held.model_copy(update=_cancelling(number, recorder)))
    return _told(people, {"borough": people.borough, "number": len(people.exclusions)})


def _standing(entries: Mapping[int, E], number: int) -> E:
    if number not in entries:
        raise PeopleRefused(
            "number",
            "cette entrée ne tient plus, ou n'existe pas",
            "this entry does not stand any more, or is none",
        )
    return entries[number]


def _cancelling(number: int, recorder: Recorder) -> dict[str, Any]:
    return {
        "amends": number,
        "is_cancelled": True,
        "recorded_at": recorder.at,
        "recorded_by": recorder.by,
    }


def _told(people: BoroughPeople, answer: dict[str, Any]) -> Outcome[BoroughPeople]:
    return Outcome(people, [people_event(people)], answer)
