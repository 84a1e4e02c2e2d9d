"""Which notices answer what somebody is about to ask, the most specific first (PR-09).

A notice answers when it names the activity, or the very place, and speaks of no other. One that
names neither is news: it is shown to everybody and answers nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from intake.domain.activities import ActivityNames, plain
from intake.domain.notice import Notice, NoticeArea, NoticeStanding
from intake.domain.street_names import Street, read_street
from intake.domain.twins import Point, distance_metres

MOST = 3


@dataclass(frozen=True)
class Question:
    """What is asked: codes of activities that it may be, and what is known of the place."""

    activities: frozenset[str] = frozenset()
    point: Point | None = None
    streets: tuple[Street, ...] = ()


def answering(notices: Iterable[Notice], question: Question, now: datetime) -> list[Notice]:
    """At most three notices that answer, of those that people are told of at `now`.

    First those of the very place, then those of the activity; of equals the one that holds
    already, then the one that ends first.
    """
    ranked = [
        ((*rank, one.standing(now) is not NoticeStanding.CURRENT, one.content.ends_at), one)
        for one in notices
        if one.is_told(now) and (rank := _rank(one, question)) is not None
    ]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])][:MOST]


def _rank(notice: Notice, question: Question) -> tuple[bool, bool, bool] | None:
    """Lowest first: is it not of the place, not of the activity, of a place not told; or None."""
    content = notice.content
    is_of_activity = not question.activities.isdisjoint(content.activities)
    if content.activities and not is_of_activity:
        return None
    here = None if content.area is None else holds_at(content.area, question)
    is_elsewhere = here is False
    if is_elsewhere or not (here or is_of_activity):
        return None
    return not here, not is_of_activity, content.area is not None and here is None


def codes_by_name(activities: Iterable[ActivityNames]) -> dict[str, str]:
    """The codes of activities by all their names, made plain; of two with one name, the first's."""
    codes: dict[str, str] = {}
    for one in activities:
        for name in (one.code, one.name_fr, one.name_en, *one.synonyms):
            codes.setdefault(plain(name), one.code)
    codes.pop("", None)
    return codes


def holds_at(area: NoticeArea, question: Question) -> bool | None:
    """Whether the place asked about lies within; None: too little was told to know."""
    if area.streets:
        if not question.streets:
            return None
        known = [street for one in area.streets if (street := read_street(one)) is not None]
        return any(one.may_be(asked) for one in known for asked in question.streets)
    if question.point is None or area.longitude is None or area.latitude is None:
        return None
    middle = Point(area.longitude, area.latitude)
    return distance_metres(middle, question.point) <= (area.radius_metres or 0)
