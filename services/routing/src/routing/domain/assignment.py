"""Routing's view of one case: facts as they arrive, the decision, the work; never a citizen's name.

Facts come on two streams in any order between them. Each is stored, then the decision is made from
all that is held, so that every order ends in the same assignment; `history` alone tells the path.
"""

import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from routing.domain.decision import decide
from routing.domain.directory import Directory, Responsable, Role
from routing.domain.errors import WorkRefused
from routing.domain.facts import CaseFacts, CaseKind, Decision, Outcome
from routing.domain.grid import Grids
from routing.domain.routed import (
    Assigned,
    Reassigned,
    Released,
    RoutingFact,
    Unrouted,
    WorkCompleted,
)
from routing.domain.territories import Territories
from routing.domain.work import WorkReport, check_work

_PLACELESS = frozenset({CaseKind.COMPLAINT, CaseKind.INFORMATION, CaseKind.CLAIM, CaseKind.ACCESS})


class _State(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RegisteredFacts(_State):
    """What the open stream says of the case; the last word of that stream holds."""

    counter_borough: str
    kind: CaseKind
    activity: str = ""
    received_on: datetime.date
    created_on: datetime.date
    address_borough: str | None = None
    details_version: int = Field(0, ge=0, description="above 0: a place comes on the other stream")


class PlaceFacts(_State):
    """What the restricted stream says of the place; the highest version holds."""

    details_version: int = Field(ge=1)
    longitude: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False)
    latitude: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False)
    address_borough: str | None = None
    activity: str = Field("", description="as typed, where the counter knew no grid that has it")

    @model_validator(mode="after")
    def _whole_point(self) -> Self:
        if (self.longitude is None) != (self.latitude is None):
            raise ValueError("longitude and latitude come together")
        return self


class HistoryEntry(_State):
    """One decision, or one change of person: both names stay."""

    at: datetime.datetime
    decision: Decision | None
    cause: str


class CompletedWork(_State):
    report: WorkReport
    at: datetime.datetime
    awaits_intake: bool = Field(False, description="intake has not said yet whether it applies")


