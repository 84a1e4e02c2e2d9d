"""The channels over HTTP: which are heard, and since when not."""

from datetime import datetime

from chassis.http import language_of
from fastapi import APIRouter, Request
from ui.language import said

from intake.domain.heartbeat import Heartbeat
from intake.entrypoints.channel_watch import WATCHERS, heartbeats
from intake.entrypoints.desk import Desk, scope_in
from intake.entrypoints.parameters import Staff
from intake.entrypoints.views import View
from intake.entrypoints.words import CHANNELS


def add(routes: APIRouter, desk: Desk) -> None:
    """`GET /channels`."""

    @routes.get("/channels", tags=["channels"])
    async def channels(caller: Staff, request: Request, borough: str | None = None) -> View:
        """Channels by which the grids expect something: the last arrival, and whether it is late.

        `silentHours` null: nothing ever arrived. Hours are plain ones, of nights and holidays too.
        """
        caller.require(*WATCHERS)
        mine = (scope_in(caller, borough).boroughs or frozenset()) & desk.boroughs.keys()
        now, language = desk.clock(), language_of(request)
        found = await heartbeats(desk, mine)
        return {"items": [view_of(one, now, language) for one in found]}


def view_of(heartbeat: Heartbeat, now: datetime, language: str) -> View:
    """A channel, as HTTP and the page show it."""
    return {
        "borough": heartbeat.borough,
        "channel": heartbeat.channel,
        "channelText": said(CHANNELS.get(heartbeat.channel, CHANNELS["other"]), language),
        "lastArrivedAt": heartbeat.last_arrived_at,
        "silentHours": heartbeat.silent_hours(now),
        "allowedHours": heartbeat.allowed_hours,
        "isSilent": heartbeat.is_silent(now),
    }
