"""The notices over HTTP: read by anybody, kept by staff (PR-09)."""

from typing import Annotated

from chassis.http import language_of
from fastapi import APIRouter, Depends, Query, Request
from pydantic import StringConstraints

from intake.application.form import Activity, FieldFault, Form, PlaceForm
from intake.application.publish_notice import NewNoticeForm, NoticeForm
from intake.domain.twins import Point
from intake.entrypoints.desk import Desk
from intake.entrypoints.notices import publishing
from intake.entrypoints.notices.answers import notices_for
from intake.entrypoints.notices.notice_views import notice_view, shown
from intake.entrypoints.parameters import IdempotencyKey, Staff
from intake.entrypoints.registering import invalid_fields
from intake.entrypoints.views import View

Borough = Annotated[str, StringConstraints(max_length=60)]


class QuestionForm(Form):
    """What somebody is about to ask: the activity, words for it, the place, as far as known."""

    borough: Borough
    activity: Activity = ""
    text: Annotated[str, StringConstraints(max_length=3500)] = ""
    place: PlaceForm | None = None


def add(routes: APIRouter, desk: Desk) -> None:
    """`/notices` and below."""
    _reading(routes, desk)
    _keeping(routes, desk)


def _reading(routes: APIRouter, desk: Desk) -> None:
    limited = Depends(desk.limits.lookups)

    def known(borough: str) -> None:
        if borough not in desk.boroughs:
            unknown = FieldFault("borough", "unknown", "guichet inconnu", "unknown counter")
            raise invalid_fields([unknown])

    @routes.get("/notices", tags=["notices"], dependencies=[limited])
    async def told(request: Request, borough: Annotated[str, Query(max_length=60)]) -> View:
        """Notices of a counter and of its city, in force and to come (PR-09)."""
        known(borough)
        found, now = await desk.notices.told(borough), desk.clock()
        return {"items": shown(found, desk.boroughs, language_of(request), now)}

    @routes.post("/notices/answers", tags=["notices"], dependencies=[limited])
    async def answers(form: QuestionForm, request: Request) -> View:
        """At most three notices that answer before a case is opened, the most specific first.

        A POST, so that nobody's words and place stand in an address; nothing of it is kept.
        """
        known(form.borough)
        place, point = form.place or PlaceForm(), None
        if place.longitude is not None and place.latitude is not None:
            point = Point(place.longitude, place.latitude)
        found = await notices_for(
            desk,
            form.borough,
            language_of(request),
            activity=form.activity,
            text=form.text,
            address=place.address or "",
            point=point,
        )
        return {"items": found}

    @routes.get("/notices/{notice_id}", tags=["notices"], dependencies=[limited])
    async def show(notice_id: str, request: Request) -> View:
        """A notice, and where it stands: one that ended or was withdrawn too."""
        found = await desk.notices.one(notice_id)
        return notice_view(found, desk.boroughs, language_of(request), desk.clock())


def _keeping(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/notices", status_code=201, tags=["notices"])
    async def publish(form: NewNoticeForm, key: IdempotencyKey, caller: Staff) -> View:
        """Tell the population something: at once, in both languages, in the open (PR-09)."""
        return dict((await publishing.publish(desk, caller, form, key)).body)

    @routes.put("/notices/{notice_id}", tags=["notices"])
    async def change(notice_id: str, form: NoticeForm, key: IdempotencyKey, caller: Staff) -> View:
        """Say a notice anew; the whole of it. What it said before stays in its history."""
        return dict((await publishing.change(desk, caller, notice_id, form, key)).body)

    @routes.post("/notices/{notice_id}/withdraw", tags=["notices"])
    async def withdraw(notice_id: str, key: IdempotencyKey, caller: Staff) -> View:
        """Take a notice back before its time."""
        return dict((await publishing.withdraw(desk, caller, notice_id, key)).body)
