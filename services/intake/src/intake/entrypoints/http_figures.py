"""Figures over HTTP: how much is answered at first contact (MH-14)."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from chassis.errors import ApiError
from chassis.http import language_of
from fastapi import APIRouter, Query, Request
from ui.language import said

from intake.application.form import IN_THE_FUTURE, ZONE, FieldFault
from intake.entrypoints.desk import TECHNICIAN, Desk, scope_in
from intake.entrypoints.parameters import Staff
from intake.entrypoints.registering import invalid_fields
from intake.entrypoints.views import View
from intake.entrypoints.words import CHANNELS

COUNTERS_OF_FIGURES = (
    TECHNICIAN,
    "director",
    "citizen-experience",
    "general-director",
    "operator",
)
MOST_DAYS = 366
From = Annotated[date, Query(alias="from", description="First day, local")]
To = Annotated[date, Query(alias="to", description="Last day, local; it counts too")]


def add(routes: APIRouter, desk: Desk) -> None:
    """`GET /figures/first-contact`."""

    @routes.get("/figures/first-contact", tags=["figures"])
    async def first_contact(
        caller: Staff, request: Request, from_on: From, to_on: To, borough: str | None = None
    ) -> View:
        """Answered at first contact of all registered, whole and by channel (MH-14).

        Of the caller's counters, by the day of receipt; `rate` is a share from 0 to 1, null where
        nothing was registered.
        """
        caller.require(*COUNTERS_OF_FIGURES)
        if fault := _fault(from_on, to_on, desk.clock()):
            raise fault
        mine = (scope_in(caller, borough).boroughs or frozenset()) & desk.boroughs.keys()
        start, end = _midnight(from_on), _midnight(to_on + timedelta(days=1))

        async def of(channel: str) -> View:
            registered, answered = [
                await desk.cases.count_received(mine, channel, start, end, first_contact=first)
                for first in (False, True)
            ]
            return {
                "channel": channel,
                "channelText": said(CHANNELS[channel], language_of(request)),
                **_share(registered, answered),
            }

        counted = await asyncio.gather(*(of(channel) for channel in CHANNELS))
        channels = [one for one in counted if one["registered"]]
        registered = sum(one["registered"] for one in channels)
        answered = sum(one["answeredAtFirstContact"] for one in channels)
        return {
            "from": from_on,
            "to": to_on,
            "boroughs": sorted(mine),
            **_share(registered, answered),
            "channels": channels,
        }


def _share(registered: int, answered: int) -> View:
    rate = round(answered / registered, 4) if registered else None
    return {"registered": registered, "answeredAtFirstContact": answered, "rate": rate}


def _midnight(day: date) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time.min, ZONE).astimezone(UTC)


def _fault(from_on: date, to_on: date, now: datetime) -> ApiError | None:
    if from_on > now.astimezone(ZONE).date():
        return invalid_fields([FieldFault("from", "in-the-future", *IN_THE_FUTURE)])
    if to_on < from_on:
        words = ("doit suivre le premier jour", "must not be before the first day")
        return invalid_fields([FieldFault("to", "before-from", *words)])
    if to_on - from_on >= timedelta(days=MOST_DAYS):
        words = ("au plus 366 jours à la fois", "366 days at a time at most")
        return invalid_fields([FieldFault("to", "too-far", *words)])
    return None
