"""From a borough's directory to the event that notifications reads; on a sealed topic only."""

from contracts.events import routing as said
from contracts.words import PostRole

from routing.domain.people import BoroughPeople


def people_event(people: BoroughPeople) -> said.PeopleRecordedV1:
    """The whole directory: every version of every post, every absence, in their order (PV-60)."""
    return said.PeopleRecordedV1(
        borough=people.borough,
        designations=[
            said.DesignatedPerson(
                department=one.department,
                role=PostRole(one.role.value),
                version=one.version,
                person=one.person_id,
                name=one.person_name,
                email=one.email,
                extension=one.extension,
                active_from=one.active_from,
            )
            for one in people.designations
        ],
        absences=[
            said.PersonAway(
                person=one.person_id,
                from_on=one.from_on,
                until_on=one.until_on,
                substitute=one.substitute_id,
            )
            for one in people.absences
        ],
    )
