"""What the public pages show of requests, and which of them were asked for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.errors import Words
from ui.dates import ZONE
from ui.language import said

from intake.domain.public_request import PublicRequest, PublicStatus, PublicUpdate
from intake.entrypoints.public.words import (
    activity_words,
    place_words,
    standing_words,
    status_notes,
    update_words,
)
from intake.entrypoints.views import View

PER_PAGE = 20
RECENT = timedelta(days=30)
SINCE = (7, 30, 90, 365)  # days
NO_PLACE: Words = ("Lieu à préciser", "Place to be made precise")


@dataclass(frozen=True)
class Asked:
    """The filters of the list, as far as they are known; what is not is left out."""

    status: str = ""
    activity: str = ""
    since_days: int = 0
    page: int = 1

    @classmethod
    def of(cls, status: str, activity: str, since: str, page: str) -> "Asked":
        """From the texts of an address, whatever they are."""
        days = int(since) if since in {str(one) for one in SINCE} else 0
        known = status if status in {one.value for one in PublicStatus} else ""
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
        return cls(known, activity, days, max(1, number))

    def admits(self, request: PublicRequest, now: datetime) -> bool:
        """Whether a request was asked for."""
        return (
            self.status in ("", request.status.value)
            and self.activity in ("", _key(request))
            and (
                not self.since_days or request.requested_at >= now - timedelta(days=self.since_days)
            )
        )


@dataclass(frozen=True)
class Listing:
    """A page of the list, and what its filters offer."""

    items: Sequence[View]
    total: int
    open_count: int
    closed_count: int
    pages: int
    page: int
    activities: Sequence[tuple[str, str, int]]


def listing(
    requests: Sequence[PublicRequest], asked: Asked, now: datetime, language: str
) -> Listing:
    """Those that were asked for, newest first, and how many there are of each activity."""
    found = [one for one in requests if asked.admits(one, now)]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(asked.page, pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    names = {_key(one): said(activity_words(one), language) for one in requests}
    counts = Counter(_key(one) for one in requests)
    offered = sorted((names[key].casefold(), key, names[key]) for key in counts)
    open_count = sum(one.status is PublicStatus.OPEN for one in found)
    return Listing(
        items=[
            {**view_of(one, language), "mark": str(number)} for number, one in enumerate(shown, 1)
        ],
        total=len(found),
        open_count=open_count,
        closed_count=len(found) - open_count,
        pages=pages,
        page=page,
        activities=[(key, name, counts[key]) for _, key, name in offered],
    )


def view_of(request: PublicRequest, language: str) -> View:
    """A request in words."""
    return {
        "requestId": request.request_id,
        "activity": said(activity_words(request), language),
        "place": said(place_words(request), language) or said(NO_PLACE, language),
        "status": request.status.value,
        "standing": request.standing.value,
        "statusText": said(standing_words(request), language),
        "statusNotes": said(status_notes(request), language) if request.closing_text else "",
        "department": said((request.department_fr, request.department_en), language),
        "requestedAt": request.requested_at,
        "requestedOn": request.requested_at.astimezone(ZONE).date(),
        "closedAt": request.closed_at,
        "closedOn": request.closed_at and request.closed_at.astimezone(ZONE).date(),
        "expectedAt": request.expected_at,
        "expectedOn": request.expected_at and request.expected_at.astimezone(ZONE).date(),
        "requesters": request.requesters,
        "longitude": request.longitude,
        "latitude": request.latitude,
        "photos": request.photos,
        "isJoinable": request.is_joinable,
    }


def updates_view(updates: Sequence[PublicUpdate], language: str) -> list[View]:
    """What happened, oldest first."""
    return [{"at": one.at, "text": said(update_words(one), language)} for one in updates]


def _key(request: PublicRequest) -> str:
    """What an activity is filtered by: its code, else its name."""
    return request.activity_code or request.activity_fr or "-"
