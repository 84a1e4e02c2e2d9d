"""What intake says of a case, into its assignment; decided with the last fact that is needed.

The two streams come in any order: each function stores its fact, then decides from all that is
held (PV-05: at once, never in a batch).
"""

from datetime import datetime

from chassis.faults import Permanent
from chassis.outcome import Outcome
from contracts import Received
from contracts.events.intake import (
    CaseClosedV1,
    CaseCompletedV1,
    CaseDetailsRecordedV1,
    CaseReclassifiedV1,
    CaseRegisteredV1,
    CaseReopenedV1,
    CaseWithdrawnV1,
    CompletionRefusedV1,
)

from routing.application.snapshot import Snapshot
from routing.application.translate import outcome
from routing.domain.assignment import Assignment
from routing.domain.errors import PluginFault
from routing.domain.facts import CaseKind
from routing.domain.held_facts import PlaceFacts, RegisteredFacts
from routing.domain.place import borough_in


def record_registration(
    state: Assignment | None,
    received: Received[CaseRegisteredV1],
    now: datetime,
    *,
    snapshot: Snapshot,
) -> Outcome[Assignment]:
    """A case came in at a counter. Raises Permanent where a borough's plug-in fails."""
    data, borough = received.data, received.envelope.borough
    received_on = snapshot.today(borough, data.received_at)
    facts = RegisteredFacts(
        counter_borough=borough,
        kind=CaseKind(data.kind.value),
        activity=data.activity,
        received_on=received_on,
        created_on=received_on,
        details_version=data.details_version,
        channel=data.channel.value,
        received_at=data.received_at,
    )
    return _decided(_of(state, data.case_id).with_registered(facts), now, snapshot)


def record_reclassification(
    state: Assignment | None,
    received: Received[CaseReclassifiedV1],
    now: datetime,
    *,
    snapshot: Snapshot,
) -> Outcome[Assignment]:
    """The counter named another kind or activity. Raises Permanent, see above."""
    data = received.data
    known = _of(state, data.case_id)
    moved = known.with_reclassification(CaseKind(data.kind.value), data.activity)
    return _decided(moved, now, snapshot)


def record_withdrawal(
    state: Assignment | None,
    received: Received[CaseWithdrawnV1],
    now: datetime,
    *,
    snapshot: Snapshot,
) -> Outcome[Assignment]:
    """The citizen took the case back; a place that comes later assigns it to nobody."""
    return outcome(_of(state, received.data.case_id).with_withdrawal(now), snapshot.grids)


def record_verdict(
    state: Assignment | None,
    received: Received[CaseCompletedV1] | Received[CompletionRefusedV1],
    now: datetime,
    *,
    snapshot: Snapshot,
) -> Outcome[Assignment]:
    """Intake answered a `work-completed` of ours, or took one of a partner (Open311).

    What it refused is shown with the reason, and may be completed anew (PV-57).
    """
    known = _of(state, received.data.case_id)
    if isinstance(received.data, CompletionRefusedV1):
        return outcome((known.with_refusal(received.data.reason, now), []), snapshot.grids)
    if not known.is_completed:
        # Nobody here reported it: somebody else did the work, and nobody here does it again.
        return outcome((known.with_closing(), []), snapshot.grids)
    return outcome((known.with_verdict(), []), snapshot.grids)


def record_closing(
    state: Assignment | None,
    received: Received[CaseClosedV1],
    now: datetime,
    *,
    snapshot: Snapshot,
) -> Outcome[Assignment]:
    """The counter closed it, with work done or without any."""
    return outcome((_of(state, received.data.case_id).with_closing(), []), snapshot.grids)


def record_reopening(
    state: Assignment | None,
    received: Received[CaseReopenedV1],
    now: datetime,
    *,
    snapshot: Snapshot,
) -> Outcome[Assignment]:
    """Open again: what was held back meanwhile is decided. Raises Permanent, see above."""
    data = received.data
    return _decided(_of(state, data.case_id).with_reopening(now, data.reason), now, snapshot)


def record_details(
    state: Assignment | None,
    received: Received[CaseDetailsRecordedV1],
    now: datetime,
    *,
    snapshot: Snapshot,
) -> Outcome[Assignment]:
    """The place, and the activity where the open stream may not say it.

    Of an address only the borough named in it is kept, of the description nothing.

    Raises Permanent where a borough's plug-in fails.
    """
    data = received.data
    has_point = data.longitude is not None and data.latitude is not None
    named = borough_in(data.address or "", snapshot.grids, snapshot.territories)
    facts = PlaceFacts(
        details_version=data.version,
        longitude=data.longitude if has_point else None,
        latitude=data.latitude if has_point else None,
        address_borough=named,
        activity=data.activity or "",
    )
    return _decided(_of(state, data.case_id).with_place(facts), now, snapshot)


def _of(state: Assignment | None, case_id: str) -> Assignment:
    """The assignment, or a stub: any stream may speak first (rule 3)."""
    return state or Assignment(case_id=case_id)


def _decided(state: Assignment, now: datetime, snapshot: Snapshot) -> Outcome[Assignment]:
    try:
        change = state.decide_if_ready(
            snapshot.grids, snapshot.territories, snapshot.directory, now
        )
    except PluginFault as fault:
        raise Permanent(str(fault)) from fault
    return outcome(change, snapshot.grids)
