"""What sla says of a case's delays, into the clocks that a document of ours holds."""

from typing import Any

from contracts import Event
from contracts.events import sla

from complaints.domain.legal_clock import Clock, ClockState, with_clock

HEARD: tuple[type[Event], ...] = (
    sla.CommitmentStartedV1,
    sla.CommitmentMovedV1,
    sla.CommitmentSuspendedV1,
    sla.CommitmentResumedV1,
    sla.CommitmentExtendedV1,
    sla.CommitmentMetV1,
    sla.CommitmentMissedV1,
    sla.CommitmentMissWithdrawnV1,
    sla.CommitmentCancelledV1,
)


def clocks_after(clocks: tuple[Clock, ...], event: Any) -> tuple[Clock, ...]:
    """The clocks once this was heard; any event may be the first word of a commitment."""
    held = {one.commitment_id: one for one in clocks}.get(event.commitment_id) or Clock(
        commitment_id=event.commitment_id,
        kind=event.commitment_kind.value,
        due_at=event.due_at,
        original_due_at=event.due_at,
    )
    news: dict[str, Any] = {"due_at": event.due_at}
    for name in ("original_due_at", "explanation_fr", "explanation_en"):
        if hasattr(event, name):
            news[name] = getattr(event, name)
    match event:
        case sla.CommitmentStartedV1():
            news |= {"started_at": event.started_at, "state": ClockState.RUNNING}
        case sla.CommitmentSuspendedV1():
            news |= {"state": ClockState.SUSPENDED}
        case sla.CommitmentResumedV1():
            news |= {"state": ClockState.RUNNING}
        case sla.CommitmentMissWithdrawnV1():
            news |= {"state": ClockState.RUNNING, "settled_at": None}
        case sla.CommitmentExtendedV1():
            news |= {
                "extended_by": held.extended_by + event.extended_by,
                "notice_on": event.notice_on,
            }
        case sla.CommitmentMetV1():
            news |= {"state": ClockState.MET, "settled_at": event.met_at}
        case sla.CommitmentMissedV1():
            news |= {"state": ClockState.MISSED, "settled_at": event.due_at}
        case sla.CommitmentCancelledV1():
            news |= {"state": ClockState.CANCELLED}
    return with_clock(clocks, held.model_copy(update=news))
