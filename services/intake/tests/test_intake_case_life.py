"""Whatever happens to a case in whatever order, its rules hold (state machine, hypothesis)."""

from datetime import UTC, datetime, timedelta

from contracts.words import Channel, Kind
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from intake.application.translate import outcome
from intake.domain import closing, joining, noting
from intake.domain.case import Case, Decision
from intake.domain.dossier import Brought, Contact, Note, Origin, Requester, Status, Work
from intake.domain.errors import Refused
from intake.domain.facts import Closed, Completed, Joined, Reopened
from intake.domain.steps import Step, next_step
from intake.domain.tracking import TrackingCodes

START = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
CODES = TrackingCodes("secret" * 8)
CASE = "5f0c6a3e-8f0b-5d52-9a55-3a3a7a1f9c01"
SECRET = "mot que personne d'autre ne lit"


class LifeOfACase(RuleBasedStateMachine):
    """Every command at every moment: applied or refused, never half."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.case = Case(case_id=CASE, borough="prevost")
        self.events = 0
        self.numbers = 0

    @initialize(kind=st.sampled_from([Kind.REQUEST, Kind.CLAIM, Kind.COMPLAINT, Kind.INFORMATION]))
    def comes_in(self, kind: Kind) -> None:
        brought = Brought(
            borough="prevost",
            kind=kind,
            activity="Nid-de-poule",
            channel=Channel.EMAIL,
            origin=Origin.CITIZEN,
            received_at=START,
            description="Un trou.",
            contact=Contact(email="alix@example.org"),
            is_of_grid=True,
        )
        self.apply(self.case.register(brought, CODES.hash_for(CASE)))

    @rule(kind=st.sampled_from([Kind.REQUEST, Kind.COMPLAINT, Kind.CLAIM]))
    def is_reclassified(self, kind: Kind) -> None:
        self.attempt(
            lambda: self.case.reclassify(
                kind, "Graffiti", is_of_grid=True, by="t", now=self.now, description="Des mots."
            )
        )

    @rule()
    def is_worked_on(self) -> None:
        work = Work(done_on=self.now.date(), completed_at=self.now, intervention_code="238")
        self.apply(self.case.work_completed(work))

    @rule(without_work=st.booleans())
    def is_closed(self, without_work: bool) -> None:
        self.attempt(
            lambda: closing.close(self.case, by="t", now=self.now, without_work=without_work)
        )

    @rule()
    def is_reopened(self) -> None:
        self.attempt(
            lambda: closing.reopen(self.case, closing.Reason.REAPPEARED, by="t", now=self.now)
        )

    @rule()
    def is_withdrawn(self) -> None:
        self.attempt(lambda: self.case.withdraw(self.now, "citizen"))

    @rule()
    def is_answered(self) -> None:
        self.attempt(lambda: self.case.give_answer("Guide", self.now))

    @rule(with_contact=st.booleans())
    def is_joined(self, with_contact: bool) -> None:
        self.numbers += 1
        requester = Requester(
            requester_id=str(self.numbers),
            channel=Channel.PHONE,
            joined_at=self.now,
            contact=Contact(phone="514 555-0142") if with_contact else None,
            tracking_hash=str(self.numbers),
        )
        self.attempt(lambda: joining.join(self.case, requester))

    @rule(number=st.integers(1, 5))
    def is_left(self, number: int) -> None:
        self.attempt(lambda: joining.leave(self.case, str(number), self.now))

    @rule(is_public=st.booleans())
    def is_noted(self, is_public: bool) -> None:
        self.numbers += 1
        note = Note(
            note_id=str(self.numbers),
            text=SECRET,
            is_public=is_public,
            by="t",
            acted_at=self.now,
            entered_at=self.now,
        )
        self.attempt(lambda: noting.note(self.case, note))

    def attempt(self, act: object) -> None:
        before = self.case
        try:
            self.apply(act())  # type: ignore[operator]
        except Refused:
            assert self.case is before

    def apply(self, decision: Decision) -> None:
        before, (after, facts) = self.case, decision
        for fact in facts:
            if isinstance(fact, Closed):
                assert after.status is Status.CLOSED
                assert fact.without_work or before.status is Status.COMPLETED
            if isinstance(fact, Completed):
                assert before.status in (Status.REGISTERED, Status.ASSIGNED)
            if isinstance(fact, Reopened):
                assert before.status in closing.ENDED
                assert after.status is Status.REGISTERED
            if isinstance(fact, Joined):
                assert joining.requesters(after) == joining.requesters(before) + 1
        versions_before, versions = _versions(before), _versions(after)
        assert all(new >= old for old, new in zip(versions_before, versions, strict=True))
        assert len(after.journal) >= len(before.journal), "the journal only grows (MH-11)"
        assert after.journal[: len(before.journal)] == before.journal
        said = outcome(decision, CODES).events
        self.events += len(said)
        self.case = after
        self.now += timedelta(minutes=1)

    @invariant()
    def when_it_was_received_never_changes_pv_13(self) -> None:
        if self.case.registration:
            assert self.case.registration.received_at == START

    @invariant()
    def a_complaint_keeps_no_words_pv_45(self) -> None:
        if self.case.is_complaint:
            assert SECRET not in self.case.model_dump_json()
            assert self.case.notes == ()

    @invariant()
    def there_is_always_a_next_step_that_can_be_said_pv_03(self) -> None:
        assert next_step(self.case) in Step

    @invariant()
    def everybody_who_asks_opens_it_with_a_code_of_their_own(self) -> None:
        hashes = [one.tracking_hash for one in self.case.requesters]
        assert len(set(hashes)) == len(hashes)

    @invariant()
    def what_is_stored_is_read_back_the_same(self) -> None:
        assert Case.model_validate_json(self.case.model_dump_json()) == self.case


def _versions(case: Case) -> tuple[int, ...]:
    held = case.registration
    if held is None:
        return (0, 0, 0)
    return (held.details_version, held.contacts_version, held.handover_version)


TestLifeOfACase = LifeOfACase.TestCase
TestLifeOfACase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
