"""A notice as it is shown: to everybody, in one language."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ui import moment
from ui.language import said

from intake.domain.notice import Notice, NoticeArea
from intake.entrypoints.notices.notice_words import (
    AROUND,
    AROUND_POINT,
    EVERYWHERE,
    FROM_UNTIL,
    NOTICE_KINDS,
    STANDINGS,
)
from intake.entrypoints.views import View


def path_of(notice: Notice) -> str:
    """Address of a notice on this site, the same for ever."""
    return f"/avis/{notice.borough}/{notice.notice_id}"


def notice_view(notice: Notice, names: Mapping[str, str], language: str, now: datetime) -> View:
    """A notice, in the words of one language; `names` of the counters."""
    content, standing = notice.content, notice.standing(now).value
    is_english = language == "en"
    start, end = moment(content.starts_at, language), moment(content.ends_at, language)
    return {
        "noticeId": notice.notice_id,
        "borough": notice.borough,
        "boroughName": names.get(notice.borough, notice.borough),
        "kind": content.kind.value,
        "kindText": said(NOTICE_KINDS[content.kind.value], language),
        "title": content.title_en if is_english else content.title_fr,
        "body": content.body_en if is_english else content.body_fr,
        "startsAt": content.starts_at,
        "endsAt": content.ends_at,
        "periodText": said(FROM_UNTIL, language).format(start=start, end=end),
        "standing": standing,
        "standingText": said(STANDINGS[standing], language),
        "activities": list(content.activities),
        "place": content.area and _place(content.area),
        "placeText": _place_text(notice, names, language),
        "publishedAt": notice.published_at,
        "changedAt": notice.changed_at,
        "path": path_of(notice),
    }


def shown(
    notices: Iterable[Notice], names: Mapping[str, str], language: str, now: datetime
) -> list[View]:
    """Notices as a list of them is shown."""
    return [notice_view(one, names, language, now) for one in notices]


def _place(area: NoticeArea) -> View:
    return {
        "text": area.text,
        "longitude": area.longitude,
        "latitude": area.latitude,
        "radiusMetres": area.radius_metres,
        "streets": list(area.streets),
    }


def _place_text(notice: Notice, names: Mapping[str, str], language: str) -> str:
    area = notice.content.area
    if area is None:
        return said(EVERYWHERE, language).format(name=names.get(notice.borough, notice.borough))
    if area.streets:
        return ", ".join(area.streets)
    words = AROUND if area.text else AROUND_POINT
    return said(words, language).format(metres=area.radius_metres, text=area.text)
