"""Which function takes which event of which topic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chassis.inbox import Handler
from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events import access, claims, complaints, intake, notifications, routing

from sla.application.follow_case import FollowCase
from sla.application.keep_grid import keep_grid
from sla.domain.calendar import HolidaySeed
from sla.domain.commitment import Commitments
from sla.domain.grids import Grid

Handlers = Mapping[type[Event], Handler[Commitments]]


def by_topic(cases: FollowCase) -> Mapping[str, Handlers]:
    """Handlers of what is said of cases."""
    return {
        intake.CASES: {
            intake.CaseRegisteredV1: cases.registered,
            intake.CaseReclassifiedV1: cases.reclassified,
            intake.CaseAnsweredV1: cases.answered,
            intake.CaseCompletedV1: cases.completed,
            intake.CaseWithdrawnV1: cases.withdrawn,
            intake.CaseClosedV1: cases.closed,
            intake.CaseReopenedV1: cases.reopened,
            intake.QuestionAskedV1: cases.question_asked,
            intake.QuestionAnsweredV1: cases.question_answered,
        },
        routing.ASSIGNMENTS: {
            routing.CaseAssignedV1: cases.assigned,
            routing.CaseReassignedV1: cases.assigned,
            routing.CaseUnroutedV1: cases.unrouted,
            routing.WorkCompletedV1: cases.work_completed,
        },
        complaints.INVESTIGATIONS: {
            complaints.AdmissibilityDecidedV1: cases.admissibility_decided,
            complaints.InvestigationConcludedV1: cases.investigation_concluded,
        },
        access.ACCESS: {
            access.ThirdPartiesNotifiedV1: cases.third_parties_notified,
            access.ThirdPartiesHeardV1: cases.third_parties_heard,
            access.AccessRequestAnsweredV1: cases.access_answered,
        },
        claims.CLAIMS: {
            claims.ClaimDatedV1: cases.claim_dated,
            claims.ClaimNoticeRecordedV1: cases.claim_notice_recorded,
            claims.ClaimWithdrawnV1: cases.claim_withdrawn,
        },
        notifications.DELIVERIES: {notifications.MessageHandedOverV1: cases.handed_over},
    }


@dataclass(frozen=True)
class OnGrid:
    """Keeps a grid, and lets this process use it at once."""

    seed: HolidaySeed
    learn: Callable[[Grid], None]

    def __call__(
        self, grid: Grid | None, received: Received[routing.GridPublishedV1], now: datetime
    ) -> Outcome[Grid]:
        """The grid of a version. Should the write fail, it comes again: it never changes."""
        outcome = keep_grid(grid, received, now, seed=self.seed)
        self.learn(outcome.state)
        return outcome
