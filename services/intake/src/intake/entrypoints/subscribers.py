"""Which function takes which event of which topic."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from chassis import metrics
from chassis.commands import derived_id
from chassis.faults import Unreadable
from chassis.inbox import Handler
from chassis.outcome import Outcome, Said
from contracts import Event, Received
from contracts.events import access, claims, complaints, pilot, routing

from intake.application.follow_complaints import (
    record_admissibility,
    record_complaint_opened,
    record_conclusion,
    record_file_received,
)
from intake.application.follow_law import record_answer, record_decision, record_taking_back
from intake.application.follow_routing import (
    apply_work_completed,
    record_assignment,
    record_unrouted,
)
from intake.application.keep_grid import keep_words
from intake.application.open_safety_request import SafetyRequests
from intake.application.receive_pilot import (
    PilotRules,
    receive_pilot_request,
    refuse_unreadable,
)
from intake.domain.activities import GridWords, Vocabulary
from intake.domain.case import Case
from intake.domain.counter_rules import CounterRules
from intake.domain.gazetteer import Gazetteer
from intake.domain.tracking import TrackingCodes

Handlers = Mapping[type[Event], Handler[Case]]
OF_GRIDS: Mapping[type[Event], Handler[GridWords]] = {routing.GridPublishedV1: keep_words}


def case_id_of_pilot(received: Received[Any]) -> str:
    """Case id of a pilot's request: derived from its own id of it (rule 7).

    `ce_source` has no part in it: whoever may write on the topic writes any source, and all answers
    to one key must come from one document.
    """
    return derived_id("pilot", received.envelope.subject)


def of_safety(safety: SafetyRequests) -> Handlers:
    """Handlers of the dangers that complaints report; documents by `safety.case_id_of`."""
    return {complaints.SafetyRequestAskedV1: safety.open}


@dataclass(frozen=True)
class Subscribers:
    """The handlers, by topic."""

    boroughs: Collection[str]
    codes: TrackingCodes
    knows: Callable[[str, str], bool | None] = Vocabulary().knows
    rules_of: Callable[[str], CounterRules] = Vocabulary().rules_of
    gazetteer: Gazetteer = field(default_factory=Gazetteer)

    def by_topic(self) -> Mapping[str, Handlers]:
        """Handlers of what decides where a case stands; the pilot's documents have other ids."""
        return {
            routing.ASSIGNMENTS: {
                routing.CaseAssignedV1: record_assignment,
                routing.CaseReassignedV1: record_assignment,
                routing.CaseUnroutedV1: record_unrouted,
                routing.WorkCompletedV1: partial(apply_work_completed, codes=self.codes),
            },
            complaints.INVESTIGATIONS: {
                complaints.ComplaintOpenedV1: record_complaint_opened,
                complaints.AdmissibilityDecidedV1: record_admissibility,
                complaints.FileReceivedV1: record_file_received,
                complaints.InvestigationConcludedV1: record_conclusion,
            },
            access.ACCESS: {access.AccessRequestAnsweredV1: record_answer},
            claims.CLAIMS: {
                claims.ClaimDecidedV1: record_decision,
                claims.ClaimWithdrawnV1: record_taking_back,
            },
        }

    def of_pilot(self) -> Handlers:
        """Handlers of the pilot's requests; documents by `case_id_of_pilot`."""
        return {
            pilot.PilotRequestSubmittedV1: self._on_pilot_request,
            Unreadable: self._on_unreadable,
        }

    def _on_pilot_request(
        self, state: Case | None, received: Received[Any], now: datetime
    ) -> Outcome[Case]:
        case_id, rules = case_id_of_pilot(received), self._rules()
        outcome = receive_pilot_request(state, received, now, case_id=case_id, rules=rules)
        if any(isinstance(one, Said) for one in outcome.events):
            source = ("ce_source", received.envelope.source.encode())
            metrics.bad_input(pilot.REQUESTS, [source], "rejected")
        return outcome

    def _on_unreadable(
        self, state: Case | None, received: Received[Any], now: datetime
    ) -> Outcome[Case]:
        case_id, rules = case_id_of_pilot(received), self._rules()
        return refuse_unreadable(state, received, now, case_id=case_id, rules=rules)

    def _rules(self) -> PilotRules:
        return PilotRules(self.boroughs, self.codes, self.knows, self.rules_of, self.gazetteer)
