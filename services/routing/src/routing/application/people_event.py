"""From a borough's directory to the event that notifications reads; on a sealed topic only."""

from contracts.events import routing as said
from contracts.words import PostRole

from routing.domain.people import BoroughPeople


def people_event(people: BoroughPeople) -> said.PeopleRecordedV1:
    """The whole directory: every version of every post, what stands of the rest (PV-60).

    Why somebody is excluded stays here. An activity is not said: who is kept from one is not
    written to as a substitute in the whole department.
    """
    return said.PeopleRecordedV1(
        borough=people.borough,
        designations=[
            said.DesignatedPerson(
                department=one.department,
                role=PostRole(one.role.value),
                version=one.version,
                person=one.person_id,
                name=one.full_name,
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
            for one in people.standing_absences().values()
        ],
        officials=[
            said.CouncilMember(person=one.person_id, name=one.name, email=one.email)
            for one in people.officials
        ],
        exclusions=[
            said.PersonExcluded(
                person=one.person_id,
                department=one.department,
                case_id=one.case_id,
                from_on=one.from_on,
                until_on=one.until_on,
            )
            for one in people.standing_exclusions().values()
        ],
    )
