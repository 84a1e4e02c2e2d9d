"""What staff decide on the promises of a case: each either done and told, or refused with field
and reason and nothing changed.

All take the state, a form, who acts, now and the grids, and return the outcome to save; all raise
`Refused`, or `NoSuchCommitment`.
"""

from dataclasses import dataclass, field
from datetime import datetime

from chassis.outcome import Outcome

from sla.application.due_history import remembered
from sla.application.forms import (
    DoneForm,
    DutyForm,
    ExtensionForm,
    PlannedForm,
    ResumptionForm,
    SuspensionForm,
)
from sla.application.translate import said
from sla.domain import commitments, deciding
from sla.domain.commitment import DEFAULT_TIMING, Commitments, Timing
from sla.domain.entered import Entered
from sla.domain.promises import RuleBook


@dataclass(frozen=True)
class Actor:
    """Who decides: a staff id, and the roles held (C-06)."""

    staff_id: str
    roles: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class ChangePromise:
    """The commands. Decisions rest on the grids in the book."""

    book: RuleBook
    timing: Timing = DEFAULT_TIMING

    def suspend(
        self,
        state: Commitments,
        commitment_id: str,
        form: SuspensionForm,
        actor: Actor,
        now: datetime,
    ) -> Outcome[Commitments]:
        """Stop the clock of a promise while the citizen is waited for, up to the grid's cap."""
        entered = deciding.suspend(
            state,
            commitment_id,
            self.book,
            now,
            reason=form.reason,
            until_on=form.until_on,
            note=form.note,
            by=actor.staff_id,
        )
        return self._decided(state, entered, now, commitment_id)

    def resume(
        self,
        state: Commitments,
        commitment_id: str,
        form: ResumptionForm,
        actor: Actor,
        now: datetime,
    ) -> Outcome[Commitments]:
        """Let the clock run again: the due time moves by exactly the pause."""
        entered = deciding.resume(state, commitment_id, now, by=actor.staff_id, note=form.note)
        return self._decided(state, entered, now, commitment_id)

    def extend(
        self,
        state: Commitments,
        commitment_id: str,
        form: ExtensionForm,
        actor: Actor,
        now: datetime,
    ) -> Outcome[Commitments]:
        """A longer delay, decided before its expiry by whom the grid names (PV-48, C-06)."""
        entered = deciding.extend(
            state,
            commitment_id,
            self.book,
            now,
            deciding.Longer(form.amount, form.until_on, form.reason, form.notice_on),
            decided_at=form.decided_at or now,
            by=actor.staff_id,
            roles=actor.roles,
        )
        return self._decided(state, entered, now, commitment_id)

    def note_duty(
        self, state: Commitments, form: DutyForm, actor: Actor, now: datetime
    ) -> Outcome[Commitments]:
        """A call to return (MH-07), or a third party to notify: owed where the grid says so."""
        entered = deciding.note_duty(
            state, self.book, now, kind=form.kind, at=form.at or now, by=actor.staff_id
        )
        return self._decided(state, entered, now, "")

    def record_done(
        self, state: Commitments, commitment_id: str, form: DoneForm, actor: Actor, now: datetime
    ) -> Outcome[Commitments]:
        """Called back (MH-07), or the third party was notified."""
        entered = deciding.record_done(
            state, commitment_id, now, at=form.at or now, by=actor.staff_id
        )
        return self._decided(state, entered, now, commitment_id)

    def record_planned(
        self, state: Commitments, form: PlannedForm, actor: Actor, now: datetime
    ) -> Outcome[Commitments]:
        """The citizen was given a date: from now on that is promised (MH-13, PV-53)."""
        entered = deciding.record_planned(state, self.book, now, on=form.on, by=actor.staff_id)
        return self._decided(state, entered, now, "")

    def _decided(
        self, state: Commitments, entered: Entered, now: datetime, commitment_id: str
    ) -> Outcome[Commitments]:
        decided, outcomes = commitments.record_entered(state, entered, self.book, now, self.timing)
        answer: dict[str, object] = {"caseId": state.case_id}
        one = decided.of_id(commitment_id)
        if one is not None:
            answer |= {
                "commitmentId": commitment_id,
                "state": one.state.value,
                "dueAt": one.due_at.isoformat(),
                "originalDueAt": one.original_due_at.isoformat(),
            }
        return Outcome(remembered(decided, outcomes, now), said(outcomes, state.case_id), answer)
