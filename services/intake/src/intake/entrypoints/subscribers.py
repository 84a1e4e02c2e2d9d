"""Which function takes which event of which topic."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from chassis.commands import derived_id
from chassis.inbox import Handler
from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events import complaints, notifications, pilot, routing, sla

from intake.application.follow_complaints import record_admissibility, record_complaint_opened
from intake.application.follow_notifications import STANDINGS as OF_MESSAGES
from intake.application.follow_notifications import record_delivery
from intake.application.follow_routing import (
    apply_work_completed,
    record_assignment,
    record_unrouted,
)
from intake.application.follow_sla import STANDINGS as OF_COMMITMENTS
from intake.application.follow_sla import record_commitment
from intake.application.receive_pilot import receive_pilot_request
from intake.domain.case import Case
from intake.domain.tracking import TrackingCodes

Handlers = Mapping[type[Event], Handler[Case]]


def case_id_of_pilot(received: Received[Any]) -> str:
    """Case id of a pilot's request: derived from who sends and their own id of it (rule 7)."""
    return derived_id(f"pilot:{received.envelope.source}", received.envelope.subject)


@dataclass(frozen=True)
class Subscribers:
    """The handlers, by topic."""

    boroughs: Collection[str]
    codes: TrackingCodes

    def by_topic(self) -> Mapping[str, Handlers]:
        """Handlers of every topic but the pilot's, whose documents have ids of their own."""
        return {
            routing.ASSIGNMENTS: {
                routing.CaseAssignedV1: record_assignment,
                routing.CaseReassignedV1: record_assignment,
                routing.CaseUnroutedV1: record_unrouted,
                routing.WorkCompletedV1: partial(apply_work_completed, codes=self.codes),
            },
            sla.COMMITMENTS: dict.fromkeys(OF_COMMITMENTS, record_commitment),
            complaints.INVESTIGATIONS: {
                complaints.ComplaintOpenedV1: record_complaint_opened,
                complaints.AdmissibilityDecidedV1: record_admissibility,
            },
            notifications.DELIVERIES: dict.fromkeys(OF_MESSAGES, record_delivery),
        }

    def of_pilot(self) -> Handlers:
        """Handlers of the pilot's requests; documents by `case_id_of_pilot`."""
        return {pilot.PilotRequestSubmittedV1: self._on_pilot_request}

    def _on_pilot_request(
        self, state: Case | None, received: Received[Any], now: datetime
    ) -> Outcome[Case]:
        return receive_pilot_request(
            state,
            received,
            now,
            case_id=case_id_of_pilot(received),
            boroughs=self.boroughs,
            codes=self.codes,
        )
