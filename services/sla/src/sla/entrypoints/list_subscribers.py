"""Which function keeps which event for the monthly lists: of their cases, and of their mails."""

from collections.abc import Mapping

from chassis.inbox import Handler
from contracts import Event
from contracts.events import intake, moves, routing, sla

from sla.application.lists import keep_cases, keep_proofs
from sla.domain.lists.listed_case import ListedCase
from sla.domain.lists.proof import Proofs

OF_CASES: Mapping[type[Event], Handler[ListedCase]] = {
    intake.CaseRegisteredV1: keep_cases.registered,
    intake.CaseReclassifiedV1: keep_cases.reclassified,
    intake.CaseCompletedV1: keep_cases.completed,
    intake.CaseAnsweredV1: keep_cases.over,
    intake.CaseWithdrawnV1: keep_cases.over,
    intake.CaseClosedV1: keep_cases.over,
    intake.CaseReopenedV1: keep_cases.reopened,
    routing.CaseAssignedV1: keep_cases.assigned,
    routing.CaseReassignedV1: keep_cases.assigned,
    routing.CaseUnroutedV1: keep_cases.unassigned,
    moves.CaseHandedOverV1: keep_cases.unassigned,
    sla.CommitmentStartedV1: keep_cases.promised,
    sla.CommitmentMovedV1: keep_cases.promised,
    sla.CommitmentExtendedV1: keep_cases.promised,
    sla.CommitmentResumedV1: keep_cases.promised,
}
OF_MAILS: Mapping[type[Event], Handler[Proofs]] = dict.fromkeys(
    keep_proofs.STATES, keep_proofs.heard
)
