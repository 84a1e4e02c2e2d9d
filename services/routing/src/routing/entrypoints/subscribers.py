"""Which function takes which event of which topic; of the others nothing is kept."""

from collections.abc import Mapping
from functools import partial

from chassis.inbox import Handler
from contracts import Event
from contracts.events import intake, sla

from routing.application import follow_case, follow_promises
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment

Handlers = Mapping[type[Event], Handler[Assignment]]


def by_topic(snapshot: Snapshot) -> Mapping[str, Handlers]:
    """Handlers by topic. An answered case is information, which nobody is assigned (PV-15)."""
    return {
        intake.CASES: {
            intake.CaseRegisteredV1: partial(follow_case.record_registration, snapshot=snapshot),
            intake.CaseReclassifiedV1: partial(
                follow_case.record_reclassification, snapshot=snapshot
            ),
            intake.CaseWithdrawnV1: partial(follow_case.record_withdrawal, snapshot=snapshot),
            intake.CaseCompletedV1: partial(follow_case.record_verdict, snapshot=snapshot),
            intake.CompletionRefusedV1: partial(follow_case.record_verdict, snapshot=snapshot),
            intake.CaseClosedV1: partial(follow_case.record_closing, snapshot=snapshot),
            intake.CaseReopenedV1: partial(follow_case.record_reopening, snapshot=snapshot),
        },
        intake.DETAILS: {
            intake.CaseDetailsRecordedV1: partial(follow_case.record_details, snapshot=snapshot),
        },
        sla.COMMITMENTS: {
            sla.CommitmentStartedV1: follow_promises.record_promise,
            sla.CommitmentMovedV1: follow_promises.record_promise,
            sla.CommitmentSuspendedV1: follow_promises.record_promise,
            sla.CommitmentResumedV1: follow_promises.record_promise,
            sla.CommitmentExtendedV1: follow_promises.record_promise,
            sla.CommitmentMetV1: follow_promises.record_promise,
            sla.CommitmentMissedV1: follow_promises.record_promise,
            sla.CommitmentMissWithdrawnV1: follow_promises.record_promise,
            sla.CommitmentCancelledV1: follow_promises.record_promise,
        },
    }
