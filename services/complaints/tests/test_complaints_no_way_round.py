"""No sequence of commands gets round a hearing, an outcome, or an innocent employee's file.

PV-41, PV-42, PV-43, PV-50: commands in any order, by a machine that tries them all.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from complaints.application import conduct
from complaints.application.command_forms import (
    FindingForm,
    HearingForm,
    InvestigatorForm,
    MeasureForm,
    OutcomeForm,
    ReviewDecisionForm,
    ReviewForm,
    SaidByForm,
    SignatureForm,
    TargetsForm,
)
from complaints.application.conduct import Change, Turn
from complaints.domain.access import Surroundings
from complaints.domain.admissibility import ComplaintRules
from complaints.domain.directory import Directory, PostHeld
from complaints.domain.employee_file import EmployeeFile, entry_of, filed, to_file
from complaints.domain.errors import Refused
from complaints.domain.file import Concluded, Content, HandedOver, Investigation, Registered, Said
from complaints.domain.investigation import record, tick
from complaints.domain.proceedings import Capacity, Result
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
STAFF = ("ada", "bob", "cyr", "dia")
RULES = ComplaintRules(department="citoyens")
AROUND = Surroundings(
    RULES,
    Directory(
        borough="prevost",
        posts=(
            PostHeld(department="travaux", role="reception", version=1, person_id="bob"),
            PostHeld(department="citoyens", role="reception", version=1, person_id="ada"),
            PostHeld(department="x", role="general-director", version=1, person_id="dia"),
        ),
    ),
)
PEOPLE = st.sampled_from(STAFF)
AIMS = st.sets(st.sampled_from(["bob", "cyr"]) | PEOPLE, min_size=1, max_size=2)
CODES = st.sampled_from([one.code for one in RULES.ladder.steps])
GRAVITIES = st.sampled_from(["minor", "serious", "grave"])
RESULTS = st.sampled_from(["founded", "partly-founded", "unfounded"])


class Book:
    def rules(self, borough: str, at: datetime) -> ComplaintRules | None:
        return RULES


class Conduct(RuleBasedStateMachine):
    """One complaint, and the files of four employees, written by the loop after each command."""

    def __init__(self) -> None:
        super().__init__()
        self.state = Investigation(case_id="c")
        self.files: dict[str, EmployeeFile] = {}
        self.said: list[Said] = []
        self.ids, self.minutes = count(), 0

    @initialize(signed=st.booleans(), skips=st.sets(st.integers(0, 6), max_size=3), aims=AIMS)
    def comes_in(self, signed: bool, skips: set[int], aims: set[str]) -> None:
        """It begins with the usual way, some of its steps left out; then anything may follow."""
        content = Content(
            version=1,
            received_at=NOW,
            written=True,
            signed=signed,
            full_contact=True,
            facts_on=NOW.date(),
        )
        for fact in (Registered(NOW, "prevost", "complaint"), HandedOver(content)):
            self.state, said = record(self.state, fact, Book(), NOW)
            self.said += said
        usual: tuple[Callable[[], Any], ...] = (
            lambda: self.name_targets(aims, None),
            lambda: self.name_investigator("ada", "director"),
            lambda: [self.hear(one, "targeted", True) for one in sorted(aims)],
            self.find,
            lambda: self.conclude("founded", set(), "ada"),
            self.ask_review,
            lambda: self.review("unfounded", "dia", "general-director"),
        )
        for nth, step in enumerate(usual):
            if nth not in skips:
                step()

    def do(self, decide: Callable[..., Change], form: Any, by: str, **more: Any) -> None:
        self.minutes += 1
        now = NOW + timedelta(minutes=self.minutes)
        turn = Turn(by, now, AROUND, Book(), lambda: str(next(self.ids)))
        before = self.state
        try:
            self.state, said = decide(self.state, form, turn, **more)
        except Refused:
            assert self.state is before
            return
        self.said += said
        while (incident := to_file(self.state)) is not None:
            entry, person = entry_of(self.state, incident), incident.person_id
            held = self.files.get(person) or EmployeeFile(borough="prevost", person_id=person)
            known = held.without(incident.incident_id) if entry is None else held.with_entry(entry)
            self.files[person] = known
            self.state = filed(self.state, incident, entry)

    @rule(aims=AIMS, department=st.none() | st.just("travaux"))
    def name_targets(self, aims: set[str], department: str | None) -> None:
        people: list[dict[str, str | None]] = [{"personId": one} for one in sorted(aims)]
        aimed = [*people, *([{"department": department}] if department else [])]
        if aimed:
            self.do(conduct.name_targets, TargetsForm.model_validate({"targets": aimed}), "ada")

    @rule(who=PEOPLE, role=st.sampled_from(["director", "investigator", "general-director"]))
    def name_investigator(self, who: str, role: str) -> None:
        body = {"personId": who, "role": role, "department": "citoyens"}
        self.do(conduct.name_investigator, InvestigatorForm.model_validate(body), who)

    @rule(who=PEOPLE, capacity=st.sampled_from(["targeted", "witness"]), attended=st.booleans())
    def hear(self, who: str, capacity: str, attended: bool) -> None:
        body = {"person": who, "capacity": capacity, "heldAt": NOW, "account": "Entendu."}
        form = HearingForm.model_validate({**body, "attended": attended})
        self.do(conduct.record_hearing, form, "ada")

    @rule()
    def find(self) -> None:
        self.do(conduct.add_finding, FindingForm(text="Établi."), "ada")

    @rule(result=RESULTS, against=st.sets(PEOPLE, max_size=2), by=PEOPLE)
    def conclude(self, result: str, against: set[str], by: str) -> None:
        body = {"result": result, "reasons": "Motifs.", "foundedAgainst": sorted(against)}
        self.do(conduct.conclude, OutcomeForm.model_validate(body), by)

    @rule(who=PEOPLE, code=CODES, gravity=GRAVITIES)
    def measure(self, who: str, code: str, gravity: str) -> None:
        held = self.files.get(who)
        body = {"personId": who, "measure": code, "gravity": gravity}
        earlier = () if held is None else held.measures
        self.do(conduct.decide_measure, MeasureForm.model_validate(body), "dia", earlier=earlier)

    @rule()
    def ask_review(self) -> None:
        self.do(conduct.request_review, ReviewForm(grounds="Encore."), "cyr")

    @rule(result=RESULTS, by=PEOPLE, role=st.sampled_from(["director", "general-director"]))
    def review(self, result: str, by: str, role: str) -> None:
        body = {"result": result, "reasons": "Motifs.", "role": role}
        self.do(conduct.decide_review, ReviewDecisionForm.model_validate(body), by)

    @rule()
    def withdraw(self) -> None:
        self.do(conduct.withdraw, SaidByForm.model_validate({"saidBy": "Elle"}), "cyr")

    @rule(who=st.sampled_from(["Alix", "alix ", "Camille"]))
    def sign(self, who: str) -> None:
        form = SignatureForm.model_validate({"kind": "typed", "signer": who, "confirmed": True})
        self.do(conduct.sign, form, "cyr")

    @rule(days=st.integers(1, 30))
    def time_passes(self, days: int) -> None:
        self.minutes += days * 1440
        self.state, said = tick(self.state, Book(), NOW + timedelta(minutes=self.minutes))
        self.said += said

    @invariant()
    def every_outcome_has_its_hearings_pv_41(self) -> None:
        held = self.state.proceedings
        if held.conclusion is None or held.conclusion.result is Result.WITHDRAWN:
            return
        heard = {one.person for one in held.hearings if one.capacity is Capacity.TARGETED}
        assert {one.person_id for one in self.state.targets if one.person_id} <= heard
        assert held.investigator is not None

    @invariant()
    def an_employees_file_comes_of_a_founded_complaint_alone_pv_42_pv_43(self) -> None:
        standing = self.state.proceedings.standing
        for person, held in self.files.items():
            if held.entries:
                assert standing is not None
                assert standing.result in (Result.FOUNDED, Result.PARTLY_FOUNDED)
                assert person in standing.founded_against
                assert person in {one.person_id for one in self.state.targets}
        if standing is not None and standing.result is Result.FOUNDED:
            for person in standing.founded_against:
                assert len(self.files[person].entries) == 1

    @invariant()
    def every_measure_was_in_order_and_of_somebody_found_at_fault_pv_50(self) -> None:
        held = self.state.proceedings
        decided = [held.conclusion, *(one.conclusion for one in held.reviews)]
        ever = {who for one in decided if one is not None for who in one.founded_against}
        assert {one.person_id for one in held.measures} <= ever

    @invariant()
    def nobody_targeted_leads_it_and_nobody_signs_twice_c_02_pv_18(self) -> None:
        leader = self.state.proceedings.investigator
        if leader is not None:
            assert leader.person_id not in {one.person_id for one in self.state.targets}
        signers = [one.signer.strip().casefold() for one in self.state.signatures]
        assert len(signers) == len(set(signers))

    @invariant()
    def the_end_is_said_once_and_a_review_never_in_the_open(self) -> None:
        ends = [one for one in self.said if isinstance(one, Concluded) and not one.is_review]
        assert len(ends) == (self.state.proceedings.conclusion is not None)


Conduct.TestCase.settings = settings(max_examples=100, stateful_step_count=12, deadline=None)
TestNoWayRound = Conduct.TestCase
