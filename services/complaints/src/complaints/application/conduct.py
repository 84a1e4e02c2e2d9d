"""What people do with the file of a complaint: pure decisions, each one function of a form.

All raise Refused: nothing changes then. Who may do it is settled before (see `command_desk`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from complaints.application.command_forms import (
    EvidenceForm,
    FindingForm,
    HearingForm,
    InvestigatorForm,
    MeasureForm,
    OutcomeForm,
    PeopleForm,
    ReviewDecisionForm,
    ReviewForm,
    SaidByForm,
    SignatureForm,
    SupplementForm,
    TargetsForm,
)
from complaints.domain import appointing, completing, hearing, measures, outcome, review
from complaints.domain.access import Surroundings
from complaints.domain.errors import Refused
from complaints.domain.file import (
    Declined,
    Investigation,
    Said,
    Signature,
    Supplement,
    Target,
    TargetsNamed,
)
from complaints.domain.investigation import RuleBook, record
from complaints.domain.ladder import Gravity
from complaints.domain.outcome import NewId
from complaints.domain.proceedings import (
    Capacity,
    Conclusion,
    Evidence,
    Finding,
    Hearing,
    Investigator,
    Measure,
    Result,
    Review,
    ToHear,
)
from complaints.domain.reasons import Reason

Change = tuple[Investigation, list[Said]]


@dataclass(frozen=True)
class Turn:
    """Who acts, when, and with what around them."""

    by: str
    now: datetime
    around: Surroundings
    book: RuleBook
    new_id: NewId
    roles: frozenset[str] = frozenset()

    @property
    def is_general_director(self) -> bool:
        """Whether they were let in as the general director."""
        return appointing.GENERAL_DIRECTOR in self.roles


def sign(state: Investigation, form: SignatureForm, turn: Turn) -> Change:
    """A signature; the complaint is decided anew with it (PV-18)."""
    signature = Signature(
        kind=form.kind,
        signer=form.signer,
        file_id=form.file_id,
        received_at=turn.now,
        recorded_by=turn.by,
    )
    fact = completing.sign(state, signature, confirmed=form.confirmed)
    return record(state, fact, turn.book, turn.now)


def supplement(state: Investigation, form: SupplementForm, turn: Turn) -> Change:
    """What was missing; the complaint is decided anew with it (PV-18, PV-38, PV-39)."""
    added = Supplement(**form.model_dump(), received_at=turn.now, recorded_by=turn.by)
    today = completing.local_date(turn.now, turn.around.rules.zone)
    return record(state, completing.supplement(state, added, today), turn.book, turn.now)


def decline(state: Investigation, form: SaidByForm, turn: Turn) -> Change:
    """The person will not write or sign (PV-18)."""
    declined = Declined(said_by=form.said_by, recorded_by=turn.by)
    return record(state, completing.decline(state, declined, turn.now), turn.book, turn.now)


def withdraw(state: Investigation, form: SaidByForm, turn: Turn) -> Change:
    """Whoever complained takes it back."""
    return completing.withdraw(state, turn.by, form.said_by, turn.now)


def name_targets(state: Investigation, form: TargetsForm, turn: Turn) -> Change:
    """Whom or what it is about (C-02)."""
    targets = [Target(**one.model_dump()) for one in form.targets]
    return appointing.name_targets(state, targets), [TargetsNamed(turn.now)]


def name_investigator(state: Investigation, form: InvestigatorForm, turn: Turn) -> Change:
    """Who leads it (PV-40, C-02)."""
    named = Investigator(**form.model_dump(), named_at=turn.now, named_by=turn.by)
    let_in = form.person_id == turn.by and turn.is_general_director
    return appointing.name_investigator(state, named, turn.around, is_general_director=let_in)


def name_people(state: Investigation, form: PeopleForm, turn: Turn) -> Change:
    """Who else is to be heard."""
    people = [ToHear(person=one.person, capacity=Capacity(one.capacity)) for one in form.people]
    return hearing.name_people(state, people), []


def record_hearing(state: Investigation, form: HearingForm, turn: Turn) -> Change:
    """Somebody was heard (PV-41)."""
    held = Hearing(
        hearing_id=turn.new_id(),
        person=form.person,
        capacity=Capacity(form.capacity),
        held_at=form.held_at.astimezone(UTC),
        attended=form.attended,
        account=form.account,
        recorded_at=turn.now,
        recorded_by=turn.by,
    )
    return hearing.record_hearing(state, held, turn.now), []


def add_evidence(state: Investigation, form: EvidenceForm, turn: Turn) -> Change:
    """A piece of evidence."""
    piece = Evidence(
        evidence_id=turn.new_id(),
        text=form.text,
        file_ids=tuple(dict.fromkeys(form.file_ids)),
        added_at=turn.now,
        added_by=turn.by,
    )
    return outcome.add_evidence(state, piece), []


def add_finding(state: Investigation, form: FindingForm, turn: Turn) -> Change:
    """A finding."""
    finding = Finding(finding_id=turn.new_id(), text=form.text, added_at=turn.now, added_by=turn.by)
    return outcome.add_finding(state, finding), []


def conclude(state: Investigation, form: OutcomeForm, turn: Turn) -> Change:
    """The outcome (PV-41..43)."""
    return outcome.conclude(state, _conclusion(form, turn), turn.new_id)


def decide_measure(
    state: Investigation, form: MeasureForm, turn: Turn, earlier: Collection[str]
) -> Change:
    """A disciplinary measure (PV-50); `earlier`: those of the employee's file."""
    measure = Measure(
        person_id=form.person_id, code=form.measure, decided_at=turn.now, decided_by=turn.by
    )
    ladder, gravity = turn.around.rules.ladder, Gravity[form.gravity.upper()]
    return measures.decide_measure(state, measure, ladder, earlier, gravity), []


def request_review(state: Investigation, form: ReviewForm, turn: Turn) -> Change:
    """Another look is asked for."""
    asked = Review(requested_at=turn.now, grounds=form.grounds, recorded_by=turn.by)
    return review.request_review(state, asked, turn.around.rules), []


def decide_review(state: Investigation, form: ReviewDecisionForm, turn: Turn) -> Change:
    """Another person decides it."""
    conclusion = _conclusion(form, turn)
    return review.decide_review(
        state,
        conclusion,
        form.role,
        turn.around,
        turn.new_id,
        is_general_director=turn.is_general_director,
    )


def _conclusion(form: OutcomeForm, turn: Turn) -> Conclusion:
    if bool(form.told_fr) != bool(form.told_en):
        raise Refused(
            "toldEn" if form.told_fr else "toldFr",
            "one-language",
            "écrivez-le dans les deux langues, ou dans aucune",
            "write it in both languages, or in none",
        )
    return Conclusion(
        result=Result(form.result),
        reasons=form.reasons,
        founded_against=tuple(dict.fromkeys(form.founded_against)),
        told=Reason(fr=form.told_fr, en=form.told_en) if form.told_fr else None,
        concluded_at=turn.now,
        concluded_by=turn.by,
        rules_version=turn.around.rules.version,
    )
