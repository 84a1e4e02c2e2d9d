"""What routing says: who has a case, how a borough speaks, and who works there."""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.routing import (
    CaseAssignedV1,
    CaseUnroutedV1,
    GridPublishedV1,
    PeopleRecordedV1,
)

from notifications.application.record_fact import record_fact
from notifications.domain.dossier import Dossier
from notifications.domain.facts import Assigned, Unrouted
from notifications.domain.people import Absence, Designation, People
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
    )
    return Outcome(people)
