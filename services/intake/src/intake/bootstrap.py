"""The composition of intake: the only module that builds concrete objects."""

from chassis.kit import Kit
from chassis.mongo import Overflow
from contracts.events.pilot import REQUESTS
from contracts.events.routing import ASSIGNMENTS

from intake.adapters.case_index import INDEXES, index
from intake.domain.case import Case
from intake.domain.tracking import TrackingCodes
from intake.entrypoints import http, pages
from intake.entrypoints.case_queries import CaseQueries
from intake.entrypoints.desk import Desk
from intake.entrypoints.subscribers import Subscribers, case_id_of_pilot
from intake.settings import IntakeSettings


def build(settings: IntakeSettings) -> Kit:
    """Intake, wired; connects to nothing."""
    kit = Kit("intake", settings)
    store = kit.store("cases", Case, index, indexes=INDEXES, overflow=Overflow("journal"))
    codes = TrackingCodes(settings.tracking_secret.get_secret_value())
    desk = Desk(
        commands=kit.commands(store),
        cases=CaseQueries(store, store.chunks),
        codes=codes,
        clock=kit.clock,
        boroughs=settings.boroughs,
    )
    kit.routers += [http.router(desk), *pages.routers(desk, settings.signin_url)]
    subscribers = Subscribers(frozenset(settings.boroughs), codes)
    for topic, handlers in subscribers.by_topic().items():
        # Assignments move the case; the rest is its timeline, which may be two seconds behind.
        pace = 0.0 if topic == ASSIGNMENTS else 2.0
        kit.subscribe(topic, store, handlers, pace_seconds=pace)
    kit.subscribe(REQUESTS, store, subscribers.of_pilot(), case_id_of_pilot)
    return kit
