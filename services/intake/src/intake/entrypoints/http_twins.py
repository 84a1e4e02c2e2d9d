"""Likely twins over HTTP, and joining one: asked before a case is accepted, instead of repeating.

The public learns that something alike is known, how far and since when; not whose it is, and no id.
"""

import math
from dataclasses import dataclass
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from chassis.commands import Answer, derived_id
from chassis.http import language_of
from chassis.identity import Caller
from chassis.store import Scope
from fastapi import APIRouter, Depends, Request
from pydantic import Field, StringConstraints
from ui.language import said

from intake.application.form import Activity, ContactForm, Degrees, FieldFault, Form
from intake.application.keep_dossier import JoinForm, join_case
from intake.domain.activities import Vocabulary
from intake.domain.joining import requesters
from intake.domain.twins import Point, Twin, received_at
from intake.entrypoints.desk import READERS, Desk
from intake.entrypoints.join_tokens import Joinable
from intake.entrypoints.parameters import Anyone, IdempotencyKey
from intake.entrypoints.registering import invalid_fields
from intake.entrypoints.views import View, answered
from intake.entrypoints.words import STATUSES

PUBLIC_STEP_METRES = 25
ZONE = ZoneInfo("America/Toronto")
UNKNOWN_BOROUGH = FieldFault("borough", "unknown", "guichet inconnu", "unknown counter")
NO_ACTIVITY = FieldFault("activity", "required", "champ obligatoire", "this field is required")
TOKEN_GONE = FieldFault(
    "joinToken",
    "expired",
    "ce lien n'est plus valide : cherchez de nouveau",
    "this link is no longer valid: search again",
)


class PointForm(Form):
    """Where, in degrees (WGS84)."""

    longitude: Annotated[Degrees, Field(ge=-180, le=180)]
    latitude: Annotated[Degrees, Field(ge=-90, le=90)]


class TwinsForm(Form):
    """What is about to be asked for, and where."""

    borough: Annotated[str, StringConstraints(max_length=60)]
    activity: Activity
    place: PointForm


class PublicJoinForm(Form):
    """Who asks for the same, by a token of `/cases/twins`."""

    join_token: Annotated[str, StringConstraints(min_length=1, max_length=400)]
    contact: ContactForm | None = None
    channel: Literal["web", "mobile"] = "web"
    language: Literal["fr", "en"] = "fr"


@dataclass(frozen=True)
class Joined:
    """A case that was joined: what it answered, and the code of whoever joined."""

    answer: Answer
    tracking_code: str


def add(routes: APIRouter, desk: Desk) -> None:
    """`POST /cases/twins` and `POST /joins`."""
    lookups, writes = Depends(desk.limits.lookups), Depends(desk.limits.writes)

    @routes.post("/cases/twins", tags=["counter"], dependencies=[lookups])
    async def twins(form: TwinsForm, caller: Anyone, request: Request) -> View:
        """Open or just completed cases of the same activity, near and lately; five at most.

        Radius and window are the borough's. Staff get ids of their boroughs' cases; the public
        gets a `joinToken`, good for half an hour, and distances in steps of 25 m.
        """
        member = caller if caller and not caller.roles.isdisjoint(READERS) else None
        found, language = await twins_of(desk, member, form), language_of(request)
        if member is not None:
            return {"items": [for_staff(twin, language) for twin in found]}
        return {"items": [for_public(desk, twin, language) for twin in found]}

    @routes.post("/joins", tags=["counter"], dependencies=[writes])
    async def join(form: PublicJoinForm, key: IdempotencyKey, request: Request) -> View:
        """Join a case that is there, by the token that was given for it; a code of one's own."""
        joined = await join_by_token(desk, form, key)
        view = answered(joined.answer.body, language_of(request))
        shown = {name: view[name] for name in view if name != "caseId"}
        return {**shown, "trackingCode": joined.tracking_code}


async def join_by_token(desk: Desk, form: PublicJoinForm, key: str) -> Joined:
    """Somebody of the public asks for what a case asks; repeated under its key, it is done once.

    Raises ApiError 400 for a token that is not good any more, 422, CommandConflict, Transient.
    """
    now = desk.clock()
    joinable = desk.join_tokens.case_of(form.join_token, now)
    if joinable is None:
        raise invalid_fields([TOKEN_GONE])
    joining = JoinForm(contact=form.contact, channel=form.channel, language=form.language)
    requester_id = derived_id(joinable.case_id, f"public:{key}")
    answer = await desk.change(
        joinable.case_id,
        lambda state: join_case(state, joining, requester_id, None, now, desk.codes),
        command_id=f"join:public:{key}",
        content=joining.model_dump(mode="json"),
        # The token is the right to it, as a tracking code is.
        scope=Scope(frozenset({joinable.borough})),
    )
    return Joined(answer, desk.codes.code_of_joined(joinable.case_id, requester_id))


async def twins_of(desk: Desk, member: Caller | None, form: TwinsForm) -> list[Twin]:
    """Twins in the boroughs of staff; for the public in those of the counter's city.

    By HTTP and by page alike. Raises ApiError 400, Transient.
    """
    faults = [] if form.borough in desk.boroughs else [UNKNOWN_BOROUGH]
    faults += [] if form.activity else [NO_ACTIVITY]
    if faults:
        raise invalid_fields(faults)
    words = await desk.vocabulary()
    scope = member.scope if member else Scope(_city_of(form.borough, desk, words))
    point = Point(form.place.longitude, form.place.latitude)
    return await desk.finder.twins(scope, form.borough, form.activity, point, words, desk.clock())


def for_staff(twin: Twin, language: str) -> View:
    """A twin as staff sees it."""
    registration = twin.case.registration
    assert registration is not None, "twins are registered"
    place = registration.place
    return {
        "caseId": twin.case.case_id,
        "distanceMetres": round(twin.distance_metres),
        "receivedAt": received_at(twin.case),
        "activity": registration.activity,
        "address": place.address if place else None,
        "longitude": place.longitude if place else None,
        "latitude": place.latitude if place else None,
        "canBeJoined": twin.can_be_joined,
        **_known(twin, language),
    }


def for_public(desk: Desk, twin: Twin, language: str) -> View:
    """A twin as anybody sees it: nothing of a person, no id, no exact place and time."""
    registration = twin.case.registration
    assert registration is not None, "twins are registered"
    joinable, now = Joinable(twin.case.case_id, twin.case.borough), desk.clock()
    steps = max(1, math.ceil(twin.distance_metres / PUBLIC_STEP_METRES))
    return {
        "distanceMetres": steps * PUBLIC_STEP_METRES,
        "activity": registration.open_activity,
        "receivedOn": received_at(twin.case).astimezone(ZONE).date(),
        "joinToken": desk.join_tokens.token_of(joinable, now) if twin.can_be_joined else None,
        **_known(twin, language),
    }


def _known(twin: Twin, language: str) -> View:
    return {
        "status": twin.case.status.value,
        "statusText": said(STATUSES[twin.case.status], language),
        "requesters": requesters(twin.case),
    }


def _city_of(borough: str, desk: Desk, words: Vocabulary) -> frozenset[str]:
    """All counters of one city: what lies in the next borough may have come in here (MT-08)."""
    grid = words.grid_of(borough)
    if grid is None:
        return frozenset({borough})
    known = ((slug, words.grid_of(slug)) for slug in desk.boroughs)
    return frozenset(slug for slug, one in known if one and one.family == grid.family) | {borough}
