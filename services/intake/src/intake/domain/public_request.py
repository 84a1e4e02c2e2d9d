"""What everybody may know of a request: the one list that the map, the feeds and Open311 tell.

Chosen field by field, never filtered: no words of a citizen, no contact, no exact place. Nothing is
ever said of a complaint, a claim, an access request or a question (PV-44).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from contracts.words import Kind
from pydantic import Field

from intake.domain.attachment import Attachment
from intake.domain.case import SELF, Case
from intake.domain.coarse_place import NOWHERE, CoarsePlaces, PublicAddress, public_address
from intake.domain.dossier import Line, Note, Part, Place, Status
from intake.domain.public_text import is_fit_for_all
from intake.domain.twins import Point

ENDED = frozenset({Status.CLOSED, Status.ANSWERED, Status.WITHDRAWN})
SHOWN = frozenset({Status.REGISTERED, Status.ASSIGNED, Status.COMPLETED}) | ENDED
CLOSING = frozenset({"closed", "closed-without-work", "withdrawn", "answered"})
TOLD = frozenset({"registered", "located", "completed", "reopened"}) | CLOSING


class PublicStatus(StrEnum):
    """Open or closed. Work that is done but not validated leaves it open (PV-57)."""

    OPEN = "open"
    CLOSED = "closed"


class PublicFacts(Part):
    """What is kept of a request for this list, beside its case and written with it.

    `longitude`, `latitude` are exact still: they are made coarse by the rule of the borough
    whenever they are told.
    """

    request_id: str
    borough: str
    boroughs: tuple[str, ...]
    activity: str
    standing: Status
    department_fr: str = ""
    department_en: str = ""
    responsible_borough: str = ""
    requested_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    longitude: float | None = None
    latitude: float | None = None
    address: PublicAddress = NOWHERE
    origin: str = ""
    channels: Mapping[str, int] = Field(default_factory=dict)
    photos: tuple[str, ...] = ()
    closing_text: str = ""
    is_joinable: bool = False

    @property
    def status(self) -> PublicStatus:
        """Open or closed."""
        return PublicStatus.CLOSED if self.standing in ENDED else PublicStatus.OPEN


class PublicRequest(PublicFacts):
    """A request as it is told: its activity by name, its place coarse, its promised date.

    `activity_code` is empty where no grid knows the activity any more; the names then are those
    that it had, or none. `expected_at` is the date promised (MH-13), None without one.
    """

    activity_code: str = ""
    activity_fr: str = ""
    activity_en: str = ""
    near: str = ""
    """A known street near its public point, where the address tells none."""
    expected_at: datetime | None = None

    @property
    def requesters(self) -> int:
        """How many citizens ask for it."""
        return sum(self.channels.values())


class PublicUpdate(Part):
    """One thing that happened to a request; its words are in `entrypoints/public/words.py`."""

    update_id: str
    request_id: str
    what: str
    status: PublicStatus
    at: datetime
    department_fr: str = ""
    department_en: str = ""
    text: str = ""


def public_facts(case: Case) -> PublicFacts | None:
    """What everybody may know of a case; None where that is nothing at all.

    What was withdrawn stays, as closed: whoever saw it open is told. Who joined opened no case of
    their own, and is counted.
    """
    registration = case.registration
    if registration is None or registration.kind is not Kind.REQUEST or case.status not in SHOWN:
        return None
    place, assigned = registration.place or Place(), case.assignment
    updates = public_updates(case)
    photos = (one.attachment_id for one in case.attachments if _is_for_all(one))
    ways = [registration.channel, *(one.channel for one in case.requesters)]
    return PublicFacts(
        request_id=case.case_id,
        borough=case.borough,
        boroughs=tuple(case.boroughs),
        activity=registration.open_activity,
        standing=case.status,
        department_fr=assigned.department_name_fr if assigned else "",
        department_en=assigned.department_name_en if assigned else "",
        responsible_borough=assigned.responsible_borough if assigned else "",
        requested_at=registration.received_at,
        updated_at=_ended_at(case) or max(one.at for one in updates),
        closed_at=_ended_at(case),
        longitude=place.longitude,
        latitude=place.latitude,
        address=public_address(registration.place),
        origin=registration.channel.value,
        channels=Counter(one.value for one in ways),
        photos=tuple(photos),
        closing_text=_closing_text(case),
        is_joinable=case.status in (Status.REGISTERED, Status.ASSIGNED),
    )


def public_updates(case: Case) -> list[PublicUpdate]:
    """What happened to a request in public, by its time; empty where `public_facts` is None.

    Of a journal that grew beyond its document the oldest lines are left out, but never the first.
    An id stays the same for ever; of several assignments the last one is told.
    """
    registration = case.registration
    if registration is None or registration.kind is not Kind.REQUEST or case.status not in SHOWN:
        return []
    lines = [
        (case.journal_moved + place, line)
        for place, line in enumerate(case.journal)
        if line.service == SELF and line.what in TOLD
    ]
    if case.journal_moved:
        first = Line(at=registration.received_at, service=SELF, what="registered")
        lines.insert(0, (0, first))
    text, status, told = _closing_text(case), PublicStatus.OPEN, list[PublicUpdate]()
    for place, line in lines:
        status = PublicStatus.CLOSED if line.what in CLOSING else status
        status = PublicStatus.OPEN if line.what == "reopened" else status
        is_last = case.closing is not None and line.at == case.closing.closed_at
        told.append(
            PublicUpdate(
                update_id=f"{case.case_id}-{place}",
                request_id=case.case_id,
                what=line.what,
                status=status,
                at=line.at,
                text=text if is_last and line.what in CLOSING else "",
            )
        )
    if (assigned := case.assignment) is not None:
        at = assigned.decided_at
        told.append(
            PublicUpdate(
                update_id=f"{case.case_id}-assigned-{at:%Y%m%d%H%M%S}",
                request_id=case.case_id,
                what="assigned",
                status=_status_at(at, told),
                at=at,
                department_fr=assigned.department_name_fr,
                department_en=assigned.department_name_en,
            )
        )
    return sorted(told, key=in_order)


def in_order(update: PublicUpdate) -> tuple[datetime, str]:
    """The stable order of updates: by time, then by id."""
    return update.at, update.update_id


def public_point(facts: PublicFacts, places: CoarsePlaces, rule: str) -> Point | None:
    """Where it is, coarse, by the rule of its borough; None where no point is known."""
    if facts.longitude is None or facts.latitude is None:
        return None
    return places.public_point(Point(facts.longitude, facts.latitude), rule)


def _is_for_all(file: Attachment) -> bool:
    # What a citizen sent is theirs; staff say of a photo that it is public.
    return file.is_public and not file.owner


def _ended_at(case: Case) -> datetime | None:
    if case.withdrawn_at is not None:
        return case.withdrawn_at
    if case.closing is not None:
        return case.closing.closed_at
    return case.answer.answered_at if case.answer else None


def _closing_text(case: Case) -> str:
    """The public words of the closing (PV-56), where they say nothing of anybody."""
    if case.closing is None:
        return ""
    at = case.closing.closed_at
    note: Note | None = next((n for n in case.notes if n.is_public and n.acted_at == at), None)
    return note.text if note is not None and is_fit_for_all(note.text, case) else ""


def _status_at(at: datetime, told: Iterable[PublicUpdate]) -> PublicStatus:
    before = [one.status for one in told if one.at <= at]
    return before[-1] if before else PublicStatus.OPEN
