"""What open topics tell of a case, kept as far as monthly lists need it; nothing is decided.

Pure: in whatever order the topics come, what is kept of a case is the same.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.faults import Permanent
from chassis.outcome import Outcome
from contracts import Received
from contracts.events import intake, moves, routing, sla
from contracts.words import CommitmentKind

from sla.domain.lists.listed_case import ListedCase, Post

NOTHING_LEFT = dict.fromkeys(("completed_at", "done_on"))


def registered(
    state: ListedCase | None, received: Received[intake.CaseRegisteredV1], now: datetime
) -> Outcome[ListedCase]:
    """A case came in."""
    event = received.data
    return _kept(
        state,
        received,
        received_at=event.received_at,
        kind=event.kind.value,
        activity=event.activity,
    )


def reclassified(
    state: ListedCase | None, received: Received[intake.CaseReclassifiedV1], now: datetime
) -> Outcome[ListedCase]:
    """Kind or activity changed (PV-13): it may leave the lists, or enter them."""
    return _kept(state, received, kind=received.data.kind.value, activity=received.data.activity)


def completed(
    state: ListedCase | None, received: Received[intake.CaseCompletedV1], now: datetime
) -> Outcome[ListedCase]:
    """The work is done and validated (PV-57)."""
    event = received.data
    return _kept(
        state, received, is_over=True, completed_at=event.completed_at, done_on=event.done_on
    )


def over(
    state: ListedCase | None,
    received: Received[intake.CaseAnsweredV1]
    | Received[intake.CaseWithdrawnV1]
    | Received[intake.CaseClosedV1],
    now: datetime,
) -> Outcome[ListedCase]:
    """Answered, taken back or closed: no work is owed any more."""
    return _kept(state, received, is_over=True)


def reopened(
    state: ListedCase | None, received: Received[intake.CaseReopenedV1], now: datetime
) -> Outcome[ListedCase]:
    """Open again: not completed after all."""
    return _kept(state, received, is_over=False, **NOTHING_LEFT)


def assigned(
    state: ListedCase | None, received: Received[routing.CaseAssignedV1], now: datetime
) -> Outcome[ListedCase]:
    """A department has it, or another one has it now."""
    event = received.data
    holders = (event.reception, event.execution)
    post = Post(
        borough=event.responsible_borough,
        department=event.department,
        department_fr=event.department_name_fr,
        department_en=event.department_name_en,
        holders=tuple(dict.fromkeys(one for one in holders if one)),
    )
    return _kept(state, received, post=post)


def unassigned(
    state: ListedCase | None,
    received: Received[routing.CaseUnroutedV1] | Received[moves.CaseHandedOverV1],
    now: datetime,
) -> Outcome[ListedCase]:
    """Nobody here has it: no department, or another authority."""
    return _kept(state, received, post=None)


def promised(
    state: ListedCase | None,
    received: Received[sla.CommitmentStartedV1]
    | Received[sla.CommitmentMovedV1]
    | Received[sla.CommitmentExtendedV1]
    | Received[sla.CommitmentResumedV1],
    now: datetime,
) -> Outcome[ListedCase] | None:
    """Until when the work was promised, as last said."""
    if received.data.commitment_kind is not CommitmentKind.COMPLETE:
        return None
    return _kept(state, received, due_at=received.data.due_at)


def _kept(state: ListedCase | None, received: Received[Any], **news: object) -> Outcome[ListedCase]:
    """Any stream may speak first. Raises Permanent where key and content differ."""
    case_id = received.envelope.subject
    if received.data.case_id != case_id:
        raise Permanent("key: is not that of the case inside")
    if state is None:
        try:
            UUID(case_id)
        except ValueError as fault:
            raise Permanent("key: is not the id of a case") from fault
    known = state or ListedCase(case_id=case_id)
    return Outcome(known.model_copy(update=news))
