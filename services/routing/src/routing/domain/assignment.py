"""Routing's view of one case: facts as they arrive, the decision, the work; never a citizen's name.

Facts come on two streams in any order between them. Each is stored, then the decision is made from
all that is held, so that every order ends in the same assignment; `history` alone tells the path.
"""

import datetime
from typing import Any, Self

from pydantic import Field

from routing.domain.directory import Directory, Responsable, Role
from routing.domain.elected import ElectedFlow
from routing.domain.facts import CaseFacts, CaseKind, Decision, Outcome
from routing.domain.grid import Grids
from routing.domain.grid_turnover import consulted
from routing.domain.held_facts import (
    PLACELESS,
    CompletedWork,
    HistoryEntry,
    PlaceFacts,
    RefusedWork,
    RegisteredFacts,
    State,
    facts_of,
)
from routing.domain.loops import is_loop
from routing.domain.passed_on import (
    Acceptance,
    Entrusted,
    HandOver,
    Loop,
    SecondLine,
    matter_of,
)
from routing.domain.promise import Promise
from routing.domain.remote import RemoteAnswer, awaited, decide_with
from routing.domain.routed import (
    LoopFound,
    Reassigned,
    Released,
    RoutingFact,
    TransferMoved,
    what_changed,
)
from routing.domain.territories import Territories
from routing.domain.transfer import Transfer


