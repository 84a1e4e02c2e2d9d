"""What open topics tell of a case, kept as far as figures need it; nothing is said or decided.

Pure: in whatever order the topics come, the figures of a case are the same.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.faults import Permanent
from chassis.outcome import Outcome
from contracts import Received
from contracts.events import intake, routing, sla
from contracts.words import CommitmentKind, Counting

from sla.domain.performance.case_figures import CaseFigures, PromisedWork

NOWHERE = "-"
IN_HOURS = frozenset({Counting.WORKING_HOURS, Counting.ELAPSED_HOURS})


def registered(
    state: CaseFigures | None, received: Received[intake.CaseRegisteredV1], now: datetime
) -> Outcome[CaseFigures]:
    """A case came in."""
    event, borough = received.data, received.envelope.borough
    return _kept(
        state,
        received,
        borough="" if borough == NOWHERE else borough,
        kind=event.kind.value,
        activity=event.activity,
        channel=event.channel.value,
        received_at=event.received_at,
        requesters={event.channel.value: 1},
    )


def reclassified(
    state: CaseFigures | None, received: Received[intake.CaseReclassifiedV1], now: datetime
) -> Outcome[CaseFigures]:
    """Kind or activity changed (PV-13)."""
    event = received.data
    return _kept(state, received, kind=event.kind.value, activity=event.activity)


def joined(
    state: CaseFigures | None, received: Received[intake.RequesterJoinedV1], now: datetime
) -> Outcome[CaseFigures]:
    """Another citizen asks for the same; said again, the number holds."""
    known, event = _state(state, received), received.data
    more = event.requesters - sum(known.requesters.values())
    channel = event.channel.value
    counts = {**known.requesters, channel: known.requesters.get(channel, 0) + max(0, more)}
    return Outcome(known.model_copy(update={"requesters": counts}))


def answered(
    state: CaseFigures | None, received: Received[intake.CaseAnsweredV1], now: datetime
) -> Outcome[CaseFigures]:
    """Answered at first contact (PV-15, MH-14)."""
    return _kept(state, received, answered_at=received.data.answered_at)


def completed(
    state: CaseFigures | None, received: Received[intake.CaseCompletedV1], now: datetime
) -> Outcome[CaseFigures]:
    """The work is done and validated (PV-53, PV-57)."""
    event = received.data
    return _kept(state, received, completed_at=event.completed_at, done_on=event.done_on)


def withdrawn(
    state: CaseFigures | None, received: Received[intake.CaseWithdrawnV1], now: datetime
) -> Outcome[CaseFigures]:
    """The citizen took it back."""
    return _kept(state, received, withdrawn_at=received.data.withdrawn_at)


def closed(
    state: CaseFigures | None, received: Received[intake.CaseClosedV1], now: datetime
) -> Outcome[CaseFigures]:
    """The counter closed it."""
    return _kept(state, received, closed_at=received.data.closed_at)


def reopened(
    state: CaseFigures | None, received: Received[intake.CaseReopenedV1], now: datetime
) -> Outcome[CaseFigures]:
    """Open again: how it had ended counts no more, that it was reopened does."""
    known = _state(state, received)
    ends = ("answered_at", "completed_at", "done_on", "withdrawn_at", "closed_at")
    return _kept(
        known,
        received,
        reopened=known.reopened + 1,
        reopened_at=received.data.reopened_at,
        **dict.fromkeys(ends),
    )


def assigned(
    state: CaseFigures | None, received: Received[routing.CaseAssignedV1], now: datetime
) -> Outcome[CaseFigures]:
    """A department answers for it now; who in it, no figure knows."""
    event = received.data
    return _kept(
        state,
        received,
        responsible_borough=event.responsible_borough,
        department=event.department,
        assigned_activity=event.activity,
        assigned_at=event.decided_at,
    )


def unrouted(
    state: CaseFigures | None, received: Received[routing.CaseUnroutedV1], now: datetime
) -> Outcome[CaseFigures]:
    """Nobody answers for it."""
    nobody = ("responsible_borough", "department", "assigned_activity")
    return _kept(state, received, assigned_at=None, **dict.fromkeys(nobody, ""))


def promised(
    state: CaseFigures | None, received: Received[Any], now: datetime
) -> Outcome[CaseFigures] | None:
    """Whatever is said of the promise that the work is done; other promises are not counted."""
    event = received.data
    if event.commitment_kind is not CommitmentKind.COMPLETE:
        return None
    known = _state(state, received)
    made = {one.commitment_id: one for one in known.promises}
    before = made.get(event.commitment_id)
    made[event.commitment_id] = _promise(before, event, received)
    return Outcome(known.model_copy(update={"promises": tuple(made.values())}))


def _promise(before: PromisedWork | None, event: Any, received: Received[Any]) -> PromisedWork:
    if isinstance(event, sla.CommitmentStartedV1):
        return PromisedWork(
            commitment_id=event.commitment_id,
            started_at=event.started_at,
            due_at=event.due_at,
            original_due_at=event.original_due_at,
            in_hours=event.counting in IN_HOURS,
        )
    known = before or PromisedWork(  # its start was set aside: what is said now is all there is
        commitment_id=event.commitment_id,
        started_at=received.envelope.time,
        due_at=event.due_at,
        original_due_at=getattr(event, "original_due_at", None) or event.due_at,
    )
    return known.model_copy(
        update={
            "due_at": event.due_at,
            "cancelled": isinstance(event, sla.CommitmentCancelledV1),
            "suspended": _is_suspended(known, event),
        }
    )


def _is_suspended(known: PromisedWork, event: Any) -> bool:
    """A due time that moves meanwhile does not make the clock run again."""
    if isinstance(event, sla.CommitmentSuspendedV1):
        return True
    still = sla.CommitmentMovedV1 | sla.CommitmentExtendedV1 | sla.CommitmentDueSoonV1
    return known.suspended and isinstance(event, still)


def _kept(
    state: CaseFigures | None, received: Received[Any], **changes: object
) -> Outcome[CaseFigures]:
    return Outcome(_state(state, received).model_copy(update=changes))


def _state(state: CaseFigures | None, received: Received[Any]) -> CaseFigures:
    """The figures of the case; any stream may speak first of it.

    Raises Permanent where key and content name different cases, or none.
    """
    case_id = received.envelope.subject
    if received.data.case_id != case_id:
        raise Permanent("key: is not that of the case inside")
    if state is not None:
        return state
    try:
        UUID(case_id)
    except ValueError as fault:
        raise Permanent("key: is not the id of a case") from fault
    return CaseFigures(case_id=case_id)
