"""Designations and absences as they are recorded; cases follow by the mending rounds (rule 9).

Each change says the whole directory in the same write: on the compacted topic the last word wins.
"""

from datetime import date
from typing import Any

from chassis.outcome import Outcome

from routing.application.forms import AbsenceForm, DesignationForm
from routing.application.people_event import people_event
from routing.domain.directory import Absence, Designation
from routing.domain.errors import PeopleRefused
from routing.domain.grid import Grid
from routing.domain.people import BoroughPeople


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
    made = Designation(
        borough=form.borough,
        department=form.department,
        role=form.role,
        version=people.next_version(form.department, form.role),
        person_id=form.person_id,
        person_name=form.person_name,
        director=form.director,
        email=form.email,
        extension=form.extension,
        effective_on=form.effective_on,
        employee_signed_on=form.employee_signed_on,
        director_signed_on=form.director_signed_on,
    )
    since = made.active_from
    answer = {
        "borough": made.borough,
        "department": made.department,
        "role": made.role.value,
        "version": made.version,
        "personId": made.person_id,
        "activeFrom": None if since is None else since.isoformat(),
    }
    return _recorded(people.with_designation(made, today), answer)


def record_absence(
    state: BoroughPeople | None, form: AbsenceForm, seeds: BoroughPeople
) -> Outcome[BoroughPeople]:
    """Somebody is away (MH-10). Raises PeopleRefused."""
    made = Absence(
        person_id=form.person_id,
        from_on=form.from_on,
        until_on=form.until_on,
        substitute_id=form.substitute_id,
    )
    people = (state or seeds).with_absence(made)
    answer = {"borough": form.borough, **form.model_dump(mode="json", by_alias=True)}
    return _recorded(people, answer)


def _recorded(people: BoroughPeople, answer: dict[str, Any]) -> Outcome[BoroughPeople]:
    return Outcome(people, [people_event(people)], answer)
