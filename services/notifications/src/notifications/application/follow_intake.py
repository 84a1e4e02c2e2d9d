"""What intake says of a case and of whom to tell, into the case's dossier of messages."""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.intake import (
    CaseAnsweredV1,
    CaseClosedV1,
    CaseCompletedV1,
    CaseContactsRecordedV1,
    CaseReclassifiedV1,
    CaseRegisteredV1,
    CaseReopenedV1,
    CaseWithdrawnV1,
    ClaimNoticeGivenV1,
    QuestionAnsweredV1,
    QuestionAskedV1,
)

from notifications.application.record_fact import record_fact
from notifications.domain.dossier import Contact, Dossier, Person
from notifications.domain.facts import (
    Answered,
    ClaimNoticeGiven,
    Closed,
    Completed,
    ContactKnown,
    QuestionAnswered,
    QuestionAsked,
    Reclassified,
    Registered,
    Reopened,
    Withdrawn,
)


def note_registration(
    state: Dossier | None, received: Received[CaseRegisteredV1], now: datetime
) -> Outcome[Dossier]:
    """A case came in: to be acknowledged once its contact is here."""
    data, envelope = received.data, received.envelope
    fact = Registered(
        event_id=str(envelope.id),
        at=envelope.time,
        borough=envelope.borough,
        kind=data.kind.value,
        activity=data.activity,
        contacts_version=data.contacts_version,
        acknowledged=data.acknowledged,
    )
    return record_fact(state, received, fact, now)


def note_reclassification(
    state: Dossier | None, received: Received[CaseReclassifiedV1], now: datetime
) -> Outcome[Dossier]:
    """Kind or activity changed: what waits is judged anew."""
    fact = Reclassified(kind=received.data.kind.value, activity=received.data.activity)
    return record_fact(state, received, fact, now)


def note_answer(
    state: Dossier | None, received: Received[CaseAnsweredV1], now: datetime
) -> Outcome[Dossier]:
    """Answered at first contact: nothing more is sent."""
    return record_fact(state, received, Answered(), now)


def note_withdrawal(
    state: Dossier | None, received: Received[CaseWithdrawnV1], now: datetime
) -> Outcome[Dossier]:
    """Taken back by the citizen."""
    return record_fact(state, received, Withdrawn(), now)


def note_completion(
    state: Dossier | None, received: Received[CaseCompletedV1], now: datetime
) -> Outcome[Dossier]:
    """The work was done: the citizen is told and asked."""
    envelope = received.envelope
    done_on = received.data.done_on.isoformat()
    fact = Completed(event_id=str(envelope.id), at=envelope.time, done_on=done_on)
    return record_fact(state, received, fact, now)


def note_closing(
    state: Dossier | None, received: Received[CaseClosedV1], now: datetime
) -> Outcome[Dossier]:
    """The counter closed it: news where no work was done, or where the work was never told."""
    envelope = received.envelope
    fact = Closed(str(envelope.id), envelope.time, received.data.without_work)
    return record_fact(state, received, fact, now)


def note_reopening(
    state: Dossier | None, received: Received[CaseReopenedV1], now: datetime
) -> Outcome[Dossier]:
    """Open again: whoever asked for it is told, and who has it."""
    envelope = received.envelope
    return record_fact(state, received, Reopened(str(envelope.id), envelope.time), now)


def note_claim_notice(
    state: Dossier | None, received: Received[ClaimNoticeGivenV1], now: datetime
) -> Outcome[Dossier]:
    """The legal notice of a claim is explained in writing too (REQUIREMENTS §2)."""
    data, envelope = received.data, received.envelope
    fact = ClaimNoticeGiven(
        event_id=str(envelope.id),
        at=envelope.time,
        days=data.days,
        to_fr=data.to_fr,
        to_en=data.to_en,
        requester_id=data.requester_id,
    )
    return record_fact(state, received, fact, now)


def note_question(
    state: Dossier | None, received: Received[QuestionAskedV1], now: datetime
) -> Outcome[Dossier]:
    """Whoever brought the case is asked something on the tracking page (PV-03, MH-12)."""
    envelope = received.envelope
    fact = QuestionAsked(str(envelope.id), envelope.time, received.data.question_id)
    return record_fact(state, received, fact, now)


def note_reply(
    state: Dossier | None, received: Received[QuestionAnsweredV1], now: datetime
) -> Outcome[Dossier]:
    """They answered: whoever has the case reads it in the dossier."""
    envelope = received.envelope
    fact = QuestionAnswered(str(envelope.id), envelope.time, received.data.question_id)
    return record_fact(state, received, fact, now)


def note_contacts(
    state: Dossier | None, received: Received[CaseContactsRecordedV1], now: datetime
) -> Outcome[Dossier]:
    """Whom to tell, the first and who joined since; what waited for it may go now."""
    data = received.data
    joined = {
        one.requester_id: Person(
            language=one.language.value,
            name=one.name or "",
            email=one.email,
            tracking_code=one.tracking_code,
            code_asked_at=one.code_asked_at,
        )
        for one in data.joined
    }
    contact = Contact(
        version=data.version,
        language=data.language.value,
        name=data.name or "",
        email=data.email,
        tracking_code=data.tracking_code,
        code_asked_at=data.code_asked_at,
        postal_address=data.postal_address,
        by_post=data.by_post,
        joined=joined,
    )
    return record_fact(state, received, ContactKnown(contact, received.envelope.time), now)
