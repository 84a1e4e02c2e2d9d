"""What routing says: who has a case, how a borough speaks, and who works there."""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.moves import CaseHandedOverV1, ElectedCaseMovedV1, ElectedState
from contracts.events.routing import (
    CaseAssignedV1,
    CaseUnroutedV1,
    GridPublishedV1,
    PeopleRecordedV1,
)

from notifications.application.record_fact import record_fact
from notifications.domain.dossier import Dossier
from notifications.domain.facts import Assigned, ElectedStep, GivenToAuthority, Unrouted
from notifications.domain.people import Absence, Designation, Exclusion, Official, People
from notifications.domain.voices import Department, Voice


def note_assignment(
    state: Dossier | None, received: Received[CaseAssignedV1], now: datetime
) -> Outcome[Dossier]:
    """A department has it, for the first time or instead of another."""
    data, envelope = received.data, received.envelope
    fact = Assigned(
        event_id=str(envelope.id),
        at=envelope.time,
        borough=data.responsible_borough,
        department=data.department,
        grid_version=data.grid_version,
        department_fr=data.department_name_fr,
        department_en=data.department_name_en,
        reception=data.reception,
    )
    return record_fact(state, received, fact, now)


def note_unrouted(
    state: Dossier | None, received: Received[CaseUnroutedV1], now: datetime
) -> Outcome[Dossier]:
    """Nobody has it: what nobody has any longer is not announced."""
    return record_fact(state, received, Unrouted(), now)


def note_hand_over(
    state: Dossier | None, received: Received[CaseHandedOverV1], now: datetime
) -> Outcome[Dossier]:
    """Another authority has it: the citizen is told which one, and since when."""
    data, envelope = received.data, received.envelope
    fact = GivenToAuthority(
        event_id=str(envelope.id),
        at=envelope.time,
        on=data.handed_over_on.isoformat(),
        authority_fr=data.authority_fr,
        authority_en=data.authority_en,
        file_number=data.file_number,
    )
    return record_fact(state, received, fact, now)


def note_elected_step(
    state: Dossier | None, received: Received[ElectedCaseMovedV1], now: datetime
) -> Outcome[Dossier] | None:
    """A step of a case that an elected official brought: whoever has to know is written to (MH-05).

    None: nobody, or nobody who is named.
    """
    data, envelope = received.data, received.envelope
    person = {
        ElectedState.ANSWERED: data.official,
        ElectedState.REFERRED: data.general_director,
        ElectedState.FOLLOWED_UP: data.director,
        ElectedState.REPORTED: data.official,
    }.get(data.state, "")
    if not person:
        return None
    fact = ElectedStep(str(envelope.id), envelope.time, data.borough, data.state.value, person)
    return record_fact(state, received, fact, now)


def keep_voice(
    state: Voice | None, received: Received[GridPublishedV1], now: datetime
) -> Outcome[Voice]:
    """Keep the part of a grid that messages need; one document for each borough and version."""
    data = received.data
    messages = data.messages
    voice = Voice(
        borough=data.borough,
        version=data.version,
        effective_on=data.effective_on,
        name_fr=messages.name_fr,
        name_en=messages.name_en,
        signature_fr=messages.signature_fr,
        signature_en=messages.signature_en,
        from_address=messages.from_email,
        departments={
            one.code: Department(name_fr=one.name_fr, name_en=one.name_en, mailbox=one.mailbox)
            for one in data.departments
        },
    )
    return Outcome(voice)


def keep_people(
    state: People | None, received: Received[PeopleRecordedV1], now: datetime
) -> Outcome[People]:
    """A borough's whole directory instead of the one before; one document for each borough."""
    data = received.data
    people = People(
        borough=data.borough,
        designations=tuple(
            Designation(
                department=one.department,
                role=one.role.value,
                version=one.version,
                person=one.person,
                name=one.name,
                email=one.email,
                active_from=one.active_from,
            )
            for one in data.designations
        ),
        absences=tuple(
            Absence(
                person=one.person,
                from_on=one.from_on,
                until_on=one.until_on,
                substitute=one.substitute,
            )
            for one in data.absences
        ),
        exclusions=tuple(
            Exclusion(
                person=one.person,
                department=one.department,
                case_id=one.case_id,
                from_on=one.from_on,
                until_on=one.until_on,
            )
            for one in data.exclusions
        ),
        officials=tuple(
            Official(person=one.person, name=one.name, email=one.email) for one in data.officials
        ),
    )
    return Outcome(people)
