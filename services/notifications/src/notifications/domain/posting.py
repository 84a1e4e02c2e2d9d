"""How a letter on paper leaves the house once: taken by one person, printed, and said posted.

Whoever takes it holds it alone; a second person is refused. It is never taken back by time alone,
for it may lie in the post already: after `HELD` another person may say what became of it.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from notifications.domain.deliveries import Failed, HandedOver, Said, barred, without_words
from notifications.domain.dossier import Delivery, Dossier, State
from notifications.domain.ways import LETTER

HELD = timedelta(hours=12)
Posted = tuple[Dossier, list[Said]]


class Returned(StrEnum):
    """Why the post brought a letter back."""

    MOVED = "returned-moved"
    UNKNOWN = "returned-unknown"
    REFUSED = "returned-refused"
    UNCLAIMED = "returned-unclaimed"
    OTHER = "returned-other"


class PostRefused(Exception):
    """Not done, nothing changed. Codes: not-to-post, held, not-held, posted-on."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def take(dossier: Dossier, delivery_id: str, by: str, now: datetime) -> Posted:
    """To print it. Taken again by the same person, nothing changes. Raises PostRefused."""
    one = _letter(dossier, delivery_id)
    if one.state is State.RESERVED:
        if one.reserved_by == by:
            return dossier, []
        if not is_left(one, now):
            raise PostRefused("held")
    elif one.state is not State.ACCEPTED or barred(dossier, one) is not None:
        raise PostRefused("not-to-post")
    taken = {
        "state": State.RESERVED,
        "attempt": one.attempt + 1,
        "reserved_by": by,
        "reserved_until": now + HELD,
    }
    return _with(dossier, one.model_copy(update=taken)), []


def put_back(dossier: Dossier, delivery_id: str, by: str, now: datetime) -> Posted:
    """It was not posted: somebody else may take it. Raises PostRefused."""
    one = _letter(dossier, delivery_id)
    if one.state is State.ACCEPTED:
        return dossier, []
    _holds(one, by, now)
    free = {"state": State.ACCEPTED, "reserved_by": None, "reserved_until": None}
    return _with(dossier, one.model_copy(update=free)), []


def post(dossier: Dossier, delivery_id: str, by: str, posted_on: date, now: datetime) -> Posted:
    """It lies in the post since that local date; its words leave in the same write (PV-44).

    `now` in local time. Said again, nothing changes. Raises PostRefused.
    """
    one = _letter(dossier, delivery_id)
    if one.state is State.HANDED_OVER:
        return dossier, []
    _holds(one, by, now)
    if not one.event_at.astimezone(now.tzinfo).date() <= posted_on <= now.date():
        raise PostRefused("posted-on")
    done = one.model_copy(
        update={
            "state": State.HANDED_OVER,
            "reserved_until": None,
            "settled_at": now,
            "posted_on": posted_on.isoformat(),
        }
    )
    dossier = without_words(dossier, lambda letter: letter.letter_id == one.event_id)
    return _with(dossier, done), [HandedOver(done, now)]


def came_back(dossier: Dossier, delivery_id: str, why: Returned, now: datetime) -> Posted:
    """The post could not deliver it. Said again, nothing changes. Raises PostRefused."""
    one = _letter(dossier, delivery_id)
    if one.state is State.FAILED:
        return dossier, []
    if one.state is not State.HANDED_OVER:
        raise PostRefused("not-held")
    failed = one.model_copy(update={"state": State.FAILED, "settled_at": now, "reason": why.value})
    return _with(dossier, failed), [Failed(failed, why.value)]


def is_held(one: Delivery, by: str) -> bool:
    """Whether that person took it, to print and post it."""
    return one.state is State.RESERVED and one.reserved_by == by


def _letter(dossier: Dossier, delivery_id: str) -> Delivery:
    one = dossier.delivery(delivery_id)
    if one.channel != LETTER:
        raise PostRefused("not-to-post")
    return one


def is_left(one: Delivery, now: datetime) -> bool:
    """Taken so long ago that another person may say what became of it."""
    return one.reserved_until is not None and one.reserved_until <= now


def _holds(one: Delivery, by: str, now: datetime) -> None:
    if one.state is not State.RESERVED:
        raise PostRefused("not-held")
    if one.reserved_by != by and not is_left(one, now):
        raise PostRefused("held")


def _with(dossier: Dossier, changed: Delivery) -> Dossier:
    deliveries = tuple(
        changed if one.delivery_id == changed.delivery_id else one for one in dossier.deliveries
    )
    return dossier.model_copy(update={"deliveries": deliveries})
