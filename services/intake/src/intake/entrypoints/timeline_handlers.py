"""Which function takes which event into the timeline of a case; see `domain/timeline.py`."""

from collections.abc import Mapping

from chassis.inbox import Handler
from contracts import Event
from contracts.events import complaints, moves, routing

from intake.application.follow_law import OF_ACCESS, OF_CLAIMS, tell_access, tell_claim
from intake.application.follow_notifications import STANDINGS as OF_MESSAGES
from intake.application.follow_notifications import record_delivery
from intake.application.follow_sla import STANDINGS as OF_COMMITMENTS
from intake.application.follow_sla import record_commitment
from intake.application.tell_timeline import (
    tell_acceptance,
    tell_admissibility,
    tell_assignment,
    tell_complaint_opened,
    tell_hand_over,
    tell_investigation_concluded,
    tell_investigation_started,
    tell_unrouted,
)
from intake.domain.timeline import Timeline

OF_TIMELINE: Mapping[type[Event], Handler[Timeline]] = {
    routing.CaseAssignedV1: tell_assignment,
    routing.CaseReassignedV1: tell_assignment,
    routing.CaseUnroutedV1: tell_unrouted,
    moves.CaseAcceptedV1: tell_acceptance,
    moves.CaseHandedOverV1: tell_hand_over,
    complaints.ComplaintOpenedV1: tell_complaint_opened,
    complaints.AdmissibilityDecidedV1: tell_admissibility,
    complaints.InvestigationStartedV1: tell_investigation_started,
    complaints.InvestigationConcludedV1: tell_investigation_concluded,
    **dict.fromkeys(OF_ACCESS, tell_access),
    **dict.fromkeys(OF_CLAIMS, tell_claim),
    **dict.fromkeys(OF_COMMITMENTS, record_commitment),
    **dict.fromkeys(OF_MESSAGES, record_delivery),
}
