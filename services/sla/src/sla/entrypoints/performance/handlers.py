"""Which function takes which event into the figures of a case."""

from collections.abc import Mapping

from chassis.inbox import Handler
from contracts import Event
from contracts.events import intake, routing, sla
from contracts.registry import event_types

from sla.application.performance import keep_figures
from sla.domain.performance.case_figures import CaseFigures

# Every word on a promise carries its due time: a new one is understood by that alone.
_OF_PROMISES: Mapping[type[Event], Handler[CaseFigures]] = {
    event: keep_figures.promised
    for event in event_types().values()
    if event.topic == sla.COMMITMENTS
}
OF_FIGURES: Mapping[type[Event], Handler[CaseFigures]] = {
    intake.CaseRegisteredV1: keep_figures.registered,
    intake.CaseReclassifiedV1: keep_figures.reclassified,
    intake.RequesterJoinedV1: keep_figures.joined,
    intake.CaseAnsweredV1: keep_figures.answered,
    intake.CaseCompletedV1: keep_figures.completed,
    intake.CaseWithdrawnV1: keep_figures.withdrawn,
    intake.CaseClosedV1: keep_figures.closed,
    intake.CaseReopenedV1: keep_figures.reopened,
    routing.CaseAssignedV1: keep_figures.assigned,
    routing.CaseReassignedV1: keep_figures.assigned,
    routing.CaseUnroutedV1: keep_figures.unrouted,
    **_OF_PROMISES,
}
