"""What is wrong with a borough's people, for the technician: never silent (PV-25, PV-60, MH-10)."""

import datetime
from collections.abc import Iterable, Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from routing.domain.directory import Directory, Role
from routing.domain.people import BoroughPeople


class AlertKind(StrEnum):
    """From the most to the least pressing."""

    NOBODY_STANDS_IN = "absent-without-substitute"
    NOBODY_MAY = "nobody-may-receive"
    NO_DESIGNATION = "post-without-designation"
    UNSIGNED = "signature-missing"


class Alert(BaseModel):
    """One thing to see to; `open_cases` wait for it."""

    model_config = ConfigDict(frozen=True)

    kind: AlertKind
    borough: str
    department: str | None = None
    role: Role | None = None
    person_id: str | None = None
    version: int | None = None
    missing: tuple[str, ...] = ()
    open_cases: int = 0


def unreplaced(people: BoroughPeople, directory: Directory, on: datetime.date) -> list[str]:
    """Who is away that day with nobody to act in their place, whatever they hold."""
    away = (one for one in sorted(people.known()) if directory.is_away(one, on))
    return [one for one in away if directory.acting_for(one, on) is None]


def alerts_of(
    people: BoroughPeople,
    directory: Directory,
    departments: Iterable[str],
    on: datetime.date,
    *,
    held: Mapping[str, int],
    waiting: Mapping[str, int],
) -> list[Alert]:
    """All alerts of a borough on a day.

    `departments`: codes of the grid in force. `held`: open cases by person of `unreplaced`;
    `waiting`: cases without designation, by department.
    """
    borough = people.borough
    found = [
        Alert(kind=AlertKind.NOBODY_STANDS_IN, borough=borough, person_id=one, open_cases=held[one])
        for one in unreplaced(people, directory, on)
        if held.get(one)
    ]
    for code in departments:
        cases = waiting.get(code, 0)
        if directory.designation_for(borough, code, Role.RECEPTION, on) is None:
            kind = AlertKind.NO_DESIGNATION
        elif cases:
            kind = AlertKind.NOBODY_MAY
        else:
            continue
        found.append(
            Alert(
                kind=kind, borough=borough, department=code, role=Role.RECEPTION, open_cases=cases
            )
        )
    order = list(AlertKind)
    found.sort(key=lambda one: (order.index(one.kind), -one.open_cases))
    return [*found, *_unsigned(people)]


def _unsigned(people: BoroughPeople) -> Iterable[Alert]:
    posts = dict.fromkeys((one.department, one.role) for one in people.designations)
    for department, role in posts:
        newest = people.latest(department, role)
        if newest is None or newest.is_signed:
            continue
        signed = {
            "employee": newest.employee_signed_on,
            "director": newest.director_signed_on,
        }
        yield Alert(
            kind=AlertKind.UNSIGNED,
            borough=people.borough,
            department=department,
            role=role,
            person_id=newest.person_id,
            version=newest.version,
            missing=tuple(who for who, on in signed.items() if on is None),
        )
