"""Publishing, changing and withdrawing a counter's notice to the population (PR-09)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from chassis.outcome import Outcome
from contracts.events.notices import NoticePlace, NoticePublishedV1, NoticeWithdrawnV1
from contracts.words import NoticeKind
from pydantic import AwareDatetime, Field, StringConstraints

from intake.application.form import ONE_LINE, Degrees, FieldFault, Form
from intake.domain.activities import Vocabulary, plain
from intake.domain.errors import Refused
from intake.domain.gazetteer import Gazetteer, Located
from intake.domain.notice import Notice, NoticeArea, NoticeAuthor, NoticeContent, first_told
from intake.domain.notice_match import codes_by_name
from intake.domain.street_names import read_street

LONGEST = timedelta(days=731)  # a year mistyped would be told for ever
Title = Annotated[str, StringConstraints(min_length=3, max_length=120, pattern=ONE_LINE)]
Body = Annotated[str, StringConstraints(min_length=3, max_length=2000)]
Line = Annotated[str, StringConstraints(min_length=2, max_length=120, pattern=ONE_LINE)]


class AreaForm(Form):
    """Around a point, or around an address or corner that is known; or along streets."""

    text: Annotated[str, StringConstraints(min_length=3, max_length=300)] | None = None
    longitude: Annotated[Degrees, Field(ge=-180, le=180)] | None = None
    latitude: Annotated[Degrees, Field(ge=-90, le=90)] | None = None
    radius_metres: Annotated[int, Field(ge=10, le=5000)] | None = None
    streets: Annotated[tuple[Line, ...], Field(max_length=30)] = ()


class NoticeForm(Form):
    """A notice, French and English. `activities`: any names of them that the grid knows."""

    kind: Literal["works", "snow-removal", "closure", "water", "event", "other"]
    title_fr: Title
    title_en: Title
    body_fr: Body
    body_en: Body
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    activities: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    area: AreaForm | None = None


class NewNoticeForm(NoticeForm):
    """The same, and the counter whose notice it is."""

    borough: Annotated[str, StringConstraints(max_length=60)]


class NoticeRefused(Exception):
    """Fields of the form break a rule; nothing was kept."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        super().__init__(", ".join(f"{one.field}: {one.code}" for one in faults))
        self.faults = faults


def content_of(
    form: NoticeForm, borough: str, now: datetime, words: Vocabulary, gazetteer: Gazetteer
) -> NoticeContent:
    """What the notice says, activities as codes and the place as a point.

    Raises NoticeRefused with every field that breaks a rule.
    """
    faults = _period_faults(form, now)
    known = codes_by_name(words.activities_of(borough)) if form.activities else {}
    codes = [known.get(plain(name)) for name in form.activities]
    if None in codes:
        number = codes.index(None) + 1
        french = f"ligne {number} : activité inconnue à ce guichet"
        english = f"line {number}: an activity unknown at this counter"
        faults.append(FieldFault("activities", "unknown", french, english))
    area = _area(form.area, borough, gazetteer, faults) if form.area else None
    if faults:
        raise NoticeRefused(faults)
    return NoticeContent(
        kind=NoticeKind(form.kind),
        title_fr=form.title_fr,
        title_en=form.title_en,
        body_fr=form.body_fr,
        body_en=form.body_en,
        starts_at=form.starts_at.astimezone(UTC),
        ends_at=form.ends_at.astimezone(UTC),
        activities=tuple(dict.fromkeys(code for code in codes if code)),
        area=area,
    )


def publish_notice(
    state: Notice | None,
    notice_id: str,
    borough: str,
    content: NoticeContent,
    by: NoticeAuthor,
    now: datetime,
) -> Outcome[Notice]:
    """A new notice; it is told at once, in the open. One that is there stays as it is."""
    if state is not None:
        return Outcome(state, (), _answer(state))
    return _outcome(first_told(notice_id, borough, content, by, now))


def change_notice(
    state: Notice | None, content: NoticeContent, by: NoticeAuthor, now: datetime
) -> Outcome[Notice]:
    """Say it anew, as a further revision. Raises Refused."""
    held = _known(state)
    changed = held.revised(content, by, now)
    return Outcome(held, (), _answer(held)) if changed is held else _outcome(changed)


