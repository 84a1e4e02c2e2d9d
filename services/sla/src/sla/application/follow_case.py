"""What happens to a case, turned into facts; each is one decision on the commitments of the case.

Pure: nothing is read but the arguments and the rule book, which only ever grows.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.faults import Permanent
from chassis.outcome import Outcome
from contracts import Received
from contracts.events import access, claims, complaints, intake, notifications, routing
from contracts.words import Admissibility

from sla.application.due_history import remembered
from sla.application.translate import said
from sla.domain import commitments, facts
from sla.domain.commitment import DEFAULT_TIMING, Commitments, Timing
from sla.domain.promises import RuleBook

log = logging.getLogger(__name__)
KEPT_BY: Mapping[str, type[facts.Acknowledged | facts.SurveySent]] = {
    "acknowledgement": facts.Acknowledged,
    "survey": facts.SurveySent,
}
"""The templates whose hand-over keeps a promise (MH-08)."""
NOWHERE = "-"


@dataclass(frozen=True)
class FollowCase:
    """The events of a case. Decisions rest on the grids in the book."""

    book: RuleBook
    timing: Timing = DEFAULT_TIMING

    def registered(
        self,
        state: Commitments | None,
        received: Received[intake.CaseRegisteredV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """A case came in: the receiving borough's clock runs, if there is somebody to answer."""
        event, borough = received.data, received.envelope.borough
        fact = facts.Registered(
            received_at=event.received_at,
            borough=None if borough == NOWHERE else borough,
            kind=event.kind,
            activity=event.activity,
            channel=event.channel,
            has_contact=event.contacts_version > 0,
        )
        return self._learn(state, received, fact, now)

    def reclassified(
        self,
        state: Commitments | None,
        received: Received[intake.CaseReclassifiedV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """Kind or activity changed (PV-13)."""
        fact = facts.Reclassified(kind=received.data.kind, activity=received.data.activity)
        return self._learn(state, received, fact, now)

    def answered(
        self, state: Commitments | None, received: Received[intake.CaseAnsweredV1], now: datetime
    ) -> Outcome[Commitments] | None:
        """Answered at first contact (PV-15)."""
        return self._learn(state, received, facts.Answered(received.data.answered_at), now)

    def completed(
        self, state: Commitments | None, received: Received[intake.CaseCompletedV1], now: datetime
    ) -> Outcome[Commitments] | None:
        """Done, in time or late; perhaps after the miss was said (PV-53)."""
        fact = facts.Completed(received.data.completed_at, received.data.done_on)
        return self._learn(state, received, fact, now)

    def withdrawn(
        self, state: Commitments | None, received: Received[intake.CaseWithdrawnV1], now: datetime
    ) -> Outcome[Commitments] | None:
        """The citizen took it back."""
        return self._learn(state, received, facts.Withdrawn(received.data.withdrawn_at), now)

    def closed(
        self, state: Commitments | None, received: Received[intake.CaseClosedV1], now: datetime
    ) -> Outcome[Commitments] | None:
        """Closed at the counter; where work was done, that has been told already, and a survey may
        be owed from now on."""
        closed = facts.ClosedWithoutWork if received.data.without_work else facts.Closed
        return self._learn(state, received, closed(received.data.closed_at), now)

    def reopened(
        self, state: Commitments | None, received: Received[intake.CaseReopenedV1], now: datetime
    ) -> Outcome[Commitments] | None:
        """Open again: completion is promised anew, from now on."""
        return self._learn(state, received, facts.Reopened(received.data.reopened_at), now)

    def question_asked(
        self, state: Commitments | None, received: Received[intake.QuestionAskedV1], now: datetime
    ) -> Outcome[Commitments] | None:
        """The citizen is waited for; whether a clock stops for it, the grid says."""
        fact = facts.QuestionAsked(received.data.question_id, received.data.asked_at)
        return self._learn(state, received, fact, now)

    def question_answered(
        self,
        state: Commitments | None,
        received: Received[intake.QuestionAnsweredV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """The citizen answered: what waited runs again."""
        fact = facts.QuestionAnswered(received.data.question_id, received.data.answered_at)
        return self._learn(state, received, fact, now)

    def assigned(
        self,
        state: Commitments | None,
        received: Received[routing.CaseAssignedV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """A department has it, or another one has it now."""
        event = received.data
        fact = facts.Assigned(
            event.responsible_borough,
            event.grid_version,
            event.activity,
            event.decided_at,
            event.department,
        )
        return self._learn(state, received, fact, now)

    def unrouted(
        self, state: Commitments | None, received: Received[routing.CaseUnroutedV1], now: datetime
    ) -> Outcome[Commitments] | None:
        """Nobody has it."""
        return self._learn(state, received, facts.Unrouted(received.data.decided_at), now)

    def work_completed(
        self,
        state: Commitments | None,
        received: Received[routing.WorkCompletedV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """The date for which the work had been planned (PV-53); that it is done, intake says."""
        if received.data.planned_on is None:
            return None
        fact = facts.WorkPlanned(received.data.planned_on, received.data.completed_at)
        return self._learn(state, received, fact, now)

    def admissibility_decided(
        self,
        state: Commitments | None,
        received: Received[complaints.AdmissibilityDecidedV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """A complaint was looked at (PV-18..20); a refused one has its answer."""
        refused = received.data.admissibility is Admissibility.REFUSED
        fact = facts.AdmissibilityDecided(received.data.decided_at, is_refused=refused)
        return self._learn(state, received, fact, now)

    def investigation_concluded(
        self,
        state: Commitments | None,
        received: Received[complaints.InvestigationConcludedV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """The investigation of a complaint is over."""
        fact = facts.InvestigationConcluded(received.data.concluded_at)
        return self._learn(state, received, fact, now)

    def third_parties_notified(
        self,
        state: Commitments | None,
        received: Received[access.ThirdPartiesNotifiedV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """A third party was written to: from now on the delays of art. 49 hold."""
        fact = facts.ThirdPartyNotified(received.data.notified_at)
        return self._learn(state, received, fact, now)

    def third_parties_heard(
        self,
        state: Commitments | None,
        received: Received[access.ThirdPartiesHeardV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """All of them were heard, or were silent: the decision is due."""
        fact = facts.ThirdPartiesHeard(received.data.heard_at)
        return self._learn(state, received, fact, now)

    def access_answered(
        self,
        state: Commitments | None,
        received: Received[access.AccessRequestAnsweredV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """An access request has its answer (PV-46..49)."""
        return self._learn(state, received, facts.AccessAnswered(received.data.answered_at), now)

    def claim_dated(
        self, state: Commitments | None, received: Received[claims.ClaimDatedV1], now: datetime
    ) -> Outcome[Commitments] | None:
        """The day from which the law counts for whoever claims, known or corrected (LCV 585)."""
        return self._learn(state, received, facts.ClaimDated(received.data.facts_on), now)

    def claim_notice_recorded(
        self,
        state: Commitments | None,
        received: Received[claims.ClaimNoticeRecordedV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """The written notice came, apart from the claim (C-13)."""
        fact = facts.ClaimNoticeReceived(received.data.received_on, received.data.recorded_at)
        return self._learn(state, received, fact, now)

    def claim_withdrawn(
        self, state: Commitments | None, received: Received[claims.ClaimWithdrawnV1], now: datetime
    ) -> Outcome[Commitments] | None:
        """Taken back at the clerk's: no delay of the law is waited for."""
        return self._learn(state, received, facts.ClaimWithdrawn(received.data.withdrawn_at), now)

    def handed_over(
        self,
        state: Commitments | None,
        received: Received[notifications.MessageHandedOverV1],
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """The provider took a message; the acknowledgement and the survey keep a promise."""
        kept = KEPT_BY.get(received.data.template)
        return self._learn(state, received, kept(received.data.at), now) if kept else None

    def tick(
        self, state: Commitments, now: datetime, read_until: datetime | None
    ) -> Outcome[Commitments]:
        """What time alone brings: warnings, misses up to `read_until`, another try at rules that
        were missing. Always to be saved: then the next time is another one.

        What fails is put off and alarmed, and blocks nobody (DESIGN §3, Timers).
        """
        try:
            decided, outcomes = commitments.tick(state, self.book, now, read_until, self.timing)
            return Outcome(remembered(decided, outcomes, now), said(outcomes, state.case_id))
        except Exception as fault:
            log.exception("timer failed", extra={"fault": type(fault).__name__})
            return Outcome(commitments.put_off(state, now, self.timing))

    def again(self, state: Commitments, now: datetime) -> Outcome[Commitments] | None:
        """Decided anew because a grid was heard, also what is settled; None: nothing changes.

        What fails is alarmed and left to its next timer: it blocks no other case.
        """
        try:
            decided, outcomes = commitments.decide_again(state, self.book, now, self.timing)
        except Exception as fault:
            log.exception("not decided again", extra={"fault": type(fault).__name__})
            return None
        if decided == state and not outcomes:
            return None
        return Outcome(remembered(decided, outcomes, now), said(outcomes, state.case_id))

    def _learn(
        self,
        state: Commitments | None,
        received: Received[Any],
        fact: facts.CaseFact,
        now: datetime,
    ) -> Outcome[Commitments] | None:
        """None where the fact changes nothing: then nothing is written, and hearing it again is
        harmless."""
        before = _state(state, received)
        decided, outcomes = commitments.record(before, fact, self.book, now, self.timing)
        if decided == before and not outcomes:
            return None
        return Outcome(remembered(decided, outcomes, now), said(outcomes, before.case_id))


def _state(state: Commitments | None, received: Received[Any]) -> Commitments:
    """The case's commitments; any stream may speak first of it.

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
    return Commitments(case_id=case_id)
