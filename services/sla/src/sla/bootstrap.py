"""The composition of sla: the only module that builds concrete objects."""

from datetime import datetime
from functools import partial

from chassis.kit import Kit
from chassis.outcome import Outcome
from contracts.events.notifications import DELIVERIES
from contracts.events.routing import GRIDS, GridPublishedV1

from sla.adapters.alarms import watch_horizon, watch_waiting
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.adapters.indexes import COMMITMENTS_BY, GRIDS_BY, commitments_index, grid_index
from sla.adapters.rule_book import GridRuleBook, GridWatch
from sla.application.follow_case import FollowCase
from sla.domain.commitment import Commitments
from sla.domain.grids import Grid
from sla.entrypoints import http
from sla.entrypoints.subscribers import OnGrid, by_topic
from sla.settings import SlaSettings

ALARMS_EVERY_SECONDS = 30.0


def build(settings: SlaSettings) -> Kit:
    """Sla, wired; connects to nothing."""
    kit = Kit("sla", settings)
    seed = QuebecHolidays()
    book = GridRuleBook(seed)
    cases = FollowCase(book, settings.timing)
    commitments = kit.store(
        "commitments",
        Commitments,
        partial(commitments_index, timing=settings.timing),
        indexes=COMMITMENTS_BY,
    )
    grids = kit.store("grids", Grid, grid_index, indexes=GRIDS_BY)
    for topic, handlers in by_topic(cases).items():
        # An acknowledgement that is noted a second later is noted all the same.
        pace = 1.0 if topic == DELIVERIES else 0.0
        kit.subscribe(topic, commitments, handlers, pace_seconds=pace)
    kit.subscribe(GRIDS, grids, {GridPublishedV1: OnGrid(seed, book.learn)})
    mark = kit.read_mark()

    def decide(state: Commitments, now: datetime) -> Outcome[Commitments] | None:
        return cases.tick(state, now, mark.until)

    async def alarms() -> None:
        watch_horizon(book.latest(), kit.clock(), settings.horizon_alarm_months)
        await watch_waiting(commitments)

    kit.round("due", commitments, "next_try_at", decide)
    watch = GridWatch(grids, book, kit.clock)
    kit.at_start(watch.refresh)
    kit.loop("grids", settings.grids_every_seconds, watch.refresh)
    kit.loop("alarms", ALARMS_EVERY_SECONDS, alarms)
    kit.routers.append(http.router(commitments, grids, seed, kit.clock))
    return kit
