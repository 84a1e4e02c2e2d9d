"""What routing says of a case; intake alone changes the case's state.

The lines for the dossier are told in `tell_timeline`.
"""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.routing import (
    CaseAssignedV1,
    CaseUnroutedV1,
    WorkCompletedV1,
)

from intake.application.stub import case_of
from intake.application.translate import outcome
from intake.domain.case import Case
from intake.domain.dossier import Assignment, Unrouted, Work
from intake.domain.tracking import TrackingCodes


def record_assignment(
    state: Case | None, received: Received[CaseAssignedV1], now: datetime
) -> Outcome[Case]:
    """Somebody has it, for the first time or instead of another."""
    data = received.data
    fields = data.model_dump(include=set(Assignment.model_fields))
    case, _ = case_of(state, received.envelope).routed(Assignment.model_validate(fields))
    return Outcome(case)


def record_unrouted(
    state: Case | None, received: Received[CaseUnroutedV1], now: datetime
) -> Outcome[Case]:
    """Nobody has it, and why."""
    data = received.data
    unrouted = Unrouted(
        outcome=data.outcome,
        reason_fr=data.reason_fr,
        reason_en=data.reason_en,
        decided_at=data.decided_at,
    )
    case, _ = case_of(state, received.envelope).not_routed(unrouted)
    return Outcome(case)


def apply_work_completed(
    state: Case | None, received: Received[WorkCompletedV1], now: datetime, *, codes: TrackingCodes
) -> Outcome[Case]:
    """The work is done (PV-52..57): the case is completed, or the completion refused."""
    data = received.data
    work = Work(
        done_on=data.done_on,
        completed_at=data.completed_at,
        intervention_code=data.intervention_code,
    )
    return outcome(case_of(state, received.envelope).work_completed(work), codes)
