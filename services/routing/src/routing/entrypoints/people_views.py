"""What staff see of people: JSON in lowerCamelCase. Why somebody is excluded is for technicians."""

import datetime
from collections.abc import Mapping

from routing.domain.availability import Availability
from routing.domain.directory import Absence, Designation, Directory, Role
from routing.domain.exclusion import Exclusion
from routing.domain.grid import Grid
from routing.domain.people import BoroughPeople
from routing.domain.people_alerts import Alert
from routing.entrypoints.views import View


def designation_view(one: Designation) -> View:
    """One version of a post (Annex C), with what is there of both signatures."""
    return {
        "borough": one.borough,
        "department": one.department,
        "role": one.role,
        "version": one.version,
        "personId": one.person_id,
        "personName": one.person_name,
        "firstName": one.first_name,
        "director": one.director,
        "email": one.email,
        "extension": one.extension,
        "effectiveOn": one.effective_on,
        "employeeSignedOn": one.employee_signed_on,
        "directorSignedOn": one.director_signed_on,
        "isSigned": one.is_signed,
        "activeFrom": one.active_from,
    }


def absence_view(borough: str, number: int, one: Absence, *, stands: bool) -> View:
    """One entry; `stands` is false where another took its place, or it was cancelled."""
    return {
        "number": number,
        "borough": borough,
        "personId": one.person_id,
        "fromOn": one.from_on,
        "untilOn": one.until_on,
        "substituteId": one.substitute_id,
        "noSubstituteReason": one.no_substitute_reason,
        "amends": one.amends,
        "isCancelled": one.is_cancelled,
        "stands": stands,
        "recordedAt": one.recorded_at,
        "recordedBy": one.recorded_by,
    }


def exclusion_view(number: int, one: Exclusion, *, stands: bool) -> View:
    """One entry, for technicians only."""
    return {
        "number": number,
        "borough": one.borough,
        "personId": one.person_id,
        "department": one.department,
        "activity": one.activity,
        "caseId": one.case_id,
        "why": one.why,
        "insteadId": one.instead_id,
        "fromOn": one.from_on,
        "untilOn": one.until_on,
        "amends": one.amends,
        "isCancelled": one.is_cancelled,
        "stands": stands,
        "recordedAt": one.recorded_at,
        "recordedBy": one.recorded_by,
    }


def status_view(one: Availability) -> View:
    """The status, since when, and by what it was reported."""
    return {
        "personId": one.person_id,
        "status": one.now.status,
        "since": one.now.at,
        "source": one.now.source,
    }


def availability_view(one: Availability) -> View:
    """The same, and what was reported before; the last few."""
    return {
        **status_view(one),
        "changes": [
            {"status": change.status, "at": change.at, "source": change.source, "by": change.by}
            for change in one.changes
        ],
    }


def alert_view(one: Alert) -> View:
    """One thing to see to."""
    return {
        "kind": one.kind,
        "borough": one.borough,
        "department": one.department,
        "role": one.role,
        "personId": one.person_id,
        "version": one.version,
        "missingSignatures": list(one.missing),
        "openCases": one.open_cases,
    }


def directory_view(
    grid: Grid,
    people: BoroughPeople,
    directory: Directory,
    statuses: Mapping[str, Availability],
    on: datetime.date,
) -> View:
    """Who answers on a day, department by department, and who replaces whom."""
    return {
        "borough": people.borough,
        "on": on,
        "departments": [
            {
                "code": one.code,
                "name": {"fr": one.name_fr, "en": one.name_en},
                "posts": [
                    _post(designation, directory, statuses, on)
                    for role in Role
                    if (
                        designation := directory.designation_for(people.borough, one.code, role, on)
                    )
                ],
            }
            for one in grid.manifest.departments
        ],
    }


def _post(
    held: Designation,
    directory: Directory,
    statuses: Mapping[str, Availability],
    on: datetime.date,
) -> View:
    path = directory.chain_for(held.person_id, on)
    acting = path[-1] if path else None
    status = statuses.get(acting) if acting else None
    return {
        "role": held.role,
        "personId": held.person_id,
        "personName": held.full_name,
        "extension": held.extension,
        "actingId": acting,
        "via": list(path[1:-1]) if path else [],
        "isAway": directory.is_away(held.person_id, on),
        "status": status.now.status if status else None,
    }
