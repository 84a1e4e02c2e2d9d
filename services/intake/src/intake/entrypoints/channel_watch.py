"""Watches that every channel is heard; read from the cases themselves, so it cannot drift."""

import logging
from collections.abc import Collection

from prometheus_client import Gauge

from intake.domain.heartbeat import Heartbeat
from intake.entrypoints.desk import TECHNICIAN, Desk

log = logging.getLogger(__name__)

WATCHERS = (TECHNICIAN, "director", "operator")
SILENCE = Gauge(
    "guichet_channel_silence_hours",
    "Hours since the last case by a channel from which some are expected; none: nothing ever came",
    ["borough", "channel"],
)
SILENT = Gauge(
    "guichet_channel_silent",
    "1 where nothing came by a channel for longer than the grid allows",
    ["borough", "channel"],
)


async def heartbeats(desk: Desk, boroughs: Collection[str]) -> list[Heartbeat]:
    """The channels of these counters from which their grids expect something, silent ones first.

    Raises Transient.
    """
    vocabulary, now = await desk.vocabulary(), desk.clock()
    found = [
        Heartbeat(borough, channel, await desk.cases.last_arrival(borough, channel, now), allowed)
        for borough in sorted(boroughs)
        for channel, allowed in vocabulary.rules_of(borough).silent_hours.items()
    ]
    return sorted(found, key=lambda one: not one.is_silent(now))


class ChannelWatch:
    """Tells of silence: gauges at every look, a line in the log once per silence and process."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told: set[tuple[str, str]] = set()

    async def look(self) -> None:
        """Look at every channel from which something is expected. Raises Transient."""
        found = await heartbeats(self._desk, self._desk.boroughs)
        now = self._desk.clock()
        silent = {(one.borough, one.channel): one for one in found if one.is_silent(now)}
        # What a grid expects no more is taken off, in one go: nobody scrapes in between.
        SILENCE.clear()
        SILENT.clear()
        for one in found:
            where = (one.borough, one.channel)
            SILENT.labels(*where).set(where in silent)
            if (hours := one.silent_hours(now)) is not None:
                SILENCE.labels(*where).set(hours)
        for where in sorted(silent.keys() - self._told):
            one = silent[where]
            facts = {
                "borough": one.borough,
                "channel": one.channel,
                "silentHours": one.silent_hours(now),
                "allowedHours": one.allowed_hours,
            }
            log.warning("nothing arrives by a channel", extra=facts)
        self._told = set(silent)
