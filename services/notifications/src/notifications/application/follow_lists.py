"""What sla says of the monthly lists: whom to tell that one is there, or still waits."""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.lists import ListRemindedV1, ListSentV1
from contracts.words import ListKind

from notifications.application.record_fact import record_fact
from notifications.domain.dossier import Dossier
from notifications.domain.list_news import ListNews, ListTold


def note_list(
    state: Dossier | None, received: Received[ListSentV1], now: datetime
) -> Outcome[Dossier] | None:
    """A list is there: the department's responsable is told, or each member of the council.

    None: a list for nobody who could be told.
    """
    data, envelope = received.data, received.envelope
    is_for_council = data.list_kind is ListKind.COUNCIL
    recipients = data.recipients if is_for_council else [""]
    if not recipients or (not is_for_council and data.department is None):
        return None
    news = tuple(
        ListNews(
            event_id=f"{envelope.id}/{person}" if person else str(envelope.id),
            at=envelope.time,
            borough=data.borough,
            month=data.month,
            department=data.department or "",
            department_fr=data.department_name_fr,
            department_en=data.department_name_en,
            grid_version=data.grid_version,
            open_count=data.open_count,
            completed_count=data.completed_count,
            reply_by=data.reply_by.isoformat() if data.reply_by else "",
            person=person,
        )
        for person in recipients
    )
    return record_fact(state, received, ListTold(news), now)


def note_reminder(
    state: Dossier | None, received: Received[ListRemindedV1], now: datetime
) -> Outcome[Dossier] | None:
    """Lines still wait for an answer: the responsable is told once more."""
    data, envelope = received.data, received.envelope
    if data.department is None:
        return None
    news = ListNews(
        event_id=str(envelope.id),
        at=envelope.time,
        borough=data.borough,
        month=data.month,
        is_reminder=True,
        department=data.department,
        grid_version=data.grid_version,
        open_count=data.open_count,
        reply_by=data.reply_by.isoformat(),
    )
    return record_fact(state, received, ListTold((news,)), now)