class Assignment(_State):
    """The state of one case; every method returns a new one."""

    case_id: str
    registered: RegisteredFacts | None = None
    place: PlaceFacts | None = None
    decided_facts: CaseFacts | None = Field(None, description="what the decision was made from")
    decision: Decision | None = None
    work: CompletedWork | None = None
    earlier_work: tuple[CompletedWork, ...] = Field((), description="before the case was reopened")
    is_withdrawn: bool = False
    is_closed: bool = False
    history: tuple[HistoryEntry, ...] = ()
    history_moved: int = Field(0, description="older entries that lie in documents of their own")

    @property
    def is_assigned(self) -> bool:
        return self.decision is not None and self.decision.outcome is Outcome.ASSIGNED

    @property
    def is_completed(self) -> bool:
        return self.work is not None

    @property
    def is_over(self) -> bool:
        """Nobody works on it any more: the work is done, or the counter closed it without any."""
        return self.is_completed or self.is_closed

    @property
    def awaits_place(self) -> bool:
        """The registration promises details and none have come.

        Once there are some, a newer version is not waited for: it moves the case when it comes.
        Waiting for it would leave an answer that depends on the order of the streams.
        """
        known = self.registered
        if known is None or known.kind in _PLACELESS or self.place is not None:
            return False
        return known.details_version > 0

    def with_registered(self, facts: RegisteredFacts) -> Self:
        return self.model_copy(update={"registered": facts})

    def with_place(self, facts: PlaceFacts) -> Self:
        """An older version than the one held changes nothing."""
        if self.place is not None and facts.details_version <= self.place.details_version:
            return self
        return self.model_copy(update={"place": facts})

    def with_reclassification(self, kind: CaseKind, activity: str) -> Self:
        """The counter named another kind or activity (PV-13).

        What was said in a complaint stays there, so a complaint that is none any more comes with
        a place recorded anew, on the other stream.
        """
        known = self.registered
        if known is None or (kind, activity) == (known.kind, known.activity):
            return self
        left_complaints = known.kind is CaseKind.COMPLAINT and kind is not CaseKind.COMPLAINT
        version = known.details_version + 1 if left_complaints else known.details_version
        changes = {"kind": kind, "activity": activity, "details_version": version}
        return self.with_registered(known.model_copy(update=changes))

    def with_withdrawal(self, now: datetime.datetime) -> tuple[Self, list[RoutingFact]]:
        """The citizen took the case back: nobody answers for it, whatever else still arrives.

        Work that was completed before stands, with who did it.
        """
        if self.is_withdrawn:
            return self, []
        state, held = self.model_copy(update={"is_withdrawn": True}), self.decision
        if self.is_completed or held is None:
            return state, []
        state = state.model_copy(update={"decided_facts": None})
        return state._with_decision(None, now, "withdrawn"), [Released(self.case_id, now, held)]

    def with_closing(self) -> Self:
        """The counter closed the case; who had it stays named, and does nothing more."""
        return self.model_copy(update={"is_closed": True})

    def with_verdict(self) -> Self:
        """Intake applied the completed work, or refused it: a reopening ends it from now on."""
        if self.work is None or not self.work.awaits_intake:
            return self
        heard = self.work.model_copy(update={"awaits_intake": False})
        return self.model_copy(update={"work": heard})

    def with_reopening(self, now: datetime.datetime, reason: str) -> Self:
        """The counter opened the case again: the same people have it, to be completed anew.

        Work that intake has not answered yet was reported meanwhile: it is for this opening.
        """
        changes: dict[str, Any] = {"is_withdrawn": False, "is_closed": False}
        if self.work is not None and not self.work.awaits_intake:
            changes |= {"work": None, "earlier_work": (*self.earlier_work, self.work)}
        if self.decision is not None:
            entry = HistoryEntry(at=now, decision=self.decision, cause=f"reopened: {reason}")
            changes["history"] = (*self.history, entry)
        return self.model_copy(update=changes)

    def case_facts(self) -> CaseFacts | None:
        """All held facts as one value; None until a decision can be made (PV-05: no later)."""
        known = self.registered
        if known is None or self.awaits_place or self.is_withdrawn:
            return None
        place = self.place if known.kind not in _PLACELESS else None
        hint = place.address_borough if place is not None else None
        return CaseFacts(
            counter_borough=known.counter_borough,
            kind=known.kind,
            activity=known.activity or (place.activity if place is not None else ""),
            longitude=place.longitude if place is not None else None,
            latitude=place.latitude if place is not None else None,
            address_borough=hint or known.address_borough,
            received_on=known.received_on,
        )

    def decide_if_ready(
        self, grids: Grids, territories: Territories, directory: Directory, now: datetime.datetime
    ) -> tuple[Self, list[RoutingFact]]:
        """Decides where facts are new since the last decision; completed work is left alone."""
        facts = self.case_facts()
        if facts is None or facts == self.decided_facts or self.is_completed:
            return self, []
        return self._decide(facts, grids, territories, directory, now, "facts")

    def reconsider(
        self,
        grids: Grids,
        territories: Territories,
        directory: Directory,
        now: datetime.datetime,
        cause: str,
    ) -> tuple[Self, list[RoutingFact]]:
        """Decides anew from the same facts: a designation came, a grid changed, a person left."""
        facts = self.case_facts()
        if facts is None or self.is_over:
            return self, []
        return self._decide(facts, grids, territories, directory, now, cause)

    def reassign(
        self, role: Role, to: Responsable, now: datetime.datetime
    ) -> tuple[Self, list[RoutingFact]]:
        """Hands one role to another person, such as the substitute; the same person: nothing."""
        before = self.decision
        key = f"{role}_person"
        if before is None or not self.is_assigned or self.is_over:
            return self, []
        if getattr(before, key) == to.person_id:
            return self, []
        after = before.model_copy(update={key: to.person_id})
        reason = (
            (f"remplace {to.stands_in_for}, absent", f"stands in for {to.stands_in_for}, away")
            if to.stands_in_for
            else ("répond de nouveau du dossier", "answers for the case again")
        )
        fact = Reassigned(
            case_id=self.case_id,
            at=now,
            before=before,
            after=after,
            reason_fr=f"{to.person_id} {reason[0]}.",
            reason_en=f"{to.person_id} {reason[1]}.",
        )
        return self._with_decision(after, now, f"{role}: {fact.reason_en}"), [fact]

    def complete_work(
        self, report: WorkReport, grids: Grids, now: datetime.datetime
    ) -> tuple[Self, list[RoutingFact]]:
        """PV-52..55; raises WorkRefused. Repeating the same report changes nothing."""
        if self.work is not None and self.work.report == report:
            return self, []
        if self.is_withdrawn:
            raise WorkRefused("case", "le dossier a été retiré", "the case was withdrawn")
        decision, known = self.decision, self.registered
        if decision is None or known is None or not self.is_assigned:
            raise WorkRefused("case", "le dossier n'est pas assigné", "the case is not assigned")
        if self.work is not None:
            raise WorkRefused("case", "déjà complété", "completed already")
        if self.is_closed:
            raise WorkRefused("case", "le dossier est fermé", "the case is closed")
        assert decision.responsible_borough is not None
        assert decision.department is not None
        grid = grids.on(decision.responsible_borough, now.date())
        assert grid is not None, "a grid that once assigned stays in force"
        done_on = check_work(report, grid.manifest, known.created_on, now)
        fact = WorkCompleted(
            case_id=self.case_id,
            at=now,
            borough=decision.responsible_borough,
            department=decision.department,
            code=report.code,
            planned_on=report.planned_on,
            done_on=done_on,
            extension=report.extension.strip(),
            completed_by=report.completed_by,
            internal_note=report.internal_note,
            public_note=report.public_note,
        )
        done = CompletedWork(report=report, at=now, awaits_intake=True)
        return self.model_copy(update={"work": done}), [fact]

    def _decide(
        self,
        facts: CaseFacts,
        grids: Grids,
        territories: Territories,
        directory: Directory,
        now: datetime.datetime,
        cause: str,
    ) -> tuple[Self, list[RoutingFact]]:
        on = grids.local_date(facts.counter_borough, now)
        before, after = self.decision, decide(facts, grids, territories, directory, on)
        state = self if after == before and self.decided_facts else None
        state = state or self._with_decision(after, now, cause)
        state = state.model_copy(update={"decided_facts": facts})
        return state, self._what_changed(before, after, now)

    def _what_changed(
        self, before: Decision | None, after: Decision | None, now: datetime.datetime
    ) -> list[RoutingFact]:
        if after is None:
            return [] if before is None else [Released(self.case_id, now, before)]
        if after.is_same_assignment(before):
            return []
        if after.outcome is not Outcome.ASSIGNED:
            return [Unrouted(self.case_id, now, after)]
        if before is None or before.outcome is not Outcome.ASSIGNED:
            return [Assigned(self.case_id, now, after)]
        words = (after.reason_fr, after.reason_en)
        return [Reassigned(self.case_id, now, before, after, *words)]

    def _with_decision(self, decision: Decision | None, now: datetime.datetime, cause: str) -> Self:
        entry = HistoryEntry(at=now, decision=decision, cause=cause)
        return self.model_copy(update={"decision": decision, "history": (*self.history, entry)})


def may_be_mended(state: Assignment, directory: Directory, on: datetime.date) -> bool:
    """The case waits for a designation, and there is one now (PV-25)."""
    held = state.decision
    if held is None or held.outcome is not Outcome.NO_DESIGNATION or state.is_over:
        return False
    assert held.responsible_borough is not None
    assert held.department is not None
    post = (held.responsible_borough, held.department)
    return directory.responsable_for(*post, Role.RECEPTION, on) is not None


def changed_responsables(
    state: Assignment, directory: Directory, on: datetime.date
) -> dict[Role, Responsable]:
    """Per role who acts that day, where it is not the person the open case names (MH-10).

    Somebody away whom nobody replaces keeps the case: that is an alert, not a reassignment.
    """
    held = state.decision
    if held is None or not state.is_assigned or state.is_over:
        return {}
    assert held.responsible_borough is not None
    assert held.department is not None
    named = {Role.RECEPTION: held.reception_person, Role.EXECUTION: held.execution_person}
    changed: dict[Role, Responsable] = {}
    for role, person in named.items():
        acting = directory.responsable_for(held.responsible_borough, held.department, role, on)
        if acting is not None and not acting.is_unavailable and acting.person_id != person:
            changed[role] = acting
    return changed