def withdraw_notice(state: Notice | None, by: NoticeAuthor, now: datetime) -> Outcome[Notice]:
    """Take it back; its history stays. Raises Refused."""
    notice = _known(state).withdrawn(by, now)
    said = NoticeWithdrawnV1(
        notice_id=notice.notice_id,
        revision=len(notice.revisions) + 1,
        withdrawn_at=now,
        author_role=by.role,
    )
    return Outcome(notice, (said,), _answer(notice), notice.borough)


def _known(state: Notice | None) -> Notice:
    if state is None:
        raise Refused("notice-unknown")
    return state


def _outcome(notice: Notice) -> Outcome[Notice]:
    content, last = notice.content, notice.revisions[-1]
    area = content.area
    said = NoticePublishedV1(
        notice_id=notice.notice_id,
        revision=len(notice.revisions),
        kind=content.kind,
        title_fr=content.title_fr,
        title_en=content.title_en,
        body_fr=content.body_fr,
        body_en=content.body_en,
        starts_at=content.starts_at,
        ends_at=content.ends_at,
        published_at=last.at,
        author_role=last.by.role,
        activities=list(content.activities),
        place=area and NoticePlace(**{**area.model_dump(), "text": area.text or None}),
    )
    return Outcome(notice, (said,), _answer(notice), notice.borough)


def _answer(notice: Notice) -> dict[str, str | int]:
    return {
        "noticeId": notice.notice_id,
        "borough": notice.borough,
        "revision": len(notice.revisions),
    }


def _period_faults(form: NoticeForm, now: datetime) -> list[FieldFault]:
    broken = {
        ("endsAt", "before-start", "doit suivre le début", "must come after the start"): (
            form.ends_at <= form.starts_at
        ),
        ("endsAt", "in-the-past", "est déjà passée", "is in the past already"): (
            form.ends_at <= now
        ),
        ("endsAt", "too-late", "au plus deux ans après le début", "two years after the start"): (
            form.ends_at - form.starts_at > LONGEST
        ),
    }
    return [FieldFault(*fault) for fault, is_broken in broken.items() if is_broken]


def _area(
    form: AreaForm, borough: str, gazetteer: Gazetteer, faults: list[FieldFault]
) -> NoticeArea | None:
    """The area, or why there is none, noted in `faults`."""
    if form.streets:
        return _along(form, faults)
    if form.radius_metres is None:
        words = ("donnez le rayon, en mètres", "give the radius, in metres")
        faults.append(FieldFault("area.radiusMetres", "required", *words))
        return None
    if form.longitude is None and form.latitude is None:
        return _placed(form, borough, gazetteer, faults)
    if form.longitude is None or form.latitude is None:
        words = ("longitude et latitude vont ensemble", "longitude and latitude go together")
        faults.append(FieldFault("area", "incomplete", *words))
        return None
    return NoticeArea(
        text=form.text or "",
        longitude=form.longitude,
        latitude=form.latitude,
        radius_metres=form.radius_metres,
    )


def _along(form: AreaForm, faults: list[FieldFault]) -> NoticeArea | None:
    if form != AreaForm(streets=form.streets):
        words = ("des rues, ou un lieu et son rayon", "streets, or a place and its radius")
        faults.append(FieldFault("area.streets", "not-allowed", *words))
        return None
    if any(read_street(one) is None for one in form.streets):
        words = ("une des rues n'a pas de nom", "one of the streets has no name")
        faults.append(FieldFault("area.streets", "unknown", *words))
        return None
    return NoticeArea(streets=form.streets)


def _placed(
    form: AreaForm, borough: str, gazetteer: Gazetteer, faults: list[FieldFault]
) -> NoticeArea | None:
    """Around an address or a corner: a known one, for a circle is not drawn around a guess."""
    if not form.text:
        words = ("donnez une intersection ou un point", "give an intersection or a point")
        faults.append(FieldFault("area.text", "required", *words))
        return None
    found = gazetteer.locate(form.text, borough)
    if isinstance(found, Located):
        return NoticeArea(
            text=form.text,
            longitude=found.longitude,
            latitude=found.latitude,
            radius_metres=form.radius_metres,
        )
    offered = "".join(f" ; {spot.text}" for spot in found.candidates)
    french = f"lieu inconnu ; donnez une intersection connue, ou des rues{offered}"
    english = f"unknown place; give a known intersection, or streets{offered}"
    faults.append(FieldFault("area.text", found.reason.value, french, english))
    return None