class Assignment(State):
    """The state of one case; every method returns a new one."""

    case_id: str
    registered: RegisteredFacts | None = None
    place: PlaceFacts | None = None
    decided_facts: CaseFacts | None = Field(None, description="what the decision was made from")
    decided_with: tuple[str, ...] = Field((), description="versions of grids in force then")
    decision: Decision | None = None
    work: CompletedWork | None = None
    earlier_work: tuple[CompletedWork, ...] = Field((), description="before the case was reopened")
    refused_work: tuple[RefusedWork, ...] = Field((), description="reported, and not applied")
    acceptance: Acceptance | None = Field(None, description="of the department that has it now")
    transfer: Transfer | None = Field(None, description="the latest one, whatever became of it")
    entrusted: Entrusted | None = Field(None, description="an accepted transfer that stands")
    second_line: SecondLine | None = None
    hand_over: HandOver | None = None
    loop: Loop | None = None
    elected: ElectedFlow | None = Field(None, description="once somebody took a step; see there")
    is_withdrawn: bool = False
    is_closed: bool = False
    promise: Promise | None = Field(None, description="the delay promised for the work (PV-04)")
    asks: str = Field("", description="borough whose own service is to be asked (MT-08)")
    remote: RemoteAnswer | None = Field(None, description="what it answered last")
    history: tuple[HistoryEntry, ...] = ()
    history_moved: int = Field(0, description="older entries that lie in documents of their own")

    @property
    def is_complaint(self) -> bool:
        """Whom it is about is not known here: shown to nobody, and nobody is named (PV-45)."""
        return self.registered is not None and self.registered.kind is CaseKind.COMPLAINT

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
        if known is None or known.kind in PLACELESS or self.place is not None:
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
        """The counter named another kind or activity (PV-13)."""
        known = self.registered
        return self if known is None else self.with_registered(known.reclassified(kind, activity))

    def with_withdrawal(self, now: datetime.datetime) -> tuple[Self, list[RoutingFact]]:
        """The citizen took the case back: nobody answers for it, whatever else still arrives.

        Work that was completed before stands, with who did it.
        """
        if self.is_withdrawn:
            return self, []
        state, held = self.model_copy(update={"is_withdrawn": True}), self.decision
        if self.is_completed or held is None:
            return state, []
        state = state.model_copy(update={"decided_facts": None, "decided_with": ()})
        state = state.with_decision(None, now, "withdrawn")
        return state, [*self.ended_transfer(state), Released(self.case_id, now, held)]

    def with_closing(self) -> Self:
        """The counter closed the case; who had it stays named, and does nothing more."""
        return self.model_copy(update={"is_closed": True})

    def with_verdict(self) -> Self:
        """Intake applied the completed work: a reopening ends it from now on."""
        if self.work is None or not self.work.awaits_intake:
            return self
        heard = self.work.model_copy(update={"awaits_intake": False})
        return self.model_copy(update={"work": heard})

    def with_refusal(self, reason: str, now: datetime.datetime) -> Self:
        """Intake did not apply the completed work: it is to be completed anew, where it can be.

        Where somebody else completed it meanwhile, nobody here does it again.
        """
        if self.work is None:
            return self
        said = self.work
        refused = RefusedWork(report=said.report, at=said.at, refused_at=now, reason=reason)
        changes: dict[str, Any] = {"work": None, "refused_work": (*self.refused_work, refused)}
        if reason == "already-completed":
            changes["is_closed"] = True
        return self.model_copy(update=changes)

    def with_reopening(self, now: datetime.datetime, reason: str) -> Self:
        """The counter opened the case again: the same people have it, to be taken in charge and
        completed anew.

        Work that intake has not answered yet was reported meanwhile: it is for this opening.
        """
        changes: dict[str, Any] = {"is_withdrawn": False, "is_closed": False, "acceptance": None}
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
        return facts_of(known, self.place)

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

    def with_remote_answer(
        self,
        answer: RemoteAnswer | None,
        grids: Grids,
        territories: Territories,
        directory: Directory,
        now: datetime.datetime,
    ) -> tuple[Self, list[RoutingFact]]:
        """Decides a case that waited for a borough's own service; None: nobody is asked now."""
        facts = self.case_facts()
        if facts is None or self.is_completed or not self.asks:
            return self.model_copy(update={"asks": ""}), []
        state = self if answer is None else self.model_copy(update={"remote": answer})
        return state._decide(facts, grids, territories, directory, now, "remote")

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
            (f"remplace {to.stands_in_for}", f"stands in for {to.stands_in_for}")
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
        return self.with_decision(after, now, f"{role}: {fact.reason_en}"), [fact]

    def noted(
        self,
        cause: str,
        now: datetime.datetime,
        *,
        by: str,
        to: str = "",
        note: str = "",
        **changes: Any,
    ) -> Self:
        """A step that people took, in the history; `changes` are fields of the assignment."""
        entry = HistoryEntry(at=now, decision=self.decision, cause=cause, by=by, to=to, note=note)
        return self.model_copy(update={**changes, "history": (*self.history, entry)})

    def without_open_transfer(self, now: datetime.datetime) -> Self:
        """Nobody is asked any more to take the case over."""
        if self.transfer is None or not self.transfer.is_open:
            return self
        return self.model_copy(update={"transfer": self.transfer.withdrawn("", now)})

    def ended_transfer(self, after: Self) -> list[RoutingFact]:
        """That the transfer is no longer offered, where it was and `after` has it ended."""
        ended = after.transfer
        if ended is None or ended == self.transfer or ended.ended_at is None:
            return []
        return [TransferMoved(self.case_id, ended.ended_at, ended)]

    def with_decision(
        self,
        decision: Decision | None,
        now: datetime.datetime,
        cause: str,
        *,
        by: str = "",
        to: str = "",
    ) -> Self:
        """Somebody else answers, or nobody; of another department nothing is left behind."""
        entry = HistoryEntry(at=now, decision=decision, cause=cause, by=by, to=to)
        changes = {"decision": decision, "history": (*self.history, entry), "loop": None}
        before, state = self.decision, self
        if (
            before is None
            or decision is None
            or self.is_complaint
            or not decision.is_of_same_department(before)
        ):
            left = ("acceptance", "entrusted", "second_line", "hand_over")
            state, changes = self.without_open_transfer(now), changes | dict.fromkeys(left)
        return state.model_copy(update=changes)

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
        asked = directory.about(self.case_id)
        if borough := awaited(self.remote, facts, grids, territories, on):
            return self.model_copy(update={"asks": borough}), []
        after = decide_with(self.remote, facts, grids, territories, asked, on)
        before = self.decision
        versions = consulted(facts, after, grids, on)
        state = self.model_copy(
            update={"decided_facts": facts, "decided_with": versions, "asks": ""}
        )
        if after is not None and self.entrusted is not None:
            stands = self.entrusted.stands(after) and not self.is_complaint
            if stands and not self._is_barred(directory, on):
                return state, []
            state = state.model_copy(update={"entrusted": None})
        if (
            after is not None
            and before is not None
            and not self.is_complaint
            and is_loop(self.history, before, after)
        ):
            return state._kept_in_a_loop(before, after, now)
        if after == before and self.decided_facts:
            return state.model_copy(update={"loop": None}), []
        state = state.with_decision(after, now, cause)
        return state, [*self.ended_transfer(state), *what_changed(self.case_id, before, after, now)]

    def _is_barred(self, directory: Directory, on: datetime.date) -> bool:
        """Whoever the case was entrusted to may not be handed it any more."""
        if self.entrusted is None or self.decision is None:
            return False
        matter = matter_of(self.decision, self.case_id)
        return bool(directory.exclusions.of(self.entrusted.person_id, matter, on))

    def _kept_in_a_loop(
        self, kept: Decision, wanted: Decision, now: datetime.datetime
    ) -> tuple[Self, list[RoutingFact]]:
        if self.loop is not None and wanted.is_of_same_department(self.loop.wanted):
            return self, []
        state = self.noted("loop", now, by="", loop=Loop(wanted=wanted, at=now))
        return state, [LoopFound(self.case_id, now, kept, wanted)]
